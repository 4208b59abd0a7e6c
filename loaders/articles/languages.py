"""The language of a text: what is declared, as a tag; else what the words look like."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

_TAG = re.compile(r"[a-z]{2,3}(?:-[a-z0-9]{1,8})*\Z")
_SAMPLE = 5000
_FEWEST_LETTERS = 20
_SURE = 0.5


def language_tag(declared: str) -> str:
    """A declared language as a lower-case tag, "" when it is none.

    >>> language_tag("en_GB"), language_tag("English (UK)")
    ('en-gb', '')
    """
    tag = declared.strip().lower().replace("_", "-")
    return tag if _TAG.match(tag) and tag not in {"und", "mul", "zxx"} else ""


def language_of(text: str) -> str:
    """The two-letter code of the language that a text is written in; "" when it is too short or looks like none.

    >>> language_of("The two states remain bound by practical interests."), language_of("Iran")
    ('en', '')
    """
    sample = text[:_SAMPLE]
    if sum(map(str.isalpha, sample)) < _FEWEST_LETTERS:
        return ""
    lang, sure = cast("tuple[str, float]", _identifier().classify(sample))
    return lang if sure >= _SURE else ""


@cache
def _identifier() -> LanguageIdentifier:
    # The model takes 0.6 s and 76 MB: it is there once for each process that needs it.
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    # Those with a two-letter code are the languages of the press; the others win only over texts of a few words.
    identifier.set_languages([each for each in cast("list[str]", identifier.labels) if len(each) == 2])
    return identifier
