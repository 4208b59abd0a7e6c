"""From a language model's answer to entities and claims as it offers them; nothing in it is believed yet."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

from ...ontology.vocabulary import Kind, Modality, Relation
from .account import Account, Left

_MOST = 400
"""Entities and claims of one answer that are looked at."""

_NAMES = 40
"""Names of one entity that are looked at."""

_KINDS = frozenset(kind.value for kind in Kind)
_RELATIONS = frozenset(relation.value for relation in Relation)
_MODALITIES = frozenset(modality.value for modality in Modality)


@dataclass(frozen=True, slots=True)
class OfferedEntity:
    """An entity of an answer. `id` holds within its part only."""

    id: str
    kind: Kind
    named: bool
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OfferedClaim:
    """A claim of an answer: its ends are ids of entities of the same answer."""

    subject: str
    relation: Relation
    object: str
    passage: str
    modality: Modality
    condition: str
    attributed_to: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Offer:
    """All that is of the right form in an answer."""

    entities: tuple[OfferedEntity, ...] = ()
    claims: tuple[OfferedClaim, ...] = ()


def json_in(content: str) -> Mapping[str, object] | None:
    """The object with "entities" and "claims" that an answer is, or holds among other words; None without one.

    >>> json_in('Here you are:\\n```json\\n{"entities": [], "claims": []}\\n```')
    {'entities': [], 'claims': []}
    >>> json_in('{"entities": [], "cla') is None
    True
    """
    content = content.rpartition("</think>")[2]
    at, tries = content.find("{"), 0
    decoder = json.JSONDecoder()
    while at >= 0 and tries < 8:
        try:
            found, _ = decoder.raw_decode(content, at)
        except (ValueError, RecursionError):
            found = None
        if isinstance(found, dict):
            known = cast("dict[str, object]", found)
            if isinstance(known.get("entities"), list) and isinstance(known.get("claims"), list):
                return known
        at, tries = content.find("{", at + 1), tries + 1
    return None


def offer_of(answer: Mapping[str, object], account: Account) -> Offer:
    """What an answer offers; what is not of the form asked for is counted."""
    claims = _list(answer, "claims")
    account.offered += len(claims)
    entities = (_entity(each, account) for each in _first(_list(answer, "entities"), account))
    return Offer(
        tuple(filter(None, entities)), tuple(filter(None, (_claim(each, account) for each in _first(claims, account))))
    )


def _list(said: Mapping[str, object], key: str) -> list[object]:
    found = said.get(key)
    return cast("list[object]", found) if isinstance(found, list) else []


def _first(offered: list[object], account: Account) -> list[object]:
    for each in offered[_MOST:]:
        account.leave(Left.TOO_MANY, each)
    return offered[:_MOST]


def _entity(offered: object, account: Account) -> OfferedEntity | None:
    if not isinstance(offered, dict):
        account.leave(Left.NO_ENTITY, offered)
        return None
    said = cast("dict[str, object]", offered)
    names = tuple(name for name in _list(said, "names")[:_NAMES] if isinstance(name, str) and name.strip())
    id_, kind = said.get("id"), said.get("class")
    if not isinstance(id_, str) or not names:
        account.leave(Left.NO_ENTITY, said)
        return None
    if not isinstance(kind, str) or kind not in _KINDS:
        account.leave(Left.NO_CLASS, kind)
        return None
    return OfferedEntity(id_, Kind(kind), said.get("named") is not False, names)


def _claim(offered: object, account: Account) -> OfferedClaim | None:
    said = cast("dict[str, object]", offered) if isinstance(offered, dict) else {}
    subject, object_, passage = (said.get(key) for key in ("subject", "object", "passage"))
    if not (isinstance(subject, str) and isinstance(object_, str) and isinstance(passage, str)):
        account.leave(Left.NO_CLAIM, said or str(cast("object", offered)))
        return None
    relation, modality = said.get("relation"), said.get("modality", "asserted")
    if not isinstance(relation, str) or relation not in _RELATIONS:
        account.leave(Left.NO_RELATION, relation)
        return None
    if not isinstance(modality, str) or modality not in _MODALITIES:
        account.leave(Left.NO_MODALITY, modality)
        return None
    condition, by = (said.get(key) for key in ("condition", "attributed_to"))
    return OfferedClaim(
        subject,
        Relation(relation),
        object_,
        passage,
        Modality(modality),
        condition if isinstance(condition, str) else "",
        by if isinstance(by, str) else "",
        _confidence(said.get("confidence")),
    )


def _confidence(said: object) -> float:
    """What the model says, within 0..1; a half where it says nothing usable."""
    if isinstance(said, bool) or not isinstance(said, int | float) or (isinstance(said, float) and math.isnan(said)):
        return 0.5
    return float(min(1, max(0, said)))
