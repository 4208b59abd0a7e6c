"""GUM news (CC BY): which names and pronouns are of one entity, over whole documents.

Meant are the mentions of persons, organisations, places, events and objects whose head is a name or a personal or
possessive pronoun. Said are the reader's names and one-word pointers. A mention that is said is the meant one whose
head it covers and whose words it shares most; another is one that nobody meant. Scores are over all documents together,
as in the shared tasks without the clusters of one mention; with them the figure is told as well. spaCy alone: names
with the same words are one entity, he and she the nearest person before, it and they the nearest entity that is none.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from araz.loaders.reader.extraction import Span
from araz.loaders.reader.naming import Naming
from araz.loaders.reader.pointing import resolve
from araz.loaders.reader.reader import Reader
from araz.loaders.reader.spotting import Form, lay_out, spot

from benchmarks.extraction.coreference import Cluster, conll
from benchmarks.extraction.rows import Row, Setting
from benchmarks.extraction.spacy_alone import Alone

FOLDER = "gum-news"
TYPES = frozenset(("person", "organization", "place", "event", "object"))
_MARK = re.compile(r"\((\w+)-([^()]+)(\))?|(\w+)\)")


@dataclass(frozen=True, slots=True)
class Meant:
    """An annotated mention: where it and its head stand, and its cluster."""

    span: Span
    head: Span
    cluster: str


@dataclass(frozen=True, slots=True)
class Token:
    """A word of a document, with its tag and features."""

    start: int
    end: int
    tag: str
    features: str


Said = tuple[Span, Hashable]
"""Where a mention stands, and what its cluster goes by."""


def measure(setting: Setting) -> Iterator[Row]:
    """MUC, B3, CEAFe and CoNLL F1, for the reader and for spaCy alone."""
    paths = sorted((setting.sets / FOLDER).glob("*.conllu"))[: 2 if setting.quick else None]
    documents = [read_document(path.read_text(encoding="utf-8")) for path in paths]
    mine = [said_by(setting.whole, text) for text, _ in documents]
    other = None if setting.alone is None else [by_spacy(setting.alone, text) for text, _ in documents]
    mentions = sum(len(meant) for _, meant in documents)
    yield Row(f"documents, with {mentions} mentions of names and by pronouns", len(documents))
    for note, singles in (("", False), (", with clusters of one mention", True)):
        found = conll(*_clusters(documents, mine, singles))
        alone = None if other is None else conll(*_clusters(documents, other, singles))
        for name in found if not singles else ("CoNLL",):
            yield Row(f"{name} F1{note}", found[name], alone and alone[name])


def _clusters(
    documents: Sequence[tuple[str, list[Meant]]], said: Sequence[Sequence[Said]], singles: bool
) -> tuple[list[Cluster], list[Cluster]]:
    ours, theirs = list[Cluster](), list[Cluster]()
    for number, ((_, meant), told) in enumerate(zip(documents, said, strict=True)):
        names = paired([each[0] for each in told], meant)
        ours += _grouped(((number, n), each.cluster) for n, each in enumerate(meant))
        theirs += _grouped(((number, name), each[1]) for name, each in zip(names, told, strict=True))
    least = 1 if singles else 2
    return [each for each in ours if len(each) >= least], [each for each in theirs if len(each) >= least]


def _grouped(mentions: Iterable[tuple[Hashable, Hashable]]) -> list[Cluster]:
    found: dict[Hashable, set[Hashable]] = {}
    for mention, cluster in mentions:
        found.setdefault(cluster, set()).add(mention)
    return [frozenset(each) for each in found.values()]


def paired(spans: Sequence[Span], meant: Sequence[Meant]) -> list[Hashable]:
    """For each span the number of the mention that it is, or a name of its own.

    >>> paired([(4, 9), (20, 24)], [Meant((0, 9), (4, 9), "a")])
    [0, ('said', 1)]
    """
    found: list[Hashable] = [("said", number) for number in range(len(spans))]
    alike = sorted(
        (-_shared(span, each.span), number, other)
        for number, span in enumerate(spans)
        for other, each in enumerate(meant)
        if span[0] <= each.head[0] and each.head[1] <= span[1]
    )
    taken, given = set[int](), set[int]()
    for _, number, other in alike:
        if number not in taken and other not in given:
            found[number] = other
            taken.add(number)
            given.add(other)
    return found


def _shared(one: Span, two: Span) -> float:
    both = min(one[1], two[1]) - max(one[0], two[0])
    return both / (max(one[1], two[1]) - min(one[0], two[0]))


def said_by(reader: Reader, text: str) -> list[Said]:
    """The reader's names and one-word pointers, each with the entities that it takes them for."""
    laid = lay_out(text)
    spots = spot(laid, reader.models, reader.gazetteer)
    cast = Naming(laid, reader.gazetteer).name_all(spots)
    resolve(laid, spots, cast)
    return [
        ((each.start, each.end), tuple(sorted(map(str, cast.of[number]))))
        for number, each in enumerate(spots)
        if cast.of[number] and (each.form is Form.NAMED or (each.form is Form.POINTING and each.last - each.first == 1))
    ]


_HE = frozenset(("he", "him", "his", "she", "her", "hers", "himself", "herself"))
_IT = frozenset(("it", "its", "itself", "they", "them", "their", "theirs", "themselves"))


def by_spacy(alone: Alone, text: str) -> list[Said]:
    """The names of spaCy by their words, and pronouns by the nearest name before them that fits."""
    read = alone.read(text)
    kinds = {entity.id: str(entity.kind) for entity in read.entities}
    names = [((m.start, m.end), m.entity) for m in read.mentions]
    found: list[Said] = [*names]
    for token in alone.nlp.tokenizer(text):
        wants = True if token.lower_ in _HE else False if token.lower_ in _IT else None
        if wants is not None:
            fit = [ref for span, ref in names if span[1] <= token.idx and (kinds[ref] == "Person") is wants]
            if fit:
                found.append(((token.idx, token.idx + len(token)), fit[-1]))
    return found


def read_document(text: str) -> tuple[str, list[Meant]]:
    """A document of the CoNLL-U form: its text, and the mentions that are meant.

    Sentences are set apart by a space, paragraphs by an empty line. Of an `Entity` mark the first field is the cluster,
    the second the type, the sixth which words of the mention are its head.
    """
    written, tokens, meant = "", list[Token](), list[Meant]()
    open_marks: list[tuple[str, str, int]] = []
    waiting, inside, apart = "", (0, 0, 0), ""
    for line in text.splitlines():
        if line.startswith("# newpar"):
            apart = "\n\n"
        columns = line.split("\t")
        if len(columns) != 10 or "." in columns[0]:
            apart = apart or ("" if line else " ")
            continue
        spaced = "" if "SpaceAfter=No" in columns[9] else " "
        if "-" in columns[0]:
            last = int(columns[0].split("-")[1])
            written = _grown(written, apart or waiting, columns[1])
            inside, waiting, apart = (last, len(written) - len(columns[1]), len(written)), spaced, ""
            continue
        if int(columns[0]) <= inside[0] and inside[2]:
            # A word of a longer one ("do", "n't"): the next letters of it.
            start = min(inside[1], inside[2] - 1)
            end = min(start + len(columns[1]), inside[2])
            inside = (inside[0] if int(columns[0]) < inside[0] else 0, end, inside[2])
        else:
            written = _grown(written, apart or waiting, columns[1])
            start, end, waiting, apart = len(written) - len(columns[1]), len(written), spaced, ""
        tokens.append(Token(start, end, columns[3], columns[5]))
        meant.extend(_marks(columns[9], tokens, open_marks))
    return written, sorted(meant, key=lambda each: each.span)


def _grown(written: str, between: str, word: str) -> str:
    return (written + between if written else "") + word


def _marks(extra: str, tokens: list[Token], open_marks: list[tuple[str, str, int]]) -> Iterator[Meant]:
    """The mentions that end with the last word, by the `Entity` field of its last column."""
    field = next((part[7:] for part in extra.split("|") if part.startswith("Entity=")), "")
    for opened, told, closed, name in _MARK.findall(field):
        if opened:
            open_marks.append((opened, told, len(tokens) - 1))
        if closed or name:
            at = max(n for n, mark in enumerate(open_marks) if mark[0] == (opened or name))
            cluster, fields, first = open_marks.pop(at)
            mention = _meant(cluster, fields.split("-"), tokens[first:])
            if mention is not None:
                yield mention


def _meant(cluster: str, fields: list[str], words: list[Token]) -> Meant | None:
    if fields[0] not in TYPES:
        return None
    head = words[min(int(re.split(r"\D", fields[4])[0] or 1), len(words)) - 1]
    pronoun = head.tag == "PRON" and "PronType=Prs" in head.features
    if head.tag != "PROPN" and not pronoun:
        return None
    return Meant((words[0].start, words[-1].end), (head.start, head.end), cluster)
