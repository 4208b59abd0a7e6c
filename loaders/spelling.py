"""Names compared as people compare them: without case, diacritics and punctuation."""

from __future__ import annotations

import re
import unicodedata

# Letters that NFKD leaves whole, and letters that keyboards for Arabic, Persian, Urdu and Kurdish exchange. Marks
# that only separate letters or stand for a glottal stop go; a Persian typist may put a space for the non-joiner.
_LETTERS = str.maketrans(
    {
        "ı": "i",
        "ə": "e",
        "Ə": "e",
        "ø": "o",
        "Ø": "o",
        "ł": "l",
        "Ł": "l",
        "đ": "d",
        "Đ": "d",
        "æ": "ae",
        "Æ": "ae",
        "ي": "ی",
        "ى": "ی",
        "ك": "ک",
        "ة": "ه",
        "ە": "ه",
        "\u200c": " ",
        "'": "",
        "’": "",
        "‘": "",
        "ʻ": "",
        "ʼ": "",
        "`": "",
        "״": "",
        "&": " and ",
    }
)
_WORD = re.compile(r"[\w+]+")
_BEFORE_DIGIT = re.compile(r"(?<=\w)-(?=\d)")
_LONE_LETTER = re.compile(r"\b\w\b")
_LETTERS_APART = re.compile(r"\b(?:\w )+\w\b")


def key_of(name: str) -> str:
    """The form under which a name is looked up: words in lower case, plain letters, one space between.

    Hyphens separate words, letters with dots between them are one word, a leading "the" does not count.

    >>> key_of("Jaish-al-ʻAdl"), key_of("the U.S."), key_of("Qız Qalası"), key_of("G-20"), key_of("3+3")
    ('jaish al adl', 'us', 'qiz qalasi', 'g20', '3+3')
    """
    plain = name.translate(_LETTERS).casefold()
    if not plain.isascii():
        plain = "".join(c for c in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(c))
    if not plain.isalpha():
        plain = " ".join(_WORD.findall(_BEFORE_DIGIT.sub("", plain))).removeprefix("the ")
        if _LONE_LETTER.search(plain) is not None:
            plain = _LETTERS_APART.sub(lambda run: run[0].replace(" ", ""), plain)
    return plain
