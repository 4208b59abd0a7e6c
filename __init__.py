"""Araz: a region's writing as a graph of sourced claims, and what-if questions over it."""

from __future__ import annotations

__version__ = "0.1.0"
