"""Texts that mean harm, and a small region that has them wherever a text can stand: it feeds every view."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from araz.graph.claim import Attribute, Claim, Entity, Name, Passage, Point, Quantity, Source
from araz.graph.dates import Interval
from araz.graph.memory import MemoryStore
from araz.graph.ref import Ref
from araz.graph.store import Batch
from araz.ontology.vocabulary import Kind, Measure, Modality, Relation

HOSTILE = (
    "<script>window.harmed=1</script>",
    "</script><script>window.harmed=1</script>",
    "</title></style></textarea><script>window.harmed=1</script>",
    '"><img src=x onerror="window.harmed=1">',
    "' onmouseover='window.harmed=1' x='",
    "<svg onload=window.harmed=1>",
    "<a href='javascript:window.harmed=1'>read</a>",
    "javascript:window.harmed=1",
    "<!--<script>",
    "]]><script>window.harmed=1</script>",
    "{{ 7*7 }} {% include 'page.css' %} ${window.harmed=1}",
    "&lt;script&gt;window.harmed=1&lt;/script&gt;",
    "<base href='https://harm.example/'><link rel=stylesheet href='https://harm.example/a.css'>",
    "<iframe srcdoc='<script>top.harmed=1</script>'></iframe>",
    "<form action='https://harm.example/'><button>go</button></form>",
    "*{background:url(https://harm.example/a.png)}</style>",
    "abc\u202egnp.exe\u202c \u2066hidden\u2069 \u200bzero",
    "a\u2028b\u2029c",
    '=HYPERLINK("https://harm.example")',
    "__proto__",
    "constructor",
    "\\u003cscript\\u003e \\\" \\' `${harmed}`",
)
"""Script, handlers, links, comments, templates, entities, style, frames, forms, reordering, objects."""

URLS = (
    'https://harm.example/?"onclick="window.harmed=1',
    "https://harm.example/'><script>window.harmed=1</script>",
)
"""Addresses that a source may have."""


def shown(text: str) -> str:
    """A hostile text as a view shows it: invisible and reordering characters are written out."""
    from araz.views.text import visible

    return visible(text)


def region() -> MemoryStore:
    """A state that operates one plant for every hostile text, its name, passage, source and condition."""
    state = Entity(Ref("ent", "state"), Kind.STATE, (Name("State", "en"), *(Name(text) for text in HOSTILE)))
    other = Entity(Ref("ent", "other"), Kind.STATE, (Name("Other", "en"),))
    entities, sources, claims = [state, other], [], []
    for number, text in enumerate(HOSTILE):
        plant = Entity(
            Ref("ent", f"plant{number}"),
            Kind.HYDRO_PLANT,
            (Name(text), Name(f"plant {number}", "en")),
            description=text,
        )
        source = Source(Ref("src", f"s{number}"), text, publisher=text, licence=text, url=URLS[number % 2], text=text)
        said = Passage(source.id, 0, len(text), text)
        entities.append(plant)
        sources.append(source)
        claims.append(Claim(state.id, Relation.OPERATES, plant.id, attributed_to=other.id, evidence=(said,)))
        claims.append(
            Claim(other.id, Relation.OPERATES, plant.id, Modality.CONDITIONAL, text, evidence=(said,), method=text)
        )
    store = MemoryStore()
    store.write(Batch(sources=sources, entities=entities, claims=claims))
    return store


PLAIN = tuple(f"plain words {number}" for number in range(len(HOSTILE)))
"""As many texts that mean nothing: a view of them has all the markup that a view of the hostile ones may have."""

_EACH = (
    ("state", Relation.OPERATES, "plant"),
    ("other", Relation.OPERATES, "plant"),
    ("state", Relation.BORDERS, "land"),
    ("state", Relation.EXPORTS_TO, "land"),
    ("state", Relation.STRATEGIC_PARTNER_OF, "land"),
    ("state", Relation.MEMBER_OF, "club"),
    ("other", Relation.MEMBER_OF, "club"),
    ("people", Relation.KIN_OF, "kin"),
    ("situation", Relation.AFFECTS, "plant"),
    ("plant0", Relation.ALTERNATIVE_TO, "plant"),
)
_OF_EACH = (
    ("plant", Relation.ON_RIVER, "river"),
    ("plant", Relation.DEPENDS_ON, "dam"),
    ("corridor", Relation.PASSES_THROUGH, "state"),
    ("corridor", Relation.PASSES_THROUGH, "other"),
    ("band", Relation.THREATENS, "state"),
    ("kin", Relation.LIVES_IN, "state"),
    ("land", Relation.SUPPORTS, "group"),
)
_ONE = {
    "state": Kind.STATE,
    "other": Kind.STATE,
    "far": Kind.STATE,
    "river": Kind.RIVER,
    "dam": Kind.DAM,
    "port": Kind.PORT,
    "people": Kind.ETHNIC_GROUP,
    "group": Kind.ARMED_GROUP,
    "situation": Kind.SITUATION,
}
_MANY = {
    "plant": Kind.HYDRO_PLANT,
    "land": Kind.STATE,
    "club": Kind.INTERNATIONAL_ORGANISATION,
    "kin": Kind.ETHNIC_GROUP,
    "corridor": Kind.CORRIDOR,
    "band": Kind.ARMED_GROUP,
}


def atlas(texts: Sequence[str] = HOSTILE, urls: Sequence[str] = URLS) -> MemoryStore:
    """A region in which every question of the catalogue has an answer, and every text is one of `texts`.

    They are names, descriptions, titles, publishers, licences, passages, conditions, methods, units' matter, places
    of records; plants lie on a map, claims bear dates.
    """
    said = [Passage(Ref("src", f"s{n}"), 0, len(text), text, record=text) for n, text in enumerate(texts)]
    sources = [
        Source(each.source, each.quote, publisher=each.quote, licence=each.quote, url=urls[n % 2], text=each.quote)
        for n, each in enumerate(said)
    ]
    entities = [
        Entity(Ref("ent", name), kind, (Name(texts[at]),), description=texts[at])
        for at, (name, kind) in enumerate(_ONE.items())
    ]
    claims = [
        # The only way to the far state: what asks for the ways rests on all passages.
        Claim(Ref("ent", "port"), Relation.CONNECTS, Ref("ent", end), evidence=tuple(said))
        for end in ("state", "far")
    ]
    for n, each in enumerate(said):
        entities += [
            Entity(
                Ref("ent", f"{name}{n}"),
                kind,
                (Name(each.quote), Name(texts[n - 1])),
                point=Point(38 + n / 9, 44 + n % 5) if name == "plant" else None,
                attributes=(Attribute(Measure.CAPACITY, Quantity(9 + n, "MW", each.quote)),) if name == "plant" else (),
                description=each.quote,
            )
            for name, kind in _MANY.items()
        ]
        claims += _said_of(n, each)
    store = MemoryStore()
    store.write(Batch(sources=sources, entities=entities, claims=claims))
    return store


def _said_of(n: int, said: Passage) -> list[Claim]:
    """The claims that rest on the n-th passage."""
    state, other = Ref("ent", "state"), Ref("ent", "other")
    valid, first = Interval(str(2000 + n), str(2001 + n)), replace(said, source=Ref("src", "s0"))
    ends = [(one, relation, f"{many}{n}") for one, relation, many in _EACH]
    ends += [(f"{many}{n}", relation, one) for many, relation, one in _OF_EACH]
    return [
        *(
            Claim(
                Ref("ent", one),
                relation,
                Ref("ent", to),
                valid=valid,
                quantities=(Quantity(n, "GWh", said.quote),) if relation == Relation.EXPORTS_TO else (),
                evidence=(said,),
                method=said.quote,
            )
            for one, relation, to in ends
            if one != to
        ),
        Claim(state, Relation.OPERATES, Ref("ent", f"plant{n}"), Modality.NEGATED, valid=valid, evidence=(said,)),
        Claim(
            *(state, Relation.ACCUSES, other, Modality.CONDITIONAL, said.quote),
            attributed_to=Ref("ent", f"land{n}"),
            valid=valid,
            evidence=(said, first),
        ),
    ]
