"""Which products are described alike: each one's nearest by their vectors, found once so that no answer compares them all."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
from scipy import sparse

NEIGHBOURS = 100
CLOSE_FROM = 0.3  # cosines below this are chance, not likeness
_CELLS = 50_000_000  # cosines held at once


def alike(vectors: npt.NDArray[Any]) -> Any:
    """CSR (n, n) float32 0…1 of ``vectors`` (n, dim), at most ``NEIGHBOURS`` per row, no diagonal; of equals the lower row."""
    unit = unit_rows(vectors)
    size = len(unit)
    kept = min(NEIGHBOURS, max(0, size - 1))
    step = max(1, _CELLS // max(1, size))
    counts, columns, values = [np.zeros(1, dtype=np.int64)], [np.zeros(0, dtype=np.int64)], [np.zeros(0, dtype=np.float32)]
    for begin in range(0, size, step) if kept else ():
        rows = np.arange(begin, min(size, begin + step))
        close = np.clip((unit[rows] @ unit.T - CLOSE_FROM) / (1 - CLOSE_FROM), 0.0, 1.0)
        close[np.arange(len(rows)), rows] = 0.0
        near = np.sort(np.argpartition(-close, kept - 1, axis=1)[:, :kept], axis=1)
        worth = np.take_along_axis(close, near, axis=1)
        spoken = worth > 0
        counts.append(spoken.sum(axis=1))
        columns.append(near[spoken])
        values.append(worth[spoken])
    start = np.cumsum(np.concatenate(counts)) if kept else np.zeros(size + 1, dtype=np.int64)
    return sparse.csr_matrix((np.concatenate(values), np.concatenate(columns), start), shape=(size, size), dtype=np.float32)


def unit_rows(vectors: npt.NDArray[Any]) -> npt.NDArray[np.float32]:
    """float32 rows of length 1; a row of zeros stays."""
    rows = np.asarray(vectors, dtype=np.float32)
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    return np.asarray(rows / np.where(lengths > 0, lengths, 1.0), dtype=np.float32)
