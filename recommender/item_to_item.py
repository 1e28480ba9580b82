"""What goes with what: a sequential rule (what was looked at next) mixed with decayed cosine co-occurrence, both sparse.

The direction counts: row i holds what follows i. Shares are shrunk, so that one shared visitor is little evidence.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from scipy import sparse

from recommender.interactions import Interactions

HALF_LIFE_DAYS = 180.0
LAGS = 5
SHRINK = 3.0
NEIGHBOURS = 50
_PER_USER = 50  # the latest distinct products of one user that count


def _latest_distinct(found: Interactions) -> Interactions:
    """Of each user's repeats the first; then the last ``_PER_USER`` of each user."""
    keys = found.user * (int(found.item.max(initial=0)) + 1) + found.item
    first = np.sort(np.unique(keys, return_index=True)[1])
    user = found.user[first]
    from_end = np.concatenate([np.arange(n)[::-1] for n in np.unique(user, return_counts=True)[1]]) if user.size else user
    kept = first[from_end < _PER_USER]
    return Interactions(found.user[kept], found.item[kept], found.at[kept], found.weight[kept])


def item_to_item(found: Interactions, items: int, now_seconds: float) -> Any:
    """CSR (items, items) float32, at most ``NEIGHBOURS`` per row, values 0…1, no diagonal."""
    if not found.user.size:
        return sparse.csr_matrix((items, items), dtype=np.float32)
    own = _latest_distinct(found)
    fresh = np.exp2((own.at - now_seconds) / (HALF_LIFE_DAYS * 86_400))
    follows = sparse.csr_matrix((items, items))
    for lag in range(1, LAGS + 1):
        same = own.user[lag:] == own.user[:-lag]
        before, after = own.item[:-lag][same], own.item[lag:][same]
        follows = follows + sparse.csr_matrix((fresh[lag:][same] / lag, (before, after)), shape=(items, items))
    given = sparse.csr_matrix((np.sqrt(fresh), (own.user, own.item)), shape=(int(own.user.max()) + 1, items))
    together = (given.T @ given).tocsr()
    seen = np.asarray(together.diagonal())
    mixed = 0.5 * _scaled(follows, 1 / (np.asarray(follows.sum(axis=1)).ravel() + SHRINK), None)
    root = 1 / np.sqrt(seen + SHRINK)
    mixed = (mixed + 0.5 * _scaled(together, root, root)).tocsr()
    return _strongest((mixed - sparse.diags(mixed.diagonal())).tocsr())


def _scaled(matrix: Any, left: Any, right: Any) -> Any:
    scaled = sparse.diags(left) @ matrix
    return scaled if right is None else scaled @ sparse.diags(right)


def _strongest(matrix: Any) -> Any:
    matrix.eliminate_zeros()
    rows, columns, values = [], [], []
    for row in range(matrix.shape[0]):
        start, end = matrix.indptr[row], matrix.indptr[row + 1]
        order = np.lexsort((matrix.indices[start:end], -matrix.data[start:end]))[:NEIGHBOURS]
        rows.append(np.full(order.size, row))
        columns.append(matrix.indices[start:end][order])
        values.append(matrix.data[start:end][order])
    return sparse.csr_matrix(
        (np.concatenate(values).astype(np.float32), (np.concatenate(rows), np.concatenate(columns))), shape=matrix.shape
    )
