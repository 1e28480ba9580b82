"""Content: products described like those of the history. The only source that knows a product nobody has had."""

from __future__ import annotations

from typing import Any, ClassVar, Self

import numpy as np
from scipy import sparse

from recommender.candidates.histories import Histories
from recommender.candidates.source import ALL, Arrays, Items, Scores, Settings
from recommender.candidates.sparse_arrays import packed, unpacked


class Content:
    NAME: ClassVar[str] = "content"
    CHOICES: ClassVar[tuple[Settings, ...]] = tuple({"decay": decay} for decay in (0.8, 1.0, 0.5))

    def __init__(self, described: Any, decay: float):
        """``described``: CSR (items, features), rows of length 1, or 0 of an item without a description."""
        self._described = described
        self._turned = described.T.tocsr()  # once, not at each answer
        self._decay = decay

    @classmethod
    def of(cls, described: Any, settings: Settings) -> Self:
        return cls(unit_rows(described), settings["decay"])

    def score(self, histories: Histories, items: Items = ALL) -> Scores:
        taste = histories.fading(self._decay) @ self._described
        found = taste @ self._turned
        return np.asarray(found[:, items].toarray() if sparse.issparse(found) else found[:, items], dtype=np.float32)

    def arrays(self) -> Arrays:
        return {**packed(self._described), "decay": np.array(self._decay)}

    @classmethod
    def of_arrays(cls, arrays: Arrays) -> Self:
        return cls(unpacked(arrays), float(arrays["decay"]))


def unit_rows(described: Any) -> Any:
    rows = sparse.csr_matrix(described, dtype=np.float32)
    length = np.sqrt(np.asarray(rows.multiply(rows).sum(axis=1)).ravel())
    return (sparse.diags(1.0 / np.maximum(length, 1e-9)) @ rows).tocsr()
