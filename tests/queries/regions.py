"""Small regions for tests: claims in one line each."""

from __future__ import annotations

from dataclasses import fields, replace

import numpy as np
from araz.graph.claim import Attribute, Claim, Entity, Name, Passage, Quantity
from araz.graph.dates import Interval
from araz.graph.memory import MemoryStore
from araz.graph.ref import Ref
from araz.graph.store import Batch
from araz.ontology.transmission import load_rules
from araz.ontology.vocabulary import Kind, Measure, Modality, Relation
from araz.queries.columns import Columns, read_columns
from araz.queries.network import transmission
from araz.queries.scenario import Scenario, Shock

SAID = Passage(Ref("src", "a"), 0, 5, "Said.")


def ref(name):
    return Ref("ent", name)


def said(line, *quantities, until="", **more):
    """A claim in words: said("iran operates dam", (22, "MW", "electricity"))."""
    subject, relation, object_ = line.split()
    return Claim(
        ref(subject),
        Relation(relation),
        ref(object_),
        quantities=tuple(Quantity(*quantity) for quantity in quantities),
        valid=Interval("", until),
        evidence=(SAID,),
        **{"modality": Modality.ASSERTED, **more},
    )


def thing(name, kind, *figures):
    """An entity with figures: thing("dam", Kind.DAM, (22, "MW", "electricity", "2024"))."""
    attributes = []
    for value, unit, of, as_of, *measure in figures:
        measured = measure[0] if measure else Measure.CAPACITY
        attributes.append(Attribute(measured, Quantity(value, unit, of), Ref("src", "a"), as_of))
    return Entity(ref(name), kind, (Name(name.capitalize(), "en"),), attributes=tuple(attributes))


def region(entities, claims):
    """A store of these, in memory; states that claims name need not be given."""
    store = MemoryStore()
    given = {entity.id for entity in entities}
    named = {end for claim in claims for end in (claim.subject, claim.object)} - given
    states = [thing(each.local, Kind.STATE) for each in sorted(named)]
    store.write(Batch(entities=[*entities, *states], claims=claims))
    return store


HEAD = "@prefix az: <https://w3id.org/araz/ontology#> .\n@prefix rule: <https://w3id.org/araz/rule/> ."
HEAD += "\n@prefix shock: <https://w3id.org/araz/shock/> ."


def one_rule(folder, probability, relation="operates"):
    """Rules of which there is one: a state's collapse reaches what it operates, with this probability."""
    path = folder / "rules.ttl"
    body = f'az:shock shock:state-collapse ; az:relation az:{relation} ; az:direction "forward" ;'
    body += f' az:probability {probability} ; az:mechanism "m" ; az:reason "r"'
    path.write_text(f"{HEAD}\nrule:mine a az:Rule ; {body} .\n", "utf-8")
    return load_rules(path)


def struck(store, name="iran", probability=1.0, rules=None, **more):
    """The scenario that a state collapses, and its network under the rules that ship, or others."""
    scenario = Scenario((Shock(ref(name), "state-collapse", probability),), **more)
    return transmission(read_columns(store), scenario, rules or load_rules()), scenario


def from_source(source, line, **more):
    """A claim that another source makes."""
    return replace(said(line, **more), evidence=(Passage(Ref("src", source), 0, 5, "Said."),))


def same_columns(one, other):
    """Whether two sets of columns hold the same, field by field."""
    pairs = [(getattr(one, field.name), getattr(other, field.name)) for field in fields(Columns)]
    return all(np.array_equal(a, b) if isinstance(a, np.ndarray) else list(a) == list(b) for a, b in pairs)
