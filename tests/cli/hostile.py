"""Entities whose names look like queries, and every command that may be given such a name."""

from __future__ import annotations

import json
from pathlib import Path

from .inprocess import Run

HOSTILE = (
    "'}) DETACH DELETE n //",
    '" . } ; DROP ALL #',
    "`) SET n.name = 'x' //",
    "$x ?s } INSERT DATA { <a:a> <a:a> <a:a> } #",
    "C:\\u0022} ; CLEAR ALL #",
)

TITLE = f"{HOSTILE[0]} {HOSTILE[1]}"

_ASKED = "MATCH (e:Entity {name: $n}) RETURN e.id AS id"

# Each with what it is given; NAME stands for the name, PAGE for a file to write.
COMMANDS = (
    ("show", "NAME", "--format", "json"),
    ("ask", "neighbours", "state=NAME"),
    ("ask", "Which states border NAME?"),
    ("ask", "NAME"),
    ("whatif", "NAME"),
    ("whatif", "NAME", "--of", "NAME"),
    ("cypher", _ASKED, "--param", "n=NAME"),
    ("view", "NAME", "--output", "PAGE"),
    ("view", "--whatif", "NAME", "--output", "PAGE"),
    ("report", "neighbours", "state=NAME", "--output", "PAGE"),
    ("report", "--whatif", "NAME", "--output", "PAGE"),
    ("review", "--entity", "NAME", "--export", "waiting.csv"),
    ("review", "--source", TITLE, "--export", "waiting.csv"),
    ("sparql", "NAME"),
    ("cypher", "NAME"),
    ("validate",),
    ("export", "--as", "graphml"),
)

# What somebody types as a query is one only by chance, and what looks like a kind of entity is none.
_MAY_FAIL = {("ask", "NAME"), ("ask", "Which states border NAME?"), ("whatif", "NAME", "--of", "NAME")}
_MUST_FAIL = {("sparql", "NAME"), ("cypher", "NAME")}


def write_hostile(path: Path) -> Path:
    """Write a state for each name, claims between them whose words look no better, and their source."""
    records: list[dict[str, object]] = [{"type": "source", "id": "src:h", "title": TITLE}]
    for number, name in enumerate(HOSTILE):
        records.append({"type": "entity", "id": f"ent:h{number}", "kind": "State", "names": [{"text": name}]})
        said = {"source": "src:h", "start": 100 * number, "end": 100 * number + len(name), "quote": name}
        records.append(
            {
                "type": "claim",
                "subject": f"ent:h{number}",
                "relation": "borders",
                "object": f"ent:h{(number + 1) % len(HOSTILE)}",
                **({"modality": "conditional", "condition": name} if number % 2 else {}),
                "method": name,
                "evidence": [said],
            }
        )
    path.write_text("".join(json.dumps(record) + "\n" for record in records), "utf-8")
    return path


def assert_names_are_only_names(araz: Run, address: str, folder: Path, step: int = 1) -> None:
    """Load the names into a store, give each `step`-th to every command, and see that the store stays as it was."""
    loaded = araz("load", write_hostile(folder / "hostile.jsonl"), "--db", address)
    assert loaded.code == 0, loaded
    before = araz("export", "--as", "n-quads", "--db", address).out
    for number, name in list(enumerate(HOSTILE))[::step]:
        for command in COMMANDS:
            given = [part.replace("NAME", name).replace("PAGE", str(folder / "page.html")) for part in command]
            done = araz(*given, "--db", address)
            assert "Traceback" not in done.err
            if command in _MUST_FAIL:
                assert (done.code, done.out) == (3, ""), done
            elif command not in _MAY_FAIL:
                assert done.code in (0, 1), done
        shown = json.loads(araz("show", name, "--db", address, "--format", "json").out)
        assert shown["entity"]["id"] == f"ent:h{number}"
        found = araz("cypher", _ASKED, "--param", f"n={name}", "--db", address, "--format", "json")
        assert json.loads(found.out)["rows"] == [[f"ent:h{number}"]]
    assert araz("export", "--as", "n-quads", "--db", address).out == before
