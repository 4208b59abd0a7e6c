"""A .txt file: its text stays as it is, so that offsets which others counted still fit."""

from __future__ import annotations

from .article import Content
from .frontmatter import front_matter
from .plain import allowed, heading


def read_text(text: str) -> Content:
    r"""The text to the letter, but for line endings and forbidden characters; what its front matter says.

    Without front matter, a short first line that stands apart from the rest is the title.

    >>> read_text("Iran shuts its border\n\nTehran said so.").title
    'Iran shuts its border'
    """
    kept = allowed(text)
    said, length = front_matter(kept)
    return Content(kept, **{"title": heading(kept[length:]), **said})
