"""The rules of the curated files, one test a rule. What breaks a rule is named in the failure."""

import re
from collections import Counter
from pathlib import Path

import pytest
from araz.errors import InputError
from araz.graph.claim import Entity
from araz.graph.dates import check_date
from araz.loaders.curation import entry_records, read_texts, source_records
from araz.loaders.registry import DATA, Registry, load_registry
from araz.loaders.spelling import key_of
from araz.ontology.schema import load_schema
from araz.ontology.vocabulary import Kind

CONTRACT = [
    "khudafarin-plant",
    "qiz-qalasi-plant",
    "ordubad-plant",
    "marazad-plant",
    "instc",
    "araz-corridor",
    "azerbaijan-iran-electricity",
    "araz-river",
    "pjak",
    "jaish-al-adl",
    "azerbaijanis-of-iran",
    "kurds-of-iran",
    "baloch-of-iran",
    "iran-unrest",
    "iran-state-failure",
    "iran-unrest-subsides",
    "iran",
    "azerbaijan",
    "turkiye",
    "united-states",
    "russia",
    "armenia",
    "georgia",
    "iraq",
    "pakistan",
    "israel",
    "india",
    "turkmenistan",
]

# The wider region, with the Gulf, the Levant and the Black Sea: (south, north), (west, east).
REGION = (12, 60), (20, 78)
BOXES = {
    Kind.HYDRO_PLANT: ((31, 43), (41, 54)),
    Kind.BORDER_CROSSING: ((28, 43), (41, 62)),
    Kind.LAKE: ((30, 41), (42, 62)),
}


@pytest.fixture(scope="module")
def registry() -> Registry:
    return load_registry()


@pytest.fixture(scope="module")
def entities(registry: Registry) -> list[Entity]:
    return list(registry)


@pytest.fixture(scope="module")
def entries() -> list[dict]:
    return list(entry_records(DATA))


def test_ids_are_plain_and_unique(registry: Registry, entries: list[dict]):
    ids = [entry["id"] for entry in entries]
    assert all(re.fullmatch(r"ent:[a-z0-9]+(?:-[a-z0-9]+)*", each) for each in ids)
    states = {str(entity.id) for entity in registry} - set(ids)
    assert len(ids) == len(set(ids)) and len(registry) == len(ids) + len(states)


@pytest.mark.parametrize("local", CONTRACT)
def test_ids_that_others_rely_on_stay(registry: Registry, local: str):
    assert local in {ref.id.local for ref in registry if ref.id.local == local}


def test_kinds_are_narrow_enough_to_be_drawn(entries: list[dict]):
    assert not [
        e["id"] for e in entries if e["kind"] in ("Entity", "Actor", "Place", "Infrastructure", "Flow", "Situation")
    ]


def test_there_are_entries_enough(entries: list[dict]):
    assert len(entries) >= 600
    kinds = Counter(entry["kind"] for entry in entries)
    assert all(kinds[kind] >= 3 for kind in ("HydroPlant", "Corridor", "Pipeline", "Port", "ArmedGroup", "EthnicGroup"))


def test_every_entry_cites_and_describes(registry: Registry, entries: list[dict]):
    assert not [entry["id"] for entry in entries if not entry["cite"] or not entry["description"]]
    known = {str(source.id) for source in registry.sources()}
    assert not [row for entry in entries for row in entry["cite"] if "source" in row and row["source"] not in known]


def test_every_cited_work_is_used_and_dated_or_has_a_place(entries: list[dict]):
    cited = {row.get("source") for entry in entries for row in entry["cite"]}
    figures = {row["source"] for entry in entries for row in entry.get("attributes", ())}
    for record in source_records(DATA):
        assert record["id"] in cited | figures | {"src:araz-registry"}
        assert record.get("published") or record.get("url")
        if record.get("published"):
            check_date(str(record["published"]))


def test_descriptions_are_one_or_two_sentences(entries: list[dict]):
    too_long = [entry["id"] for entry in entries if len(entry["description"]) > 260 or "\n" in entry["description"]]
    assert not too_long
    assert not [entry["id"] for entry in entries if not entry["description"].endswith(".")]


def test_no_name_is_shared_unless_declared(registry: Registry, entries: list[dict]):
    declared = {key_of(name) for entry in entries for name in entry.get("shares", ())}
    declared |= {key_of(name) for name in read_texts(DATA / "states.yaml")["shared"]}
    bearers: dict[str, set[str]] = {}
    for entity in registry:
        for name in entity.names:
            bearers.setdefault(key_of(name.text), set()).add(entity.id.local)
    assert {key: ids for key, ids in bearers.items() if len(ids) > 1 and key not in declared} == {}


def test_declared_shared_names_are_shared(registry: Registry, entries: list[dict]):
    for entry in entries:
        for name in entry.get("shares", ()):
            assert len(registry.find(name)) > 1


def test_no_entry_has_a_name_twice(entries: list[dict]):
    for entry in entries:
        spelled = Counter((name["text"], name["lang"]) for name in entry["names"])
        assert max(spelled.values()) == 1, entry["id"]
        assert not {name["text"] for name in entry["names"]} & set(entry.get("short", ())), entry["id"]


def test_every_entry_has_an_english_name_first(entries: list[dict]):
    assert not [entry["id"] for entry in entries if entry["names"][0]["lang"] != "en"]


def test_scripts_fit_languages(entities: list[Entity]):
    scripts = {
        "fa": "[\u0600-\u06ff]",
        "ar": "[\u0600-\u06ff]",
        "ur": "[\u0600-\u06ff]",
        "he": "[\u0590-\u05ff]",
        "ru": "[\u0400-\u04ff]",
        "hy": "[\u0530-\u058f]",
        "ka": "[\u10a0-\u10ff]",
        "az": "[A-Za-z]",
        "tr": "[A-Za-z]",
        "en": "[A-Za-z3]",
    }
    wrong = [
        (entity.id.local, name)
        for entity in entities
        for name in entity.names
        if name.lang in scripts and name.text != "3+3" and not re.search(scripts[name.lang], name.text)
    ]
    assert not wrong


def test_persian_letters_are_persian(entities: list[Entity]):
    # Arabic yeh and kaf in a Persian name are a typing mistake that breaks exact search.
    assert not [n.text for e in entities for n in e.names if n.lang in ("fa", "ur") and re.search("[يك]", n.text)]


def test_wikidata_ids_are_well_formed_and_unique(entities: list[Entity]):
    codes = [code for entity in entities for code in entity.same_as if code.startswith("wd:")]
    assert all(re.fullmatch(r"wd:Q[1-9]\d*", code) for code in codes)
    assert [code for code, count in Counter(codes).items() if count > 1] == []


def test_points_lie_where_the_region_is(registry: Registry, entries: list[dict]):
    curated = {entry["id"] for entry in entries}
    for entity in registry:
        if entity.point is None or str(entity.id) not in curated:
            continue
        for (south, north), (west, east) in (REGION, BOXES.get(entity.kind, REGION)):
            inside = south <= entity.point.lat <= north and west <= entity.point.lon <= east
            assert inside or entity.id.local in ("mediterranean-sea",), entity.id


def test_units_are_known_and_measure_what_they_should(entities: list[Entity]):
    schema = load_schema()
    for entity in entities:
        for attribute in entity.attributes:
            unit = schema.units[attribute.quantity.unit]
            assert unit.dimension in schema.measures[attribute.measure.value].dimensions, (entity.id, attribute)


def test_figures_are_dated_unless_their_source_bears_no_date(registry: Registry, entities: list[Entity]):
    for entity in entities:
        for attribute in entity.attributes:
            assert attribute.source is not None
            source = registry.source(attribute.source)
            assert source is not None, attribute.source
            assert attribute.as_of or not source.published, (entity.id, attribute)


def test_leaders_lead_what_is_known(registry: Registry, entries: list[dict]):
    known = {str(entity.id) for entity in registry}
    for entry in entries:
        for post in entry.get("leads", ()):
            assert entry["kind"] == "Person" and post["of"] in known, entry["id"]
            for date in (post.get("since"), post.get("until")):
                assert date is None or check_date(date)
        for row in entry.get("members", ()):
            assert row["state"] in known, entry["id"]


def test_demonyms_belong_to_peoples(entries: list[dict]):
    assert {entry["kind"] for entry in entries if entry.get("demonyms")} == {"EthnicGroup"}


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("State:\n  a: {names: {en: [A]}}\n  a: {names: {en: [B]}}\n", "given twice"),
        ("Sate:\n  a: {names: {en: [A]}}\n", "unknown kind"),
        ("State:\n  a: {naems: {en: [A]}}\n", "unknown key 'naems'"),
        ("State:\n  a: {names: {en: [A]}, cite: [somewhere]}\n", "names no work and no year"),
        (
            "State:\n  a: {names: {en: [A]}, attributes: [{measure: area, value: 1, unit: km2}]}\n",
            "a figure cites None",
        ),
        ("State:\n  a: {names: {en: [A]}, point: [north, 1]}\n", "is not a number"),
        ("State:\n  a: {names: {en: [A]}, cite: 1999}\n", "cite is not a list"),
        ("State: [\n", "broken YAML"),
    ],
)
def test_a_broken_curated_file_is_refused_with_its_place(tmp_path: Path, text: str, problem: str):
    (tmp_path / "sources.yaml").write_text("a-work: {title: A work}\n", "utf-8")
    (tmp_path / "region.yaml").write_text(text, "utf-8")
    (tmp_path / "organisations.yaml").write_text("{}\n", "utf-8")
    with pytest.raises(InputError, match=problem) as caught:
        list(entry_records(tmp_path))
    assert "region.yaml" in str(caught.value)


def test_tags_in_a_curated_file_make_nothing(tmp_path: Path):
    (tmp_path / "a.yaml").write_text("a: !!python/object/apply:os.getcwd []\n", "utf-8")
    assert read_texts(tmp_path / "a.yaml") == {"a": []}
