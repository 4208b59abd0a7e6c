"""The shapes take a good record and turn away each kind of bad one, with pySHACL."""

from __future__ import annotations

import re

import pytest
from araz.ontology.shapes import find_violations, load_shapes
from rdflib import Graph

HEAD = """
@prefix az: <https://w3id.org/araz/ontology#> . @prefix ent: <https://w3id.org/araz/id/> .
@prefix claim: <https://w3id.org/araz/claim/> . @prefix src: <https://w3id.org/araz/source/> .
@prefix passage: <https://w3id.org/araz/passage/> . @prefix prov: <http://www.w3.org/ns/prov#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> . @prefix dcterms: <http://purl.org/dc/terms/> .
@prefix schema: <https://schema.org/> .
"""

# One good claim with all its parts, one statement to a line: each bad case changes or drops a line, or adds one.
GOOD = """
claim:c a az:Claim .
claim:c rdf:subject ent:iran .
claim:c rdf:predicate az:operates .
claim:c rdf:object ent:plant .
claim:c az:modality az:asserted .
claim:c az:confidence 0.9e0 .
claim:c az:method "annotated" .
claim:c az:validFrom "2025-01"^^xsd:gYearMonth .
claim:c az:validTo "2025"^^xsd:gYear .
claim:c prov:wasDerivedFrom passage:p .
claim:c az:hasQuantity <https://w3id.org/araz/claim/c#quantity-1> .
claim:c az:verdict "accepted" .
claim:c az:reviewedBy "A. Reader" .
claim:c az:reviewedOn "2025-02-28"^^xsd:date .
claim:c az:hasDecision <https://w3id.org/araz/claim/c#decision-1> .
<https://w3id.org/araz/claim/c#decision-1> a az:Decision .
<https://w3id.org/araz/claim/c#decision-1> az:turn 1 .
<https://w3id.org/araz/claim/c#decision-1> az:decided "accepted" .
<https://w3id.org/araz/claim/c#decision-1> az:decidedBy "A. Reader" .
<https://w3id.org/araz/claim/c#decision-1> az:decidedOn "2025-02-28"^^xsd:date .
<https://w3id.org/araz/claim/c#quantity-1> a az:Quantity .
<https://w3id.org/araz/claim/c#quantity-1> schema:value 102.0e0 .
<https://w3id.org/araz/claim/c#quantity-1> schema:unitText "MW" .
passage:p a az:Passage .
passage:p dcterms:source src:a .
passage:p az:start 10 .
passage:p az:end 14 .
passage:p az:quote "Nefт"@en .
src:a a az:Source .
src:a dcterms:title "A briefing" .
src:a dcterms:issued "2025"^^xsd:gYear .
src:a schema:url "https://example.org/a" .
src:a az:sha256 "0000000000000000000000000000000000000000000000000000000000000000" .
ent:iran a az:State , az:Actor , az:Entity .
ent:iran rdfs:label "Iran"@en .
ent:plant a az:HydroPlant , az:PowerPlant , az:Infrastructure , az:Entity .
ent:plant rdfs:label "Khudafarin"@en .
ent:plant schema:latitude 39.15e0 .
ent:plant schema:longitude 46.9e0 .
ent:plant az:hasAttribute <https://w3id.org/araz/id/plant#attribute-1> .
<https://w3id.org/araz/id/plant#attribute-1> a az:Attribute .
<https://w3id.org/araz/id/plant#attribute-1> az:measure az:capacity .
<https://w3id.org/araz/id/plant#attribute-1> schema:value 102.0e0 .
<https://w3id.org/araz/id/plant#attribute-1> schema:unitText "MW" .
<https://w3id.org/araz/id/plant#attribute-1> az:asOf "2024"^^xsd:gYear .
"""

# The shape that must fire, the start of the line to take out ("" for none), the line to put in ("" for none).
BAD = [
    ("SubjectShape", "claim:c rdf:subject", ""),
    ("SubjectShape", "", "claim:c rdf:subject ent:plant ."),
    ("SubjectShape", "claim:c rdf:subject", 'claim:c rdf:subject "Iran" .'),
    ("ObjectShape", "claim:c rdf:object", ""),
    ("DistinctEndsShape", "claim:c rdf:object", "claim:c rdf:object ent:iran ."),
    ("RelationShape", "claim:c rdf:predicate", ""),
    ("RelationShape", "claim:c rdf:predicate", "claim:c rdf:predicate az:operatess ."),
    ("RelationShape", "claim:c rdf:predicate", "claim:c rdf:predicate az:confidence ."),
    ("RelationShape", "", "claim:c rdf:predicate az:owns ."),
    ("SubjectClassShape", "ent:iran a", "ent:iran a az:River , az:WaterBody , az:Place , az:Entity ."),
    ("ObjectClassShape", "claim:c rdf:predicate", "claim:c rdf:predicate az:borders ."),
    ("ModalityShape", "claim:c az:modality", ""),
    ("ModalityShape", "claim:c az:modality", "claim:c az:modality az:alleged ."),
    ("ModalityShape", "", "claim:c az:modality az:possible ."),
    ("ConditionShape", "claim:c az:modality", "claim:c az:modality az:conditional ."),
    ("ConditionShape", "", 'claim:c az:condition "if it rains" .'),
    ("AttributionShape", "claim:c az:modality", "claim:c az:modality az:reported ."),
    ("AttributionShape", "", "claim:c prov:wasAttributedTo ent:iran ."),
    ("ConfidenceShape", "claim:c az:confidence", ""),
    ("ConfidenceShape", "claim:c az:confidence", "claim:c az:confidence 1.7e0 ."),
    ("ConfidenceShape", "claim:c az:confidence", "claim:c az:confidence -0.1e0 ."),
    ("ConfidenceShape", "claim:c az:confidence", 'claim:c az:confidence "high" .'),
    ("ConfidenceShape", "claim:c az:confidence", 'claim:c az:confidence "NaN"^^xsd:double .'),
    ("MethodShape", "claim:c az:method", 'claim:c az:method "" .'),
    ("EvidenceShape", "claim:c prov:wasDerivedFrom", ""),
    ("EvidenceShape", "claim:c prov:wasDerivedFrom", "claim:c prov:wasDerivedFrom passage:lost ."),
    ("DateShape", "claim:c az:validFrom", 'claim:c az:validFrom "2025-02-30"^^xsd:date .'),
    ("DateShape", "claim:c az:validFrom", 'claim:c az:validFrom "2025-13"^^xsd:gYearMonth .'),
    ("DateShape", "claim:c az:validFrom", 'claim:c az:validFrom "last year" .'),
    ("DateShape", "src:a dcterms:issued", 'src:a dcterms:issued "2025" .'),
    ("IntervalShape", "claim:c az:validTo", 'claim:c az:validTo "2024-12-31"^^xsd:date .'),
    ("IntervalShape", "", 'claim:c az:validTo "2026"^^xsd:gYear .'),
    ("ReviewShape", "claim:c az:verdict", 'claim:c az:verdict "perhaps" .'),
    ("ReviewShape", "claim:c az:verdict", ""),
    ("ReviewShape", "claim:c az:reviewedBy", ""),
    ("DecisionShape", "<https://w3id.org/araz/claim/c#decision-1> az:decidedBy", ""),
    ("DecisionShape", "<https://w3id.org/araz/claim/c#decision-1> az:turn", ""),
    (
        "DecisionShape",
        "<https://w3id.org/araz/claim/c#decision-1> az:decided ",
        '<https://w3id.org/araz/claim/c#decision-1> az:decided "perhaps" .',
    ),
    (
        "DateShape",
        "<https://w3id.org/araz/claim/c#decision-1> az:decidedOn",
        '<https://w3id.org/araz/claim/c#decision-1> az:decidedOn "2025-02-30"^^xsd:date .',
    ),
    ("ValueShape", "<https://w3id.org/araz/claim/c#quantity-1> schema:value", ""),
    (
        "ValueShape",
        "<https://w3id.org/araz/claim/c#quantity-1> schema:value",
        '<https://w3id.org/araz/claim/c#quantity-1> schema:value "INF"^^xsd:double .',
    ),
    ("UnitShape", "<https://w3id.org/araz/claim/c#quantity-1> schema:unitText", ""),
    (
        "UnitShape",
        "<https://w3id.org/araz/claim/c#quantity-1> schema:unitText",
        '<https://w3id.org/araz/claim/c#quantity-1> schema:unitText "furlongs" .',
    ),
    ("MeasureShape", "<https://w3id.org/araz/id/plant#attribute-1> az:measure", ""),
    (
        "DimensionShape",
        "<https://w3id.org/araz/id/plant#attribute-1> schema:unitText",
        '<https://w3id.org/araz/id/plant#attribute-1> schema:unitText "km" .',
    ),
    ("ClassShape", "", "ent:plant a az:Port ."),
    ("NameShape", "ent:plant rdfs:label", ""),
    ("NameShape", "ent:plant rdfs:label", 'ent:plant rdfs:label " " .'),
    ("PointShape", "ent:plant schema:latitude", "ent:plant schema:latitude 139.0e0 ."),
    ("PointShape", "ent:plant schema:latitude", ""),
    ("PassageSourceShape", "passage:p dcterms:source", ""),
    ("PassageSourceShape", "src:a a az:Source", ""),
    ("SpanShape", "passage:p az:start", "passage:p az:start 14 ."),
    ("SpanShape", "passage:p az:start", "passage:p az:start -1 ."),
    ("SpanShape", "passage:p az:end", ""),
    ("QuoteShape", "passage:p az:quote", ""),
    ("QuoteShape", "passage:p az:quote", 'passage:p az:quote "Neft and gas" .'),
    ("TitleShape", "src:a dcterms:title", ""),
    ("AddressShape", "src:a schema:url", 'src:a schema:url "javascript:alert(1)" .'),
    ("HashShape", "src:a az:sha256", 'src:a az:sha256 "abc" .'),
]


GOOD_TOO = [
    ("claim:c az:modality", "claim:c az:modality az:reported ; prov:wasAttributedTo ent:iran ."),
    ("claim:c az:modality", 'claim:c az:modality az:conditional ; az:condition "if it rains" .'),
    ("claim:c az:modality", "claim:c az:modality az:conditional ; az:condition ent:plant ."),
    ("claim:c az:modality", "claim:c az:modality az:possible ; prov:wasAttributedTo ent:iran ."),
    ("claim:c az:modality", "claim:c az:modality az:negated ."),
    ("claim:c az:valid", ""),
    ("claim:c az:validTo", 'claim:c az:validTo "2025-01-15"^^xsd:date .'),
    ("claim:c az:reviewedOn", ""),
    ("ent:iran a", "ent:iran a az:Entity ."),
    ("ent:iran", ""),
    ("ent:plant schema:l", ""),
    ("ent:plant a", "ent:plant a az:Substation , az:Facility , az:Infrastructure , az:Entity ."),
    ("passage:p az:", 'passage:p az:record "row 7" .'),
]


def changed(out: str, put_in: str) -> str:
    kept = [line for line in GOOD.splitlines() if not (out and line.startswith(out))]
    assert not out or len(kept) < len(GOOD.splitlines())
    return "\n".join([*kept, put_in])


def violations(turtle: str):
    return find_violations(Graph().parse(data=HEAD + turtle, format="turtle"))


def renamed(turtle: str, case: str) -> str:
    """The same records under names of their own, so that many cases fit in one graph."""
    names = r"claim:c|claim/c|passage:p|passage:lost|src:a|ent:iran|ent:plant|id/plant"
    return re.sub(rf"({names})(?=[ #])", rf"\1{case}", turtle)


@pytest.fixture(scope="module")
def found() -> dict[str, set[str]]:
    """The names of the shapes that turn a record of each case away, from one run of pySHACL over all cases."""
    cases = {f"-bad-{n}": changed(out, put_in) for n, (_, out, put_in) in enumerate(BAD)}
    cases |= {f"-good-{n}": changed(out, put_in) for n, (out, put_in) in enumerate(GOOD_TOO)}
    shapes: dict[str, set[str]] = {case: set() for case in cases}
    for finding in violations("\n".join(renamed(turtle, case) for case, turtle in cases.items())):
        case = re.search(r"-(?:bad|good)-[0-9]+", finding.focus)
        assert case is not None, finding
        shapes[case[0]].add(finding.shape.name)
    return shapes


def test_a_good_claim_is_taken():
    assert violations(GOOD) == ()


@pytest.mark.parametrize("case", range(len(GOOD_TOO)))
def test_other_good_claims_are_taken(case, found):
    assert found[f"-good-{case}"] == set(), GOOD_TOO[case]


@pytest.mark.parametrize(("case", "shape"), list(enumerate(bad[0] for bad in BAD)))
def test_each_kind_of_bad_record_is_turned_away_by_its_shape(case, shape, found):
    assert shape in found[f"-bad-{case}"], BAD[case]


def test_every_shape_has_a_bad_case():
    assert {bad[0] for bad in BAD} == set(load_shapes())


def test_a_finding_names_the_record_the_value_and_the_remedy():
    (finding,) = violations(changed("claim:c az:confidence", "claim:c az:confidence 1.7e0 ."))
    assert finding.focus == "https://w3id.org/araz/claim/c"
    assert float(finding.value) == 1.7
    assert finding.shape.remedy == "give a probability"


def test_a_finding_of_a_query_names_the_record_too():
    (finding,) = violations(changed("", 'claim:c az:condition "if it rains" .'))
    assert finding.focus == "https://w3id.org/araz/claim/c"
    assert finding.shape.name == "ConditionShape"


def test_one_bad_record_says_nothing_of_another():
    other = GOOD.replace("claim:c ", "claim:d ").replace("claim/c#", "claim/d#").replace("0.9e0", "1.7e0")
    assert {finding.focus for finding in violations(GOOD + other)} == {"https://w3id.org/araz/claim/d"}


def test_the_graph_is_left_as_it_is():
    graph = Graph().parse(data=HEAD + GOOD, format="turtle")
    before = set(graph)
    find_violations(graph)
    assert set(graph) == before


@pytest.mark.parametrize("shape", load_shapes().values(), ids=load_shapes().keys())
def test_every_shape_says_what_is_wrong_and_what_to_do(shape):
    assert re.fullmatch("[A-Z][A-Za-z]+Shape", shape.name)
    assert shape.message
    assert shape.remedy
    assert shape.targets
    # Both are parts of one line: what is wrong; what to do.
    assert not shape.message.endswith(".")
    assert not shape.remedy.endswith(".")
