"""Writes the trained models as ONNX with 8-bit weights, and the tokenizer cut down to what they were taught.

    python -m araz.train.export --models FOLDER --out FOLDER

Word pieces in scripts that the encoder was hardly taught go; the rest gives the same pieces for the same words. Both
models begin with the one table, which neither changes, so it is written once.
"""

from __future__ import annotations

import argparse
import json
import tempfile
import unicodedata
from pathlib import Path

import numpy as np
import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.quantization.shape_inference import quant_pre_process
from torch import Tensor, nn

from . import encoder
from .relator import Relator
from .tagger import SPANS, Tagger

_SIGNS = 100
_WIDTH = 384


def kept_pieces(tokenizer: dict[str, object]) -> list[str]:
    """The word pieces that stay: the special ones, and those in Latin letters, digits and signs."""
    vocabulary: dict[str, int] = tokenizer["model"]["vocab"]  # type: ignore[index]  # the file's own shape
    ordered = sorted(vocabulary, key=lambda piece: vocabulary[piece])
    return [piece for piece in ordered if vocabulary[piece] < _SIGNS + 4 or _readable(piece.removeprefix("##"))]


def _readable(piece: str) -> bool:
    if piece.startswith("[unused"):
        return False
    return all(ord(c) < 0x250 or unicodedata.category(c)[0] in "PS" for c in piece)


def cut_tokenizer(out: Path) -> list[int]:
    """Write the smaller tokenizer; the old ids of its pieces, in the new order."""
    whole = json.loads(encoder.tokenizer().read_text(encoding="utf-8"))
    kept = kept_pieces(whole)
    old: dict[str, int] = whole["model"]["vocab"]
    order = [old[piece] for piece in kept]
    new = {piece: number for number, piece in enumerate(kept)}
    whole["model"]["vocab"] = new
    whole["added_tokens"] = [{**token, "id": new[token["content"]]} for token in whole["added_tokens"]]
    whole["post_processor"] = whole["truncation"] = whole["padding"] = None
    (out / "tokenizer.json").write_text(json.dumps(whole, ensure_ascii=False, separators=(",", ":")), encoding="utf-8")
    return order


def write_table(model: nn.Module, order: list[int], path: Path) -> None:
    """The rows of the table that stay, as 8-bit numbers with a scale for each row: one file for both models."""
    table = model.encoder.embeddings.word_embeddings.weight.data[order]
    scale = table.abs().amax(1).clamp(min=1e-8) / 127
    np.savez(path, rows=(table / scale[:, None]).round().to(torch.int8).numpy(), scales=scale.numpy())


class TaggerOut(nn.Module):
    """The tagger as it runs: span tags, classes and CrossNER's tags of each word."""

    def __init__(self, tagger: Tagger) -> None:
        super().__init__()
        self.tagger = tagger

    def forward(self, inside: Tensor, mask: Tensor, first: Tensor, shapes: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """(texts, words, tags), (texts, words, classes), (texts, words, CrossNER's tags)."""
        words = self.tagger.words(inside, mask, first, shapes)
        return self.tagger.heads["own"](words), self.tagger.kind(words), self.tagger.heads["crossner"](words)


def export(model: nn.Module, given: tuple[Tensor, ...], names: list[str], outputs: list[str], path: Path) -> None:
    """One model to one file, with 8-bit weights."""
    axes = {
        "inside": {0: "texts", 1: "pieces"},
        "mask": {0: "texts", 1: "pieces"},
        "first": {0: "texts", 1: "words"},
        "shapes": {0: "texts", 1: "words"},
    }
    axes["anchor"] = {0: "texts"}
    for name in ("other", "bucket"):
        axes[name] = {0: "texts", 1: "pairs"}
    with tempfile.TemporaryDirectory() as scratch:
        plain, ready = Path(scratch) / "plain.onnx", Path(scratch) / "ready.onnx"
        torch.onnx.export(
            model.eval(),
            given,
            str(plain),
            input_names=names,
            output_names=outputs,
            dynamic_axes={name: axes[name] for name in names},
            dynamo=False,
            opset_version=17,
        )
        quant_pre_process(str(plain), str(ready), skip_symbolic_shape=True)
        quantize_dynamic(
            str(ready),
            str(path),
            weight_type=QuantType.QInt8,
            per_channel=True,
            op_types_to_quantize=["MatMul", "Gemm"],
        )
    onnx.checker.check_model(str(path))


def export_tagger(folder: Path, out: Path, order: list[int]) -> None:
    """tagger.pt to tagger.onnx, and its labels."""
    kept = torch.load(folder / "tagger.pt")
    tagger = Tagger({head: len(tags) for head, tags in kept["labels"].items()}, "eager")
    tagger.load_state_dict(kept["state"])
    write_table(tagger, order, out / "pieces.npz")
    words = torch.randint(0, 30, (2, 20))
    given = (torch.rand(2, 30, _WIDTH), torch.ones(2, 30, dtype=torch.long), words, words % 8)
    export(
        TaggerOut(tagger),
        given,
        ["inside", "mask", "first", "shapes"],
        ["spans", "kinds", "crossner"],
        out / "tagger.onnx",
    )
    labels = {"spans": list(SPANS), "crossner": kept["labels"]["crossner"]}
    (out / "labels.json").write_text(json.dumps(labels, indent=1) + "\n", encoding="utf-8")


def export_relator(folder: Path, out: Path, order: list[int]) -> None:
    """relator.pt to relator.onnx."""
    relator = Relator("eager")
    relator.load_state_dict(torch.load(folder / "relator.pt")["state"])
    np.save(out / "signs.npy", relator.signs.weight.data.numpy())
    at = torch.tensor([[0, 0, 1], [2, 3, 4]])
    given = (torch.rand(2, 30, _WIDTH), torch.ones(2, 30, dtype=torch.long), at[:, :1], at + 3, at)
    export(
        relator,
        given,
        ["inside", "mask", "anchor", "other", "bucket"],
        ["relations", "modalities", "speaks"],
        out / "relator.onnx",
    )


def main() -> None:
    """Both models and the tokenizer."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--models", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    asked = parser.parse_args()
    asked.out.mkdir(parents=True, exist_ok=True)
    order = cut_tokenizer(asked.out)
    export_tagger(asked.models, asked.out, order)
    export_relator(asked.models, asked.out, order)


if __name__ == "__main__":
    main()
