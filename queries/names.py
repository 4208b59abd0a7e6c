"""From a name or an id to the entity that is meant."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from ..errors import InputError, UnknownEntity, UsageError
from ..graph.merged import kept_for
from ..graph.ref import PREFIXES, Ref
from ..graph.store import Store, Value
from ..ontology.schema import load_schema
from .nearnames import class_in_words, near, offered

SOURCE = "Source"
"""In place of a class: a source, or somebody whose words sources report."""

_PREFIXES = """
PREFIX az: <https://w3id.org/araz/ontology#>
PREFIX ent: <https://w3id.org/araz/id/>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX dcterms: <http://purl.org/dc/terms/>
"""
_SPELT_SO = f"""{_PREFIXES}
SELECT DISTINCT ?entity WHERE {{
  VALUES ?text {{ "iran" }}
  ?entity rdfs:label|skos:altLabel|dcterms:title ?name .
  FILTER (LCASE(STR(?name)) = ?text)
}}"""
_NAMES = f"""{_PREFIXES}
SELECT DISTINCT ?entity (STR(?name) AS ?text) WHERE {{ ?entity rdfs:label|skos:altLabel|dcterms:title ?name }}"""
_KINDS = f"""{_PREFIXES}
SELECT ?kind WHERE {{ VALUES ?entity {{ ent:iran }} ?entity a ?kind }}"""
_MENTIONED = f"""{_PREFIXES}
SELECT ?claim WHERE {{ VALUES ?entity {{ ent:iran }} ?claim rdf:subject|rdf:object|az:condition ?entity }} LIMIT 1"""

_BETWEEN = re.compile(r"\s*,\s*(?:and\s+)?|\s+and\s+", re.IGNORECASE)
"""What stands between names in a list: a comma, or "and"; but a name may hold one, too."""

MOST = 50
"""How many entities a list may name."""

LONGEST = 4
"""How many pieces of a list one name may be made of."""

# Letters that Unicode does not take apart into a plain letter and a mark.
_PLAIN = str.maketrans({"ı": "i", "ə": "e", "ø": "o", "ł": "l", "đ": "d", "æ": "ae", "ß": "ss"})


def find_entity(store: Store, text: str, kind: str = "") -> Ref:
    """The entity with this id or name; letter case, accents and spaces do not matter.

    A name leads to the entity that a reviewer merged its bearer into. `kind` (a class, or "Source") tells apart
    entities of one name. Raises `UnknownEntity` with near names, and
    `UsageError` for a name that several entities bear or for an entity that is not of that kind.

    >>> from araz.graph.claim import Entity, Name
    >>> from araz.graph.memory import MemoryStore
    >>> from araz.graph.store import Batch
    >>> from araz.ontology.vocabulary import Kind
    >>> store = MemoryStore()
    >>> entity = Entity(Ref("ent", "turkiye"), Kind.STATE, (Name("Türkiye", "tr"), Name("Turkey", "en")))
    >>> store.write(Batch(entities=[entity])).entities_new
    1
    >>> find_entity(store, "turkiye"), find_entity(store, "ent:turkiye") == find_entity(store, "TURKEY")
    (Ref(prefix='ent', local='turkiye'), True)
    """
    wanted = " ".join(text.split())
    if not wanted:
        raise UsageError("the name is empty", remedy="give a name or an id")
    ref = _as_ref(wanted)
    if ref is not None:
        if not _is_there(store, ref):
            raise UnknownEntity(wanted, _ids(store))
        found = [ref]
    else:
        found = kept_for(store, _named(store, wanted))
    kinds = {ref: kinds_of(store, ref) for ref in found}
    fitting = [ref for ref in found if _fits(kind, kinds[ref])]
    if len(fitting) == 1:
        return fitting[0]
    if not fitting:
        asked = class_in_words(kind)
        raise UsageError(
            f"{wanted!r} is {_listed(store, found)}, not of class {asked}", remedy="give another id or name"
        )
    raise UsageError(f"{wanted!r} may be {_listed(store, fitting)}", remedy=f"give the id, such as {fitting[0]}")


def find_entities(store: Store, text: str, kind: str = "") -> tuple[Ref, ...]:
    """The entities in a list of names or ids, sorted: two or more, with ";", or "," and "and", between them.

    Where a piece is no name it may be the beginning of one ("Nagorno-Karabakh, Shusha and Khankendi"): the pieces after
    it are added until it is. Raises what `find_entity` does, and `UsageError` for fewer than two, or too many.

    >>> from araz.face import open_graph
    >>> [str(ref) for ref in find_entities(open_graph("example").store, "Iran, Russia and Armenia")]
    ['ent:armenia', 'ent:iran', 'ent:russia']
    """
    if ";" in text:
        pieces = [piece for piece in text.split(";") if piece.strip()]
        found = {find_entity(store, piece, kind) for piece in pieces[: MOST + 1]}
    else:
        found = set(_listed_in(store, text.strip(), kind))
    if not 2 <= len(found) <= MOST:
        raise UsageError(
            f"{text!r} names {len(found)} thing{'' if len(found) == 1 else 's'}", remedy=f"name 2 to {MOST}"
        )
    return tuple(sorted(found))


def fold(text: str) -> str:
    """A name without letter case, accents and punctuation, as names are compared.

    >>> fold("Qız  Qalası"), fold("Jaish-al-Adl")
    ('qiz qalasi', 'jaish al adl')
    """
    plain = unicodedata.normalize("NFKD", text.casefold().translate(_PLAIN))
    bare = "".join(c if c.isalnum() else " " for c in plain if not unicodedata.combining(c))
    return " ".join(bare.split())


def kinds_of(store: Store, ref: Ref) -> tuple[str, ...]:
    """The classes of an entity, the most special first; ("Source",) for a source, () when none is stated.

    >>> from araz.graph.memory import MemoryStore
    >>> kinds_of(MemoryStore(), Ref("ent", "nobody"))
    ()
    """
    stated = {row[0].local for row in store.select(_KINDS, {"entity": ref}).rows if isinstance(row[0], Ref)}
    classes = load_schema().classes
    return tuple(sorted(stated, key=lambda name: (-len(classes[name].ancestors) if name in classes else 0, name)))


def _listed_in(store: Store, text: str, kind: str) -> list[Ref]:
    gaps = [match.span() for match in _BETWEEN.finditer(text)]
    if len(gaps) >= MOST * LONGEST:
        raise UsageError(f"a list of {len(gaps) + 1} pieces", remedy=f"name 2 to {MOST}")
    starts = [0, *(stop for _, stop in gaps)]
    ends = [*(start for start, _ in gaps), len(text)]
    found: list[Ref] = []
    piece = 0
    while piece < len(ends):
        spans = [text[starts[piece] : end] for end in ends[piece : piece + LONGEST]]
        ref, taken = _first_named(store, spans, kind)
        found.append(ref)
        piece += taken
    return found


def _first_named(store: Store, spans: Sequence[str], kind: str) -> tuple[Ref, int]:
    """The entity that the shortest of these names, and which it is, from 1; where none is a name, the first's error."""
    unknown: UnknownEntity | None = None
    for number, span in enumerate(spans, 1):
        try:
            return find_entity(store, _bare(span), kind), number
        except UnknownEntity as error:
            unknown = unknown or error
    raise unknown or UsageError("the name is empty", remedy="give a name or an id")


def _bare(name: str) -> str:
    """A name without the article before it."""
    return re.sub(r"^the\s+", "", name.strip(), flags=re.IGNORECASE)


def _as_ref(text: str) -> Ref | None:
    if not (text.partition(":")[0] in PREFIXES or text.startswith(tuple(PREFIXES.values()))):
        return None
    try:
        return Ref.parse(text)
    except InputError:
        return None


def _is_there(store: Store, ref: Ref) -> bool:
    return bool(store.select(_KINDS, {"entity": ref}).rows or store.select(_MENTIONED, {"entity": ref}).rows)


def _named(store: Store, wanted: str) -> list[Ref]:
    # The engine finds the usual spelling fast; only other spellings need all names.
    exact = _refs([row[0] for row in store.select(_SPELT_SO, {"text": wanted.lower()}).rows])
    if exact:
        return exact
    key = fold(wanted)
    names = [(row[0], row[1]) for row in store.select(_NAMES).rows]
    found = _refs([ref for ref, name in names if isinstance(name, str) and fold(name) == key])
    if not found:
        found = _refs([ref for ref, _ in names if isinstance(ref, Ref) and ref.local == wanted.lower()])
    if not found:
        raise _unknown(store, wanted, [(ref, str(name)) for ref, name in names if isinstance(ref, Ref)])
    return found


def _unknown(store: Store, wanted: str, names: Sequence[tuple[Ref, str]]) -> UnknownEntity:
    error = UnknownEntity(wanted)
    found = near(wanted, names, fold)
    if found:
        error.remedy = f"did you mean {offered(found, lambda ref: kinds_of(store, ref))}?"
    elif not names:
        error.remedy = "the store is empty: load a file into it, or ask the bundled one with --db example"
    return error


def _refs(values: list[Value]) -> list[Ref]:
    return sorted({value for value in values if isinstance(value, Ref)})


def _ids(store: Store) -> list[str]:
    return sorted({str(row[0]) for row in store.select(_NAMES).rows})


def _fits(kind: str, kinds: tuple[str, ...]) -> bool:
    if kind == SOURCE:
        return SOURCE in kinds or "Actor" in kinds
    # A bare Entity is not known well enough to be wrong.
    return kind in ("", "Entity", *kinds) or not kinds or kinds == ("Entity",)


def _listed(store: Store, found: Sequence[Ref]) -> str:
    names = {entity.id: entity.name for entity in store.entities(found)}
    return offered([(ref, names.get(ref, "")) for ref in found], lambda ref: kinds_of(store, ref))
