"""Which nodes are reached in which drawn worlds: compiled, imported only when worlds are drawn."""

# numba compiles this function and checks its types then.
# pyright: basic

from __future__ import annotations

from typing import TYPE_CHECKING

from .worlds import LANES, Numbers, Words, bench, compiled, draw_luck, flood, wipe

if TYPE_CHECKING:
    from .downstream import Downstream


@compiled
def gather(net: Downstream, wanted: Numbers, seed: int, words: Words) -> None:
    """Write the worlds in which node `wanted[i]` is reached to `words[i]`, a word a block; -1 is never reached."""
    at = bench(net.nodes.size, net.heads.size)
    for block in range(0, words.shape[1], LANES):
        draw_luck(seed, block, at.luck)
        lanes = min(LANES, words.shape[1] - block)
        count = flood(net, lanes, at)
        for i in range(wanted.size):
            if wanted[i] >= 0:
                words[i, block : block + lanes] = at.seen[wanted[i], :lanes]
        wipe(at, count)
