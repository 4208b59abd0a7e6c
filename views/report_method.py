"""How an answer was found, so that a reader can check, repeat and cite it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from ..graph.store import Store
from ..ontology.schema import load_schema
from ..ontology.transmission import Rule, load_rules
from ..queries.results import Exposure
from ..queries.scenario import Scenario
from .citing import Cited


@dataclass(frozen=True, slots=True)
class Coefficient:
    """A transmission rule that the answer used: in words, with its number and what that rests on."""

    shock: str
    words: str
    passes: str
    probability: float
    grade: str
    mechanism: str
    reason: str
    reference: str


@dataclass(frozen=True, slots=True)
class Licence:
    """A licence, and what it covers."""

    licence: str
    covers: str


def method_in_words(found: Exposure) -> str:
    """The method of an exposure in a sentence's worth of words.

    The figure itself is a probability in the independent-cascade model; this says how it was worked out.
    """
    if found.method.startswith("path-bound"):
        return "shown is the likeliest way alone, a lower bound; the line ends at a proven upper bound"
    if found.worlds:
        return f"sampled in {found.worlds:,} worlds, with 95 % intervals, seed {found.seed}"
    return "worked out exactly, nothing is sampled" if found.method == "exact" else found.method


def coefficients(found: Exposure) -> tuple[Coefficient, ...]:
    """The rules that the ways of an answer pass over, each once, by relation."""
    used = {hop.rule for line in found.results for path in line.paths for hop in path.hops}
    return tuple(
        _coefficient(rule) for rule in sorted(used, key=lambda rule: (rule.relation, rule.direction, rule.shock))
    )


def _coefficient(rule: Rule) -> Coefficient:
    relation = load_schema().relations[rule.relation]
    ends = ("A", "B") if rule.direction == "forward" or relation.symmetric else ("B", "A")
    return Coefficient(
        shock=str(rule.shock).replace("-", " "),
        words=f"A {relation.label} B",
        passes=f"{ends[0]} → {ends[1]}",
        probability=rule.probability,
        grade=rule.grade,
        mechanism=rule.mechanism,
        reason=rule.reason,
        reference=rule.reference,
    )


def weights() -> tuple[tuple[str, float, str], ...]:
    """What each modality leaves of a claim's confidence, and why."""
    return tuple((term.label, term.weight, term.reason) for term in load_schema().modalities.values())


def licences(sources: Iterable[Cited], *others: Licence) -> tuple[Licence, ...]:
    """The licences of the sources that a page quotes, each with what it covers."""
    covered: dict[str, list[str]] = {}
    for source in sources:
        covered.setdefault(source.licence, []).append(f"[{source.number}]")
    return (
        *(Licence(licence, f"sources {' '.join(numbers)}") for licence, numbers in sorted(covered.items())),
        *others,
    )


def replayable(scenario: Scenario) -> str:
    """The scenario as a YAML file that `--scenario` reads. What is left at its default is left out."""
    from textwrap import wrap

    import yaml

    record = {key: value for key, value in scenario.record().items() if value not in ("", [])}
    if scenario.rules:
        record["rules"] = Path(scenario.rules).name
    # Split at every kind of line break, or the rest of a premise would be read as YAML.
    head = "".join(f"# {line}\n" for line in wrap(" ".join(scenario.premise.split()), 98))
    return head + yaml.safe_dump(record, sort_keys=False, allow_unicode=True, width=100)


def citation(store: Store, found: Exposure, asked: str) -> str:
    """How to cite an exposure answer: what was asked, of what, by which version and rules."""
    rules = load_rules(Path(found.scenario.rules)) if found.scenario.rules else load_rules()
    parts = [f"transmission rules {rules.version}", f"method {found.method}"]
    parts += [f"{found.worlds:,} worlds"] if found.worlds else []
    return cite(store, asked, [*parts, f"seed {found.seed}"])


def cite(store: Store | None, asked: str, parts: Sequence[str] = ()) -> str:
    """How to cite an answer. The mark of the data changes with every change of what is stored."""
    from .. import __version__

    mark = [] if store is None else [f"data mark {store.stamp()}"]
    return ", ".join([f"“{asked}”, answered by Araz {__version__}", *mark, *parts]) + "."
