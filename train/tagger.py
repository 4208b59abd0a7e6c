"""Teaches the encoder to find mentions: where they are, whether they are names, and what class they are of.

    python -m araz.train.tagger --sets FOLDER --out FOLDER [--epochs N] [--seed N]

One encoder, three heads: the project's own tags, CrossNER's and Re-DocRED's; the last one only warms it up. A word is
told by its first word piece and its shape, since the encoder reads small letters only.
"""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor, nn

from ..loaders.reader.encoding import Pieces, load_tokenizer
from ..loaders.reader.words import SHAPES, shape_of, words_of
from ..ontology.vocabulary import Kind
from . import encoder, sets
from .annotations import Item

SPANS = ("O", "B-named", "I-named", "B-described", "I-described", "B-pointing", "I-pointing")
KINDS = list(Kind)
IGNORED = -100
LAYERS = 6
"""Of twelve: what the size of the wheel leaves room for, beside the relator's."""


@dataclass(slots=True)
class Row:
    """One text ready for the encoder: pieces, first pieces and shapes of words, and what each head should say."""

    ids: list[int]
    first: list[int]
    shapes: list[int]
    head: str
    spans: list[int]
    kinds: list[int]


class Tagger(nn.Module):
    """The encoder with its heads."""

    def __init__(self, heads: dict[str, int], attention: str = "sdpa") -> None:
        super().__init__()
        self.encoder = encoder.begin(LAYERS, attention)
        self.encoder.embeddings.word_embeddings.weight.requires_grad = False
        width = self.encoder.config.hidden_size
        self.shape = nn.Embedding(SHAPES, 32)
        self.drop = nn.Dropout(0.15)
        self.hidden = nn.Sequential(nn.Linear(width + 32, 256), nn.GELU(), nn.Dropout(0.15))
        self.heads = nn.ModuleDict({name: nn.Linear(256, size) for name, size in heads.items()})
        self.kind = nn.Linear(256, len(KINDS))

    def inside(self, ids: Tensor) -> Tensor:
        """(texts, pieces, width): what the encoder begins with."""
        return self.encoder.embeddings.word_embeddings(ids)

    def words(self, inside: Tensor, mask: Tensor, first: Tensor, shapes: Tensor) -> Tensor:
        """(texts, words, 256): what is known of each word."""
        pieces = self.encoder(inputs_embeds=inside, attention_mask=mask).last_hidden_state
        index = first.clamp(min=0).unsqueeze(-1).expand(-1, -1, pieces.shape[-1])
        return self.hidden(self.drop(torch.cat([pieces.gather(1, index), self.shape(shapes)], -1)))


def own_row(item: Item, pieces: Pieces) -> Row:
    """A row of the corpus: its mentions as tags, their classes on each of their words."""
    words = words_of(item.text)
    encoded = pieces.encode([word.text for word in words])
    spans, kinds = [0] * len(words), [IGNORED] * len(words)
    for mention in item.mentions:
        inside = [n for n, word in enumerate(words) if mention.start <= word.start and word.end <= mention.end]
        kind = "pointing" if mention.pointing else "named" if mention.named else "described"
        for place, n in enumerate(inside):
            spans[n] = SPANS.index(f"{'I' if place else 'B'}-{kind}")
            if not mention.pointing:
                kinds[n] = KINDS.index(item.kinds[mention.entities[0]])
    return Row(encoded.ids, encoded.first, [shape_of(word.text) for word in words], "own", spans, kinds)


def other_rows(sentences: Sequence[sets.Tagged], head: str, labels: list[str], pieces: Pieces) -> Iterator[Row]:
    """Rows of another set, each with its own head."""
    number = {label: n for n, label in enumerate(labels)}
    for each in sentences:
        encoded = pieces.encode(list(each.words))
        shapes = [shape_of(word) for word in each.words]
        yield Row(encoded.ids, encoded.first, shapes, head, [number[tag] for tag in each.tags], [IGNORED] * len(shapes))


def batches(rows: Sequence[Row], size: int, draw: random.Random) -> Iterator[list[Row]]:
    """Rows of one head and of like length together, in an order of their own each time."""
    groups: list[list[Row]] = []
    for head in sorted({row.head for row in rows}):
        mine = [row for row in rows if row.head == head]
        draw.shuffle(mine)
        for at in range(0, len(mine), size * 16):
            near = sorted(mine[at : at + size * 16], key=lambda row: len(row.ids))
            groups.extend(near[n : n + size] for n in range(0, len(near), size))
    draw.shuffle(groups)
    yield from groups


def tensors(rows: Sequence[Row]) -> tuple[Tensor, Tensor, Tensor, Tensor, Tensor, Tensor]:
    """Pieces, their mask, first pieces, shapes, span tags, classes: padded, words beyond what is read left out."""
    pieces, words = max(len(row.ids) for row in rows), max(len(row.first) for row in rows)
    ids, first = torch.zeros(len(rows), pieces, dtype=torch.long), torch.zeros(len(rows), words, dtype=torch.long)
    shapes, spans = torch.zeros_like(first), torch.full_like(first, IGNORED)
    kinds = torch.full_like(first, IGNORED)
    for n, row in enumerate(rows):
        ids[n, : len(row.ids)] = torch.tensor(row.ids)
        count = sum(at >= 0 for at in row.first)
        first[n, :count] = torch.tensor(row.first[:count])
        shapes[n, :count] = torch.tensor(row.shapes[:count])
        spans[n, :count] = torch.tensor(row.spans[:count])
        kinds[n, :count] = torch.tensor(row.kinds[:count])
    return ids, (ids != 0).long(), first, shapes, spans, kinds


def loss_of(model: Tagger, rows: Sequence[Row]) -> Tensor:
    """How far the heads are from what they should say."""
    ids, mask, first, shapes, spans, kinds = tensors(rows)
    words = model.words(model.inside(ids), mask, first, shapes)
    said = model.heads[rows[0].head](words)
    loss = nn.functional.cross_entropy(said.flatten(0, 1), spans.flatten(), ignore_index=IGNORED, label_smoothing=0.03)
    if (kinds != IGNORED).any():
        classes = model.kind(words).flatten(0, 1)
        loss = loss + nn.functional.cross_entropy(classes, kinds.flatten(), ignore_index=IGNORED, label_smoothing=0.05)
    return loss


def fit(model: Tagger, rows: Sequence[Row], epochs: int, rate: float, seed: int, size: int = 16) -> None:
    """Learn from rows, `epochs` times over."""
    draw = random.Random(seed)
    steps = epochs * sum(1 for _ in batches(rows, size, random.Random(0)))
    inner = [p for p in model.encoder.parameters() if p.requires_grad]
    known = {id(p) for p in model.encoder.parameters()}
    outer = [p for p in model.parameters() if id(p) not in known]
    optimiser = torch.optim.AdamW(
        [{"params": inner, "lr": rate}, {"params": outer, "lr": rate * 6}], weight_decay=0.01, fused=True
    )
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, [rate, rate * 6], total_steps=steps, pct_start=0.1)
    begun = time.time()
    for epoch in range(epochs):
        model.train()
        total = 0.0
        for rows_ in batches(rows, size, draw):
            loss = loss_of(model, rows_)
            optimiser.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimiser.step()
            schedule.step()
            total += loss.item()
        print(f"epoch {epoch + 1} of {epochs}: loss {total:.1f}, {time.time() - begun:.0f} s", flush=True)


@torch.no_grad()
def said_by(model: Tagger, rows: Sequence[Row], head: str) -> list[list[int]]:
    """The likeliest tag of each word, row by row."""
    model.eval()
    found: list[list[int]] = []
    for at in range(0, len(rows), 32):
        part = rows[at : at + 32]
        ids, mask, first, shapes, _, _ = tensors(part)
        best = model.heads[head](model.words(model.inside(ids), mask, first, shapes)).argmax(-1)
        found.extend(best[n, : len(row.first)].tolist() for n, row in enumerate(part))
    return found


def f_score(model: Tagger, rows: Sequence[Row], head: str, labels: Sequence[str]) -> tuple[float, float]:
    """F1 of mentions with their type, and of where they are alone."""
    right = placed = said = meant = 0
    for row, tags in zip(rows, said_by(model, rows, head), strict=True):
        mine = sets.spans_of([labels[tag] for tag in tags])
        true = sets.spans_of([labels[tag] for tag in row.spans])
        right += len(mine & true)
        placed += len({span[:2] for span in mine} & {span[:2] for span in true})
        said, meant = said + len(mine), meant + len(true)
    return 2 * right / max(1, said + meant), 2 * placed / max(1, said + meant)


def main() -> None:
    """Train, measure on what was held out, and save."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sets", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--epochs", type=int, default=6)
    parser.add_argument("--warm", type=int, default=1)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--threads", type=int, default=2)
    asked = parser.parse_args()
    torch.manual_seed(asked.seed)
    torch.set_num_threads(asked.threads)
    pieces = Pieces(load_tokenizer(encoder.tokenizer()))
    learn, held_out = sets.crossner(asked.sets)
    warm = sets.redocred(asked.sets)
    labels = {"own": list(SPANS), "crossner": sets.labels_of(learn), "redocred": sets.labels_of(warm)}
    own = [own_row(item, pieces) for item in sets.corpus()]
    other = list(other_rows(learn, "crossner", labels["crossner"], pieces))
    model = Tagger({head: len(tags) for head, tags in labels.items()})
    if asked.warm:
        fit(model, list(other_rows(warm, "redocred", labels["redocred"], pieces)), asked.warm, 2e-4, asked.seed)
    fit(model, [*own, *other], asked.epochs, 3e-4, asked.seed)
    held_back = [own_row(item, pieces) for item in sets.held_back()]
    print("own, held back: strict {:.3f}, span {:.3f}".format(*f_score(model, held_back, "own", SPANS)))
    test = list(other_rows(held_out, "crossner", labels["crossner"], pieces))
    print(
        "CrossNER politics, held out: strict {:.3f}, span {:.3f}".format(
            *f_score(model, test, "crossner", labels["crossner"])
        )
    )
    asked.out.mkdir(parents=True, exist_ok=True)
    torch.save({"state": model.state_dict(), "labels": labels}, asked.out / "tagger.pt")


if __name__ == "__main__":
    main()
