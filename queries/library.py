"""The scenarios that ship with Araz, each a small file to run, to read and to copy."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from types import MappingProxyType

from ..errors import UsageError
from ..graph.store import Store
from .scenario import Scenario, Shock, premise, read_scenario, resolved

_FOLDER = Path(__file__).parent / "scenarios"


@cache
def library() -> Mapping[str, Path]:
    """The files of the scenarios that ship with Araz, by name, sorted.

    >>> list(library())[:2]
    ['armed-attack-on-araz-plants', 'drought-on-the-araz']
    """
    return MappingProxyType({path.stem: path for path in sorted(_FOLDER.glob("*.yaml"))})


def find_scenario(name: str | Path) -> Path:
    """The file of a scenario: the name of one that ships with Araz, or the path of a file of your own.

    Letter case, spaces and an ending `.yaml` do not matter in a name. A name of the library wins over a file of that
    name in the working directory: write `./hormuz-closed` for the file. Raises `UsageError` with near names.

    >>> find_scenario("Hormuz closed").name
    'hormuz-closed.yaml'
    >>> find_scenario("hormuz-close")
    Traceback (most recent call last):
    araz.errors.UsageError: no scenario 'hormuz-close'; did you mean hormuz-closed?
    """
    known, path = library(), Path(name)
    wanted = "-".join(str(name).casefold().removesuffix(".yaml").split())
    if wanted in known:
        return known[wanted]
    if path.is_file():
        return path
    near = get_close_matches(path.stem.casefold(), list(known), n=3, cutoff=0.7)
    choice = " or ".join(near)
    remedy = f"did you mean {choice}?" if near else f"give the path of a file, or one of {', '.join(known)}"
    raise UsageError(f"no scenario {str(name)!r}", remedy=remedy)


def assumptions(path: Path) -> str:
    """What a scenario's file says of itself in the comment lines at its head: what it assumes, and why.

    >>> assumptions(library()["hormuz-closed"]).partition(",")[0]
    'The Strait of Hormuz is shut to shipping'
    """
    return premise(path.read_text("utf-8"))


def chosen_scenario(
    store: Store,
    *shocked: str | Shock,
    kind: str = "state-collapse",
    scenario: Scenario | str | Path | None = None,
    seed: int | None = None,
    rules: str | Path | None = None,
) -> Scenario:
    """A scenario as a caller may give it: things struck by a kind of shock, a scenario or its file or name, or both.

    `seed` and `rules` take the place of the scenario's own. Names are looked up in the store.

    >>> from araz.face import open_graph
    >>> chosen_scenario(open_graph("example").store, "Iran", seed=7).record()["shocks"]
    [{'entity': 'ent:iran', 'kind': 'state-collapse', 'probability': 1.0}]
    """
    struck = tuple(each if isinstance(each, Shock) else Shock(each, kind) for each in shocked)
    if isinstance(scenario, str | Path):
        scenario = read_scenario(find_scenario(scenario), store)
    if scenario is None:
        scenario = Scenario(struck)
    elif struck:
        scenario = replace(scenario, shocks=(*scenario.shocks, *struck), name="", premise="")
    if seed is not None:
        scenario = replace(scenario, seed=seed)
    if rules is not None:
        scenario = replace(scenario, rules=str(rules))
    return resolved(scenario, store)
