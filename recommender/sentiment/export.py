"""Make the sentiment model that serves: the installed encoder with the tracked changes, as int8 ONNX. Once, at set-up.

``python -m recommender.sentiment.export ARTIFACTS`` writes ``ARTIFACTS/sentiment/``. Torch is loaded here and only here;
nothing is downloaded. A model whose labels in 8 bits differ too often from those in single precision is refused.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
import tempfile
import warnings
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np

from recommender.sentiment.scorer import INT8, SHIPPED, TOKENIZER, WEIGHTS, SentimentScorer, softmax
from shop.errors import Corrupt, InvalidInput
from shop.manifest import check_manifest, sha256_of, write_manifest

FOLDER = "sentiment"
FP32 = "model.onnx"
#: Grows when the exported files change in form.
FORMAT = "1"
_LEAST_AGREEMENT = 0.9
CHECK_TEXTS = (
    "The zip broke after two days.", "Keeps me warm, love it.", "It has two pockets.", "Where is my order?",
    "Too small, had to return it", "Not a single complaint after a year.", "Okay for the price, nothing special.",
    "I expected more from this brand", "", "The colour is nothing like the picture but it fits well.",
)  # fmt: skip


def export_sentiment(artifacts: Path, now: datetime, shipped: Path = SHIPPED) -> dict[str, Any]:
    """Write ``artifacts/sentiment/`` unless it is there, made of the same weights; returns its manifest.

    Raises InvalidInput when the installed encoder is not the one that the weights were trained on.
    """
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    os.environ.setdefault("TRANSFORMERS_OFFLINE", "1")
    from safetensors.torch import load_file

    from recommender.sentiment.network import base_folder

    trained = check_manifest(shipped)
    base = base_folder()
    inputs = {
        "base": sha256_of(base / "model.safetensors"),
        "weights": trained["files"][WEIGHTS],
        "format": FORMAT,
    }
    if inputs["base"] != trained["settings"]["base_sha256"]:
        raise InvalidInput("The installed encoder is not the one that the sentiment weights belong to.", code="other_base")
    out = artifacts / FOLDER
    try:
        present = check_manifest(out)
        if present["inputs"] == inputs:
            return present
    except Corrupt:
        pass  # absent or damaged: made anew below
    artifacts.mkdir(parents=True, exist_ok=True)
    draft = Path(tempfile.mkdtemp(prefix=".sentiment-", dir=artifacts))
    try:
        settings = {"max_tokens": trained["settings"]["max_tokens"], "bias": trained["settings"]["bias"]}
        write_draft(base, tuned_network(base, load_file(shipped / WEIGHTS)), draft)
        write_manifest(draft, now=now, inputs=inputs, settings=settings)
        plain, small = (softmax(SentimentScorer.shipped(draft, name).logits(CHECK_TEXTS)) for name in (FP32, INT8))
        agreement = float(1 - np.abs(plain - small).max())
        if agreement < _LEAST_AGREEMENT:
            raise InvalidInput("The sentiment model in 8 bits differs from the one it was made of.", code="export_differs")
        written = write_manifest(
            draft, now=now, inputs=inputs, settings=settings, metrics={"least_agreement_int8": round(agreement, 4)}
        )
        _swap(draft, out)
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    return written


def tuned_network(base: Path, tensors: Mapping[str, Any]) -> Any:
    """The network of the installed encoder ``base`` with the tracked changes (torch tensors by name)."""
    from recommender.sentiment.low_rank import merged
    from recommender.sentiment.network import SentimentNetwork

    network = SentimentNetwork.from_base(base)
    head = {name.removeprefix("head."): value.float() for name, value in tensors.items() if name.startswith("head.")}
    network.head.load_state_dict(head)
    changes = {name: value for name, value in tensors.items() if not name.startswith("head.")}
    network.encoder.load_state_dict(merged(network.encoder.state_dict(), changes), strict=False)
    return network.eval()


def write_onnx(network: Any, target: Path) -> None:
    """``input_ids`` and ``attention_mask`` (n, tokens) in; ``pooled`` (n, dim) and ``logits`` (n, 3) out."""
    import torch

    ids = torch.ones((2, 8), dtype=torch.long)
    axes = {0: "texts", 1: "tokens"}
    with warnings.catch_warnings(), torch.no_grad():
        warnings.simplefilter("ignore")
        torch.onnx.export(
            network,
            (ids, torch.ones_like(ids)),
            str(target),
            input_names=["input_ids", "attention_mask"],
            output_names=["pooled", "logits"],
            dynamic_axes={"input_ids": axes, "attention_mask": axes, "pooled": {0: "texts"}, "logits": {0: "texts"}},
            opset_version=17,
            dynamo=False,
        )


def write_draft(base: Path, network: Any, draft: Path) -> None:
    """Both models and the tokenizer into ``draft``. Per channel: a scale a tensor costs a point of accuracy."""
    from onnxruntime.quantization import QuantType, quantize_dynamic

    write_onnx(network, draft / FP32)
    quantize_dynamic(str(draft / FP32), str(draft / INT8), weight_type=QuantType.QInt8, per_channel=True)
    shutil.copyfile(base / "tokenizer.json", draft / TOKENIZER)


def _swap(draft: Path, out: Path) -> None:
    """Put the finished folder in place. A process that has the old files open keeps them."""
    old = out.with_name(f".{out.name}-old-{os.getpid()}")
    if out.exists():
        os.replace(out, old)
    draft.chmod(0o755)
    os.replace(draft, out)
    shutil.rmtree(old, ignore_errors=True)


def main(arguments: list[str]) -> int:
    if len(arguments) != 1:
        sys.stderr.write("usage: python -m recommender.sentiment.export ARTIFACTS\n")
        return 2
    manifest = export_sentiment(Path(arguments[0]), datetime.now(UTC))
    sys.stdout.write(json.dumps({**manifest["settings"], **manifest["metrics"]}) + "\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
