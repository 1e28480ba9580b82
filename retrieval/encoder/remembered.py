"""Vectors of texts that are asked for again and again, kept: the sentences of a product are the same for every question."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Sequence
from typing import Protocol

import numpy as np

from retrieval.encoder.encoder import Vectors

MOST = 10_000  # vectors: 15 MB with 384 dimensions


class Encodes(Protocol):
    """An encoder, or what stands for one."""

    def encode(self, texts: Sequence[str], *, max_tokens: int | None = None) -> Vectors: ...


class Remembered:
    """Encodes what it has not encoded before; of ``most`` vectors the one least lately asked for goes first. Safe from several
    threads. A text is its own key, so a changed record is another text."""

    def __init__(self, encoder: Encodes, most: int = MOST):
        self.encoder = encoder
        self._most = most
        self._kept: OrderedDict[tuple[str, int | None], Vectors] = OrderedDict()
        self._lock = threading.Lock()

    def encode(self, texts: Sequence[str], *, max_tokens: int | None = None) -> Vectors:
        """As the encoder's: (n, dimension), in the order of ``texts``."""
        if not texts:
            return self.encoder.encode(texts, max_tokens=max_tokens)
        keys = [(text, max_tokens) for text in texts]
        with self._lock:
            known = {key: self._kept[key] for key in keys if key in self._kept}
            for key in known:
                self._kept.move_to_end(key)
        missing = [key for key in dict.fromkeys(keys) if key not in known]
        if missing:
            new = self.encoder.encode([text for text, _ in missing], max_tokens=max_tokens)
            # copies: a row of a batch would keep the whole batch
            known |= {key: vector.copy() for key, vector in zip(missing, new, strict=True)}
            with self._lock:
                self._kept.update((key, known[key]) for key in missing)
                while len(self._kept) > self._most:
                    self._kept.popitem(last=False)
        return np.stack([known[key] for key in keys])
