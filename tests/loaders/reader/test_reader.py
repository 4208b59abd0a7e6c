"""The reader as a whole, with the models that ship: what it must do on any text, and what it must find."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import araz
import pytest
from araz.loaders.reader.extraction import Extraction, read_extraction
from araz.loaders.reader.items import items_of
from araz.loaders.reader.models import MODELS
from araz.loaders.reader.reader import Reader, load_reader
from hypothesis import given, settings
from hypothesis import strategies as st

LARGEST = 45_000_000

TEXT = (
    "Iran and Azerbaijan cooperate within the Araz Corridor and collaborate on the Khudafarin and Qiz Qalasi "
    "hydroelectric plants on the Araz River. In January-April 2025, Azerbaijan exported 11.4mn kWh of electricity to "
    "Iran. The country denied that PJAK operates from Baku."
)


@pytest.fixture(scope="module")
def reader() -> Reader:
    return load_reader()


def found(extraction: Extraction) -> set[tuple[str, str, str]]:
    return {(c.subject.local, c.relation.value, c.object.local) for c in extraction.claims}


def test_names_are_found_and_linked(reader: Reader) -> None:
    read = reader.read(TEXT)
    linked = {entity.name: str(entity.id) for entity in read.entities if entity.linked}
    assert {"ent:iran", "ent:azerbaijan", "ent:araz-corridor", "ent:khudafarin-plant", "ent:pjak"} <= set(
        linked.values()
    )
    assert all(TEXT[m.start : m.end].strip() for m in read.mentions)


def test_joint_work_on_assets_is_claimed_of_each_side_and_each_asset(reader: Reader) -> None:
    claims = found(reader.read(TEXT))
    for state in ("iran", "azerbaijan"):
        for asset in ("araz-corridor", "khudafarin-plant", "qiz-qalasi-plant"):
            assert (state, "participatesIn", asset) in claims


def test_a_trade_has_its_quantity_and_its_period(reader: Reader) -> None:
    read = replace(reader, threshold=0.2).read(TEXT)
    trade = next(c for c in read.claims if c.relation.value == "exportsTo")
    assert [(q.value, q.unit) for q in trade.quantities] == [(11.4e6, "kWh")]
    assert (trade.valid.start, trade.valid.end) == ("2025-01", "2025-04")


def test_the_same_text_gives_the_same_answer(reader: Reader) -> None:
    assert reader.read(TEXT) == reader.read(TEXT)
    assert read_extraction(reader.read(TEXT).record()).mentions == reader.read(TEXT).mentions


def test_a_higher_threshold_only_leaves_claims_out(reader: Reader) -> None:
    every, some = (replace(reader, threshold=least).read(TEXT) for least in (0.0, 0.6))
    assert {c.id for c in some.claims} < {c.id for c in every.claims}
    assert all(c.confidence >= 0.6 for c in some.claims)


@settings(max_examples=25, deadline=None)
@given(st.text(alphabet=st.characters(blacklist_categories=["Cs", "Cc"]), max_size=200))
def test_any_text_is_read_with_spans_inside_it(text: str) -> None:
    read = load_reader().read(text)
    for start, end in _spans(read):
        assert 0 <= start < end <= len(text)


def _spans(read: Extraction) -> Iterator[tuple[int, int]]:
    yield from ((m.start, m.end) for m in read.mentions)
    for claim in read.claims:
        yield from (claim.sentence, claim.subject_span, claim.object_span)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "\n\n\n",
        "." * 500,
        "Iran " * 600,
        "<script>alert('Iran')</script> borders [unused1] Turkey [MASK] [SEP].",
        "A" * 5000 + " sells gas to Iran.",
        "ایران با ترکیه هم‌مرز است.",
        "Iran, " * 200 + "signed.",
    ],
)
def test_strange_texts_are_read_without_harm(reader: Reader, text: str) -> None:
    read = reader.read(text)
    assert read.text == text
    assert all(0 <= start < end <= len(text) for start, end in _spans(read))


def test_every_claim_can_go_into_a_store(reader: Reader) -> None:
    from araz.graph.claim import Claim, Source
    from araz.graph.ref import Ref

    source = Source(Ref("src", "a"), "A", text=TEXT, lang="en")
    claims = [item for item in items_of(reader.read(TEXT, source.id), source) if isinstance(item, Claim)]
    assert claims
    assert all(claim.evidence[0].quote in TEXT for claim in claims)


def test_what_is_reported_names_who_reports_it(reader: Reader) -> None:
    articles = sorted((Path(araz.__file__).parent / "notebooks" / "articles").glob("*.txt"))
    texts = [path.read_text(encoding="utf-8") for path in articles]
    texts += ["Iran reportedly attacked Iraq.", "The army said that the rebels had shelled Goma."]
    said = [claim for text in texts for claim in replace(reader, threshold=0.0).read(text).claims]
    assert all(claim.attributed_to for claim in said if claim.modality.value == "reported")


def test_the_models_are_as_small_as_promised() -> None:
    assert sum(path.stat().st_size for path in MODELS.iterdir()) <= LARGEST


def test_the_first_article_alone_answers_the_first_question(tmp_path: Path, shared: Path) -> None:
    article = shared / "article" / "iran-azerbaijan.txt"
    with araz.open(str(tmp_path / "region.db")) as graph:
        graph.load(article)
        exposed = {str(result.entity) for result in graph.whatif("Iran").results}
    six = {"instc", "araz-corridor", "khudafarin-plant", "qiz-qalasi-plant", "ordubad-plant", "marazad-plant"}
    assert len(exposed & {f"ent:{name}" for name in six}) >= 5
