"""The names that a news analysis of Iran and Azerbaijan uses all lead to the right entities."""

import json
from pathlib import Path

import pytest
from araz.loaders.registry import Registry, load_registry
from araz.ontology.vocabulary import Kind


@pytest.fixture(scope="module")
def registry() -> Registry:
    return load_registry()


# How a name is read: by find, by find with a kind, as a demonym, a capital, a leader.
USED = [
    ("Iran", "iran"),
    ("Islamic Republic", "iran"),
    ("Azerbaijan", "azerbaijan"),
    ("Armenia", "armenia"),
    ("Russia", "russia"),
    ("Turkey", "turkiye"),
    ("US", "united-states"),
    ("Israel", "israel"),
    ("Pakistan", "pakistan"),
    ("Trump administration", "trump-administration"),
    ("Azerbaijani government", "government-of-azerbaijan"),
    ("Iranian Islamic government", "government-of-iran"),
    ("Ilham Aliyev", "ilham-aliyev"),
    ("Western countries", "west"),
    ("the West", "west"),
    ("South Caucasus", "south-caucasus"),
    ("Middle East", "middle-east"),
    ("northern Iran", "northern-iran"),
    ("Turkic states", "ots"),
    ("International North-South Corridor", "instc"),
    ("INSTC", "instc"),
    ("Araz Corridor", "araz-corridor"),
    ("Araz River", "araz-river"),
    ("PJAK", "pjak"),
    ("Jaish-al-Adl", "jaish-al-adl"),
    ("radical Shia ideology", "revolutionary-shiism"),
    ("electricity", "electricity"),
]


@pytest.mark.parametrize(("name", "local"), USED)
def test_a_name_of_the_article_is_found(registry: Registry, name: str, local: str):
    assert [ref.local for ref in registry.find(name)] == [local]


@pytest.mark.parametrize(
    ("name", "local"),
    [
        ("Khudafarin", "khudafarin-plant"),
        ("Qiz Qalasi", "qiz-qalasi-plant"),
        ("Ordubad", "ordubad-plant"),
        ("Marazad", "marazad-plant"),
    ],
)
def test_a_plant_of_the_article_is_found_by_its_short_name(registry: Registry, name: str, local: str):
    assert [ref.local for ref in registry.find(name, Kind.HYDRO_PLANT)] == [local]


@pytest.mark.parametrize(
    ("word", "local"),
    [
        ("Azerbaijanis", "azerbaijanis-of-iran"),
        ("Kurds", "kurds-of-iran"),
        ("Baloch", "baloch-of-iran"),
        ("Kurdish", "kurds-of-iran"),
        ("Iranian", "iran"),
        ("Azerbaijani", "azerbaijan"),
    ],
)
def test_a_demonym_of_the_article_is_known(registry: Registry, word: str, local: str):
    assert local in {ref.local for ref in registry.demonym(word)}


@pytest.mark.parametrize(("city", "local"), [("Baku", "azerbaijan"), ("Tehran", "iran")])
def test_a_capital_of_the_article_stands_for_its_state(registry: Registry, city: str, local: str):
    assert [ref.local for ref in registry.capital(city)] == [local]


def test_every_named_entity_of_the_annotated_article_is_known(registry: Registry, shared: Path):
    gold = json.loads((shared / "article" / "gold.json").read_text("utf-8"))
    missing = []
    for entity in gold["entities"]:
        if not entity["named"]:
            continue
        names = [entity["name"], entity["name"].split(" (")[0], *entity["name"].split(" / ")]
        ways = [ref for name in names for look in (registry.find, registry.demonym) for ref in look(name)]
        if not ways:
            missing.append(entity["name"])
    assert missing == []
