"""The bundled example, built from its annotations: `python -m araz.loaders.example_build [--check]`.

`example/annotations.yaml` is edited by hand: it groups claims by the sentence of `example/briefing.txt` that says
them. This module finds each passage, counts its offsets and writes `example/claims.jsonl`, so that nobody counts
code points. With `--check` it writes nothing and fails when the file is stale.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import cast

import orjson
import yaml

from ..errors import ArazError, InputError
from ..graph.record import claim_record, entity_record, read_claim, read_entity, read_source, source_record

FOLDER = Path(__file__).with_name("example")
"""Where the example lies."""

_END = re.compile(r"[.!?](?= |$)")
_ENT = "ent:"

Json = dict[str, object]


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a text, from code point `start` to `end` (exclusive)."""

    start: int
    end: int
    text: str


def sentences(text: str) -> tuple[Sentence, ...]:
    """The sentences of a text that has a paragraph a line. A line without a full stop at its end is a heading.

    >>> [sentence.text for sentence in sentences("Power\\n\\nIran has oil. Armenia has none.\\n")]
    ['Iran has oil.', 'Armenia has none.']
    """
    found: list[Sentence] = []
    line_start = 0
    for line in text.split("\n"):
        start = 0
        if line.endswith((".", "!", "?")):
            for stop in _END.finditer(line):
                found.append(Sentence(line_start + start, line_start + stop.end(), line[start : stop.end()]))
                start = stop.end() + 1
        line_start += len(line) + 1
    return tuple(found)


def build(folder: Path = FOLDER) -> str:
    """The JSON Lines that the annotations in a folder stand for: the source, its entities, its claims.

    Raises `InputError`, naming the sentence, for words that are not in the text and for whatever a claim refuses.

    >>> build().count('"type":"source"')
    1
    """
    text = (folder / "briefing.txt").read_text("utf-8")
    annotations = cast("Json", yaml.safe_load((folder / "annotations.yaml").read_text("utf-8")))
    source = cast("Json", annotations["source"])
    records = [_source(source, text), *map(_entity, cast("list[Json]", annotations["entities"]))]
    known = sentences(text)
    for passage in cast("list[Json]", annotations["passages"]):
        records.extend(_claims(passage, known, str(source["id"])))
    return "".join(f"{orjson.dumps(record).decode()}\n" for record in records)


def _source(given: Json, text: str) -> Json:
    # The text stays in its own file: it is read by people, too.
    kept = {key: str(value) for key, value in given.items() if key != "text_file"}
    record = source_record(read_source({**kept, "sha256": sha256(text.encode()).hexdigest()}))
    del record["text"]
    return {**record, "text_file": given["text_file"]}


def _entity(given: Json) -> Json:
    try:
        return entity_record(read_entity(given))
    except ArazError as error:
        raise error.at(f"annotations.yaml, entity {given.get('id')}") from None


def _claims(passage: Json, known: tuple[Sentence, ...], source: str) -> Iterator[Json]:
    number, begins = cast("int", passage["sentence"]), str(passage["begins"])
    place = f"annotations.yaml, sentence {number}"
    if not 1 <= number <= len(known) or not known[number - 1].text.startswith(begins):
        right = [n for n, sentence in enumerate(known, 1) if sentence.text.startswith(begins)]
        remedy = f"it is sentence {right[0]}" if right else "copy its first words from the text"
        raise InputError(f"the sentence does not begin with {begins!r}", place=place, remedy=remedy)
    for given in cast("list[Json]", passage["claims"]):
        try:
            yield {"type": "claim", **claim_record(read_claim(_claim(given, known[number - 1], source)))}
        except ArazError as error:
            raise error.at(f"{place}, {given.get('say')}") from None


def _claim(given: Json, sentence: Sentence, source: str) -> Json:
    words = str(given["say"]).split(" ")
    if len(words) != 3 or not (words[0].startswith(_ENT) and words[2].startswith(_ENT)):
        raise InputError(f"{given['say']!r} is not a claim", remedy="write ent:one relation ent:other")
    quote = str(given.get("quote", sentence.text))
    if sentence.text.count(quote) != 1:
        raise InputError(f"{quote!r} is not once in the sentence", remedy="copy the words from the text")
    start = sentence.start + sentence.text.index(quote)
    evidence = {"source": source, "start": start, "end": start + len(quote), "quote": quote, "lang": "en"}
    record = {key: value for key, value in given.items() if key not in ("say", "quote")}
    for date in ("valid_from", "valid_to"):
        if date in record:
            # YAML reads 2025 as a number and 2025-01-31 as a date.
            record[date] = str(record[date])
    return {**record, "subject": words[0], "relation": words[1], "object": words[2], "evidence": [evidence]}


def main(arguments: list[str], folder: Path = FOLDER) -> int:
    """Write `claims.jsonl`, or with `--check` say whether it is stale. Returns the exit code."""
    path = folder / "claims.jsonl"
    try:
        fresh = build(folder)
    except ArazError as error:
        sys.stderr.write(f"{error}\n")
        return error.exit_code
    stale = not path.exists() or path.read_text("utf-8") != fresh
    if "--check" in arguments:
        if stale:
            sys.stderr.write(f"{path}: stale; run python -m araz.loaders.example_build\n")
        return int(stale)
    if stale:
        path.write_text(fresh, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
