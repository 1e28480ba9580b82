"""The exported sentence encoder, run with onnxruntime: texts in, unit vectors of shape (n, dimension) out."""

from pathlib import Path
from typing import Any, Dict, List, Sequence, Tuple

import numpy as np
import onnxruntime
from tokenizers import Tokenizer

from components.artifacts import checked_file, read_manifest

FILES = {"int8": "model.int8.onnx", "fp32": "model.onnx"}


def revision(folder: Path, precision: str) -> str:
    """What the vectors depend on: the sha256 of the weights and of the tokenizer, and the way of pooling."""
    manifest = read_manifest(folder)
    files, settings = manifest["files"], manifest.get("settings", {})
    parts = (files.get(FILES[precision]), files.get("tokenizer.json"), settings.get("pooling"), settings.get("max_tokens"))
    return "/".join(str(part) for part in parts)


class SentenceEncoder:
    """Mean of the last hidden states over the attention mask, scaled to length 1."""

    def __init__(self, folder: Path, precision: str = "int8", threads: int = 1) -> None:
        manifest: Dict[str, Any] = read_manifest(folder)
        model = checked_file(folder, manifest, FILES[precision])
        self.dimension = int(manifest["settings"]["dimension"])
        self._tokenizer = Tokenizer.from_file(str(checked_file(folder, manifest, "tokenizer.json")))
        self._tokenizer.enable_truncation(max_length=int(manifest["settings"]["max_tokens"]))
        self._tokenizer.enable_padding()
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        self._session = onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])
        self._inputs = {given.name for given in self._session.get_inputs()}

    def encode(self, texts: Sequence[str], batch: int = 32) -> np.ndarray:
        """Vectors of ``texts`` in their order, float32, shape (n, dimension)."""
        return self.encode_pieces(texts, batch)[0]

    def encode_pieces(self, texts: Sequence[str], batch: int = 32) -> Tuple[np.ndarray, List[np.ndarray]]:
        """The vectors, and for each text the last hidden states of its word pieces: float32, (length, dimension)."""
        out = np.zeros((len(texts), self.dimension), dtype=np.float32)
        pieces: List[np.ndarray] = [np.zeros((0, self.dimension), dtype=np.float32)] * len(texts)
        order: List[int] = sorted(range(len(texts)), key=lambda i: len(texts[i]))
        for start in range(0, len(order), batch):
            chosen = order[start : start + batch]
            out[chosen], states = self._encode_batch([texts[i] for i in chosen])
            for i, own in zip(chosen, states, strict=True):
                pieces[i] = own
        return out, pieces

    def _encode_batch(self, texts: List[str]) -> Tuple[np.ndarray, List[np.ndarray]]:
        encoded = self._tokenizer.encode_batch(texts)
        feed = {
            "input_ids": np.array([e.ids for e in encoded], dtype=np.int64),
            "attention_mask": np.array([e.attention_mask for e in encoded], dtype=np.int64),
            "token_type_ids": np.array([e.type_ids for e in encoded], dtype=np.int64),
        }
        hidden = self._session.run(None, {name: value for name, value in feed.items() if name in self._inputs})[0]
        mask = feed["attention_mask"][:, :, None].astype(np.float32)
        pooled = (hidden * mask).sum(axis=1) / np.maximum(mask.sum(axis=1), 1e-9)
        unit = np.asarray(pooled / np.maximum(np.linalg.norm(pooled, axis=1, keepdims=True), 1e-12), dtype=np.float32)
        return unit, [own[real.astype(bool)].copy() for own, real in zip(hidden, feed["attention_mask"], strict=True)]
