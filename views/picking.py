"""Style rules by which a page without script lets a reader point, pick and leave out."""

from __future__ import annotations

from collections.abc import Iterable

from .glyphs import hues


def page_styles(kinds: Iterable[str]) -> str:
    """The hues of the classes on a page, for the light theme and the dark one."""
    light, dark = hues(kinds)
    return f"{light}@media screen and (prefers-color-scheme:dark){{{dark}}}"


def picking(ranks: int, kinds: Iterable[str] = ()) -> str:
    """Rules by which row, node and pin of one rank light up together, and a legend leaves classes out.

    What belongs to rank N bears `w-N`, what may fade `f`. Whatever leads to `#row-N`, and `p-N`, picks rank N while it
    is pointed at; so does an address that ends in `#row-N` or `#node-N`, until something else is pointed at.

    >>> picking(0, ["State"])
    '#answer:has(#show-State:not(:checked)) .of-State{display:none}'
    """
    rules: list[str] = []
    for n in range(1, ranks + 1):
        near = f':is(.p-{n},a[href="#row-{n}"]):is(:hover,:focus-visible)'
        rules += [
            f"#answer:has({near}) .f:not(.w-{n}),"
            f"#answer:has(:is(#row-{n},#node-{n}):target):not(:has(.p:is(:hover,:focus-visible))) .f:not(.w-{n})"
            "{opacity:.4}",
            f"#answer:has(#asset-{n}[open]) .w-{n},#answer:has({near}) .w-{n},"
            f"#answer:has(:is(#row-{n},#node-{n}):target) .w-{n}{{--on:1}}",
        ]
    rules += [f"#answer:has(#show-{kind}:not(:checked)) .of-{kind}{{display:none}}" for kind in sorted(set(kinds))]
    return "".join(rules)
