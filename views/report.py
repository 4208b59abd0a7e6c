"""The answer as one page of HTML, made to be shared, printed and checked: it runs nothing and fetches nothing."""

from __future__ import annotations

from dataclasses import replace

from ..graph.dossier import Dossier
from ..graph.ref import Ref
from ..graph.store import Store, Table
from ..queries.asking import Answer
from ..queries.assessed import Assessed
from ..queries.belief import place_of
from ..queries.columns import KINDS
from ..queries.results import Exposure
from ..queries.scenario import Scenario, Shock
from ..queries.whatif import whatif
from .report_answer import answer_page, dossier_page, table_page
from .report_exposure import exposure_page
from .report_sections import comparison_section, sections_of

Reportable = Answer | Exposure | Dossier | Table
"""What there is a page for."""

EXPOSED = "exposed-infrastructure"
"""The catalogued question that is a what-if question."""

_WAYS = 3


def report(
    store: Store, found: Reportable, *, question: str = "", query: str = "", against: Exposure | Scenario | None = None
) -> str:
    """The page of an answer, as HTML in one file: light, dark, on a phone and on paper, without script.

    `question` is what was asked, in the words of who asked; `query` the text that a table answers. `against` is
    another scenario to compare an exposure with. An answer to "what is exposed if a state collapses" gets the page of
    that what-if question.

    >>> from araz.face import open_graph
    >>> with open_graph("example") as graph:
    ...     page = report(graph.store, graph.ask("neighbours", "Iran"))
    >>> page.startswith("<!doctype html>"), "<script" in page
    (True, False)
    """
    if isinstance(found, Dossier):
        return dossier_page(store, found)
    if isinstance(found, Table):
        return table_page(store, found, title=question or "A query's answer", query=query)
    state = found.params.get("state") if isinstance(found, Answer) and found.question.id == EXPOSED else None
    if isinstance(state, Ref):
        found = whatif(store, Scenario((Shock(state),)))
    if isinstance(found, Answer):
        return answer_page(store, found, question=question)
    if not isinstance(found, Assessed):
        return exposure_page(store, found, question=question)
    sections = sections_of(found)
    if against is not None:
        compared = found.compare(against)
        names = compared.one.name or "this scenario", compared.other.name or "the other scenario"
        sections.append(comparison_section(compared, *names))
    return exposure_page(store, _with_ways(found), question=question, sections=sections)


def _with_ways(found: Assessed) -> Assessed:
    """The same answer with more ways to each asset, where there is one only, and what stands on them named."""
    if any(len(line.paths) > 1 for line in found.results):
        return found
    results = tuple(replace(line, paths=found.paths(line.entity, count=_WAYS)) for line in found.results)
    ends = {end for line in results for path in line.paths for hop in path.hops for end in (hop.start, hop.end)}
    columns = found.network.columns
    places = {ref: place_of(columns, ref) for ref in sorted(ends)}
    return replace(
        found,
        results=results,
        names={**found.names, **{ref: columns.names[place] for ref, place in places.items()}},
        kinds={**found.kinds, **{ref: KINDS[int(columns.kinds[place])] for ref, place in places.items()}},
    )
