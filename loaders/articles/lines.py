"""Lines of a laid-out page put together to paragraphs, and what stands on every page taken out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from .plain import is_item, paragraphs

_HYPHENS = ("-", "\u2010", "\xad")
_LIGATURES = str.maketrans({"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"})
_SENTENCE_END = re.compile(r"[.!?:…。؟।][\"'”’»)\]\d]*\Z")
_PAGE_NUMBER = re.compile(r"\W*(?:page|p\.|seite|стр\.?|sayfa)?\s*\d{1,4}(?:\s*(?:/|of|von|из)\s*\d{1,4})?\W*\Z", re.I)
_FEWEST_PAGES = 2
_EDGE = 2

Page = Sequence[str]
"""The lines of one page."""


def without_running_lines(pages: Sequence[Page]) -> list[Page]:
    """The pages without page numbers and without the lines that stand at the same place at the top or bottom of many.

    Left and right pages may have their own. Digits do not count: "News, page 2" is the same line as "News, page 3".

    >>> without_running_lines([["News", "Iran shut it.", "1"], ["News", "Baku waits.", "2"], ["News", "So?", "3"]])
    [['Iran shut it.'], ['Baku waits.'], ['So?']]
    """
    edges = [_edge(page) for page in pages]
    seen = Counter(standing for edge in edges for standing in edge.values())
    most = max(_FEWEST_PAGES, 0.4 * len(pages))
    kept: list[Page] = []
    for page, edge in zip(pages, edges, strict=True):
        out = {n for n, standing in edge.items() if seen[standing] >= most}
        out |= {n for n, (place, _) in edge.items() if place in {0, -1} and _PAGE_NUMBER.match(page[n].strip())}
        kept.append([each for n, each in enumerate(page) if n not in out])
    return kept


def joined(pages: Sequence[Page]) -> str:
    """The paragraphs of pages: lines joined with a blank, words that a line break parted put together again.

    A paragraph ends at an empty line, before an item of a list, after a line that ends a sentence and had room for the
    next word, and after a short line before a capital, as a heading is. It may go on over the page.

    >>> joined([["Iran and Azerbaijan share a hydroelectric infra-", "structure on the Araz. It works."]])
    'Iran and Azerbaijan share a hydroelectric infrastructure on the Araz. It works.'
    """
    pages = [[each.translate(_LIGATURES) for each in page] for page in pages]
    known = Counter(word for page in pages for each in page for word in _whole_words(each))
    return paragraphs(_paragraphs(pages, known))


def _edge(page: Page) -> dict[int, tuple[int, str]]:
    """By their numbers, the first and last lines that are not empty: how far from the edge, and what they say."""
    places = [n for n, each in enumerate(page) if each.strip()]
    ends = [*range(min(_EDGE, len(places))), *range(-min(_EDGE, max(0, len(places) - _EDGE)), 0)]
    return {places[end]: (end, re.sub(r"\d+", "#", " ".join(page[places[end]].split()).lower())) for end in ends}


def _whole_words(each: str) -> list[str]:
    # The halves at either end of a line may be no words.
    words = re.findall(r"[^\W\d_]+(?:[-\u2010][^\W\d_]+)*", each.lower())
    return words[:-1] if each.rstrip().endswith(_HYPHENS) else words


def _paragraphs(pages: Sequence[Page], known: Counter[str]) -> Iterator[str]:
    text, last, width = "", "", 0
    for page in pages:
        lengths = sorted(len(each.strip()) for each in page if each.strip())
        # Nine tenths up: headings and last lines are shorter, a table may be wider.
        own = lengths[len(lengths) * 9 // 10] if lengths else 0
        for each in _trimmed(page):
            if text and _ends(last, each, width or own):
                yield text
                text = ""
            text = _added(text, each.strip(), known)
            last = each
            width = own
    yield text


def _trimmed(page: Page) -> Page:
    # Empty lines at its edges are margins; a sentence may go on over them.
    places = [n for n, each in enumerate(page) if each.strip()]
    return page[places[0] : places[-1] + 1] if places else []


def _ends(last: str, each: str, width: int) -> bool:
    """Whether the paragraph that `last` belongs to is over when `each` follows. `width` is that of a full line."""
    before, after = last.strip(), each.strip()
    if not before or not after or is_item(after):
        return True
    indented = each[:1].isspace() and not last[:1].isspace()
    closed = _SENTENCE_END.search(before) is not None
    if closed:
        # Letters differ in width: a line that is full to a tenth is full.
        return indented or len(before) + 1 + len(after.split()[0]) < 0.93 * width
    return len(before) < 0.6 * width and not before.endswith((",", ";", *_HYPHENS)) and not after[0].islower()


def _added(text: str, each: str, known: Counter[str]) -> str:
    if not text or not each or not text.endswith(_HYPHENS) or text[-2:-1].isspace():
        return f"{text} {each}".strip()
    if text.endswith("\xad"):
        return text[:-1] + each
    left = re.search(r"[^\W_]*\Z", text[:-1])
    right = re.match(r"[^\W_]*", each)
    first, second = (left[0] if left else ""), (right[0] if right else "")
    if not second or not second[0].islower() or not first or first[-1].isdigit():
        return text + each
    one, two = first.lower(), second
    parted, whole = known[f"{one}-{two}"], known[one + two]
    words = len(one) > 2 and known[one] and known[two]
    # As the rest of the text writes it; else parted when both halves are words of the text.
    keeps = parted > whole if parted or whole else bool(words)
    return (text if keeps else text[:-1]) + each
