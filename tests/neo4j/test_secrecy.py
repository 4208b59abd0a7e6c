"""The password of a server shows in no log, whatever is logged, and in nothing that a command writes."""

from __future__ import annotations

import logging
from pathlib import Path
from urllib.parse import quote

import pytest

from ..cli.inprocess import Run, araz  # noqa: F401 - a fixture
from ..conftest import never
from .server import Server

EXAMPLE = Path(__file__).parents[2] / "loaders" / "example" / "claims.jsonl"

COMMANDS = (
    ("load", str(EXAMPLE), "--db", "ADDRESS"),
    ("push", "ADDRESS", "--db", "region.db"),
    ("pull", "ADDRESS", "--dry-run", "--db", "region.db"),
    ("ask", "neighbours", "Iran", "--db", "ADDRESS"),
    ("cypher", "MATCH (n) RETURN count(n) AS n", "--db", "ADDRESS"),
    ("cypher", "MUTCH (n)", "--db", "ADDRESS"),
    ("cypher", "CREATE (:Note)", "--db", "ADDRESS"),
    ("show", "Iran", "--format", "html", "--db", "ADDRESS"),
    ("report", "neighbours", "Iran", "--output", "report.html", "--db", "ADDRESS"),
    ("whatif", "Iran", "--db", "ADDRESS"),
    ("export", "--as", "turtle", "--output", "out.ttl", "--db", "ADDRESS"),
    ("export", "--as", "neo4j-admin", "--output", "bulk", "--db", "ADDRESS"),
    ("review", "--export", "todo.csv", "--db", "ADDRESS"),
)


@pytest.mark.usefixtures("store")
def test_a_password_in_the_address_is_in_no_log_answer_error_or_file(
    araz: Run,  # noqa: F811
    server: Server,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    if not server.password:
        never("the server wants no password")
    monkeypatch.chdir(tmp_path)
    assert araz("load", EXAMPLE, "--db", "region.db").code == 0
    login = f"{server.username}:{quote(server.password, safe='')}@"
    address = server.uri.replace("://", f"://{login}")
    caplog.set_level(logging.DEBUG)
    # The driver's own log tells every message that is sent.
    caplog.set_level(logging.DEBUG, logger="neo4j")
    for command in COMMANDS:
        done = araz(*(part.replace("ADDRESS", address) for part in command))
        assert "Traceback" not in done.err
        assert server.password not in done.out + done.err, command
    assert "LOGON" in caplog.text
    assert server.password not in caplog.text
    written = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert len(written) > 10
    assert [path for path in written if server.password.encode() in path.read_bytes()] == []
