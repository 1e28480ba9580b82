"""Vectors in a flat FAISS index: exact inner products, filtered before they are ranked."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import faiss
import numpy as np
import numpy.typing as npt

from retrieval.encoder.encoder import Vectors
from shop.errors import Corrupt


class Dense:
    """One dense leg over vectors of length 1, rows in the order given."""

    def __init__(self, index: Any):
        self._index = index
        self.size: int = index.ntotal
        self.dimension: int = index.d

    @staticmethod
    def build(vectors: Vectors, path: Path) -> None:
        index = faiss.IndexFlatIP(vectors.shape[1])
        if len(vectors):
            index.add(np.ascontiguousarray(vectors))
        faiss.write_index(index, str(path))

    @classmethod
    def open(cls, path: Path) -> Dense:
        """``path`` must have been checked against its sha256: FAISS reads a damaged file without complaint."""
        try:
            return cls(faiss.read_index(str(path)))
        except RuntimeError as error:
            raise Corrupt(f"{path.name} cannot be read; run `shoptalk build`.", code="artifact_corrupt") from error

    def top(self, vector: Vectors, rows: npt.NDArray[np.int64], k: int) -> npt.NDArray[np.int64]:
        """The ``k`` rows nearest to ``vector`` (dimension,) among ``rows``, best first."""
        k = min(k, len(rows))
        if k == 0:
            return np.zeros(0, dtype=np.int64)
        bits = np.zeros(self.size, dtype=bool)
        bits[rows] = True
        selector = faiss.IDSelectorBitmap(np.packbits(bits, bitorder="little"))  # type: ignore[call-arg,arg-type]
        only = faiss.SearchParameters(sel=selector)  # type: ignore[call-arg]
        _, found = self._index.search(np.ascontiguousarray(vector[None, :]), k, params=only)
        best: npt.NDArray[np.int64] = found[0][found[0] >= 0]
        return best

    def vectors(self, rows: npt.NDArray[np.int64]) -> Vectors:
        """(n, dimension), in the order of ``rows``."""
        if not len(rows):
            return np.zeros((0, self.dimension), dtype=np.float32)
        found: Vectors = self._index.reconstruct_batch(np.asarray(rows, dtype=np.int64))
        return found
