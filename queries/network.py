"""From claims and a scenario to the network along which its shocks pass, and back from an edge to its claims.

Claims that say the same (subject, relation, object) corroborate each other: their triple is believed with 1 - the
product of (1 - weight) over its claims that count (`belief.weights`). For every rule about the relation there is an
edge, open with rule x belief; what absorbs shocks passes on only a part of those that came by way of others.
A symmetric relation is one triple whichever way it was claimed, and passes shocks both ways.

What a shock brings about by definition (a collapse, the failure of the state) is certain once the shock strikes.
Inputs that can stand in for each other (alternativeTo, by claims that stand) make a redundant group: what they feed is
lost only when all of them are.

With several kinds of shock the network has a layer for each, because every kind follows its own rules, and a last layer
that is reached from any of them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b

import numpy as np
import numpy.typing as npt

from ..graph.ref import Ref
from ..ontology.schema import load_schema
from ..ontology.transmission import Rule, Rules
from ..ontology.vocabulary import Kind, Relation, ShockKind
from .belief import place_of, realised, standing, weights
from .columns import KINDS, RELATIONS, Codes, Columns, Numbers
from .redundancy import alternatives, either, redundant
from .scenario import Scenario
from .topology import Network

_ALTERNATIVE = RELATIONS.index(Relation.ALTERNATIVE_TO)
_EXPERIENCES = RELATIONS.index(Relation.EXPERIENCES)
_JOIN = -1


@dataclass(frozen=True, slots=True)
class Triples:
    """What is claimed, each (subject, relation, object) once: places in `Columns.entities`, codes, belief 0..1.

    The claims of triple t that count are `members[starts[t]:starts[t + 1]]`, places in `Columns.claims`.
    """

    subjects: Codes
    relations: Codes
    objects: Codes
    beliefs: Numbers
    members: Codes
    starts: npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Edges:
    """Edges: ends, probability, rule (a place in `Rules.rules`) and triple; both -1 for one that only joins layers."""

    tails: Codes
    heads: Codes
    probabilities: Numbers
    rules: Codes
    triples: Codes

    def of(self, which: npt.NDArray[np.bool_]) -> Edges:
        """Some of the edges."""
        return Edges(
            self.tails[which], self.heads[which], self.probabilities[which], self.rules[which], self.triples[which]
        )


@dataclass(frozen=True, slots=True)
class Transmission:
    """The network of a scenario, and what its nodes and edges stand for.

    `shocks` are (node, probability). An edge in `merged` stands for several parallel edges into a redundant group:
    their (rule, triple) pairs. `layers` is the number of kinds of shock.
    """

    columns: Columns
    rules: Rules
    triples: Triples
    edges: Edges
    network: Network
    shocks: tuple[tuple[int, float], ...]
    merged: Mapping[int, tuple[tuple[int, int], ...]]
    layers: int

    def node(self, entity: int) -> int:
        """The node that is reached when the entity (a place in `Columns.entities`) is, by any kind of shock."""
        return entity if self.layers == 1 else self.layers * len(self.columns.entities) + entity

    def entity(self, node: int) -> int:
        """The entity that a node stands for."""
        return node % len(self.columns.entities)

    def joins(self, edge: int) -> bool:
        """Whether an edge only joins layers: it stands for no claim."""
        return bool(self.edges.rules[edge] == _JOIN)

    def rule(self, edge: int) -> Rule:
        """The rule by which an edge passes shocks on: of a merged edge, the strongest."""
        return max((self.rules.rules[rule] for rule, _ in self.parts(edge)), key=lambda rule: rule.probability)

    def claims(self, edge: int) -> tuple[Ref, ...]:
        """The claims behind an edge that count in this scenario, sorted."""
        starts, members = self.triples.starts, self.triples.members
        found = {int(claim) for _, t in self.parts(edge) for claim in members[starts[t] : starts[t + 1]]}
        return tuple(Ref("claim", self.columns.claims[claim]) for claim in sorted(found))

    def parts(self, edge: int) -> tuple[tuple[int, int], ...]:
        """The (rule, triple) pairs that an edge stands for: one, or of a merged edge several."""
        return self.merged.get(edge) or ((int(self.edges.rules[edge]), int(self.edges.triples[edge])),)


def transmission(columns: Columns, scenario: Scenario, rules: Rules) -> Transmission:
    """The network of a scenario. Its shocks must name entities by id (see `scenario.resolved`).

    Raises `UnknownEntity` for a shocked entity that no claim or entity record names, and what `weights` raises.

    >>> from araz.face import open_graph
    >>> from araz.ontology.transmission import load_rules
    >>> from araz.queries.columns import read_columns
    >>> from araz.queries.scenario import simple_scenario
    >>> store = open_graph("example").store
    >>> columns, scenario = read_columns(store), simple_scenario(store, ["Iran"])
    >>> network = transmission(columns, scenario, load_rules())
    >>> [(str(columns.entities[network.entity(node)]), chance) for node, chance in network.shocks]
    [('ent:iran', 1.0)]
    """
    triples = _triples(columns, weights(columns, scenario, rules))
    size = len(columns.entities)
    kinds = sorted({ShockKind(shock.kind) for shock in scenario.shocks})
    struck = [(kinds.index(ShockKind(s.kind)), place_of(columns, s.entity), s.probability) for s in scenario.shocks]
    brought = realised(columns, scenario, rules)
    parts: list[Edges] = []
    for layer, kind in enumerate(kinds):
        hit = {entity: brought[kind, entity] for number, entity, _ in struck if number == layer}
        parts.append(_moved(_edges(columns, triples, rules, kind, hit), layer * size))
        if len(kinds) > 1:
            parts.append(_join(size, layer, len(kinds)))
    edges = _joined(parts)
    groups, edges, merged = _grouped(columns, scenario, rules, edges)
    nodes = size if len(kinds) == 1 else (len(kinds) + 1) * size
    network = Network(nodes, edges.tails, edges.heads, edges.probabilities, groups, _keys(columns, rules, edges, nodes))
    shocks = tuple((layer * size + entity, probability) for layer, entity, probability in struck)
    return Transmission(columns, rules, triples, edges, network, shocks, merged, len(kinds))


def shared_by(columns: Columns, scenario: Scenario) -> dict[int, tuple[int, ...]]:
    """Which states hold a stake, by claims that stand, in each entity; the ontology says what a stake is.

    An asset is shared when there are two or more.

    >>> from araz.face import open_graph
    >>> from araz.queries.columns import read_columns
    >>> from araz.queries.scenario import simple_scenario
    >>> store = open_graph("example").store
    >>> columns, scenario = read_columns(store), simple_scenario(store, ["Iran"])
    >>> states = shared_by(columns, scenario)[place_of(columns, Ref("ent", "khudafarin-plant"))]
    >>> [columns.names[state] for state in states]
    ['Azerbaijan', 'Iran']
    """
    relations = load_schema().relations
    stakes = [relations[relation].stake for relation in RELATIONS]
    subject_holds = np.array([stake == "subject" for stake in stakes])[columns.relations]
    holds = subject_holds | np.array([stake == "object" for stake in stakes])[columns.relations]
    holders = np.where(subject_holds, columns.subjects, columns.objects)
    assets = np.where(subject_holds, columns.objects, columns.subjects)
    counts = standing(columns, scenario) & holds & columns.of_kind(Kind.STATE)[holders]
    found: defaultdict[int, set[int]] = defaultdict(set)
    for asset, holder in zip(assets[counts].tolist(), holders[counts].tolist(), strict=True):
        found[asset].add(holder)
    return {asset: tuple(sorted(states)) for asset, states in found.items()}


def _triples(columns: Columns, weight: Numbers) -> Triples:
    counts = np.flatnonzero((weight > 0) & (columns.subjects != columns.objects))
    subjects, relations, objects = columns.subjects[counts], columns.relations[counts], columns.objects[counts]
    schema = load_schema()
    symmetric = np.array([schema.relations[relation].symmetric for relation in RELATIONS])[relations]
    turned = symmetric & (subjects > objects)
    subjects, objects = np.where(turned, objects, subjects), np.where(turned, subjects, objects)
    key = (subjects.astype(np.int64) * len(RELATIONS) + relations) * max(len(columns.entities), 1) + objects
    order = np.argsort(key, kind="stable")
    first = np.flatnonzero(np.diff(key[order], prepend=-1))
    starts = np.append(first, order.size)
    each = weight[counts][order]
    doubts = np.multiply.reduceat(1 - each, first) if first.size else np.empty(0)
    alone = np.diff(starts) == 1
    beliefs = np.where(alone, each[first], 1 - doubts)
    picked, members = order[first], counts[order].astype(np.int32)
    return Triples(subjects[picked], relations[picked], objects[picked], beliefs, members, starts)


def _edges(
    columns: Columns, triples: Triples, rules: Rules, kind: ShockKind, struck: Mapping[int, frozenset[int]]
) -> Edges:
    """The edges of one kind of shock. `struck` are the entities that it hits, with what it brings about for each."""
    schema = load_schema()
    numbers = {rule: number for number, rule in enumerate(rules.rules)}
    order = np.argsort(triples.relations, kind="stable")
    bounds = np.searchsorted(triples.relations[order], np.arange(len(RELATIONS) + 1))
    parts: list[Edges] = []
    for code, relation in enumerate(RELATIONS):
        here = order[bounds[code] : bounds[code + 1]]
        forward, backward = rules.find(kind, relation, "forward"), rules.find(kind, relation, "backward")
        if schema.relations[relation].symmetric:
            # One triple stands for both directions, and the stronger rule holds both ways.
            both = [rule for rule in (forward, backward) if rule is not None]
            forward = backward = max(both, key=lambda rule: rule.probability) if both else None
        for rule, tails, heads in ((forward, "subjects", "objects"), (backward, "objects", "subjects")):
            if rule is not None and here.size:
                ends: tuple[Codes, Codes] = getattr(triples, tails)[here], getattr(triples, heads)[here]
                number = np.full(here.size, numbers[rule], np.int32)
                parts.append(Edges(*ends, rule.probability * triples.beliefs[here], number, here.astype(np.int32)))
    edges = _joined(parts)
    passes_on = np.array([rules.passes_on[each] for each in KINDS])[columns.kinds]
    passes_on[list(struck)] = 1
    probabilities = edges.probabilities * passes_on[edges.tails]
    for entity, situations in ((each, found) for each, found in struck.items() if found):
        mine = (edges.tails == entity) & (triples.relations[edges.triples] == _EXPERIENCES)
        probabilities[mine & np.isin(edges.heads, list(situations))] = 1
    return Edges(edges.tails, edges.heads, probabilities, edges.rules, edges.triples).of(probabilities > 0)


def _moved(edges: Edges, by: int) -> Edges:
    return Edges(edges.tails + by, edges.heads + by, edges.probabilities, edges.rules, edges.triples) if by else edges


def _join(size: int, layer: int, layers: int) -> Edges:
    """The edges from a layer to the last one, where a node is reached when it is in any layer."""
    ends = np.arange(size, dtype=np.int32)
    none = np.full(size, _JOIN, np.int32)
    return Edges(ends + layer * size, ends + layers * size, np.ones(size), none, none)


def _joined(parts: Sequence[Edges]) -> Edges:
    if not parts:
        none = np.empty(0, np.int32)
        return Edges(none, none, np.empty(0), none, none)
    columns = zip(*((p.tails, p.heads, p.probabilities, p.rules, p.triples) for p in parts), strict=True)
    tails, heads, probabilities, rules, triples = (np.concatenate(each) for each in columns)
    return Edges(tails, heads, probabilities, rules, triples)


def _grouped(
    columns: Columns, scenario: Scenario, rules: Rules, edges: Edges
) -> tuple[list[tuple[int, list[int]]], Edges, dict[int, tuple[tuple[int, int], ...]]]:
    """The redundant groups, the edges, and what the merged edges among them stand for.

    Parallel edges from one input become one edge, open when any of them is: an input is lost or it is not.
    """
    size = len(columns.entities)
    declared = standing(columns, scenario) & (columns.relations == _ALTERNATIVE)
    if not declared.any():
        return [], edges, {}
    sets = alternatives(size, zip(columns.subjects[declared].tolist(), columns.objects[declared].tolist(), strict=True))
    # The last place stands for -1, an edge that only joins layers.
    feeds = np.array([*map(_feeds, rules.rules), False])[edges.rules]
    found = redundant(edges.tails, edges.heads, sets, np.flatnonzero(feeds), size)
    kept = np.ones(edges.tails.size, np.bool_)
    several = [parallel for _, inputs in found for parallel in inputs if len(parallel) > 1]
    for parallel in several:
        kept[parallel] = False
    first = np.array([parallel[0] for parallel in several], np.intp)
    open_chance = np.array([either(edges.probabilities[parallel]) for parallel in several])
    extra = Edges(edges.tails[first], edges.heads[first], open_chance, edges.rules[first], edges.triples[first])
    number = np.cumsum(kept) - 1
    place = {parallel[0]: int(kept.sum()) + at for at, parallel in enumerate(several)}
    groups = [(node, [place.get(e[0], int(number[e[0]])) for e in inputs]) for node, inputs in found]
    merged = {place[p[0]]: tuple((int(edges.rules[e]), int(edges.triples[e])) for e in p) for p in several}
    return groups, _joined([edges.of(kept), extra]), merged


def _feeds(rule: Rule) -> bool:
    """Whether the shock passes the way one thing feeds another, which a third could feed instead."""
    feeder = load_schema().relations[rule.relation].feeder
    return feeder == ("subject" if rule.direction == "forward" else "object")


def _keys(columns: Columns, rules: Rules, edges: Edges, nodes: int) -> npt.NDArray[np.uint64]:
    """A number for every edge that is the same in every scenario and every store: who, by which rule, to whom."""
    size = len(columns.entities)
    names = np.array([_hash(str(entity)) for entity in columns.entities], np.uint64)
    cases = [f"{rule.shock} {rule.relation} {rule.direction}" for rule in rules.rules]
    # Joining edges have no rule: their layer tells them apart.
    ruled = np.where(edges.rules == _JOIN, len(cases) + edges.tails // size, edges.rules)
    cases += [f"join {layer}" for layer in range(nodes // size)]
    by_rule = np.array([_hash(case) for case in cases], np.uint64)
    factors = np.array([0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F], np.uint64)
    return (names[edges.tails % size] * factors[0] ^ names[edges.heads % size]) * factors[1] ^ by_rule[ruled]


def _hash(text: str) -> int:
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest(), "little")
