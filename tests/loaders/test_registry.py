"""Looking names up in the registry that ships."""

import subprocess
import sys

import pytest
from araz.graph.claim import Entity
from araz.graph.ref import Ref
from araz.loaders.registry import FACTBOOK, Registry, Role, load_registry
from araz.loaders.spelling import key_of
from araz.ontology.vocabulary import Kind


@pytest.fixture(scope="module")
def registry() -> Registry:
    return load_registry()


def locals_of(refs: tuple[Ref, ...]) -> list[str]:
    return [ref.local for ref in refs]


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("Iran", "iran"),
        ("Islamic Republic of Iran", "iran"),
        ("the Islamic Republic", "iran"),
        ("Persia", "iran"),
        ("Turkey", "turkiye"),
        ("TURKIYE", "turkiye"),
        ("USA", "united-states"),
        ("the U.S.", "united-states"),
        ("US", "united-states"),
        ("UK", "united-kingdom"),
        ("Britain", "united-kingdom"),
        ("Burma", "myanmar"),
        ("DRC", "dr-congo"),
        ("Cote d'Ivoire", "cote-d-ivoire"),
        ("Swaziland", "eswatini"),
        ("Czech Republic", "czechia"),
        ("Palestine", "palestine"),
        ("Taiwan", "taiwan"),
        ("Kosovo", "kosovo"),
        ("Western Sahara", "western-sahara"),
        ("Hong Kong", "hong-kong-sar"),
        ("ایران", "iran"),
        ("Հայաստան", "armenia"),
        ("Азербайджан", "azerbaijan"),
    ],
)
def test_a_state_is_found_by_its_names_and_aliases(registry: Registry, name: str, found: str):
    assert locals_of(registry.find(name)) == [found]


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("Khudafarin hydroelectric plant", ["khudafarin-plant"]),
        ("Khoda Afarin Dam", ["khudafarin-dam"]),
        ("Xudaferin SES", ["khudafarin-plant"]),
        ("Giz Galasi hydroelectric complex", ["qiz-qalasi-plant"]),
        ("Maiden Tower", ["qiz-qalasi-plant"]),
        ("Aras", ["araz-river"]),
        ("Araxes river", ["araz-river"]),
        ("Jaish-al-Adl", ["jaish-al-adl"]),
        ("Jaysh al-Adl", ["jaish-al-adl"]),
        ("ROK", ["south-korea"]),
        ("Kataib Hezbollah", ["kataib-hezbollah"]),
        ("Kata'ib Hizballah", ["kataib-hezbollah"]),
        ("پژاک", ["pjak"]),
    ],
)
def test_an_entry_is_found_by_its_spellings(registry: Registry, name: str, found: list[str]):
    assert locals_of(registry.find(name)) == found


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("Congo", ["congo-brazzaville", "dr-congo"]),
        ("Korea", ["north-korea", "south-korea"]),
        ("Astara", ["astara-azerbaijan", "astara-iran"]),
        ("Khudafarin", ["khudafarin-dam", "khudafarin-plant"]),
        ("Aliyev", ["heydar-aliyev", "ilham-aliyev"]),
    ],
)
def test_an_ambiguous_name_returns_all_that_bear_it(registry: Registry, name: str, found: list[str]):
    assert locals_of(registry.find(name)) == found


@pytest.mark.parametrize(
    ("name", "kind", "found"),
    [
        ("Ordubad", Kind.HYDRO_PLANT, ["ordubad-plant"]),
        ("Ordubad", Kind.PLACE, ["ordubad"]),
        ("Khudafarin", Kind.INFRASTRUCTURE, ["khudafarin-dam", "khudafarin-plant"]),
        ("Khudafarin", Kind.DAM, ["khudafarin-dam"]),
        ("Julfa", Kind.BORDER_CROSSING, ["julfa-crossing"]),
        ("Bandar Abbas", Kind.PORT, ["bandar-abbas-port"]),
        ("Iran", Kind.PORT, []),
    ],
)
def test_a_short_name_counts_where_the_kind_is_given(registry: Registry, name: str, kind: Kind, found: list[str]):
    assert locals_of(registry.find(name, kind)) == found


def test_a_full_name_hides_short_ones(registry: Registry):
    assert locals_of(registry.find("Ordubad")) == ["ordubad"]


def test_an_unknown_name_finds_nobody(registry: Registry):
    assert registry.find("Ruritania") == registry.demonym("Ruritanian") == registry.capital("Strelsau") == ()
    assert registry.find("") == registry.find(" . ") == ()


@pytest.mark.parametrize(
    ("word", "among"),
    [
        ("Azerbaijani", {"azerbaijan", "azerbaijanis", "azerbaijanis-of-iran"}),
        ("Azeris", {"azerbaijanis-of-iran"}),
        ("Kurdish", {"kurds", "kurds-of-iran", "kurds-of-turkey"}),
        ("baloch", {"baloch", "baloch-of-iran"}),
        ("Iranians", {"iran"}),
        ("Dominican", {"dominica", "dominican-republic"}),
        ("Frenchmen", {"france"}),
        ("U.S.", {"united-states"}),
        ("Turks", {"turkiye", "turks"}),
    ],
)
def test_a_demonym_leads_to_states_and_peoples(registry: Registry, word: str, among: set[str]):
    assert among <= set(locals_of(registry.demonym(word)))


@pytest.mark.parametrize(
    ("city", "found"),
    [
        ("Baku", ["azerbaijan"]),
        ("Bakı", ["azerbaijan"]),
        ("Tehran", ["iran"]),
        ("Washington", ["united-states"]),
        ("Kiev", ["ukraine"]),
        ("Brussels", ["belgium", "european-union"]),
        ("La Paz", ["bolivia"]),
        ("Istanbul", []),
    ],
)
def test_a_capital_stands_for_its_state(registry: Registry, city: str, found: list[str]):
    assert locals_of(registry.capital(city)) == found


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("Ilham Aliyev", ["azerbaijan"]),
        ("İlham Əliyev", ["azerbaijan"]),
        ("Pezeshkian", ["iran"]),
        ("Raisi", ["iran"]),
        ("Trump", ["united-states"]),
        ("Xi", ["china"]),
        ("Soleimani", ["quds-force"]),
    ],
)
def test_a_leader_stands_for_what_he_leads(registry: Registry, name: str, found: list[str]):
    assert locals_of(registry.leader(name)) == found


def test_other_senses_are_told_by_spelling(registry: Registry):
    assert registry.other_sense("Turkey") == "a bird"
    assert registry.other_sense("Georgia")
    assert registry.other_sense("us") and registry.other_sense("who") and registry.other_sense("un")
    assert not registry.other_sense("US") and not registry.other_sense("U.S.") and not registry.other_sense("iran")


def test_codes_lead_to_entities(registry: Registry):
    assert registry.coded("wd:Q794") == registry.coded("iso:IR") == registry.coded("iso:IRN") == Ref("ent", "iran")
    assert registry.coded("iso:ZZ") is None


def test_entities_come_whole_and_in_order(registry: Registry):
    entities = list(registry)
    assert all(isinstance(entity, Entity) for entity in entities)
    assert [entity.id for entity in entities] == sorted(entity.id for entity in entities)
    assert len(entities) == len(registry) > 850
    assert Ref("ent", "iran") in registry and Ref("ent", "ruritania") not in registry
    assert registry.entity(Ref("ent", "ruritania")) is None


def test_an_entity_has_kind_names_codes_point_and_figures(registry: Registry):
    iran = registry.entity(Ref("ent", "iran"))
    assert iran is not None
    assert (iran.kind, iran.name) == (Kind.STATE, "Iran")
    assert {"wd:Q794", "iso:IR", "iso:IRN"} <= set(iran.same_as)
    assert iran.point is not None and iran.attributes[0].as_of == "2025"
    plant = registry.entity(Ref("ent", "khudafarin-plant"))
    assert plant is not None
    assert {(a.quantity.value, str(a.source)) for a in plant.attributes} == {
        (102.0, "src:gem-hydro"),
        (100.0, "src:az-energy-junctions"),
    }


def test_citations_name_their_source(registry: Registry):
    cited = registry.citations(Ref("ent", "khudafarin-plant"))
    assert cited[0].source == Ref("src", "gem-hydro") and cited[0].text == "L604068"
    assert registry.citations(Ref("ent", "iran"))[0].source == FACTBOOK
    source = registry.source(Ref("src", "gem-hydro"))
    assert source is not None and source.licence == "CC BY 4.0"
    assert Ref("src", "factbook") in {each.id for each in registry.sources()}


def test_namings_hold_every_way_to_an_entity(registry: Registry):
    ways = {(naming.text, naming.role, naming.ref.local) for naming in registry.namings()}
    assert {
        ("Iran", Role.NAME, "iran"),
        ("Tehran", Role.CAPITAL, "iran"),
        ("Iranian", Role.DEMONYM, "iran"),
        ("Pezeshkian", Role.LEADER, "iran"),
        ("Ordubad", Role.SHORT, "ordubad-plant"),
        ("Brussels", Role.CAPITAL, "european-union"),
    } <= ways


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Xudafərin", "XUDAFERIN"),
        ("Öcalan", "Ocalan"),
        ("Jaish–al–Adl", "jaish al adl"),
        ("U.S.A.", "usa"),
        ("كردستان", "کردستان"),
        ("خط‌لوله", "خط لوله"),
        ("Sana'a", "Sanaa"),
        ("The Gambia", "Gambia"),
        ("D-8", "D8"),
    ],
)
def test_spellings_that_differ_in_marks_only_are_the_same(one: str, other: str):
    assert key_of(one) == key_of(other)


@pytest.mark.parametrize(("one", "other"), [("OPEC", "OPEC+"), ("Niger", "Nigeria"), ("3+3", "33")])
def test_spellings_that_differ_in_more_stay_apart(one: str, other: str):
    assert key_of(one) != key_of(other)


def test_importing_the_registry_reads_nothing():
    code = (
        "import araz.loaders.registry as r, sys; print(r.load_registry.cache_info().currsize, 'rigour' in sys.modules)"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.split() == ["0", "False"]
