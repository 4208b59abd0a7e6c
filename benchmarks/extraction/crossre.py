"""CrossRE news, dev, with gold pairs (GPL-3.0: measuring only, nothing of it is kept).

The pairs and their direction are given, with the types of their ends; one type of relation is said of each. A logistic
regression learns it from the train part, for this figure alone, from what the two shipped models say: the relator's
relations and modalities of the pair in both orders, the tagger's classes of both ends; and the words between and
beside them. How strongly it is held back is chosen by five-fold cross-validation on the train part. Macro-F1 is over
the types that occur in dev; of a pair with two types each is wanted. News train has no pair of `win-defeat`, a fifth
of news dev; CrossRE's politics train part has some, so the figure with both train parts is told as well. spaCy alone:
the same regression on its lemmas, the path between the ends in its parse, and its entity labels.

The target is of a model that is taught on the train part itself: see `crossre_taught`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from araz.loaders.reader.models import KINDS, MODALITIES, RELATIONS, Models, PairAsked
from araz.loaders.reader.pairs import bucket_of
from araz.ontology.vocabulary import Kind

from benchmarks.extraction import crossre_taught
from benchmarks.extraction.figures import macro_f1
from benchmarks.extraction.rows import Row, Setting

FOLDER = "crossre"
STRENGTHS = (0.3, 1.0, 3.0, 10.0)
Features = dict[str, float]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two ends of a sentence in words (first, last + 1), their types, and the types of relation between them."""

    words: tuple[str, ...]
    one: tuple[int, int]
    two: tuple[int, int]
    types: tuple[str, str]
    mentions: tuple[tuple[int, int], ...]
    relations: frozenset[str]


def measure(setting: Setting) -> Iterator[Row]:
    """Macro-F1, with one train part and with two, of the frozen models and of a taught one."""
    folder = setting.sets / FOLDER
    news, politics = read_pairs(folder / "news-train.json"), read_pairs(folder / "politics-train.json")
    dev = read_pairs(folder / "news-dev.json")
    if setting.quick:
        news, politics, dev = news[:80], politics[:40], dev[:60]
    ways: list[Callable[[Sequence[Pair]], list[Features]]] = [lambda pairs: ours(setting.whole.models, pairs)]
    if setting.alone is not None:
        nlp = setting.alone.nlp
        ways.append(lambda pairs: [from_spacy(nlp, pair) for pair in pairs])
    seen = [[way(pairs) for pairs in (news, politics, dev)] for way in ways]
    for what, size in (
        ("frozen models, trained on news train", 1),
        ("frozen models, trained on news and politics train", 2),
    ):
        learnt = [*news, *politics][: len(news) if size == 1 else None]
        figures = [_figure([row for part in parts[:size] for row in part], learnt, parts[2], dev) for parts in seen]
        yield Row(f"macro-F1, {what}", figures[0], figures[1] if len(figures) > 1 else None)
    yield from crossre_taught.measure(news, politics, dev)


def _figure(features: list[Features], learnt: Sequence[Pair], asked: list[Features], dev: Sequence[Pair]) -> float:
    said = learn(features, [sorted(pair.relations)[0] for pair in learnt])(asked)
    return macro_f1([(set(pair.relations), name) for pair, name in zip(dev, said, strict=True)])


def read_pairs(path: Path) -> list[Pair]:
    """The annotated pairs of a file, each once with all its types."""
    pairs: list[Pair] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        types = {(start, end + 1): kind for start, end, kind in record["ner"]}
        said: dict[tuple[tuple[int, int], tuple[int, int]], set[str]] = {}
        for a, b, c, d, name, *_ in record["relations"]:
            said.setdefault(((a, b + 1), (c, d + 1)), set()).add(name)
        pairs.extend(
            Pair(tuple(record["sentence"]), one, two, (types.get(one, ""), types.get(two, "")), tuple(sorted(types)),
                 frozenset(names))
            for (one, two), names in said.items()
        )  # fmt: skip
    return pairs


def learn(features: list[Features], names: Sequence[str]) -> Callable[[list[Features]], list[str]]:
    """What says the type of a pair from its features, taught with some pairs and their types."""
    from sklearn.feature_extraction import DictVectorizer
    from sklearn.linear_model import LogisticRegression
    from sklearn.model_selection import KFold, cross_val_predict
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import MaxAbsScaler
    from threadpoolctl import threadpool_limits

    def model(strength: float) -> Any:
        curve = LogisticRegression(C=strength, class_weight="balanced", max_iter=1000)
        return make_pipeline(DictVectorizer(), MaxAbsScaler(), curve)

    def worth(strength: float) -> float:
        folds = KFold(5, shuffle=True, random_state=0)
        said = cross_val_predict(model(strength), features, list(names), cv=folds)
        return macro_f1([({name}, str(guess)) for name, guess in zip(names, said, strict=True)])

    # Many small fits: threads that wait for each other cost more than they bring.
    with threadpool_limits(1):
        best = model(max(STRENGTHS, key=worth)).fit(features, list(names))
    return lambda asked: [str(name) for name in best.predict(asked)]


def ours(models: Models, pairs: Sequence[Pair]) -> list[Features]:
    """What the two models say of each pair, and its words."""
    return [{**_words(pair), **_said(models, pair)} for pair in pairs]


def _words(pair: Pair) -> Features:
    """The words between and beside the ends, their types, and how far apart they stand."""
    words = [word.lower() for word in pair.words]
    first, last = sorted((pair.one, pair.two))
    ahead = "ahead" if pair.one <= pair.two else "back"
    found: Features = {f"between {_stem(word)}": 1.0 for word in words[first[1] : last[0]]}
    found.update({f"{ahead} between {_stem(word)}": 1.0 for word in words[first[1] : last[0]]})
    for name, at in (("before", first[0] - 1), ("after first", first[1]), ("last", last[0] - 1), ("after", last[1])):
        found[f"{name} {_stem(words[at]) if 0 <= at < len(words) else ''}"] = 1.0
    found[f"types {pair.types[0]} {pair.types[1]}"] = 1.0
    found[f"one {pair.types[0]}"] = found[f"two {pair.types[1]}"] = found[ahead] = 1.0
    found["apart"] = min(20, max(0, last[0] - first[1])) / 20
    return found


def _stem(word: str) -> str:
    """A word without the ending that says tense or number."""
    for ending in ("ing", "ed", "es", "s"):
        if word.endswith(ending) and len(word) > len(ending) + 2:
            return word[: -len(ending)]
    return word


def _said(models: Models, pair: Pair) -> Features:
    ((_, kinds, others),) = models.tag_all([pair.words])
    found: Features = {}
    marked: list[tuple[int, int, Kind]] = []
    for span in _apart(pair):
        if span[0] < len(kinds):
            mean = _likely(kinds[span[0] : span[1]].mean(0))
            marked.append((*span, KINDS[int(mean.argmax())]))
            for name, end in (("one", pair.one), ("two", pair.two)):
                if span == end:
                    found.update({f"{name} is {kind}": float(p) for kind, p in zip(KINDS, mean, strict=True)})
                    tags = _likely(others[span[0] : span[1]]).mean(0)
                    found.update({f"{name} tag {n}": float(p) for n, p in enumerate(tags)})
    at = {mention[:2]: number for number, mention in enumerate(marked)}
    if pair.one not in at or pair.two not in at:
        return found
    ends = [(at[a], at[b], bucket_of(a, b, together=True)) for a, b in ((pair.one, pair.two), (pair.two, pair.one))]
    told = models.relate([pair.words], [marked], [PairAsked(0, *each) for each in ends])
    for row, order in enumerate(("ahead", "back")):
        over = 1 / (1 + np.exp(-(told.relations[row, :-1] - told.relations[row, -1])))
        found.update({f"{order} {name}": float(p) for name, p in zip(RELATIONS, over, strict=True)})
        modal = _likely(told.modalities[row])
        found.update({f"{order} {name}": float(p) for name, p in zip(MODALITIES, modal, strict=True)})
    return found


def _apart(pair: Pair) -> list[tuple[int, int]]:
    """The ends and the other mentions of the sentence, in order, none over another; the ends go first."""
    kept: list[tuple[int, int]] = []
    for span in (pair.one, pair.two, *pair.mentions):
        if all(span[1] <= other[0] or other[1] <= span[0] for other in kept):
            kept.append(span)
    return sorted(kept)


def _likely(logits: Any) -> Any:
    grown = np.exp(logits - logits.max(-1, keepdims=True))
    return grown / grown.sum(-1, keepdims=True)


def from_spacy(nlp: Any, pair: Pair) -> Features:
    """The words of a pair, the path between its ends in spaCy's parse, and the entity labels that spaCy sees."""
    from spacy.tokens import Doc

    doc = nlp(Doc(nlp.vocab, words=list(pair.words)))
    one, two = doc[slice(*pair.one)].root, doc[slice(*pair.two)].root
    up = [one, *one.ancestors]
    met = next((token for token in (two, *two.ancestors) if token in up), None)
    found = _words(pair)
    found[f"labels {one.ent_type_} {two.ent_type_}"] = 1.0
    for name, end in (("one", one), ("two", two)):
        for token in (end, *end.ancestors):
            found[f"{name} {token.dep_}"] = 1.0
            if token == met:
                break
            found[f"{name} under {token.head.lemma_.lower()}"] = 1.0
    if met is not None:
        found[f"meet {met.lemma_.lower()}"] = found[f"meet {one.dep_} {met.lemma_.lower()} {two.dep_}"] = 1.0
    found.update({f"lemma {token.lemma_.lower()}": 1.0 for token in doc[min(one.i, two.i) + 1 : max(one.i, two.i)]})
    return found
