"""The answer as one page of HTML, made to be shared, printed and checked: it runs nothing and fetches nothing."""

from __future__ import annotations

from ..graph.dossier import Dossier
from ..graph.store import Store, Table
from ..queries.asking import Answer
from ..queries.assessed import Assessed
from ..queries.comparison import Comparison
from ..queries.results import Exposure
from .report_answer import answer_page, dossier_page, table_page
from .report_exposure import exposure_page
from .report_sections import comparison_section, sections_of

Reportable = Answer | Exposure | Dossier | Table
"""What there is a page for."""


def report(
    store: Store, found: Reportable, *, question: str = "", query: str = "", comparison: Comparison | None = None
) -> str:
    """The page of an answer, as HTML in one file: light, dark, on a phone and on paper, without script.

    `question` is what was asked, in the words of who asked; `query` the text that a table answers. `comparison` is the
    exposure's scenario against another one.

    >>> from araz.face import open_graph
    >>> with open_graph("example") as graph:
    ...     page = report(graph.store, graph.ask("neighbours", "Iran"))
    >>> page.startswith("<!doctype html>"), "<script" in page
    (True, False)
    """
    if isinstance(found, Exposure):
        sections = sections_of(found) if isinstance(found, Assessed) else []
        if comparison is not None:
            other = comparison.other.name or "the other scenario"
            sections.append(comparison_section(comparison, comparison.one.name or "this scenario", other))
        return exposure_page(store, found, question=question, sections=sections)
    if isinstance(found, Dossier):
        return dossier_page(store, found)
    if isinstance(found, Table):
        return table_page(store, found, title=question or "A query's answer", query=query)
    return answer_page(store, found, question=question)
