"""One dense leg: every vector compared in a small catalogue, an inverted file with exact re-scoring in a large one."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Protocol

import faiss
import numpy as np
import numpy.typing as npt

from retrieval import ann
from retrieval.ann import InvertedFile
from retrieval.encoder.encoder import Vectors
from shop.errors import Corrupt

Rows = npt.NDArray[np.int64]

#: Up to so many vectors all are compared: that takes 2 ms at most and misses nothing.
EXACT = 20_000


class Vectored(Protocol):
    """Vectors that can be searched: all of them (``rows`` None) or some."""

    size: int
    dimension: int

    def nearest(self, vector: Vectors, rows: Rows | None, k: int) -> tuple[Rows, Vectors]: ...

    def vectors(self, rows: Rows) -> Vectors: ...


class Dense:
    """One dense leg over vectors of length 1, rows in the order given."""

    def __init__(self, index: Vectored):
        self._index = index
        self.size = index.size
        self.dimension = index.dimension

    @staticmethod
    def build(vectors: Vectors, path: Path) -> dict[str, float]:
        """Write ``path``, and the exact vectors beside it where it holds only codes. Returns what was chosen (see ann)."""
        if len(vectors) > EXACT:
            return ann.build(vectors, path, _exact_beside(path)).to_dict()
        index = faiss.IndexFlatIP(vectors.shape[1])
        if len(vectors):
            index.add(np.ascontiguousarray(vectors))
        faiss.write_index(index, str(path))
        return {}

    @classmethod
    def open(cls, path: Path) -> Dense:
        """``path`` must have been checked against its sha256: FAISS reads a damaged file without complaint."""
        try:
            index = faiss.read_index(str(path))
            if isinstance(index, faiss.IndexFlat):
                return cls(Flat(index))
            return cls(InvertedFile(index, np.load(_exact_beside(path), mmap_mode="r", allow_pickle=False)))
        except (RuntimeError, OSError, ValueError) as error:
            raise Corrupt(f"{path.name} cannot be read; run `shoptalk build`.", code="artifact_corrupt") from error

    def top(self, vector: Vectors, rows: Rows, k: int) -> Rows:
        """The ``k`` rows nearest to ``vector`` (dimension,) among ``rows``, best first; in a large catalogue nearly surely."""
        return self.nearest(vector, rows, k)[0]

    def nearest(self, vector: Vectors, rows: Rows, k: int) -> tuple[Rows, Vectors]:
        """``top`` with the cosines."""
        k = min(k, len(rows))
        if k == 0:
            return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.float32)
        return self._index.nearest(vector, None if len(rows) == self.size else rows, k)

    def vectors(self, rows: Rows) -> Vectors:
        """(n, dimension), in the order of ``rows``."""
        if not len(rows):
            return np.zeros((0, self.dimension), dtype=np.float32)
        return self._index.vectors(np.asarray(rows, dtype=np.int64))


class Flat:
    """All vectors compared, those that a filter leaves out passed over."""

    def __init__(self, index: Any):
        self._index = index
        self.size: int = index.ntotal
        self.dimension: int = index.d

    def nearest(self, vector: Vectors, rows: Rows | None, k: int) -> tuple[Rows, Vectors]:
        only = None
        if rows is not None:
            bits = np.zeros(self.size, dtype=bool)
            bits[rows] = True
            selector = faiss.IDSelectorBitmap(np.packbits(bits, bitorder="little"))  # type: ignore[call-arg,arg-type]
            only = faiss.SearchParameters(sel=selector)  # type: ignore[call-arg]
        faiss.omp_set_num_threads(1)
        cosines, found = self._index.search(np.ascontiguousarray(vector[None, :]), k, params=only)
        there = found[0] >= 0
        return found[0][there], cosines[0][there]

    def vectors(self, rows: Rows) -> Vectors:
        found: Vectors = self._index.reconstruct_batch(rows)
        return found


def _exact_beside(path: Path) -> Path:
    return path.with_suffix(".exact.npy")
