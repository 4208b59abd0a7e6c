"""A transmission network in which one claim weighs 1 or 0, without reading all claims again where that can be."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from functools import cached_property

import numpy as np

from ..graph.ref import Ref
from ..ontology.transmission import Rules
from ..ontology.vocabulary import Modality, Relation
from .belief import realised, weights
from .columns import KINDS, MODALITIES, RELATIONS, VERDICTS, Columns, Numbers
from .network import Transmission, transmission
from .redundancy import either
from .scenario import Assumption, Scenario

_ALTERNATIVE = RELATIONS.index(Relation.ALTERNATIVE_TO)
_EXPERIENCES = RELATIONS.index(Relation.EXPERIENCES)


class Reweighing:
    """The network of a scenario with the weight of one claim changed.

    What a claim weighs moves the belief in what it says, and with it the probability of a few edges. Three things move
    more than that, and then the network is made anew: a claim about what can stand in for what, one by which the shock
    brings something about, and the loss of the last claim for an input of a redundant group.

    >>> from araz.face import open_graph
    >>> from araz.ontology.transmission import load_rules
    >>> from araz.queries.columns import read_columns
    >>> from araz.queries.scenario import simple_scenario
    >>> store = open_graph("example").store
    >>> columns, scenario, rules = read_columns(store), simple_scenario(store, ["Iran"]), load_rules()
    >>> reweighing = Reweighing(columns, scenario, rules, transmission(columns, scenario, rules))
    >>> int((reweighing.weights > 0).sum()) > 100
    True
    """

    def __init__(self, columns: Columns, scenario: Scenario, rules: Rules, network: Transmission) -> None:
        self.columns = columns
        self.scenario = scenario
        self.rules = rules
        self.network = network
        self.weights: Numbers = weights(columns, scenario, rules)
        self._struck = {node for node, _ in network.shocks}
        brought = realised(columns, scenario, rules)
        self._brought = {(struck, situation) for (_, struck), found in brought.items() for situation in found}
        self._grouped = frozenset(network.network.group_edges.tolist())

    @cached_property
    def _triple_of(self) -> dict[int, int]:
        triples = self.network.triples
        sizes = np.diff(triples.starts)
        numbers = np.repeat(np.arange(sizes.size), sizes)
        return dict(zip(triples.members.tolist(), numbers.tolist(), strict=True))

    @cached_property
    def _edges_of(self) -> dict[int, list[int]]:
        """The edges that rest on each triple."""
        found: defaultdict[int, list[int]] = defaultdict(list)
        for edge in range(self.network.network.edges):
            if not self.network.joins(edge):
                for triple in {triple for _, triple in self.network.parts(edge)}:
                    found[triple].append(edge)
        return found

    @cached_property
    def alternatives(self) -> list[int]:
        """The claims that say, or might, what can stand in for what; denied and rejected ones do not."""
        columns = self.columns
        counts = (columns.relations == _ALTERNATIVE) & (columns.verdicts != VERDICTS.index("rejected"))
        counts &= columns.modalities != MODALITIES.index(Modality.NEGATED)
        return np.flatnonzero(counts & (columns.subjects != columns.objects)).tolist()

    def claims_of(self, edge: int) -> list[int]:
        """The claims behind an edge that count."""
        triples = self.network.triples
        found = {triple for _, triple in self.network.parts(edge)}
        spans = [triples.members[triples.starts[t] : triples.starts[t + 1]].tolist() for t in found]
        return sorted({claim for span in spans for claim in span})

    def network_with(self, claim: int, accepted: bool) -> Transmission | None:
        """The network in which the claim weighs 1 (accepted) or 0; None where that is the same network."""
        columns = self.columns
        if columns.relations[claim] == _ALTERNATIVE or self._brings_about(claim):
            return self._anew(claim, accepted)
        triple = self._triple_of.get(claim)
        if triple is None or self.weights[claim] == float(accepted):
            return None
        belief = self._belief(triple, claim, float(accepted))
        edges = self._edges_of.get(triple, [])
        if belief == 0 and any(edge in self._grouped for edge in edges):
            return self._anew(claim, accepted)
        chances = self.network.network.probabilities.copy()
        for edge in edges:
            chances[edge] = self._chance(edge, triple, belief)
        return replace(self.network, network=self.network.network.with_probabilities(chances))

    def _brings_about(self, claim: int) -> bool:
        columns = self.columns
        ends = int(columns.subjects[claim]), int(columns.objects[claim])
        return columns.relations[claim] == _EXPERIENCES and ends in self._brought

    def _anew(self, claim: int, accepted: bool) -> Transmission:
        ref = Ref("claim", self.columns.claims[claim])
        others = tuple(each for each in self.scenario.assumptions if each.claim != ref)
        scenario = replace(self.scenario, assumptions=(*others, Assumption(ref, accepted)))
        return transmission(self.columns, scenario, self.rules)

    def _belief(self, triple: int, claim: int, weight: float) -> float:
        triples = self.network.triples
        members = triples.members[triples.starts[triple] : triples.starts[triple + 1]]
        if members.size == 1:
            return weight
        each = np.where(members == claim, weight, self.weights[members])
        return float(1 - np.prod(1 - each))

    def _chance(self, edge: int, triple: int, belief: float) -> float:
        """The probability of an edge when a triple that it rests on is believed so far."""
        tail = int(self.network.network.tails[edge])
        kind = KINDS[int(self.columns.kinds[self.network.entity(tail)])]
        passes_on = 1.0 if tail in self._struck else self.rules.passes_on[kind]
        beliefs = self.network.triples.beliefs
        parts = [
            self.rules.rules[rule].probability * (belief if each == triple else float(beliefs[each])) * passes_on
            for rule, each in self.network.parts(edge)
        ]
        return parts[0] if len(parts) == 1 else either(np.array(parts))
