"""The exported sentence encoder, run with onnxruntime and tokenizers."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import onnxruntime
from tokenizers import Tokenizer

from shop.errors import Corrupt
from shop.manifest import check_manifest

Vectors = npt.NDArray[np.float32]

FP32 = "model.onnx"
INT8 = "model.int8.onnx"
TOKENIZER = "tokenizer.json"


class Encoder:
    """One loaded encoder. ``encode`` may be called from many threads at once.

    ``folder`` is ``artifacts/encoder``; its files are checked against their sha256 before they are loaded. ``int8`` takes the
    smaller, faster and slightly less exact model: good for intents. ``threads`` limits the cores that one call may use
    (0: as many as onnxruntime likes). Raises Corrupt when the folder does not match its manifest or cannot be loaded.
    """

    def __init__(self, folder: Path, int8: bool = False, threads: int = 0):
        manifest = check_manifest(folder)
        settings: dict[str, Any] = manifest["settings"]
        self.dimension = int(settings["dimension"])
        self.max_tokens = int(settings["max_tokens"])
        self.language = str(settings["language"])
        self.model = str(settings["model"])
        self.pooling = str(settings["pooling"])
        name = INT8 if int8 else FP32
        try:
            #: sha256 of the weights: what was built with this encoder names it by this.
            self.revision: str = manifest["files"][name]
            options = onnxruntime.SessionOptions()
            options.intra_op_num_threads = threads
            options.log_severity_level = 3
            self._session = onnxruntime.InferenceSession(
                str(folder / name), sess_options=options, providers=["CPUExecutionProvider"]
            )
            self._tokenizer = Tokenizer.from_file(str(folder / TOKENIZER))
        except Exception as error:
            raise Corrupt(
                f"The encoder in {folder.name} cannot be loaded; export it again.", code="encoder_unreadable"
            ) from error
        self._tokenizer.enable_truncation(self.max_tokens)
        self._tokenizer.no_padding()
        self._inputs = {i.name for i in self._session.get_inputs()}

    def is_word(self, word: str) -> bool:
        """Is this one of the whole words that the encoder learnt, lower case: a common word of its language?"""
        return self._tokenizer.token_to_id(word) is not None

    def encode(self, texts: Sequence[str], batch_size: int = 64, max_tokens: int | None = None) -> Vectors:
        """Vectors of length 1, one row a text, in the order given: (n, dimension) float32. No texts give (0, dimension).

        Tokens beyond ``max_tokens`` (at most, and by default, the encoder's own limit) are left out.
        """
        out = np.zeros((len(texts), self.dimension), dtype=np.float32)
        if not texts:
            return out
        limit = min(max_tokens or self.max_tokens, self.max_tokens)
        tokens = [
            ids if len(ids) <= limit else [*ids[: limit - 1], ids[-1]]  # the closing token stays last
            for ids in (e.ids for e in self._tokenizer.encode_batch_fast(list(texts)))
        ]
        # Texts of like length share a batch, so that little is spent on padding.
        order = sorted(range(len(tokens)), key=lambda i: len(tokens[i]))
        for start in range(0, len(order), batch_size):
            rows = order[start : start + batch_size]
            out[rows] = self._run([tokens[i] for i in rows])
        return out

    def _run(self, tokens: list[list[int]]) -> Vectors:
        width = max(1, max(len(ids) for ids in tokens))
        ids = np.zeros((len(tokens), width), dtype=np.int64)
        mask = np.zeros_like(ids)
        for row, given in enumerate(tokens):
            ids[row, : len(given)] = given
            mask[row, : len(given)] = 1
        feed = {"input_ids": ids, "attention_mask": mask}
        if "token_type_ids" in self._inputs:
            feed["token_type_ids"] = np.zeros_like(ids)
        hidden = self._session.run(None, feed)[0]
        if self.pooling == "cls":
            pooled = hidden[:, 0]
        else:
            weights = mask[:, :, None].astype(np.float32)
            pooled = (hidden * weights).sum(axis=1) / np.maximum(weights.sum(axis=1), 1e-9)
        norms = np.linalg.norm(pooled, axis=1, keepdims=True)
        vectors: Vectors = (pooled / np.maximum(norms, 1e-12)).astype(np.float32)
        return vectors
