"""Where training starts: items that are met close together in histories get vectors that are close together.

From random vectors a network needs hundreds of passes to find out what the counts say at once; on a CPU there are tens.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
from scipy import sparse
from scipy.sparse.linalg import ArpackNoConvergence, eigsh

from recommender.candidates.histories import Histories

WINDOW = 8  # items apart, the nearer the more they count
_DEVIATION = 0.1
_ROUNDS = 300  # of Lanczos; with what has been found by then it goes on


def start_vectors(histories: Histories, dim: int, rng: np.random.Generator) -> npt.NDArray[np.float32]:
    """(items, dim): the leading eigenvectors of the positive pointwise mutual information of items in a window, scaled; noise
    where there are fewer of them than ``dim``."""
    found = rng.standard_normal((histories.items, dim)) * 0.02
    info = _information(histories)
    if info.nnz:
        value, vector = _leading(info, min(dim, histories.items))
        own = vector * np.sqrt(np.maximum(value, 0))
        spread = float(own.std()) if own.size else 0.0
        if spread > 0:
            found[:, : own.shape[1]] += own * (_DEVIATION / spread)
    return found.astype(np.float32)


def _information(histories: Histories) -> Any:
    """CSR (items, items), symmetric: log of how much oftener than by chance two items are met within the window, if oftener."""
    items, user, item = histories.items, histories.user, histories.item
    together = sparse.csr_matrix((items, items))
    for apart in range(1, WINDOW + 1):
        same = user[apart:] == user[:-apart]
        pairs = (item[:-apart][same], item[apart:][same])
        together = together + sparse.csr_matrix((np.full(len(pairs[0]), 1 / apart), pairs), shape=(items, items))
    together = (together + together.T).tocoo()
    often = np.asarray(together.sum(axis=1)).ravel() + 1
    value = np.log(together.data * often.sum() / (often[together.row] * often[together.col]))
    found = sparse.csr_matrix((np.maximum(value, 0), (together.row, together.col)), shape=(items, items))
    found.eliminate_zeros()
    return found


def _leading(info: Any, count: int) -> tuple[npt.NDArray[Any], npt.NDArray[Any]]:
    """The largest eigenvalues and their vectors (items, at most ``count``), to three digits: training goes on from here. The
    signs of the vectors are fixed, since either is right."""
    fixed = np.random.default_rng(0)  # Lanczos begins, and where needed begins again, at random
    if info.shape[0] <= 4 * count:
        value, vector = np.linalg.eigh(info.toarray())
        value, vector = value[-count:], vector[:, -count:]
    else:
        try:
            begin = fixed.standard_normal(info.shape[0])
            value, vector = eigsh(info, k=count, which="LA", v0=begin, tol=1e-3, maxiter=_ROUNDS, rng=fixed)
        except ArpackNoConvergence as stopped:
            value, vector = stopped.eigenvalues, stopped.eigenvectors
    top = np.take_along_axis(vector, np.abs(vector).argmax(axis=0)[None, :], axis=0)
    return value, vector * np.where(top < 0, -1, 1)
