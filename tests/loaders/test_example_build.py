"""The generator of the bundled example: what is committed is current, and a wrong annotation is named."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from araz.errors import ArazError, InputError
from araz.loaders.example_build import FOLDER, build, main, sentences

TEXT = "Water\n\nThe Araz – a river – feeds Khudafarin. It may run dry.\n"
ANNOTATIONS = """
source: {id: src:small, title: A small text, text_file: briefing.txt}
entities:
  - {id: ent:khudafarin, kind: HydroPlant, names: [{text: Khudafarin, lang: en}]}
passages:
  - sentence: 1
    begins: The Araz
    claims:
      - {say: ent:khudafarin onRiver ent:araz, valid_from: 2024-05-19, confidence: 0.9, quote: feeds Khudafarin}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "briefing.txt").write_text(TEXT, "utf-8")
    (tmp_path / "annotations.yaml").write_text(ANNOTATIONS, "utf-8")
    return tmp_path


def edit(folder: Path, old: str, new: str) -> None:
    path = folder / "annotations.yaml"
    path.write_text(path.read_text("utf-8").replace(old, new), "utf-8")


def test_the_committed_claims_are_current(capsys: pytest.CaptureFixture[str]):
    assert main(["--check"]) == 0
    assert capsys.readouterr().err == ""


def test_a_stale_file_fails_the_check_and_is_left_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    for name in ("briefing.txt", "annotations.yaml"):
        shutil.copy(FOLDER / name, tmp_path)
    (tmp_path / "claims.jsonl").write_text("{}\n", "utf-8")
    assert main(["--check"], tmp_path) == 1
    assert "stale; run python -m araz.loaders.example_build" in capsys.readouterr().err
    assert (tmp_path / "claims.jsonl").read_text("utf-8") == "{}\n"


def test_writing_makes_the_check_pass(folder: Path):
    assert main([], folder) == 0
    assert main(["--check"], folder) == 0


def test_offsets_are_code_points_of_the_quote(folder: Path):
    claim = json.loads(build(folder).splitlines()[-1])
    passage = claim["evidence"][0]
    assert TEXT[passage["start"] : passage["end"]] == passage["quote"] == "feeds Khudafarin"
    assert claim["valid_from"] == "2024-05-19"


def test_without_a_quote_the_passage_is_the_whole_sentence(folder: Path):
    edit(folder, ", quote: feeds Khudafarin", "")
    assert json.loads(build(folder).splitlines()[-1])["evidence"][0]["quote"] == sentences(TEXT)[0].text


def test_the_source_names_its_text_file_and_hash(folder: Path):
    source = json.loads(build(folder).splitlines()[0])
    assert source["text_file"] == "briefing.txt"
    assert "text" not in source
    assert len(source["sha256"]) == 64


def test_a_sentence_ends_at_a_stop_before_a_blank_and_not_inside_a_number():
    text = "Trade\nIt sold 11.4 GWh (News.az, 2025). Who bought it? Iran!\n"
    assert [s.text for s in sentences(text)] == ["It sold 11.4 GWh (News.az, 2025).", "Who bought it?", "Iran!"]
    assert all(text[s.start : s.end] == s.text for s in sentences(text))


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("begins: The Araz", "begins: It may", "it is sentence 2"),
        ("sentence: 1", "sentence: 9", "it is sentence 1"),
        ("begins: The Araz", "begins: Nothing", "copy its first words"),
        ("quote: feeds Khudafarin", "quote: feeds Kariba", "is not once in the sentence"),
        ("onRiver", "onLake", "unknown"),
        ("onRiver ent:araz", "onRiver", "write ent:one relation ent:other"),
        ("confidence: 0.9", "confidence: 1.7", "sentence 1, ent:khudafarin onRiver ent:araz"),
        ("confidence: 0.9", "certainty: 0.9", "certainty"),
        ("kind: HydroPlant", "kind: Waterwheel", "entity ent:khudafarin"),
    ],
)
def test_a_wrong_annotation_is_an_error_that_says_where(folder: Path, old: str, new: str, words: str):
    edit(folder, old, new)
    with pytest.raises(ArazError, match=words) as caught:
        build(folder)
    assert "annotations.yaml" in str(caught.value)


def test_a_wrong_annotation_leaves_the_claims_alone(folder: Path, capsys: pytest.CaptureFixture[str]):
    edit(folder, "sentence: 1", "sentence: 2")
    assert main([], folder) == InputError.exit_code
    assert "it is sentence 1" in capsys.readouterr().err
    assert not (folder / "claims.jsonl").exists()
