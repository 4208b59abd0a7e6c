"""What people decide about the claims of a graph: sessions of review that the face opens on its store."""

from __future__ import annotations

from abc import ABC, abstractmethod
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING

from .errors import UsageError
from .graph.ref import Ref

if TYPE_CHECKING:
    from collections.abc import Callable

    from .graph.store import Store
    from .loaders.reviewing.session import Session


class Reviewed(ABC):
    """Something with a store, whose claims people accept, reject and correct."""

    address: str

    @property
    @abstractmethod
    def store(self) -> Store:
        """The store, open for reading."""

    @abstractmethod
    def _writing(self) -> AbstractContextManager[Store]:
        """The store, open for writing for as long as the block runs."""

    @abstractmethod
    def find(self, name: str) -> Ref:
        """The id of the entity with this id or name."""

    def review(
        self,
        *,
        by: str | Callable[[], str] = "",
        on: str | None = None,
        entity: str = "",
        relation: str = "",
        below: float | None = None,
        method: str = "",
        source: str = "",
        limit: int | None = None,
    ) -> Session:
        """A session of review: iterate it for what waits, the least sure first, and decide.

        `by` is who decides (or says so when first asked), `on` the day, today unless told otherwise. The others narrow
        down what waits: claims that mention an entity, of a relation, below a confidence, of a method, of a source.

        >>> from araz.face import open_graph
        >>> g = open_graph("example")
        >>> [case.words for case in g.review(entity="Khudafarin power plant", below=0.9, limit=1)]
        ['radical militants threatens Khudafarin hydroelectric plant']
        """
        from .loaders.registry import load_registry
        from .loaders.reviewing.deciding import Reviewer, today
        from .loaders.reviewing.session import Session
        from .loaders.reviewing.waiting import Wanted

        cited = self.find(source) if source else None
        if cited is not None and cited.prefix != "src":
            raise UsageError(f"{source!r} is no source", remedy="give its title or its id, src:…")
        wanted = Wanted(self.find(entity) if entity else None, relation, below, method, cited, limit)
        named: list[Reviewer] = []

        def reviewer() -> Reviewer:
            if self.address == "example":
                raise UsageError("the bundled example cannot be reviewed", remedy="name a store: --db region.db")
            if not named:
                named.append(Reviewer(by if isinstance(by, str) else by(), today() if on is None else on))
            return named[0]

        return Session(
            lambda: self.store,
            self._writing,
            wanted=wanted,
            reviewer=reviewer,
            find=self.find,
            registry=load_registry(),
        )
