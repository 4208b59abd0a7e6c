"""Teaches a second encoder what a text says of pairs of mentions: relation, modality, and who says it.

    python -m araz.train.relator --out FOLDER [--epochs N] [--seed N]

Each sentence is read once for each of its mentions, the anchor, with signs around all mentions that tell their class;
the others are then told what the anchor has to do with them, and they with the anchor: each claim is learnt from both
of its ends (after Ye et al. 2022, "Packed levitated marker for entity and relation extraction").
"""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import torch
from torch import Tensor, nn

from ..loaders.reader.encoding import Pieces, load_tokenizer
from ..loaders.reader.pairs import BUCKETS
from ..ontology.schema import load_schema
from ..ontology.vocabulary import Kind
from . import encoder, sets
from .readings import MODALITIES, RELATIONS, Pair, Pass, batches, passes_of, readings_of

LAYERS = 10
"""Of twelve: what the size of the wheel leaves room for."""


def _signs(table: Tensor) -> Tensor:
    """A hundred rows: the first closes a mention, the next ones open one of each class."""
    pieces = Pieces(load_tokenizer(encoder.tokenizer()))
    rows = torch.zeros(100, table.shape[1])
    rows[1:] = table[pieces.of_word(".")].mean(0)
    rows[81:83] = table[pieces.of_word("@")].mean(0)
    for number, kind in enumerate(Kind, start=2):
        label = load_schema().classes[kind].label
        rows[number] = table[[piece for word in label.split() for piece in pieces.of_word(word)]].mean(0)
    return rows


def _opening(pieces: Tensor, at: Tensor) -> Tensor:
    """What is known at the sign that opens a mention, and at its first word: (texts, pairs, 2 x width)."""
    wide = (-1, -1, pieces.shape[-1])
    sign = pieces.gather(1, at.unsqueeze(-1).expand(*wide))
    word = pieces.gather(1, (at + 1).unsqueeze(-1).expand(*wide))
    return torch.cat([sign, word], -1)


class Relator(nn.Module):
    """The encoder, and what is asked of it for the pairs of one anchor."""

    def __init__(self, attention: str = "sdpa") -> None:
        super().__init__()
        self.encoder = encoder.begin(LAYERS, attention)
        width = self.encoder.config.hidden_size
        table = self.encoder.embeddings.word_embeddings
        table.weight.requires_grad = False
        # A sign begins as the words that the ontology calls its class by; of the pieces only signs are learnt.
        self.signs = nn.Embedding.from_pretrained(_signs(table.weight.data), freeze=False)
        self.bucket = nn.Embedding(BUCKETS, 32)
        self.drop = nn.Dropout(0.3)
        self.hidden = nn.Sequential(nn.Linear(5 * width + 32, 512), nn.GELU(), nn.Dropout(0.3))
        self.relation = nn.Linear(512, 2 * len(RELATIONS) + 1)
        self.modality = nn.Linear(512, len(MODALITIES))
        self.speaks = nn.Linear(512, 1)

    def inside(self, ids: Tensor) -> Tensor:
        """(passes, pieces, width): what the encoder begins with, the signs with a table of their own."""
        sign = (ids > 0) & (ids < 100)
        return torch.where(
            sign.unsqueeze(-1), self.signs(ids.clamp(max=99)), self.encoder.embeddings.word_embeddings(ids)
        )

    def forward(
        self, inside: Tensor, mask: Tensor, anchor: Tensor, other: Tensor, bucket: Tensor
    ) -> tuple[Tensor, Tensor, Tensor]:
        """For pairs (passes, others): relations (ahead, back, none), modalities, whether the anchor says it.

        `anchor` (passes, 1) and `other` (passes, others) are the pieces that open the mentions.
        """
        pieces = self.encoder(inputs_embeds=inside, attention_mask=mask).last_hidden_state
        there = mask.unsqueeze(-1).to(pieces.dtype)
        whole = ((pieces * there).sum(1) / there.sum(1)).unsqueeze(1)
        one, two = _opening(pieces, anchor), _opening(pieces, other)
        wide = (-1, other.shape[1], -1)
        found = torch.cat([one.expand(*wide), two, whole.expand(*wide), self.bucket(bucket)], -1)
        found = self.hidden(self.drop(found))
        return self.relation(found), self.modality(found), self.speaks(found).squeeze(-1)


def relation_loss(logits: Tensor, labels: Tensor, judged: Tensor) -> Tensor:
    """Cross entropy over relations and none (half as much); `labels`, `judged`: (pairs, relations) of 0 and 1."""
    none = (labels.sum(-1) == 0).to(logits.dtype)
    meant = torch.cat([labels, none.unsqueeze(-1)], -1)
    meant = meant / meant.sum(-1, keepdim=True)
    open_ = torch.cat([judged, torch.ones_like(judged[:, :1])], -1)
    said = nn.functional.log_softmax(logits.masked_fill(open_ == 0, -1e4), -1)
    # A pair that is not to be judged for one relation says nothing about none either.
    unsure = (judged.sum(-1) < judged.shape[-1]) & (none > 0)
    smooth = 0.95 * meant + 0.05 * open_ / open_.sum(-1, keepdim=True)
    losses = -(smooth * said * open_).sum(-1)
    weights = torch.where(none > 0, 0.5, 1.0).masked_fill(unsure, 0.0)
    return (losses * weights).sum() / weights.sum().clamp(min=1)


def tensors(
    passes: Sequence[Pass], pieces: Pieces, draw: random.Random | None
) -> tuple[list[Tensor], Tensor, list[Pair]]:
    """What the model reads in some passes, which places of (passes, others) are filled, and the pairs in order.

    With `draw`, classes are now and then wrong, as in use.
    """
    rows, anchors, tables, kept = list[list[int]](), list[int](), list[list[tuple[int, int]]](), list[Pair]()
    for each in passes:
        words, mentions = each.reading.words, each.reading.mentions
        if draw is not None:
            words = _hidden(words, mentions, draw)
            mentions = [(a, b, _blurred(kind, draw)) for a, b, kind in mentions]
        encoded = pieces.encode_marked(words, mentions, anchor=each.anchor)
        rows.append(encoded.ids)
        anchors.append(max(0, encoded.first[each.anchor]))
        tables.append([])
        for pair in each.pairs:
            if encoded.first[pair.second] >= 0 and encoded.first[each.anchor] >= 0:
                tables[-1].append((encoded.first[pair.second], pair.bucket))
                kept.append(pair)
    ids = torch.zeros(len(rows), max(map(len, rows)), dtype=torch.long)
    asked = torch.zeros(len(rows), max(1, *map(len, tables)), 2, dtype=torch.long)
    filled = torch.zeros(asked.shape[:2], dtype=torch.bool)
    for number, (row, table) in enumerate(zip(rows, tables, strict=True)):
        ids[number, : len(row)] = torch.tensor(row)
        if table:
            asked[number, : len(table)] = torch.tensor(table)
            filled[number, : len(table)] = True
    anchor = torch.tensor(anchors).unsqueeze(-1)
    return [ids, (ids != 0).long(), anchor, asked[..., 0].contiguous(), asked[..., 1].contiguous()], filled, kept


def _hidden(words: Sequence[str], mentions: Sequence[tuple[int, int, Kind]], draw: random.Random) -> list[str]:
    """The words with two names in five hidden: what is said must be read from the sentence, not known of the names."""
    seen = list(words)
    for first, last, _ in mentions:
        if draw.random() < 0.4:
            seen[first:last] = ["[MASK]"] * (last - first)
    return seen


def _blurred(kind: Kind, draw: random.Random) -> Kind:
    chance = draw.random()
    if chance < 0.06:
        return Kind.ENTITY
    if chance < 0.12:
        return Kind(draw.choice(sorted(load_schema().classes[kind].ancestors)))
    return kind


def loss_of(model: Relator, passes: Sequence[Pass], pieces: Pieces, draw: random.Random | None) -> Tensor:
    """How far the model is from what the pairs should say."""
    given, filled, pairs = tensors(passes, pieces, draw)
    relations, modalities, speaks = (said[filled] for said in model(model.inside(given[0]), *given[1:]))
    labels = torch.zeros(len(pairs), 2 * len(RELATIONS))
    judged = torch.ones_like(labels)
    for n, pair in enumerate(pairs):
        labels[n, list(pair.relations)] = 1
        judged[n, list(pair.ignored - pair.relations)] = 0
    loss = relation_loss(relations, labels, judged)
    meant = torch.tensor([pair.modality for pair in pairs])
    if (meant >= 0).any():
        loss = loss + 0.3 * nn.functional.cross_entropy(modalities, meant, ignore_index=-100, label_smoothing=0.05)
    spoken = torch.tensor([pair.speaks for pair in pairs])
    return loss + 0.5 * nn.functional.binary_cross_entropy_with_logits(speaks, spoken)


def fit(
    model: Relator,
    passes: Sequence[Pass],
    pieces: Pieces,
    epochs: int,
    seed: int,
    rate: float = 3e-4,
    after: Callable[[int], None] = lambda epoch: None,
) -> None:
    """Learn from texts, `epochs` times over."""
    draw, size = random.Random(seed), 24
    told = [each for each in passes if any(pair.relations or pair.speaks for pair in each.pairs)]
    silent = [each for each in passes if not any(pair.relations or pair.speaks for pair in each.pairs)]
    # Each time over, nine in ten of those that say something, and one in five of the others.
    some, few = len(told) * 9 // 10, len(silent) // 5
    steps = epochs * sum(1 for _ in batches([*told[:some], *silent[:few]], size, random.Random(0)))
    known = {id(p) for p in model.encoder.parameters()}
    inner = [p for p in model.encoder.parameters() if p.requires_grad]
    outer = [p for p in model.parameters() if id(p) not in known]
    optimiser = torch.optim.AdamW(
        [{"params": inner, "lr": rate}, {"params": outer, "lr": rate * 5}], weight_decay=0.05, fused=True
    )
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, [rate, rate * 5], total_steps=steps, pct_start=0.1)
    begun = time.time()
    for epoch in range(epochs):
        model.train()
        total = 0.0
        for group in batches([*draw.sample(told, some), *draw.sample(silent, few)], size, draw):
            loss = loss_of(model, group, pieces, draw)
            optimiser.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimiser.step()
            schedule.step()
            total += loss.item()
        print(f"epoch {epoch + 1} of {epochs}: loss {total:.1f}, {time.time() - begun:.0f} s", flush=True)
        after(epoch + 1)


@torch.no_grad()
def measure(model: Relator, passes: Sequence[Pass], pieces: Pieces) -> dict[str, float]:
    """Precision, recall and F1 of (pair, relation), and how often the modality and the mere pair are right.

    Each claim counts twice, once from each end.
    """
    model.eval()
    right = said = meant = modal = found_pairs = meant_pairs = said_pairs = 0
    for group in batches(passes, 32, random.Random(0)):
        given, filled, pairs = tensors(group, pieces, None)
        relations, modalities, _ = (said[filled] for said in model(model.inside(given[0]), *given[1:]))
        for n, pair in enumerate(pairs):
            best = int(relations[n].argmax())
            over = {best} - {2 * len(RELATIONS)} - (pair.ignored - pair.relations)
            right += len(over & pair.relations)
            said, meant = said + len(over), meant + len(pair.relations)
            if over & pair.relations:
                modal += int(modalities[n].argmax()) == pair.modality
            found_pairs += bool(over and pair.relations)
            meant_pairs, said_pairs = meant_pairs + bool(pair.relations), said_pairs + bool(over)
    return {
        "precision": right / max(1, said),
        "recall": right / max(1, meant),
        "f1": 2 * right / max(1, said + meant),
        "pair f1": 2 * found_pairs / max(1, meant_pairs + said_pairs),
        "modality": modal / max(1, right),
    }


def main() -> None:
    """Train on the open corpus and save."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--epochs", type=int, default=4)
    parser.add_argument("--more", type=int, default=4, help="epochs of a second round, at a lower rate")
    parser.add_argument("--resume", action="store_true", help="begin the second round from what the first one saved")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--threads", type=int, default=2)
    asked = parser.parse_args()
    torch.manual_seed(asked.seed)
    torch.set_num_threads(asked.threads)
    pieces = Pieces(load_tokenizer(encoder.tokenizer()))
    learn, held_back = (
        passes_of([reading for item in items for reading in readings_of(item)])
        for items in ([*sets.corpus(), *sets.articles()], sets.held_back())
    )
    model = Relator()
    asked.out.mkdir(parents=True, exist_ok=True)

    def after(epoch: int) -> None:
        if epoch % 2 == 0 or epoch == (asked.more if asked.resume else asked.epochs):
            print(f"held back: {measure(model, held_back, pieces)}", flush=True)
            torch.save({"state": model.state_dict()}, asked.out / "relator.pt")

    if asked.resume:
        model.load_state_dict(torch.load(asked.out / "relator.pt")["state"])
        fit(model, learn, pieces, asked.more, asked.seed + 1, rate=2.5e-4, after=after)
    else:
        fit(model, learn, pieces, asked.epochs, asked.seed, after=after)


if __name__ == "__main__":
    main()
