"""What of a graph is to be looked at: the pages and pictures that the face makes of its store."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable
from typing import TYPE_CHECKING

from .graph.display import Displayed

if TYPE_CHECKING:
    from .graph.store import Store
    from .queries.assessed import Assessed
    from .queries.results import Exposure
    from .queries.scenario import Scenario
    from .views.network import SafeNetwork
    from .views.report import Reportable


class Pictured(Displayed, ABC):
    """Something with a store, shown in pages and pictures."""

    @property
    @abstractmethod
    def store(self) -> Store:
        """The store that is shown."""

    def report(
        self, found: Reportable, *, question: str = "", query: str = "", against: Assessed | Scenario | None = None
    ) -> str:
        """One page of HTML to share: of an answer, an exposure, a dossier, a table (see `views.report`).

        >>> from araz.face import open_graph
        >>> g = open_graph("example")
        >>> "<h1><bdi>Which states border Iran?</bdi></h1>" in g.report(g.ask("neighbours", "Iran"))
        True
        """
        from .views.report import report

        return report(self.store, found, question=question, query=query, against=against)

    def to_pyvis(self, *entities: str, hops: int = 1, exposure: Exposure | None = None) -> SafeNetwork:
        """A pyvis Network of what lies at most `hops` steps around entities; of everything without them.

        It is directed, its texts are escaped, its positions computed, and its page needs no network. With an answer to
        `whatif` it stands in layers, from the shock to the assets.

        >>> from araz.face import open_graph
        >>> open_graph("example").to_pyvis("Khudafarin dam").directed
        True
        """
        from .views.excerpt import excerpt
        from .views.network import to_pyvis

        return to_pyvis(excerpt(self.store, entities, hops=hops, exposure=exposure))

    def view(
        self,
        *entities: str,
        hops: int = 1,
        classes: Iterable[str] = (),
        modalities: Iterable[str] = (),
        exposure: Exposure | None = None,
    ) -> str:
        """The explorer as one page of HTML: what lies at most `hops` steps around entities, or everything.

        `classes` and `modalities` keep only such entities and claims; an answer to `whatif` is highlighted.

        >>> from araz.face import open_graph
        >>> open_graph("example").view("Khudafarin dam").startswith("<!doctype html>")
        True
        """
        from .views.explorer import write_explorer

        return write_explorer(
            self.store, entities, hops=hops, classes=classes, modalities=modalities, exposure=exposure
        )
