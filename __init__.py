"""Araz: a region's writing as a graph of sourced claims, and what-if questions over it.

>>> import araz
>>> g = araz.open("example")
>>> g.whatif("Iran").results[0].entity.prefix
'ent'
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

if TYPE_CHECKING:
    from .errors import ArazError
    from .face import Graph
    from .face import open_graph as open
    from .graph.claim import Claim, Entity, Passage, Quantity, Source
    from .graph.ref import Ref
    from .loaders.reader.documents import extract
    from .loaders.reader.extraction import Extraction
    from .queries.scenario import Scenario, Shock
    from .views.magics import load_ipython_extension
    from .views.notebook import bundle

_WHERE = {
    "ArazError": ("errors", "ArazError"),
    "Claim": ("graph.claim", "Claim"),
    "Entity": ("graph.claim", "Entity"),
    "Extraction": ("loaders.reader.extraction", "Extraction"),
    "Graph": ("face", "Graph"),
    "Passage": ("graph.claim", "Passage"),
    "Quantity": ("graph.claim", "Quantity"),
    "Ref": ("graph.ref", "Ref"),
    "Scenario": ("queries.scenario", "Scenario"),
    "Shock": ("queries.scenario", "Shock"),
    "Source": ("graph.claim", "Source"),
    "bundle": ("views.notebook", "bundle"),
    "extract": ("loaders.reader.documents", "extract"),
    "load_ipython_extension": ("views.magics", "load_ipython_extension"),
    "open": ("face", "open_graph"),
}

__all__ = [
    "ArazError",
    "Claim",
    "Entity",
    "Extraction",
    "Graph",
    "Passage",
    "Quantity",
    "Ref",
    "Scenario",
    "Shock",
    "Source",
    "bundle",
    "extract",
    "load_ipython_extension",
    "open",
]


def __getattr__(name: str) -> Any:
    # Names are fetched when first used, so that `import araz` and `araz --help` stay instant.
    from importlib import import_module

    if name not in _WHERE:
        raise AttributeError(f"module 'araz' has no attribute {name!r}")
    module, attribute = _WHERE[name]
    return getattr(import_module(f".{module}", __name__), attribute)
