"""How good readers are against annotated texts, side by side."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ..loaders.reader.scoring import Count, Score
from .tables import console, print_table, write_json, write_table

_COLUMNS = ("reader", "what", "precision", "recall", "f1", "low", "high", "meant", "said", "right")


@dataclass(frozen=True, slots=True)
class Evaluated:
    """What one reader came to: all kinds of scores, and claims relation by relation (empty unless asked for)."""

    reader: str
    scores: Sequence[Score]
    relations: dict[str, Count]


def write_evaluation(found: Sequence[Evaluated], form: str, *, texts: int) -> None:
    """Write the scores: one row for each kind and reader, or on a terminal the readers side by side."""
    if form == "table":
        _print(found, texts)
        return
    rows = [row for each in found for row in _rows(each)]
    if form in {"json", "jsonl"}:
        records = [{key: value for key, value in zip(_COLUMNS, row, strict=True) if value is not None} for row in rows]
        if form == "json":
            write_json({"texts": texts, "scores": records})
        else:
            sys.stdout.writelines(json.dumps(record, ensure_ascii=False) + "\n" for record in records)
    else:
        write_table(_COLUMNS, rows, form, title="Evaluation")
    sys.stdout.flush()


def _rows(found: Evaluated) -> Iterator[tuple[object, ...]]:
    for score in found.scores:
        yield (
            found.reader,
            score.what,
            *_figures(score.count),
            round(score.low, 4),
            round(score.high, 4),
            *_counts(score.count),
        )
    for relation, count in found.relations.items():
        yield (found.reader, f"relation: {relation}", *_figures(count), None, None, *_counts(count))


def _figures(count: Count) -> tuple[float, float, float]:
    return round(count.precision, 4), round(count.recall, 4), round(count.f1, 4)


def _counts(count: Count) -> tuple[int, int, int]:
    return count.meant, count.said, count.right


def _print(found: Sequence[Evaluated], texts: int) -> None:
    from rich.text import Text

    several = len(found) > 1
    columns = ["what"]
    for each in found:
        before = f"{each.reader} " if several else ""
        columns += [f"{before}P", f"{before}R", f"{before}F1", "95 %"]
    columns += [] if several else ["meant", "said", "right"]
    rows: list[list[object]] = []
    for number, score in enumerate(found[0].scores):
        row: list[object] = [score.what]
        for each in found:
            row += [*_short(each.scores[number].count), f"{each.scores[number].low:.2f}–{each.scores[number].high:.2f}"]
        rows.append(row + ([] if several else [*_counts(score.count)]))
    for relation in sorted({name for each in found for name in each.relations}):
        row = [relation]
        for each in found:
            row += [*_short(each.relations.get(relation, Count())), ""]
        rows.append(row + ([] if several else [*_counts(found[0].relations[relation])]))
    out = console()
    readers = ", ".join(each.reader for each in found)
    out.print(Text(f"{readers} against {texts} annotated {'text' if texts == 1 else 'texts'}", style="bold"))
    print_table(columns, rows)


def _short(count: Count) -> tuple[str, str, str]:
    return f"{count.precision:.2f}", f"{count.recall:.2f}", f"{count.f1:.2f}"
