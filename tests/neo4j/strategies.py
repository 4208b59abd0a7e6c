"""Random claims, entities and sources with every field, for property tests of whatever must lose nothing."""

from __future__ import annotations

from araz.graph.claim import Attribute, Claim, Entity, Name, Passage, Point, Quantity, Review, Source, Verdict
from araz.graph.dates import Interval
from araz.graph.ref import Ref
from araz.ontology.vocabulary import Kind, Measure, Modality, Relation
from hypothesis import strategies as st

# What a database, a query language or a file format might trip over.
AWKWARD = (
    "Iran",
    "Qız Qalası",
    "جمهوری اسلامی ایران",
    "Հայաստան",
    "🛢️🇦🇿",
    "e\u0301 is not é",
    "x' OR 1=1 //",
    '"}) DETACH DELETE n //',
    "ent:a } ; DROP ALL #",
    "back\\slash",
    "tab\tnew\nline\rreturn",
    "`backtick`",
    "$parameter",
    "<b>bold</b>",
    " outer blanks ",
    "\u2028line\u2029",
    "null",
    "0",
)

_words = st.text(st.characters(exclude_categories=("Cs", "Cc", "Cn")), min_size=1, max_size=12)
texts = (st.sampled_from(AWKWARD) | _words).filter(lambda text: bool(text.strip()))
langs = st.sampled_from(("", "en", "az", "az-latn", "fa", "hy"))
dates = st.sampled_from(("2024", "2024-02", "2024-02-29", "1828-02-22", "2025-12-31"))
numbers = st.floats(allow_nan=False, allow_infinity=False) | st.integers(-10, 10**9).map(float)


def refs(prefix: str, count: int = 6) -> st.SearchStrategy[Ref]:
    """A few ids, so that claims share their ends."""
    return st.integers(0, count - 1).map(lambda i: Ref(prefix, f"n{i}"))


names = st.builds(Name, texts, langs)
quantities = st.builds(Quantity, numbers, st.sampled_from(("MW", "km", "persons", "%")), st.just("") | texts)
attributes = st.builds(Attribute, st.sampled_from(Measure), quantities, st.none() | refs("src", 3), st.just("") | dates)
points = st.builds(Point, st.floats(-90, 90), st.floats(-180, 180))
reviews = st.builds(Review, st.sampled_from(Verdict), texts, st.just("") | dates)


@st.composite
def intervals(draw: st.DrawFn) -> Interval:
    """No dates, one, or two in order."""
    first, last = sorted((draw(dates), draw(dates)))
    kept = draw(st.sampled_from(("", "start", "end", "both")))
    return Interval(first if kept in ("start", "both") else "", last if kept in ("end", "both") else "")


@st.composite
def passages(draw: st.DrawFn) -> Passage:
    """A span with its quote, or a record of a data set, or both."""
    source, lang = draw(refs("src", 3)), draw(langs)
    if draw(st.booleans()):
        quote, start = draw(texts), draw(st.integers(0, 10**6))
        return Passage(source, start, start + len(quote), quote, draw(st.just("") | texts), lang)
    return Passage(source, -1, -1, draw(st.just("") | texts), draw(texts), lang)


claims = st.builds(
    Claim,
    subject=refs("ent"),
    relation=st.sampled_from(Relation),
    object=refs("ent"),
    modality=st.sampled_from(Modality),
    condition=st.none() | refs("ent") | texts,
    attributed_to=st.none() | refs("ent"),
    valid=intervals(),
    quantities=st.lists(quantities, max_size=3).map(tuple),
    evidence=st.lists(passages(), min_size=1, max_size=3).map(tuple),
    confidence=st.floats(0, 1),
    method=texts,
    review=st.none() | reviews,
)

entities = st.builds(
    Entity,
    id=refs("ent"),
    kind=st.sampled_from(Kind),
    names=st.lists(names, min_size=1, max_size=4).map(tuple),
    same_as=st.lists(st.sampled_from(("wd:Q794", "wd:Q227", "iso:IR", "iso:AZE")) | texts, max_size=3).map(tuple),
    point=st.none() | points,
    attributes=st.lists(attributes, max_size=3).map(tuple),
    description=st.just("") | texts,
)

sources = st.builds(
    Source,
    id=refs("src", 3),
    title=texts,
    publisher=st.just("") | texts,
    published=st.just("") | dates,
    url=st.sampled_from(("", "https://example.org/a?b=c&d='e'")),
    sha256=st.sampled_from(("", "0" * 64)),
    licence=st.just("") | texts,
    lang=langs,
    text=st.just("") | texts,
)
