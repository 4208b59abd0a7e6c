"""The drawing library that pages carry: vis-network from the npm registry, taken in once and checked.

`python -m araz.views.vendored --take VERSION` fetches the package through npm, and writes the file, its licences and a
record of what they are; `python -m araz.views.vendored --check` fetches the recorded version again and compares. Both
need npm and a network; pages need neither, and the test only compares the file with its record.

Left out of the file are the style sheets that it would add to the page (with their pictures, a third of its size): a
page with a strict policy does not run them, and the styles of Araz do what is needed of them.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tarfile
import tempfile
from base64 import b64encode
from hashlib import sha512
from pathlib import Path
from typing import cast

FOLDER = Path(__file__).parent / "vendor"
LIBRARY, RECORD = FOLDER / "vis-network.min.js", FOLDER / "vis-network.json"
_MEMBER = "package/standalone/umd/vis-network.min.js"
_LICENCES = ("LICENSE-APACHE-2.0", "LICENSE-MIT")
# A call of the function that adds a style sheet, with a sheet for its one argument.
_SHEET = re.compile(r"""\bA\((?:"(?:[^"\\]|\\.){40,}"|'(?:[^'\\]|\\.){40,}')\)""")


def library() -> str:
    """The source of vis-network, to be put into a page.

    >>> library().startswith("/**\\n * vis-network")
    True
    """
    return LIBRARY.read_text("utf-8")


def record() -> dict[str, str]:
    """What the file is: package, version, licence, where from, and the digests of the package and of the file.

    >>> record()["licence"]
    'Apache-2.0 OR MIT'
    """
    return cast("dict[str, str]", json.loads(RECORD.read_text("utf-8")))


def digest(data: bytes) -> str:
    """A digest as npm and browsers write it.

    >>> digest(b"")[:12]
    'sha512-z4PhN'
    """
    return f"sha512-{b64encode(sha512(data).digest()).decode()}"


def without_sheets(source: str) -> str:
    """The source without the style sheets that it would add to a page, and without the name of its source map."""
    bare, count = _SHEET.subn(lambda call: "void 0" if "{" in call[0] else call[0], source)
    if not count or "insertAt" not in source:
        raise ValueError("vis-network adds its style sheets in another way now: read it again")
    return re.sub(r"\n//# sourceMappingURL=\S+\s*\Z", "\n", bare)


def taken(version: str) -> dict[str, bytes]:
    """Every vendored file of a version, by name, as fetched through npm."""
    with tempfile.TemporaryDirectory() as folder:
        packed = subprocess.run(  # noqa: S603 -- our own words
            ["npm", "pack", f"vis-network@{version}", "--json"],  # noqa: S607 -- wherever npm is
            cwd=folder,
            check=True,
            capture_output=True,
        )
        about = cast("list[dict[str, str]]", json.loads(packed.stdout))[0]
        archive = Path(folder) / about["filename"]
        if digest(archive.read_bytes()) != about["integrity"]:
            raise ValueError(f"{about['filename']} is not what npm says it is")
        with tarfile.open(archive) as members:
            source = _read(members, _MEMBER).decode("utf-8")
            licences = {f"vis-network.{name}": _read(members, f"package/{name}") for name in _LICENCES}
    file = without_sheets(source).encode()
    said = {
        "package": "vis-network",
        "version": about["version"],
        "licence": "Apache-2.0 OR MIT",
        "from": f"https://registry.npmjs.org/vis-network/-/{about['filename']}",
        "member": _MEMBER,
        "integrity": about["integrity"],
        "changed": "style sheets and the name of the source map left out, by views/vendored.py",
        "file": digest(file),
    }
    return {LIBRARY.name: file, RECORD.name: json.dumps(said, indent=2).encode() + b"\n", **licences}


def _read(archive: tarfile.TarFile, name: str) -> bytes:
    member = archive.extractfile(name)
    if member is None:
        raise ValueError(f"the package has no {name}")
    return member.read()


def main(arguments: list[str]) -> int:
    """Take a version in, or with `--check` name the files that differ and return 1."""
    if arguments[:1] == ["--take"] and len(arguments) == 2:
        FOLDER.mkdir(exist_ok=True)
        for name, data in taken(arguments[1]).items():
            (FOLDER / name).write_bytes(data)
        return 0
    files = taken(record()["version"])
    stale = [name for name, data in files.items() if (FOLDER / name).read_bytes() != data]
    sys.stderr.writelines(f"views/vendor/{name}: not what the package holds\n" for name in stale)
    return int(bool(stale))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
