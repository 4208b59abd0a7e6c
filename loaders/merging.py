"""What becomes of an entity or a source that is known already: it gains, and loses nothing."""

from __future__ import annotations

from dataclasses import fields, replace

from ..graph.claim import Entity, Source
from ..ontology.schema import load_schema
from .checks import Fault
from .report import UNREADABLE


def merge_entity(known: Entity, new: Entity) -> Entity | Fault:
    """The known entity with the new one's names, outside ids and attributes, and its point and description if it had
    none. The name to show stays. A class further down the same line refines the known one; any other is a `Fault`.

    >>> from ..graph.claim import Name
    >>> from ..graph.ref import Ref
    >>> from ..ontology.vocabulary import Kind
    >>> iran = Entity(Ref("ent", "iran"), Kind.STATE, (Name("Iran", "en"),))
    >>> merged = merge_entity(iran, Entity(iran.id, Kind.STATE, (Name("ایران", "fa"),)))
    >>> [name.text for name in merged.names] if isinstance(merged, Entity) else []
    ['Iran', 'ایران']
    """
    schema = load_schema()
    if schema.is_a(new.kind, known.kind):
        kind = new.kind
    elif schema.is_a(known.kind, new.kind):
        kind = known.kind
    else:
        return Fault("ClassShape", f"{new.id} is a {new.kind} here and a {known.kind} already", "kind")
    return Entity(
        known.id,
        kind,
        (*known.names, *new.names),
        (*known.same_as, *new.same_as),
        known.point or new.point,
        (*known.attributes, *new.attributes),
        known.description or new.description,
    )


def merge_source(known: Source, new: Source, *, retold: bool = False) -> Source | Fault:
    """The known source with what the new one says of it. Its text may only change when it is `retold`: the claims that
    cite it were checked against the old one.

    >>> from ..graph.ref import Ref
    >>> briefing = Source(Ref("src", "briefing"), "Briefing", lang="en")
    >>> merge_source(briefing, Source(briefing.id, "A briefing"))
    Source(id=Ref(prefix='src', local='briefing'), title='A briefing', publisher='', published='', url='', sha256='', \
licence='', lang='en')
    """
    if known.text and new.text and known.text != new.text and not retold:
        return Fault(
            UNREADABLE,
            f"{new.id} is known with another text",
            "text",
            "give the new text an id of its own, or replace all that the source said",
        )
    said = {each.name: getattr(new, each.name) for each in fields(new) if getattr(new, each.name)}
    return replace(known, **said)
