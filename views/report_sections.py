"""Parts of an answer page that are there when they were asked for: each a heading, a sentence and a table."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a page. `id` is its place in the page; a cell is text or a number, shown to two decimals."""

    id: str
    title: str
    lead: str
    columns: tuple[str, ...]
    rows: tuple[tuple[object, ...], ...]
    note: str = ""
