"""A file on its way in: its bytes as UTF-8 whatever it was written in, and whether it is text at all."""

from __future__ import annotations

import codecs
import io
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from ..errors import InputError

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # Before UTF-16, whose mark is the first half of it.
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_HEAD = 65536
_NOT_TEXT = bytes(set(range(32)) - {8, 9, 10, 12, 13, 27}) + b"\x7f"
_ESCAPED = re.compile("[\udc80-\udcff]")


@dataclass(frozen=True, slots=True)
class Document:
    """A file, or bytes that came by another way under a `name`. `folder` is where files it names may lie, if anywhere.

    >>> Document.of_bytes(b"\\xef\\xbb\\xbf{}", "<stdin>").text()
    '{}'
    """

    name: str
    path: Path | None = None
    data: bytes | None = field(default=None, repr=False)

    @classmethod
    def of_bytes(cls, data: bytes, name: str) -> Document:
        """What was read from a stream. It lies in no folder."""
        return cls(name, data=data)

    @classmethod
    def of_path(cls, path: Path | str) -> Document:
        """A file; `InputError` when it is not there, a folder, or not an ordinary file."""
        found, name = Path(path), str(path)
        try:
            if found.is_dir():
                raise InputError("this is a folder", place=name, remedy="name the files in it")
            if not found.exists():
                raise InputError("there is no such file", place=name, remedy="check the path")
            if not found.is_file():
                raise InputError("this is not an ordinary file", place=name, remedy="pipe it in as -")
        except (OSError, ValueError) as error:
            raise InputError(f"cannot be read ({error})", place=name, remedy="check the path") from None
        return cls(name, path=found)

    @property
    def suffix(self) -> str:
        """The ending of the name, in lower case, with its dot."""
        return Path(self.name).suffix.lower()

    @property
    def file(self) -> str:
        """The full path, "" for a stream."""
        return "" if self.path is None else str(self.path.resolve())

    def size(self) -> int:
        """Bytes, as they lie on disk."""
        return len(self.data) if self.data is not None else self._path().stat().st_size

    def head(self) -> bytes:
        """The first 64 KiB, as UTF-8."""
        with self.open() as stream:
            return stream.read(_HEAD)

    def starts(self) -> bytes:
        """The first 64 bytes as they lie there, whatever they are."""
        if self.data is not None:
            return self.data[:64]
        try:
            with self._path().open("rb") as stream:
                return stream.read(64)
        except OSError as error:
            raise InputError(f"cannot be read ({error.strerror})", place=self.name) from None

    def open(self) -> IO[bytes]:
        """The bytes from the start, as UTF-8 without a byte order mark.

        A UTF-16 or UTF-32 file is known by its byte order mark. Everything else is handed on as it is: readers say
        which line is not UTF-8. `InputError` for an empty file and for one that is not text.
        """
        try:
            stream = io.BytesIO(self.data) if self.data is not None else self._path().open("rb")
        except OSError as error:
            raise InputError(f"cannot be read ({error.strerror})", place=self.name) from None
        head = stream.read(_HEAD)
        mark, encoding = next(((mark, name) for mark, name in _BOMS if head.startswith(mark)), (b"", "utf-8"))
        if not head[len(mark) :].strip():
            stream.close()
            raise InputError("the file is empty", place=self.name, remedy="give it at least one record")
        if encoding != "utf-8":
            with stream:
                return io.BytesIO(self._transcoded(head[len(mark) :] + stream.read(), encoding))
        try:
            self._check_text(head)
        except InputError:
            stream.close()
            raise
        stream.seek(len(mark))
        return stream

    def text(self) -> str:
        """All of it. `InputError` names the first byte, and its line, that is not UTF-8."""
        with self.open() as stream:
            data = stream.read()
        try:
            return data.decode("utf-8")
        except UnicodeDecodeError as error:
            line = data.count(b"\n", 0, error.start) + 1
            raise InputError(
                f"byte 0x{data[error.start]:02X} at {error.start} is not UTF-8",
                place=f"{self.name}:{line}",
                remedy="save the file as UTF-8",
            ) from None

    def _path(self) -> Path:
        if self.path is None:
            raise InputError("nothing to read", place=self.name)
        return self.path

    def _transcoded(self, data: bytes, encoding: str) -> bytes:
        try:
            return data.decode(encoding).encode("utf-8")
        except UnicodeDecodeError as error:
            line = data[: error.start].decode(encoding, "replace").count("\n") + 1
            raise InputError(
                f"byte {error.start} is not {encoding[:6].upper()}, which its byte order mark announces",
                place=f"{self.name}:{line}",
                remedy="save the file as UTF-8",
            ) from None

    def _check_text(self, head: bytes) -> None:
        sample = head[:8192]
        strange = len(sample) - len(sample.translate(None, _NOT_TEXT))
        # A single control character is the fault of one record, and quarantined with it; many of them, or some among
        # bytes that are not UTF-8 either, are no text. A text in another encoding has none.
        broken = sample.decode("utf-8", "replace").count("\ufffd")
        if strange > 3 and (strange * 10 > len(sample) or (strange + broken) * 4 > len(sample)):
            remedy = "give JSON Lines, CSV, YAML or RDF"
            if sample.count(0) * 4 >= len(sample):
                remedy = "if it is UTF-16, save it as UTF-8 or with a byte order mark"
            raise InputError("the file is binary, not text", place=self.name, remedy=remedy)


def undecodable(text: str) -> str:
    """What is wrong with a text that was decoded with "surrogateescape": "" when nothing is.

    >>> undecodable(b"Araks\\xe9".decode("utf-8", "surrogateescape"))
    'byte 0xE9 after "Araks" is not UTF-8'
    """
    found = _ESCAPED.search(text)
    if found is None:
        return ""
    before = text[max(0, found.start() - 20) : found.start()]
    return f'byte 0x{ord(found[0]) - 0xDC00:02X} after "{before}" is not UTF-8'


def shown(data: bytes) -> str:
    """A line that could not be read, as text to keep: what is not UTF-8 is written as \\\\xHH, the tail cut at 64 KiB.

    >>> shown(b"caf\\xe9")
    'caf\\\\xe9'
    """
    kept = data[:_HEAD].decode("utf-8", "backslashreplace")
    return kept if len(data) <= _HEAD else f"{kept} ... and {len(data) - _HEAD} bytes more"
