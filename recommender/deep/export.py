"""From the trained network to ONNX bytes."""

from __future__ import annotations

import tempfile
import warnings
from pathlib import Path

import torch

from recommender.deep.network import Network, Serving


def onnx_bytes(network: Network) -> bytes:
    """``item`` (rows, longest) and ``last`` (rows,), both int64, in; ``scores`` (rows, items) out. See ``Serving``."""
    serving = Serving(network).eval()
    longest = min(2, network.shape.length)
    item = torch.zeros((2, longest), dtype=torch.long)
    with tempfile.TemporaryDirectory() as folder, warnings.catch_warnings(), torch.no_grad():
        target = Path(folder) / "model.onnx"
        warnings.simplefilter("ignore")
        torch.onnx.export(
            serving,
            (item, torch.zeros(2, dtype=torch.long)),
            str(target),
            input_names=["item", "last"],
            output_names=["scores"],
            dynamic_axes={"item": {0: "rows", 1: "longest"}, "last": {0: "rows"}, "scores": {0: "rows"}},
            opset_version=17,
            dynamo=False,
        )
        return target.read_bytes()
