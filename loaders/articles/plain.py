"""Plain text that a graph can hold: no control characters, one kind of line break, paragraphs set apart."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

_SPACE, _BREAK = " ", "\n"
# What graph.claim.check_text forbids, each replaced by one character so that what follows keeps its offset. A form
# feed or vertical tab parts lines; U+FFFD says that something stood where a lone surrogate or no character is.
_ALLOWED = str.maketrans(
    {
        **dict.fromkeys((*range(9), *range(14, 32), 127), _SPACE),
        **dict.fromkeys((11, 12), _BREAK),
        **dict.fromkeys((*range(0xD800, 0xE000), 0xFFFE, 0xFFFF), "\ufffd"),
    }
)
# Marks that no reader sees and that would split words: soft hyphen, zero-width space, word joiner, byte order mark.
_UNSEEN = str.maketrans(dict.fromkeys((0xAD, 0x200B, 0x2060, 0xFEFF)))
_LONGEST_TITLE = 120
_BLANKS = re.compile(r"[^\S\n]+")
_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_ISO = re.compile(r"(\d{4})(?:[-/.]?(\d{1,2})(?:[-/.]?(\d{1,2}))?)?(?![\d])")
_DAY_FIRST = re.compile(r"(?:(\d{1,2})(?:st|nd|rd|th)?\s+)?([A-Za-z]{3,9})\.?,?\s+(\d{4})\b")
_MONTH_FIRST = re.compile(r"([A-Za-z]{3,9})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})\b")


def allowed(text: str) -> str:
    r"""The same text with \n between lines, and forbidden characters replaced one for one.

    >>> allowed("Iran\x07 shuts\r\nits border")
    'Iran  shuts\nits border'
    """
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text if text.isprintable() else text.translate(_ALLOWED)


def line(text: str) -> str:
    """A text on one line, without blanks around it and without marks that nobody sees: a title, a publisher.

    >>> line("  Iran shuts\\n its bor\xadder ")
    'Iran shuts its border'
    """
    return " ".join(allowed(text).translate(_UNSEEN).split())


def paragraphs(blocks: Iterable[str]) -> str:
    """Blocks with one blank line between them, but none between the items of a list; runs of blanks become one.

    >>> paragraphs(["Two  plants:", "- Khudafarin", "- Giz Galasi", "", "Both stand."])
    'Two plants:\\n\\n- Khudafarin\\n- Giz Galasi\\n\\nBoth stand.'
    """
    text, before = "", ""
    for block in blocks:
        lines = (_BLANKS.sub(" ", each).strip() for each in allowed(block).translate(_UNSEEN).split("\n"))
        tidy = "\n".join(filter(None, lines))
        if not tidy:
            continue
        together = is_item(before) and is_item(tidy)
        text += ("\n" if together else "\n\n" if text else "") + tidy
        before = tidy
    return text


def is_item(block: str) -> bool:
    """Whether a block starts as an item of a list.

    >>> is_item("- gas"), is_item("12. roads"), is_item("2025 was dry.")
    (True, True, False)
    """
    return re.match(r"(?:[-•*‣▪◦–]|\d{1,3}[.)])\s", block) is not None


def has_words(text: str) -> bool:
    """Whether there is anything to read: a letter of any script.

    >>> has_words("12 — 34"), has_words("Иран")
    (False, True)
    """
    return any(map(str.isalpha, text))


def heading(text: str) -> str:
    r"""The first line of a text where it looks like its title: short, no sentence, apart from what follows; else "".

    >>> heading("Iran shuts its border\n\nTehran said so."), heading("Tehran said so.\n\nBaku did not.")
    ('Iran shuts its border', '')
    """
    first, _, rest = text.lstrip().partition("\n")
    title, rest = line(first), rest.rstrip()
    apart = rest.startswith("\n") or len(rest.partition("\n")[0]) > _LONGEST_TITLE
    if not 0 < len(title) <= _LONGEST_TITLE or not apart or title.endswith((".", ",", ";", ":")):
        return ""
    return title


def partial_date(said: str) -> str:
    """The date that a text starts with, as year, month and day as far as they are given; "" when it cannot be told.

    Two numbers before the year may be a month and a day in either order, and are not guessed at.

    >>> partial_date("2025-01-31T10:00:00Z"), partial_date("31 January 2025"), partial_date("May 2025")
    ('2025-01-31', '2025-01-31', '2025-05')
    >>> partial_date("03/04/2025")
    ''
    """
    said = said.strip()
    if found := _ISO.match(said):
        return _date(found[1], found[2], found[3])
    if found := _MONTH_FIRST.match(said):
        return _date(found[3], _month(found[1]), found[2])
    if found := _DAY_FIRST.match(said):
        return _date(found[3], _month(found[2]), found[1])
    return ""


def _month(name: str) -> str:
    start = name[:3].lower()
    return str(_MONTHS.index(start) + 1) if start in _MONTHS else "0"


def _date(year: str, month: str | None, day: str | None) -> str:
    try:
        whole = date(int(year), int(month or 1), int(day or 1)).isoformat()
    except ValueError:
        return ""
    return whole[: 4 if month is None else 7 if day is None else 10]
