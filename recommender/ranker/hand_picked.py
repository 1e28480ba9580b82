"""What a shop does without a recommender: a fixed list per category, made once, never looked at again.

The stand-in for the hand that picks: the articles most taken of each category in the first 30 days of the training part. A
customer is shown the lists of their categories in turn, one product of each and then the next of each, the category they took
most from first; a stranger's order of categories is that of the first 30 days. What they have is left out.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from recommender.candidates.histories import Histories

FIRST_SECONDS = 30 * 24 * 3600.0


class HandPicked:
    """``place`` (items,) an item's place in its category's list, 0 the first; ``category`` (items,) codes."""

    def __init__(self, place: npt.NDArray[np.int64], category: npt.NDArray[np.int64], stranger: npt.NDArray[np.float64]):
        self._place = place
        self._category = category
        self._stranger = stranger  # (categories,) how much was taken of each in the first days

    @classmethod
    def fit(cls, past: Histories, category: npt.NDArray[np.int64], seconds: float = FIRST_SECONDS) -> HandPicked:
        """``category`` (items,): 0 … categories − 1. Items that nobody took in the first days stand on no list."""
        began = float(past.at.min()) if len(past.at) else 0.0
        early = past.item[past.at <= began + seconds]
        count = np.bincount(early, minlength=past.items)
        order = np.lexsort((np.arange(past.items), -count, category))
        sizes = np.bincount(category)
        place = np.empty(past.items, dtype=np.int64)
        place[order] = np.arange(past.items) - np.repeat(np.cumsum(sizes) - sizes, sizes)
        place[count == 0] = -1
        return cls(place, category, np.bincount(category, weights=count, minlength=len(sizes)).astype(np.float64))

    def score(self, asked: Histories) -> npt.NDArray[np.float32]:
        """(users, items), larger is shown first; 0 for what stands on no list."""
        categories = len(self._stranger)
        own = np.zeros((asked.users, categories))
        np.add.at(own, (asked.user, self._category[asked.item]), 1.0)
        worth = own + self._stranger / (
            self._stranger.sum() + 1.0
        )  # below 1: it orders what the customer's own counts leave equal
        turn = np.argsort(np.argsort(-worth, axis=1, kind="stable"), axis=1, kind="stable")
        shown = self._place[None, :] * categories + turn[:, self._category]
        return (1.0 / (1.0 + np.where(self._place[None, :] >= 0, shown, np.inf))).astype(np.float32)
