"""Texts that mean harm, and a small region that has them wherever a text can stand: it feeds every view."""

from __future__ import annotations

from araz.graph.claim import Claim, Entity, Name, Passage, Source
from araz.graph.memory import MemoryStore
from araz.graph.ref import Ref
from araz.graph.store import Batch
from araz.ontology.vocabulary import Kind, Modality, Relation

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
