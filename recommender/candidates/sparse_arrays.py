"""A sparse matrix as plain arrays of one npz, and back."""

from __future__ import annotations

from typing import Any

import numpy as np
from scipy import sparse

from recommender.candidates.source import Arrays


def packed(matrix: Any, name: str = "matrix") -> dict[str, Any]:
    rows = matrix.tocsr()
    return {
        f"{name}_data": rows.data,
        f"{name}_indices": rows.indices,
        f"{name}_indptr": rows.indptr,
        f"{name}_shape": np.array(rows.shape, dtype=np.int64),
    }


def unpacked(arrays: Arrays, name: str = "matrix") -> Any:
    data, indices, indptr = (arrays[f"{name}_{part}"] for part in ("data", "indices", "indptr"))
    rows, columns = arrays[f"{name}_shape"].tolist()
    return sparse.csr_matrix((data, indices, indptr), shape=(rows, columns))


def strongest(matrix: Any, kept: int) -> Any:
    """CSR with each row's ``kept`` largest values; of equal ones the lower column first."""
    rows = matrix.tocsr()
    rows.eliminate_zeros()
    counts = np.diff(rows.indptr)
    if counts.max(initial=0) <= kept:
        rows.sort_indices()
        return rows
    owner = np.repeat(np.arange(rows.shape[0]), counts)
    order = np.lexsort((rows.indices, -rows.data, owner))
    place = np.arange(len(order)) - np.repeat(rows.indptr[:-1], counts)
    chosen = order[place < kept]
    found = sparse.csr_matrix((rows.data[chosen], (owner[chosen], rows.indices[chosen])), shape=rows.shape)
    found.sort_indices()
    return found
