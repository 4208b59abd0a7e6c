"""The generated files: current, complete, and agreeing with the packages they come from."""

import json
from importlib.metadata import version

import pytest
from araz.graph.ref import Ref
from araz.loaders import states
from araz.loaders.curation import read_texts
from araz.loaders.registry import DATA, Registry, load_registry
from araz.ontology.vocabulary import Kind
from rigour.territories import get_territory_by_qid, lookup_territory

from ..conftest import absent


@pytest.fixture(scope="module")
def registry() -> Registry:
    return load_registry()


def made_with() -> dict[str, str]:
    with (DATA / "states.jsonl").open(encoding="utf-8") as lines:
        return json.loads(next(lines))["from"]


def test_generated_files_are_current():
    installed = {package: version(package) for package in made_with()}
    if installed != made_with():
        absent("reference", f"the files were made with {made_with()}, installed are {installed}")
    assert (DATA / "states.jsonl").read_text("utf-8") == states.build_states()


def test_the_curated_file_is_current():
    assert (DATA / "curated.jsonl").read_text("utf-8") == states.build_curated()


def test_check_finds_a_stale_file(tmp_path, monkeypatch, capsys):
    for path in DATA.iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    (tmp_path / "curated.jsonl").write_text("{}\n", "utf-8")
    monkeypatch.setattr(states, "DATA", tmp_path)
    assert states.main(["--check"]) == 3
    assert "curated.jsonl is stale; run python -m araz.loaders.states" in capsys.readouterr().err
    assert states.main([]) == 0 == states.main(["--check"])
    (tmp_path / "states.jsonl").unlink()
    assert states.main(["--check"]) == 3


def test_building_twice_gives_the_same_bytes():
    assert states.build_states() == states.build_states()


def test_every_recognised_state_is_there(registry: Registry):
    kinds = [entity for entity in registry if entity.kind is Kind.STATE]
    # 193 members of the United Nations, the Holy See, Palestine, Kosovo and Taiwan.
    assert len(kinds) == 197, len(kinds)
    members = [
        e for e in kinds if any(p.organisation == Ref("ent", "un") and not p.role for p in registry.memberships(e.id))
    ]
    assert len(members) == 193


def test_every_state_has_codes_point_demonym_and_capital(registry: Registry):
    demonyms = {naming.ref for naming in registry.namings() if naming.role == "demonym"}
    capitals = {naming.ref for naming in registry.namings() if naming.role == "capital"}
    for entity in registry:
        if entity.kind is not Kind.STATE:
            continue
        assert {code.partition(":")[0] for code in entity.same_as} == {"wd", "iso"}, entity.id
        assert entity.point is not None, entity.id
        assert entity.id in demonyms or entity.id.local == "holy-see", entity.id
        # Nauru has no official capital.
        assert entity.id in capitals or entity.id.local == "naoero", entity.id


def test_names_by_hand_agree_with_rigour():
    given = read_texts(DATA / "states.yaml")["states"]
    wrong, unknown, all_ = [], 0, 0
    for code, said in given.items():
        for names in (said or {}).get("names", {}).values():
            for name in names:
                found = lookup_territory(name)
                all_ += 1
                unknown += found is None
                if found is not None and found.code != code and not found.is_historical:
                    wrong.append((code, name, found.code))
    shared = {("cg", "Congo"), ("cd", "Congo"), ("kp", "Korea"), ("kr", "Korea")}
    assert not [each for each in wrong if each[:2] not in shared]
    assert unknown < all_ / 10


def test_wikidata_ids_are_rigours(registry: Registry):
    for entity in registry:
        if entity.kind is Kind.STATE:
            qid = next(code.partition(":")[2] for code in entity.same_as if code.startswith("wd:"))
            territory = get_territory_by_qid(qid)
            assert territory is not None and Ref.of_name("ent", territory.name) == entity.id


def test_borders_are_mutual(registry: Registry):
    lengths = {(e.id, b.ref): b.km for e in registry for b in registry.borders(e.id)}
    assert len(lengths) > 600
    one_sided = {(one.local, other.local) for one, other in lengths if (other, one) not in lengths}
    # The Factbook lists these from one side only, or the other side has no page of its own.
    assert one_sided == {
        ("brazil", "french-guiana"),
        ("suriname", "french-guiana"),
        ("egypt", "palestine"),
        ("western-sahara", "algeria"),
        ("western-sahara", "mauritania"),
        ("western-sahara", "morocco"),
    }
    assert lengths[Ref("ent", "iran"), Ref("ent", "azerbaijan")] == 689


def test_no_capital_is_a_sentence(registry: Registry):
    odd = [n.text for n in registry.namings() if n.role == "capital" and (len(n.text) > 28 or "(" in n.text)]
    assert not odd


def test_no_leader_is_an_office(registry: Registry):
    offices = {"President", "Prime", "Minister", "King", "Council", "Chancellor", "Premier", "Leader"}
    # Titles are part of some curated names: "President Aliyev".
    odd = [n.text for n in registry.namings() if n.role == "leader" and not n.lang and set(n.text.split()) & offices]
    assert not odd
