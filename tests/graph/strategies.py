"""Random claims, entities, sources and batches with every field, for property tests of whatever must lose nothing.

From another test folder: `from ..graph.strategies import batches, claims`.
"""

from __future__ import annotations

from dataclasses import replace

from araz.errors import InputError
from araz.graph.claim import Attribute, Claim, Entity, Name, Passage, Point, Quantity, Review, Source, Verdict
from araz.graph.dates import ALWAYS, Interval
from araz.graph.ref import Ref
from araz.graph.store import Batch
from araz.ontology.vocabulary import Kind, Measure, Modality, Relation
from hypothesis import strategies as st

# What a query language, a file format, a database or a terminal might trip over.
AWKWARD = (
    "Iran",
    "Qız Qalası",
    "جمهوری اسلامی ایران",
    "\u202eright to left\u202c",
    "🛢️🇦🇿 \U0010fffd",
    "e\u0301 is not é",
    "\u2028line\u2029separators\x85",
    "tab\tnew\nline\rreturn\r\n",
    'say "Araz"',
    "'single' '''three''' \"\"\"three\"\"\"",
    "back\\slash \\n \\u0022 \\U00000022 \\\\u0041 ends in \\",
    '" . <http://example.org/> } # SERVICE',
    "x' OR 1=1 //",
    '"}) DETACH DELETE n //',
    "<b>bold</b> & {{braces}} ${dollar} `tick`",
    "?state $state @en ^^xsd:integer UNDEF",
    " outer blanks ",
    "null",
    "0",
    "true",
)

_letters = st.characters(exclude_categories=("Cs", "Cn")).filter(
    lambda c: c in "\t\n\r" or (ord(c) >= 32 and c != "\x7f")
)


def texts() -> st.SearchStrategy[str]:
    """Texts that are not blank, awkward ones among them."""
    return (st.sampled_from(AWKWARD) | st.text(_letters, min_size=1, max_size=12)).filter(
        lambda text: bool(text.strip())
    )


def langs() -> st.SearchStrategy[str]:
    """Language tags, or none."""
    return st.sampled_from(("", "en", "az", "az-latn", "fa", "hy", "zh-hans-cn"))


def dates() -> st.SearchStrategy[str]:
    """Partial dates of all three lengths."""
    return st.sampled_from(("0001", "1828-02", "2024", "2024-02", "2024-02-29", "2025-12-31"))


def numbers() -> st.SearchStrategy[float]:
    """Finite numbers of any size."""
    return st.floats(allow_nan=False, allow_infinity=False) | st.integers(-10, 10**9).map(float)


def refs(prefix: str, count: int = 6) -> st.SearchStrategy[Ref]:
    """A few ids, so that records share them."""
    return st.integers(0, count - 1).map(lambda i: Ref(prefix, f"n{i}"))


def quantities() -> st.SearchStrategy[Quantity]:
    """Quantities, with and without what they count."""
    return st.builds(Quantity, numbers(), st.sampled_from(("MW", "km", "person", "%")), st.just("") | texts())


def decisions() -> st.SearchStrategy[Review]:
    """Every verdict, with and without a reason and a claim that took the place of the other."""
    became = st.none() | st.sampled_from((Ref("claim", "00ff"), Ref("claim", "0a")))
    return st.builds(Review, st.sampled_from(Verdict), texts(), st.just("") | dates(), st.just("") | texts(), became)


def reviews() -> st.SearchStrategy[Review]:
    """Decisions, some of them after others."""
    return st.builds(Review.after, decisions(), st.lists(decisions(), max_size=3))


@st.composite
def intervals(draw: st.DrawFn) -> Interval:
    """No dates, one, or two in order."""
    start, end = draw(st.just("") | dates()), draw(st.just("") | dates())
    try:
        return Interval(start, end)
    except InputError:
        return Interval(end, start)


@st.composite
def passages(draw: st.DrawFn) -> Passage:
    """A span with its quote, or a record of a data set, or both."""
    source, lang = draw(refs("src", 3)), draw(langs())
    if draw(st.booleans()):
        quote, start = draw(texts()), draw(st.integers(0, 10**6))
        return Passage(source, start, start + len(quote), quote, draw(st.just("") | texts()), lang)
    return Passage(source, -1, -1, draw(st.just("") | texts()), draw(texts()), lang)


def claims() -> st.SearchStrategy[Claim]:
    """Claims with every field, over few entities, so that many are parallel."""
    return st.builds(
        Claim,
        subject=refs("ent"),
        relation=st.sampled_from(Relation),
        object=refs("ent"),
        modality=st.sampled_from(Modality),
        condition=st.none() | refs("ent") | texts(),
        attributed_to=st.none() | refs("ent"),
        valid=st.just(ALWAYS) | intervals(),
        quantities=st.lists(quantities(), max_size=3).map(tuple),
        evidence=st.lists(passages(), min_size=1, max_size=3).map(tuple),
        confidence=st.floats(0, 1),
        method=st.just("") | texts(),
        review=st.none() | reviews(),
    )


def entities() -> st.SearchStrategy[Entity]:
    """Entities of every kind with several names."""
    return st.builds(
        Entity,
        id=refs("ent"),
        kind=st.sampled_from(Kind),
        names=st.lists(st.builds(Name, texts(), langs()), min_size=1, max_size=4).map(tuple),
        same_as=st.lists(st.sampled_from(("wd:Q794", "wd:Q227", "iso:IR", "ent:n0", "wd:")) | texts(), max_size=3).map(
            tuple
        ),
        point=st.none() | st.builds(Point, st.floats(-90, 90), st.floats(-180, 180)),
        attributes=st.lists(
            st.builds(
                Attribute, st.sampled_from(Measure), quantities(), st.none() | refs("src", 3), st.just("") | dates()
            ),
            max_size=3,
        ).map(tuple),
        description=st.just("") | texts(),
    )


def sources() -> st.SearchStrategy[Source]:
    """Sources, with and without each detail."""
    return st.builds(
        Source,
        id=refs("src", 3),
        title=texts(),
        publisher=st.just("") | texts(),
        published=st.just("") | dates(),
        url=st.sampled_from(("", "https://example.org/a?b=c&d='e'#f", 'http://example.org/"<>{}|\\^`')),
        sha256=st.sampled_from(("", "0" * 64)),
        licence=st.just("") | texts(),
        lang=langs(),
        text=st.just("") | texts(),
    )


@st.composite
def batches(draw: st.DrawFn) -> Batch:
    """A small graph: parallel claims, claims about entities that nobody described, entities that no claim is about."""
    some = draw(st.lists(claims(), max_size=6))
    beside = [
        replace(draw(claims()), subject=claim.subject, relation=claim.relation, object=claim.object)
        for claim in some[:2]
    ]
    return Batch(
        sources=draw(st.lists(sources(), max_size=3, unique_by=lambda source: source.id)),
        entities=draw(st.lists(entities(), max_size=5, unique_by=lambda entity: entity.id)),
        claims=list({claim.id: claim for claim in (*some, *beside)}.values()),
    )
