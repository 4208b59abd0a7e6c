"""Typed reading of one key of a JSON record: the value, a default, or an `InputError` naming key and value.

Types are compared exactly: a truth value is an int to Python, and not a number to anybody else.
"""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches
from typing import TypeVar, cast

from ..errors import InputError

Record = Mapping[str, object]
"""A JSON object as Python reads it."""

_T = TypeVar("_T")


def check_keys(record: Record, known: frozenset[str], what: str) -> None:
    """Refuse a key that is not `known`, and a `type` that is not `what`.

    >>> check_keys({"txt": "Iran"}, frozenset({"text", "lang"}), "name")
    Traceback (most recent call last):
    ...
    araz.errors.InputError: a name has no key 'txt' (here 'Iran'); did you mean 'text'?
    """
    if not known.issuperset(record):
        key = min(str(key) for key in record.keys() - known)
        near = get_close_matches(key, known, n=1)
        remedy = f"did you mean {near[0]!r}?" if near else f"use {', '.join(sorted(known))}"
        raise InputError(
            f"{'an' if what[0] in 'aeiou' else 'a'} {what} has no key {key!r} (here {shown(record.get(key))})",
            remedy=remedy,
        )
    kind = record.get("type")
    if kind is not None and kind != what:
        raise InputError(f"type {shown(kind)} is not {what!r}", remedy=f"write {what!r}, or read it as what it is")


def required_text(record: Record, key: str) -> str:
    """The text under `key`, which must be there.

    >>> required_text({"id": 7}, "id")
    Traceback (most recent call last):
    ...
    araz.errors.InputError: 'id' is 7; give a text
    """
    value = record.get(key)
    if type(value) is str:
        return value
    raise missing(key, "a text") if value is None else wrong(key, value, "a text")


def text(record: Record, key: str, default: str = "") -> str:
    """The text under `key`, or `default` where it is missing or null.

    >>> text({"lang": None}, "lang", "en")
    'en'
    """
    value = record.get(key)
    if type(value) is str:
        return value
    if value is None:
        return default
    raise wrong(key, value, "a text")


def optional_text(record: Record, key: str) -> str | None:
    """The text under `key`, or None.

    >>> optional_text({}, "condition") is None
    True
    """
    value = record.get(key)
    if value is None or type(value) is str:
        return value
    raise wrong(key, value, "a text")


def offset(record: Record, key: str) -> int:
    """The code-point offset under `key`, or -1.

    >>> offset({"start": 12}, "start")
    12
    """
    value = record.get(key)
    if type(value) is int:
        return value
    if value is None:
        return -1
    raise wrong(key, value, "a whole number of code points")


def number(record: Record, key: str) -> float:
    """The number under `key`, which must be there.

    >>> number({"confidence": True}, "confidence")
    Traceback (most recent call last):
    ...
    araz.errors.InputError: 'confidence' is True; give a number
    """
    value = record.get(key)
    if type(value) is float:
        return value
    # Larger whole numbers, which JSON allows, have no float.
    if type(value) is int and abs(value) < 2**1023:
        return float(value)
    raise missing(key, "a number") if value is None else wrong(key, value, "a number")


def record_of(record: Record, key: str) -> Record:
    """The object under `key`, which must be there.

    >>> record_of({"review": {"by": "Ana"}}, "review")
    {'by': 'Ana'}
    """
    value = record.get(key)
    if isinstance(value, Mapping):
        return cast("Record", value)
    raise missing(key, "an object") if value is None else wrong(key, value, "an object")


def records(record: Record, key: str) -> list[Record]:
    """The objects in the list under `key`; none where it is missing or null.

    >>> records({"names": [{"text": "Iran"}]}, "names")
    [{'text': 'Iran'}]
    """
    values = list_of(record, key)
    for value in values:
        if type(value) is not dict and not isinstance(value, Mapping):
            raise wrong(key, value, "a list of objects")
    return cast("list[Record]", values)


def texts(record: Record, key: str) -> list[str]:
    """The texts in the list under `key`; none where it is missing or null.

    >>> texts({"same_as": ["wd:Q794"]}, "same_as")
    ['wd:Q794']
    """
    values = list_of(record, key)
    for value in values:
        if type(value) is not str:
            raise wrong(key, value, "a list of texts")
    return cast("list[str]", values)


def list_of(record: Record, key: str) -> list[object]:
    """The list under `key`; an empty one where it is missing or null.

    >>> list_of({"point": [40, 47]}, "point")
    [40, 47]
    """
    value = record.get(key)
    if value is None:
        return []
    if type(value) is list:
        return cast("list[object]", value)
    raise wrong(key, value, "a list")


def word(known: Mapping[str, _T], value: str, what: str) -> _T:
    """What a word of a closed list stands for.

    >>> word({"operates": 1, "owns": 2}, "operatess", "relation")
    Traceback (most recent call last):
    ...
    araz.errors.InputError: unknown relation 'operatess'; did you mean operates?
    """
    found = known.get(value)
    if found is None:
        near = get_close_matches(value, known, n=3, cutoff=0.6)
        remedy = f"did you mean {' or '.join(near)}?" if near else f"see the ontology for every {what}"
        raise InputError(f"unknown {what} {shown(value)}", remedy=remedy)
    return found


def missing(key: str, wanted: str) -> InputError:
    """The error of a key that is not there.

    >>> print(missing("subject", "a text"))
    'subject' is missing; give a text
    """
    return InputError(f"{key!r} is missing", remedy=f"give {wanted}")


def wrong(key: str, value: object, wanted: str) -> InputError:
    """The error of a value that is not of the `wanted` type.

    >>> print(wrong("start", "3", "a whole number"))
    'start' is '3'; give a whole number
    """
    return InputError(f"{key!r} is {shown(value)}", remedy=f"give {wanted}")


def shown(value: object) -> str:
    """A value as an error message shows it: short.

    >>> len(shown("x" * 1000))
    60
    """
    shape = repr(value)
    return shape if len(shape) <= 60 else f"{shape[:57]}..."
