"""The trained network at work, through onnxruntime: any history in, the chance of every item to be next out. Never torch."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import onnxruntime

from recommender.candidates.histories import Histories
from shop.errors import Corrupt

Ints = npt.NDArray[np.int64]
_PLACES = 16_384  # histories answered together, padding included


class Scorer:
    def __init__(self, model: bytes, known: Ints, items: int, length: int, threads: int = 1) -> None:
        """``model`` gives a score to each of the items ``known`` (k,), rising, of a catalogue of ``items``; ``length``: how
        many of a history's last items it looks at. Raises Corrupt."""
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.log_severity_level = 3
        try:
            self._session = onnxruntime.InferenceSession(model, sess_options=options, providers=["CPUExecutionProvider"])
        except Exception as error:
            raise Corrupt("The next-item model cannot be loaded; train it again.", code="artifact_corrupt") from error
        self._known, self._items, self._length = known, items, length
        self._column = np.full(items, -1, dtype=np.int64)
        self._column[known] = np.arange(len(known))

    def score(self, histories: Histories) -> npt.NDArray[np.float32]:
        """(users, items) float32: of each row the chances add up to 1, items that training never met having none; a row of
        zeros where nothing of the history is known. A history is read as it is, so an event counts at once."""
        found = np.zeros((histories.users, self._items), dtype=np.float32)
        inside = (histories.item >= 0) & (histories.item < self._items)
        column = np.where(inside, self._column[np.where(inside, histories.item, 0)], -1)
        read = histories.where(column >= 0)
        own = read.last(self._length)
        column = self._column[own.item]
        lengths = own.lengths
        order = np.argsort(lengths, kind="stable")
        order = order[lengths[order] > 0]
        first = 0
        while first < len(order):
            # Shortest first, so that rows of one run are nearly equally long.
            last = first + 1
            while last < len(order) and (last + 1 - first) * int(lengths[order[last]]) <= _PLACES:
                last += 1
            users = order[first:last]
            found[np.ix_(users, self._known)] = self._chances(column, own.start[users], lengths[users])
            first = last
        return found

    def _chances(self, column: Ints, start: Ints, lengths: Ints) -> npt.NDArray[Any]:
        places = np.arange(int(lengths.max()))[None, :]
        filled = places < lengths[:, None]
        item = np.where(filled, column[np.where(filled, start[:, None] + places, 0)], 0)
        scores = self._session.run(None, {"item": item, "last": lengths - 1})[0]
        chances = np.exp(scores - scores.max(axis=1, keepdims=True))
        found: npt.NDArray[Any] = chances / chances.sum(axis=1, keepdims=True)
        return found
