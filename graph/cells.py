"""Values that come from a database, where anybody may have changed them: each is checked before it is used."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import TypeVar, cast

from ..errors import InputError, UnknownTerm
from .ref import PREFIXES, Ref

_T = TypeVar("_T", bound=StrEnum)


def text(row: Mapping[str, object], key: str) -> str:
    """The text under `key`, "" where there is none; `InputError` for anything else.

    >>> text({"name": "Iran"}, "name"), text({}, "name")
    ('Iran', '')
    """
    value = row.get(key)
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    raise _unusable(key, value, "text")


def texts(row: Mapping[str, object], key: str) -> list[str]:
    """The list of texts under `key`, empty where there is none."""
    found: list[str] = []
    for item in items(row, key):
        if not isinstance(item, str):
            raise _unusable(key, item, "text")
        found.append(item)
    return found


def items(row: Mapping[str, object], key: str) -> Sequence[object]:
    """The list under `key`, empty where there is none."""
    value = row.get(key)
    if value is None:
        return ()
    if not isinstance(value, list | tuple):
        raise _unusable(key, value, "a list")
    return cast("Sequence[object]", value)


def whole(row: Mapping[str, object], key: str, default: int = -1) -> int:
    """The whole number under `key`."""
    value = row.get(key)
    if value is None:
        return default
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    raise _unusable(key, value, "a whole number")


def number(row: Mapping[str, object], key: str, default: float = 0.0) -> float:
    """The number under `key`."""
    value = row.get(key)
    return default if value is None else as_number(value, key)


def as_number(value: object, key: str) -> float:
    """The value as a number, if it is one."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return float(value)
    raise _unusable(key, value, "a number")


def ref(row: Mapping[str, object], key: str) -> Ref:
    """The id under `key`, which must be there."""
    name = text(row, key)
    prefix, _, local = name.partition(":")
    return Ref(prefix, local) if prefix in PREFIXES else Ref.parse(name)


def term(terms: type[_T], row: Mapping[str, object], key: str) -> _T:
    """The word of the ontology under `key`, which must be there."""
    return as_term(terms, text(row, key), key)


def as_term(terms: type[_T], value: str, key: str) -> _T:
    """The value as a word of the ontology; `UnknownTerm` names near ones.

    >>> from ..ontology.vocabulary import Relation
    >>> as_term(Relation, "owns", "relation").value
    'owns'
    """
    try:
        return terms(value)
    except ValueError:
        raise UnknownTerm(value, [str(each) for each in terms], place=key) from None


def _unusable(key: str, value: object, wanted: str) -> InputError:
    return InputError(f"{key} is {value!r}, not {wanted}", remedy=f"make it {wanted}")
