"""`araz cypher`, and the exports for property-graph tools."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from araz.face import open_graph

from .inprocess import Run, araz  # noqa: F401 - a fixture

EXAMPLE = Path(__file__).parents[2] / "loaders" / "example" / "claims.jsonl"
STATES = "MATCH (s:State) RETURN s.name AS name ORDER BY name"
# Names that would change a query they were pasted into.
HOSTILE = ("'}) DETACH DELETE n //", '" . } ; DROP ALL #', "ent:iran> . } DELETE WHERE { ?s ?p ?o } #", "$x", "--help")


@pytest.fixture
def region(araz: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:  # noqa: F811
    """The example in a store on disk, with nothing beside it."""
    monkeypatch.chdir(tmp_path)
    assert araz("load", EXAMPLE, "--db", "region.db").code == 0
    return "region.db"


def change(araz: Run, region: str) -> None:  # noqa: F811
    """Load one more entity."""
    Path("more.jsonl").write_text('{"type": "entity", "id": "ent:more", "kind": "State", "names": [{"text": "More"}]}')
    assert araz("load", "more.jsonl", "--db", region).code == 0


@pytest.mark.parametrize(
    ("form", "start"),
    [("json", '{\n  "columns": ['), ("jsonl", '{"name": "Armenia"}'), ("csv", "name\r\nArmenia"), ("table", " ")],
)
def test_every_form_is_written(araz: Run, form: str, start: str) -> None:  # noqa: F811
    done = araz("cypher", STATES, "--format", form, "--db", "example")
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith(start)


def test_a_query_comes_from_a_file_or_from_standard_input(
    araz: Run,  # noqa: F811
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    file = tmp_path / "states.cypher"
    file.write_text(STATES, "utf-8")
    typed = araz("cypher", STATES, "--db", "example").out
    assert araz("cypher", file, "--db", "example").out == typed
    monkeypatch.setattr("sys.stdin", io.StringIO(STATES))
    assert araz("cypher", "-", "--db", "example").out == typed


def test_a_catalogued_question_is_a_file_that_takes_parameters(araz: Run) -> None:  # noqa: F811
    file = Path(__file__).parents[2] / "queries" / "catalogue" / "neighbours.cypher"
    done = araz("cypher", file, "--param", "state=ent:iran", "--db", "example", "--format", "jsonl")
    asked = json.loads(araz("ask", "neighbours", "Iran", "--db", "example", "--format", "json").out)
    assert [json.loads(line)["neighbour"] for line in done.out.splitlines()] == [row[0] for row in asked["rows"]]


def test_parameters_are_texts_unless_they_are_given_as_json(araz: Run) -> None:  # noqa: F811
    done = araz("cypher", "RETURN $a AS a, $b AS b, $c AS c", "-p", "a=7", "-p", "b:=7", "-p", 'c:=["x", null]')
    assert json.loads(done.out)["rows"] == [["7", 7, '["x", null]']]


@pytest.mark.parametrize(
    ("args", "code", "said"),
    [
        (["MATCH (n) RETURN n.id", "-p", "nothing"], 2, "--param name=text"),
        (["RETURN $a", "-p", "a:=nonsense"], 2, "is not JSON"),
        (["RETURN $a"], 3, "$a"),
        (["MATCH (n) RETRUN n"], 3, "syntax error"),
        (["nosuchfile.cypher"], 3, "nosuchfile.cypher"),
        (["CREATE (:X)"], 3, "allow writing"),
        (
            ["UNWIND range(1, 9999) AS a UNWIND range(1, 9999) AS b RETURN count(*)", "--timeout", "0.2"],
            2,
            "time limit",
        ),
    ],
)
def test_a_mistake_gets_one_clear_line(araz: Run, args: list[str], code: int, said: str) -> None:  # noqa: F811
    done = araz("cypher", *args, "--db", "example")
    assert done.code == code
    assert said in done.line()


def test_a_limit_cuts_the_rows_and_says_so(araz: Run) -> None:  # noqa: F811
    done = araz("cypher", STATES, "--limit", "3", "--db", "example", "--format", "jsonl")
    assert len(done.out.splitlines()) == 3
    assert done.line() == "araz: there are more rows than the 3 shown\n"


def test_a_query_that_finds_nothing_ends_with_one(araz: Run) -> None:  # noqa: F811
    assert araz("cypher", "MATCH (n:State {id: 'ent:nowhere'}) RETURN n.id", "--db", "example").code == 1


def test_the_graph_is_kept_beside_the_store_and_follows_it(araz: Run, region: str) -> None:  # noqa: F811
    count = ("cypher", "MATCH (c:Claim) RETURN count(c) AS n", "--db", region, "--format", "csv")
    before = araz(*count).out
    file = Path(region, "cypher", "graph.kgl")
    kept = file.stat().st_mtime_ns
    assert araz(*count).out == before
    assert file.stat().st_mtime_ns == kept
    change(araz, region)
    assert araz(*count).out == before
    assert file.stat().st_mtime_ns != kept


def test_what_was_written_into_the_graph_is_gone_with_the_next_change_which_is_told(araz: Run, region: str) -> None:  # noqa: F811
    asked = ("cypher", "MATCH (n:Note) RETURN n.name AS name", "--db", region, "--format", "csv")
    assert araz("cypher", "CREATE (:Note {id: 'n', name: 'mine'})", "--write", "--db", region).code == 0
    assert araz(*asked).out == "name\r\nmine\r\n"
    change(araz, region)
    done = araz(*asked)
    assert (done.code, done.out) == (1, "name\r\n")
    assert done.line() == "araz: the store has changed since: what was written into its Cypher graph is gone\n"


@pytest.mark.parametrize("form", ["graphml", "gexf"])
def test_a_file_for_a_picture_holds_every_claim(araz: Run, tmp_path: Path, form: str) -> None:  # noqa: F811
    import networkx as nx

    file = tmp_path / f"example.{form}"
    assert araz("export", "--as", form, "-o", file, "--db", "example").code == 0
    read = nx.read_graphml if form == "graphml" else nx.read_gexf
    with open_graph("example") as graph:
        assert read(file).number_of_edges() == len(list(graph.store.claims()))


@pytest.mark.parametrize("form", ["parquet", "neo4j-admin"])
def test_a_form_of_several_files_wants_a_folder(araz: Run, tmp_path: Path, form: str) -> None:  # noqa: F811
    done = araz("export", "--as", form, "--db", "example")
    assert done.code == 2
    assert "--output FOLDER" in done.line()
    done = araz("export", "--as", form, "-o", tmp_path / "out", "--db", "example")
    assert done.code == 0, done.err
    assert (tmp_path / "out" / ("claims.parquet" if form == "parquet" else "claims.csv")).stat().st_size > 0
    assert (f"cd {tmp_path / 'out'}\nneo4j-admin database import full" in done.out) == (form == "neo4j-admin")


def test_the_face_gives_frames_networks_and_rdflib() -> None:
    with open_graph("example") as graph:
        frame = graph.cypher("MATCH (s:State) RETURN s.id AS id, s.name AS name ORDER BY id").to_pandas()
        assert frame.set_index("id").loc["ent:iran", "name"] == "Iran"
        claims = {str(claim.id) for claim in graph.store.claims()}
        assert {key for _, _, key in graph.to_networkx().edges(keys=True)} == claims
        assert len(graph.to_rdflib()) == len(list(graph.store.ntriples()))


@pytest.mark.parametrize("name", HOSTILE)
def test_a_name_that_looks_like_a_query_changes_nothing_in_any_command(araz: Run, region: str, name: str) -> None:  # noqa: F811
    before = araz("export", "--as", "n-quads", "--db", region).out
    for command in (
        ["ask", "corridors", "--", name],
        ["ask", "--", name],
        ["whatif", "--", name],
        ["whatif", "Iran", f"--of={name}"],
        ["whatif", "Iran", f"--kind={name}"],
        ["show", "--", name],
        ["questions", "--", name],
        ["cypher", "MATCH (e:Entity {name: $name}) RETURN e.id", f"--param=name={name}"],
        ["sparql", "--", name],
        ["cypher", "--", name],
    ):
        placed = command if command[0] == "questions" else [command[0], "--db", region, *command[1:]]
        done = araz(*placed)
        assert done.code in (1, 2, 3), (command, done)
        assert "Traceback" not in done.err
    assert araz("export", "--as", "n-quads", "--db", region).out == before


def test_an_entity_whose_name_looks_like_a_query_is_loaded_asked_and_exported(araz: Run, region: str) -> None:  # noqa: F811
    names = [name for name in HOSTILE if name != "--help"]
    records = [
        {"type": "entity", "id": f"ent:h{n}", "kind": "State", "names": [{"text": name}]}
        for n, name in enumerate(names)
    ]
    Path("hostile.jsonl").write_text("".join(json.dumps(record) + "\n" for record in records), "utf-8")
    assert araz("load", "hostile.jsonl", "--db", region).code == 0
    for number, name in enumerate(names):
        query = ("cypher", "MATCH (e:Entity {name: $name}) RETURN e.id AS id", f"--param=name={name}")
        assert json.loads(araz(*query, "--db", region).out)["rows"] == [[f"ent:h{number}"]]
        assert (
            json.loads(araz("show", name, "--db", region, "--format", "json").out)["entity"]["id"] == f"ent:h{number}"
        )
    for form in ("turtle", "json-ld", "jsonl", "csv", "graphml", "gexf"):
        assert araz("export", "--as", form, "--db", region).code == 0
    assert araz("validate", "--db", region).code == 0
