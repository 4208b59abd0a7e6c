"""Which nodes are reached in which drawn worlds: compiled, imported only when worlds are drawn."""

# numba compiles this function and checks its types then.
# pyright: basic

from __future__ import annotations

from typing import TYPE_CHECKING

from .worlds import Numbers, Words, bench, compiled, flood, luck_of, wipe

if TYPE_CHECKING:
    from .downstream import Downstream


@compiled
def gather(net: Downstream, wanted: Numbers, seed: int, words: Words) -> None:
    """Write the worlds in which node `wanted[i]` is reached to `words[i]`, a word a block; -1 is never reached."""
    at = bench(net.nodes.size, net.heads.size)
    for block in range(words.shape[1]):
        count = flood(net, luck_of(seed, block), at)
        for i in range(wanted.size):
            if wanted[i] >= 0:
                words[i, block] = at.seen[wanted[i]]
        wipe(at, count)
