"""The texts of sources that lie beside a claims file: found by name, and never outside its folder."""

from __future__ import annotations

from pathlib import PurePosixPath, PureWindowsPath

from ..errors import InputError
from .document import Document

LONGEST = 1 << 25
"""The longest text that is taken, in bytes (32 MiB: some fifty books)."""


def read_text_beside(document: Document, name: object) -> str:
    """The text of the file `name` in the folder of `document`. Line breaks stay as they are, for offsets count them.

    `InputError` for a name that leads out of the folder: an absolute path, "..", a drive, a link to elsewhere.
    """
    if not isinstance(name, str) or not name.strip():
        raise InputError(f"text_file is {str(name)[:60]!r}", remedy="name a file beside this one")
    if document.path is None:
        raise InputError(f"text_file {name[:60]!r} lies beside no file here", remedy="give the text itself as text")
    folder = document.path.resolve().parent
    out = InputError("it leads out of the folder of this file", place=name[:60], remedy="put the text beside it")
    windows, posix = PureWindowsPath(name), PurePosixPath(name)
    try:
        if posix.is_absolute() or windows.is_absolute() or windows.drive or windows.root or ".." in windows.parts:
            raise out
        found = (folder / name).resolve()
        if not found.is_relative_to(folder):
            raise out
        text_file = Document.of_path(found)
        if text_file.size() > LONGEST:
            raise InputError(f"it is longer than {LONGEST:,} bytes", place=name, remedy="split it")
        return Document(name, path=found).text()
    except InputError as error:
        # Its place is in the text; the record that names the text has another.
        raise InputError(f"text_file {error.place or name}: {error.problem}", remedy=error.remedy) from None
    except (OSError, ValueError) as error:
        raise InputError(f"text_file {name[:60]!r} cannot be read ({error})", remedy="check the name") from None
