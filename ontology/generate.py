"""Rebuilds what is generated from the Turtle: `python -m araz.ontology.generate [--check]`.

With `--check` nothing is written: stale files are named, and the exit code is 1 when there are any.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable
from pathlib import Path

from .schema import read_schema
from .turtle import FOLDER, Turtle, expand, shorten

ROOT = FOLDER.parent


def constant(name: str) -> str:
    """A term's name as a Python constant.

    >>> constant("participatesIn"), constant("state-collapse"), constant("HydroPlant")
    ('PARTICIPATES_IN', 'STATE_COLLAPSE', 'HYDRO_PLANT')
    """
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).replace("-", "_").upper()


def local(name: str) -> str:
    """The part after the prefix.

    >>> local("az:owns")
    'owns'
    """
    return name.partition(":")[2]


def _enum(name: str, doc: str, members: Iterable[str]) -> str:
    lines = [f"class {name}(StrEnum):", f'    """{doc}"""', ""]
    lines += [f'    {constant(member)} = "{member}"' for member in members]
    return "\n".join(lines)


def _term_constants(araz: Turtle) -> dict[str, str]:
    used = [name for name in araz.subjects() if araz.objects(name, "az:usedFor")]
    terms: dict[str, str] = {}
    # The ontology's own properties come first and keep the short constant.
    for name in sorted(used, key=lambda n: (not n.startswith("az:"), local(n)[:1].isupper(), n)):
        prefix = name.partition(":")[0]
        short = constant(local(name))
        if short in terms:
            short = f"{short}_CLASS" if prefix == "az" else f"{constant(prefix)}_{short}"
        terms[short] = expand(name)
    return dict(sorted(terms.items(), key=lambda item: shorten(item[1])))


def vocabulary() -> str:
    """The source of `vocabulary.py`: one enum for each closed list, and every IRI of the RDF form.

    >>> [line for line in vocabulary().splitlines() if line.startswith("class")][0]
    'class Kind(StrEnum):'
    """
    araz, transmission = Turtle(FOLDER / "araz.ttl"), Turtle(FOLDER / "transmission.ttl")
    schema = read_schema(FOLDER / "araz.ttl")
    shocks = [local(name) for name in transmission.subjects("az:ShockKind")]
    enums = [
        _enum("Kind", "The classes an entity can be of.", schema.classes),
        _enum("Relation", "What a claim can say of its subject and its object.", schema.relations),
        _enum("Modality", "In what mode a claim is made.", schema.modalities),
        _enum("ShockKind", "What can strike an entity in a scenario.", shocks),
        _enum("Measure", "What can be measured of an entity.", schema.measures),
    ]
    terms = ["class Term:", '    """The IRI of every term of the RDF form."""', ""]
    terms += [f'    {name}: Final = "{iri}"' for name, iri in _term_constants(araz).items()]
    head = (
        '"""The words of the ontology. Generated from the Turtle by `python -m araz.ontology.generate`: do not edit."""'
        "\n\nfrom __future__ import annotations\n\nfrom enum import StrEnum\nfrom typing import Final\n"
    )
    return "\n\n".join([head.rstrip() + "\n", *[f"{part}\n" for part in [*enums, "\n".join(terms)]]])


def main(arguments: list[str]) -> int:
    """Write the generated files, or with `--check` name the stale ones on stderr and return 1.

    >>> main(["--check"])
    0
    """
    check = "--check" in arguments
    stale = _refresh(FOLDER / "vocabulary.py", vocabulary(), check)
    if not (check and stale):
        # The page is read through the vocabulary: it can only be written once that is fresh.
        from .reference import reference_page

        stale |= _refresh(ROOT / "docs" / "ontology.md", reference_page(), check)
    return int(check and stale)


def _refresh(path: Path, text: str, check: bool) -> bool:
    """Whether a file was stale. Without `check` it is written again."""
    if path.exists() and path.read_text("utf-8") == text:
        return False
    if check:
        sys.stderr.write(f"{path.relative_to(ROOT)}: stale; run python -m araz.ontology.generate\n")
    else:
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, "utf-8")
    return True


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
