"""The reference page of the ontology, written from the Turtle as Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from .schema import Schema, load_schema
from .shapes import load_shapes
from .terms import RelationTerm
from .transmission import JUDGEMENT, Rules, load_rules
from .turtle import FOLDER, Turtle
from .vocabulary import Kind, ShockKind

_HEAD = """\
# The ontology

<!-- Generated from ontology/*.ttl by `python -m araz.ontology.generate`: do not edit. -->

What can be said with Araz: version {schema} of the ontology, version {rules} of the transmission rules. The files
themselves, [araz.ttl](../ontology/araz.ttl), [transmission.ttl](../ontology/transmission.ttl) and
[shapes.ttl](../ontology/shapes.ttl), hold the reasons behind what stands here, and are what Araz runs on: to change a
colour, a weight or a rule, change the file.

[Classes](#classes) · [Relations](#relations) · [Modalities](#modalities) · [Measures](#measures) · [Units](#units) ·
[Transmission](#transmission) · [Shapes](#shapes) · [RDF form](#rdf-form)
"""


def reference_page() -> str:
    """The whole page.

    >>> reference_page().splitlines()[0]
    '# The ontology'
    """
    schema, rules = load_schema(), load_rules()
    parts = [
        _HEAD.format(schema=schema.version, rules=rules.version.partition("+")[0]),
        *_classes(schema),
        *_relations(schema),
        *_numbers(schema),
        *_transmission(rules),
        *_shapes(),
        *_rdf_form(),
    ]
    return "\n".join(parts)


def _table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [header, ["---"] * len(header), *rows]
    return "".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |\n" for line in lines)


def _classes(schema: Schema) -> Iterator[str]:
    yield "## Classes\n\nEach entity has one class, the deepest that fits, and is of every class above it.\n"
    children: dict[str, list[str]] = {}
    for term in schema.classes.values():
        children.setdefault(term.parent, []).append(term.name)

    def branch(name: str, depth: int) -> Iterator[str]:
        term = schema.classes[name]
        yield f"{'  ' * depth}- {term.glyph} **{name}**: {term.definition}"
        for child in children.get(name, ()):
            yield from branch(child, depth + 1)

    yield from branch("Entity", 0)
    yield "\nIn pictures, each family has a hue for the light and for the dark ground, and a shape:\n"
    looks: dict[tuple[str, str, str], list[str]] = {}
    for term in schema.classes.values():
        looks.setdefault((term.colour, term.dark_colour, term.shape), []).append(term.glyph)
    yield _table(
        ["glyphs", "light", "dark", "shape"],
        ([" ".join(glyphs), f"`{light}`", f"`{dark}`", shape] for (light, dark, shape), glyphs in looks.items()),
    )


def _relations(schema: Schema) -> Iterator[str]:
    yield "## Relations\n\nA claim reads *subject relation object*, and back again by its inverse words.\n"
    structure = [r for r in schema.relations.values() if not r.plover]
    interaction = [r for r in schema.relations.values() if r.plover]
    yield "### Structure\n\nWhat stands between two things for years.\n"
    yield _relation_table(structure, extra="stake")
    yield "The *stake* is the end that holds a stake in the asset at the other end. An asset is shared when two or more"
    yield "states hold a stake in it. Why each relation has or lacks one is said in the Turtle.\n"
    feeding = ", ".join(f"`{term.name}` (the {term.feeder})" for term in structure if term.feeder)
    yield "What two alternatives both feed is lost only when both are lost. One end feeds the other by these relations:"
    yield f"{feeding}.\n"
    yield "### Interaction\n\nWhat one actor does towards another: one relation for each root of PLOVER.\n"
    yield _relation_table(interaction, extra="PLOVER")


def _relation_table(relations: Iterable[RelationTerm], extra: str) -> str:
    return _table(
        ["relation", "reads, and reads back", "from → to", extra, "Neo4j type", "meaning"],
        (
            [
                f"`{term.name}`",
                f"{term.label}; the same back" if term.symmetric else f"{term.label}; {term.inverse_label}",
                f"{', '.join(term.domain)} → {', '.join(term.range)}",
                term.plover or term.stake or "",
                f"`{term.neo4j}`",
                term.definition,
            ]
            for term in relations
        ),
    )


def _numbers(schema: Schema) -> Iterator[str]:
    yield "## Modalities\n\nThe weight is what a mode leaves of a claim's confidence when exposure is computed.\n"
    yield _table(
        ["modality", "weight", "line in pictures", "meaning", "why this weight"],
        (
            [f"`{m.name}`", f"{m.weight:g}", " ".join(map(str, m.line)) or "solid", m.definition, m.reason]
            for m in schema.modalities.values()
        ),
    )
    yield "## Measures\n\nWhat can be measured of an entity, and in which dimensions.\n"
    yield _table(
        ["measure", "meaning", "in"],
        ([f"`{m.name}`", m.definition, ", ".join(m.dimensions)] for m in schema.measures.values()),
    )
    yield "## Units\n\nA value times its factor is the value in the unit of the same dimension whose factor is 1.\n"
    yield _table(
        ["unit", "in words", "dimension", "factor", "also written"],
        (
            [f"`{u.symbol}`", u.label, u.dimension, f"{u.factor:g}", ", ".join(u.spellings)]
            for u in schema.units.values()
        ),
    )


def _transmission(rules: Rules) -> Iterator[str]:
    ttl = Turtle(FOLDER / "transmission.ttl")
    yield "## Transmission\n"
    yield "A rule says how likely it is that the far end of a relation is reached within twelve months once the near"
    yield "end is, over this relation alone. A thing is reached when it can no longer be counted on to go on as before."
    yield "*Forward* is from subject to object. Probabilities are the middles of the bands of this scale (Intelligence"
    yield f"Community Directive 203). Where a rule names no reference, its grade is {JUDGEMENT}.\n"
    yield _table(
        ["grade", "band", "probability"],
        (
            [
                ttl.text(n, "rdfs:label"),
                f"{ttl.text(n, 'az:low')} to {ttl.text(n, 'az:high')}",
                ttl.text(n, "az:probability"),
            ]
            for n in ttl.subjects("az:Grade")
        ),
    )
    yield "A thing of one of these classes that was reached by way of others, and not struck itself, passes on only a"
    yield "part of the rule's probability:\n"
    yield _table(
        ["class", "passes on", "why"],
        (
            [f"`{kind}`", f"{rules.passes_on[Kind(kind)]:g}", ttl.text(name, "az:reason")]
            for name in ttl.subjects("az:Absorption")
            for kind in (up.removeprefix("az:") for up in ttl.names(name, "az:absorbedBy"))
        ),
    )
    for shock in ShockKind:
        yield f"### {ttl.text(f'shock:{shock}', 'rdfs:label').capitalize()}\n"
        yield f"`{shock}`: {ttl.text(f'shock:{shock}', 'skos:definition')} It brings about, for whoever it strikes:"
        yield ", ".join(f"`{kind}`" for kind in sorted(rules.realises[shock])) + "."
        struck = ", ".join(f"`{kind}`" for kind in sorted(rules.strikes[shock]))
        yield f"Where causes are looked for, it strikes: {struck}.\n"
        yield _table(
            ["relation", "direction", "grade", "probability", "mechanism", "why this grade", "reference"],
            (
                [
                    f"`{rule.relation}`",
                    rule.direction,
                    rule.grade.replace("-", " "),
                    f"{rule.probability:g}",
                    rule.mechanism,
                    rule.reason,
                    "" if rule.reference == JUDGEMENT else rule.reference,
                ]
                for rule in rules.rules
                if rule.shock is shock
            ),
        )


def _shapes() -> Iterator[str]:
    yield "## Shapes\n\nWhat a record must keep to be admitted. What does not goes to quarantine with these words.\n"
    yield _table(
        ["shape", "looks at", "demands", "remedy"],
        ([f"`{s.name}`", ", ".join(s.targets), s.message, s.remedy] for s in load_shapes().values()),
    )


def _rdf_form() -> Iterator[str]:
    ttl = Turtle(FOLDER / "araz.ttl")
    yield "## RDF form\n\nEvery term that Araz writes, and what for. Terms of other vocabularies keep their meaning.\n"
    yield _table(
        ["term", "used for"],
        ([f"`{name}`", ttl.text(name, "az:usedFor")] for name in ttl.subjects() if ttl.objects(name, "az:usedFor")),
    ).rstrip()
    yield ""
