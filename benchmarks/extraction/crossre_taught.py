"""CrossRE news, dev, with gold pairs, by a model taught on its train part (GPL-3.0: measuring only, nothing is kept).

What the frozen models of the reader say of CrossRE's types (see `crossre`) tells how far their relations are from those
types, not how well pairs can be read. Here the encoder that the relator begins with learns the types themselves. Words
stand around both ends that say which is which, and the type of each. To teach in minutes on two cores, the lower ten
of its twelve layers read each pair once and stay as they are; the upper two and what is asked of them are taught. How
many layers, how long and how fast was chosen among three ways by three-fold cross-validation over the sentences of news
train, never by dev: one layer taught, be it longer and faster, did worse. With politics train, which has three times as
many pairs, there are a third of the epochs; nothing else was tried there. One type is said of a pair, as in `crossre`;
the figure is the mean of three seeds, each told in the note.

It needs torch, transformers and the encoder that `python -m araz.train.encoder` fetches; without them it is left out.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import araz
import numpy as np
from araz.loaders.reader.encoding import Pieces, load_tokenizer

from benchmarks.extraction.figures import macro_f1
from benchmarks.extraction.rows import Row

if TYPE_CHECKING:
    from torch import Tensor

    from benchmarks.extraction.crossre import Pair

ENCODER = Path(araz.__file__).parent / "build" / "encoder"
"""Where `python -m araz.train.encoder` puts it."""

WIDTH = 384
LAYERS, KEPT = 12, 10
SEEDS = (0, 1, 2)
TOGETHER = 16
"""Pairs that are learnt from at once."""

KINDS = {"politician": "person", "politicalparty": "organisation", "musicalartist": "person", "misc": "thing"}
"""Types of ends that only one train part has, and words that say more than the type's own name."""


@dataclass(frozen=True, slots=True)
class Lesson:
    """How a model is taught: `rate` of the layers (the rest learns `faster`), how much a rare type counts."""

    epochs: int = 12
    rate: float = 3e-4
    faster: float = 5.0
    rare: float = 0.5
    smooth: float = 0.05
    drop: float = 0.2


@dataclass(frozen=True, slots=True)
class Seen:
    """What the lower layers make of a pair: (pieces, width), and the pieces at which its ends open."""

    pieces: Tensor
    opens: tuple[int, int]


def measure(
    news: Sequence[Pair], politics: Sequence[Pair], dev: Sequence[Pair], folder: Path = ENCODER
) -> Iterator[Row]:
    """Macro-F1 over dev, taught on news train, and on the train parts of both."""
    lacks = missing(folder)
    if lacks:
        print(f"left out: CrossRE news, gold pairs, taught on its train part; to have it: {lacks}")
        return
    encoder = begin(folder)
    pieces = Pieces(load_tokenizer(folder / "tokenizer.json"))
    known, asked = look(encoder, pieces, [*news, *politics]), look(encoder, pieces, dev)
    for what, size, lesson, target in (
        ("CrossRE news, gold pairs, taught on its train part", len(news), Lesson(), 0.50),
        ("the same, taught on politics train too", len(news) + len(politics), Lesson(epochs=4), None),
    ):
        pairs = [*news, *politics][:size]
        figures = [figure(dev, say(teach(encoder, pairs, known[:size], lesson, seed), asked)) for seed in SEEDS]
        each = ", ".join(f"{found:.3f}" for found in figures)
        yield Row(what, sum(figures) / len(figures), None, target, note=f"seeds {each}")


def missing(folder: Path) -> str:
    """What has to be installed first; nothing when all is there."""
    packages = [name for name in ("torch", "transformers") if find_spec(name) is None]
    if packages:
        return f"pip install {' '.join(packages)}"
    if not (folder / "config.json").is_file():
        return f"pip install onnx; python -m araz.train.encoder (the encoder is not in {folder})"
    return ""


def figure(pairs: Sequence[Pair], said: Sequence[str]) -> float:
    """Macro-F1, counted as in `crossre`."""
    return macro_f1([(set(pair.relations), name) for pair, name in zip(pairs, said, strict=True)])


def begin(folder: Path) -> Any:
    """The encoder as it comes."""
    from transformers import BertModel

    return BertModel.from_pretrained(folder, num_hidden_layers=LAYERS, add_pooling_layer=False).eval()


def marked(pieces: Pieces, pair: Pair) -> tuple[list[int], tuple[int, int]]:
    """The word pieces of a sentence with words around its two ends, and where those open the ends.

    An end may stand inside the other, or be the other: each has its own words around it.
    """
    ids, opens = [pieces.begin], [0, 0]
    ends = list(zip((pair.one, pair.two), pair.types, ("subject", "object"), (")", "]"), strict=True))
    for at in range(len(pair.words) + 1):
        for (_, last), _, _, close in reversed(ends):
            if last == at:
                ids.extend(pieces.of_word(close))
        for number, ((first, _), kind, name, _) in enumerate(ends):
            if first == at:
                opens[number] = len(ids)
                for word in (name, KINDS.get(kind, kind) or "thing", ":"):
                    ids.extend(pieces.of_word(word))
        if at < len(pair.words):
            ids.extend(pieces.of_word(pair.words[at].lower()))
    return [*ids, pieces.stop], (opens[0], opens[1])


def look(encoder: Any, pieces: Pieces, pairs: Sequence[Pair]) -> list[Seen]:
    """What the layers that stay as they are make of each pair."""
    import torch

    found: list[Seen] = []
    with torch.no_grad():
        for pair in pairs:
            ids, opens = marked(pieces, pair)
            states = encoder(input_ids=torch.tensor([ids]), output_hidden_states=True).hidden_states
            found.append(Seen(states[KEPT][0].clone(), opens))
    return found


def teach(encoder: Any, pairs: Sequence[Pair], seen: Sequence[Seen], lesson: Lesson, seed: int) -> Taught:
    """A model that has learnt the types of some pairs; a type that none of them has is never said."""
    import torch

    torch.manual_seed(seed)
    draw = np.random.default_rng(seed)
    model = Taught(encoder, sorted({name for pair in pairs for name in pair.relations}), lesson)
    meant = torch.tensor([[(name in p.relations) / len(p.relations) for name in model.names] for p in pairs])
    weights = meant @ (meant.sum(0) / len(pairs)) ** -lesson.rare
    meant = (1 - lesson.smooth) * meant + lesson.smooth / len(model.names)
    optimiser = torch.optim.AdamW([{"params": p} for p in model.parameters()], lr=lesson.rate, weight_decay=0.01)
    steps = lesson.epochs * len(batches(seen, np.random.default_rng(0)))
    rates = [lesson.rate, lesson.rate * lesson.faster]
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, rates, total_steps=steps, pct_start=0.1)
    model.train(True)
    for _ in range(lesson.epochs):
        for batch in batches(seen, draw):
            said = torch.log_softmax(model([seen[n] for n in batch]), -1)
            losses = -(meant[batch] * said).sum(-1) * weights[batch]
            optimiser.zero_grad()
            (losses.sum() / weights[batch].sum()).backward()
            torch.nn.utils.clip_grad_norm_([each for part in model.parameters() for each in part], 1.0)
            optimiser.step()
            schedule.step()
    model.train(False)
    return model


def batches(seen: Sequence[Seen], draw: np.random.Generator) -> list[list[int]]:
    """The numbers of all, shuffled, those of like length together."""
    order: list[int] = draw.permutation(len(seen)).tolist()
    found: list[list[int]] = []
    for start in range(0, len(order), TOGETHER * 8):
        alike = sorted(order[start : start + TOGETHER * 8], key=lambda n: len(seen[n].pieces))
        found.extend(alike[n : n + TOGETHER] for n in range(0, len(alike), TOGETHER))
    return [found[int(n)] for n in draw.permutation(len(found))]


def say(model: Taught, asked: Sequence[Seen]) -> list[str]:
    """The likeliest type of each pair."""
    import torch

    said: list[str] = []
    with torch.no_grad():
        for start in range(0, len(asked), 2 * TOGETHER):
            best = model(asked[start : start + 2 * TOGETHER]).argmax(-1)
            said.extend(model.names[int(n)] for n in best)
    return said


class Taught:
    """The upper layers of the encoder, and what is asked of them: each type's score for a pair.

    Not a torch module: torch is not there when this file is read.
    """

    def __init__(self, encoder: Any, names: Sequence[str], lesson: Lesson) -> None:
        from torch import nn

        self.names = list(names)
        self.layers = nn.ModuleList(copy.deepcopy(layer) for layer in encoder.encoder.layer[KEPT:])
        self.types = nn.Sequential(
            nn.Dropout(lesson.drop), nn.Linear(3 * WIDTH, WIDTH), nn.GELU(), nn.Dropout(lesson.drop),
            nn.Linear(WIDTH, len(names)),
        )  # fmt: skip

    def parameters(self) -> list[list[Any]]:
        """Those of the layers, and the rest, which learns faster."""
        return [list(self.layers.parameters()), list(self.types.parameters())]

    def train(self, on: bool) -> None:
        """Whether some of what is seen is dropped, so that no piece of it is leant on alone."""
        self.layers.train(on)
        self.types.train(on)

    def __call__(self, pairs: Sequence[Seen]) -> Tensor:
        """(pairs, types), from where the ends open and from the mean of all pieces."""
        import torch
        from torch.nn.utils.rnn import pad_sequence

        states = pad_sequence([pair.pieces for pair in pairs], batch_first=True)
        there = pad_sequence([torch.ones(len(pair.pieces)) for pair in pairs], batch_first=True)
        beyond = (1 - there)[:, None, None, :] * -1e4
        for layer in self.layers:
            states = layer(states, beyond)
            states = states[0] if isinstance(states, tuple) else states
        rows = torch.arange(len(pairs))
        ends = [states[rows, torch.tensor([pair.opens[n] for pair in pairs])] for n in (0, 1)]
        mean = (states * there.unsqueeze(-1)).sum(1) / there.sum(1, keepdim=True)
        return self.types(torch.cat([*ends, mean], -1))
