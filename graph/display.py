"""Rich display: a value that shows itself in a notebook. How it looks is the business of `views`, at its own time."""

from __future__ import annotations

from collections.abc import Container
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from rich.text import Text

Bundle: TypeAlias = dict[str, str]
"""What is shown, by MIME type."""


class Displayed:
    """A base of types that a notebook shows richly. It adds no field.

    >>> from araz.graph.store import Table
    >>> sorted(Table(("a",), ())._repr_mimebundle_())
    ['text/html', 'text/markdown', 'text/plain']
    """

    __slots__ = ()

    def _repr_mimebundle_(self, include: Container[str] | None = None, exclude: Container[str] | None = None) -> Bundle:
        """The value by MIME type, as IPython asks for it."""
        # The package's public face says how values look, so that the graph need not know who draws them.
        from .. import bundle

        return {
            kind: text
            for kind, text in bundle(self).items()
            if (include is None or kind in include) and (exclude is None or kind not in exclude)
        }

    def __rich__(self) -> Text:
        """The value as rich prints it: plain text, in which nothing counts as markup."""
        from rich.text import Text

        return Text(self._repr_mimebundle_()["text/plain"])
