"""What the learnt ranking foresees for a history, on the rows of the shelf, and which deed each place is owed to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

import numpy as np
import numpy.typing as npt

from recommender.candidates.asking import NOWHERE, Asking
from recommender.candidates.histories import Histories, of_lists
from recommender.ranker.configuration import Ranking
from recommender.ranker.pool import Pool, pool, pool_of, segment_max

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]
NO_DEED = -1
_DOUBT = 5.0  # so many others who took a product stand for one who says nothing by it
_LEAST_FALL = 1e-4
_LATEST = 10  # deeds that may be named: leaving out each of twenty doubles what an answer takes
_TRIED = 3  # of them that trees are asked about


@dataclass(frozen=True)
class Foresight:
    """``row_of`` (items,): the shelf's row of each item that the ranking learnt, −1 for one that is gone; ``code_of`` (rows,)
    the other way round, −1 for a product newer than the ranking."""

    ranking: Ranking
    row_of: Ints
    code_of: Ints

    def after(self, deeds: Sequence[int], at: datetime | None = None, region: str = "") -> Foreseen | None:
        """``deeds``: rows of the shelf, the oldest first; products newer than the ranking are passed over. Asked at that moment
        from that region, where they are known. None where it knows none of the deeds, or learnt nothing."""
        known = [place for place, row in enumerate(deeds) if self.code_of[row] >= 0]
        if not known or not self.ranking.sources:
            return None
        regions = self.ranking.regions
        asking = Asking.of(1, at.timestamp() if at else np.nan, regions.index(region) if region in regions else NOWHERE)
        codes = [int(self.code_of[deeds[place]]) for place in known]
        asked = replace(of_lists([codes], len(self.row_of)), asking=asking)
        return Foreseen(self, tuple(known), asked, pool(self.ranking.sources, asked))

    def standing(self, found: Pool, asked: Histories, ranking: Ranking | None = None) -> Floats:
        """(n,) 0…1: worth as a share of the user's highest, times how sure the user's deeds make anything."""
        worth = np.maximum((ranking or self.ranking).worth(found, asked), 0.0).astype(np.float32)[:, None]
        share = (worth / np.maximum(segment_max(worth, found.start), 1e-9)[found.user])[:, 0]
        others = np.expm1(self.ranking.facts.count[asked.item])
        silent = np.ones(asked.users)
        np.multiply.at(silent, asked.user, _DOUBT / (others + _DOUBT))
        return np.asarray(share * (1.0 - silent)[found.user], dtype=np.float32)


@dataclass(frozen=True)
class Foreseen:
    """One history's candidates. ``known``: the places, in the deeds given, of those that the ranking knows."""

    foresight: Foresight
    known: tuple[int, ...]
    asked: Histories
    found: Pool

    def part(self) -> Floats:
        """(rows,) 0…1: how much speaks for each product as the next one. 1 is the likeliest of all after deeds that many others
        did too; what few did says little; what is among the deeds has 0."""
        out = np.zeros(len(self.foresight.code_of), dtype=np.float32)
        rows = self.foresight.row_of[self.found.item]
        here = rows >= 0
        out[rows[here]] = self.foresight.standing(self.found, self.asked)[here]
        return out

    def causes(self, rows: Sequence[int]) -> list[int]:
        """For each of ``rows`` the place, in the deeds given, of the one without which it would lose the most, among the latest
        without which it would stand lower than it does; ``NO_DEED`` where there is no such deed."""
        codes, items = self.asked.item.tolist(), self.found.item
        column_of = {int(row): column for column, row in enumerate(self.foresight.row_of[items])}
        columns = [column_of[row] for row in rows if row in column_of]
        latest = list(range(max(0, len(codes) - _LATEST), len(codes)))
        tried, standing = self._standing_without([codes[:n] + codes[n + 1 :] for n in latest], columns)
        owed = {}
        for column in columns:
            lost = standing[0, column] - standing[1:, column]
            place = (standing > standing[:, column, None]).sum(axis=1)
            place[standing[:, column] <= 0] = len(self.found.item)  # nothing speaks for it any more
            lost[place[1:] <= place[0]] = 0.0
            best = int(lost.argmax())
            owed[column] = self.known[latest[tried[best]]] if lost[best] > _LEAST_FALL else NO_DEED
        return [owed.get(column_of.get(row, NO_DEED), NO_DEED) for row in rows]

    def _standing_without(self, without: list[list[int]], columns: list[int]) -> tuple[list[int], Floats]:
        """Which deeds were left out, and (1 + deeds, candidates) how each candidate stands with all and without each.

        Trees take their time: they are asked about the few deeds alone that by the blend matter most to ``columns``."""
        ranking, items = self.foresight.ranking, self.found.item
        each_asking = self.asked.asking.take(np.zeros(len(without) + 1, dtype=np.int64)) if self.asked.asking else None
        variants = replace(of_lists([self.asked.item.tolist(), *without], self.asked.items), asking=each_asking)
        each = pool_of(ranking.sources, variants, items)
        plain = replace(ranking, ranker=None)
        standing = self.foresight.standing(each, variants, plain).reshape(len(without) + 1, len(items))
        tried = list(range(len(without)))
        if ranking.ranker is None or not columns:
            return tried, standing
        most = np.bincount(standing[1:, columns].argmin(axis=0), minlength=len(without))
        tried = np.argsort(-most, kind="stable")[:_TRIED].tolist()
        users = np.array([0, *(1 + place for place in tried)])
        rows = (users[:, None] * len(items) + np.arange(len(items))).ravel()
        start = np.arange(len(users) + 1, dtype=np.int64) * len(items)
        few = Pool(start, each.item[rows], each.scores[rows], each.sources)
        standing = self.foresight.standing(few, variants.take(users)).reshape(len(users), len(items))
        return tried, standing
