"""What the ranker looks at: what each source says of a candidate, what they say together, and what is known of the item."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from recommender.candidates.histories import Histories
from recommender.candidates.lifts import Lifts
from recommender.ranker.context import NAMES, context_columns
from recommender.ranker.pool import Pool, normalised, places

Columns = npt.NDArray[np.float32]


@dataclass(frozen=True)
class ItemFacts:
    """Learnt from the histories that the sources were fitted on. Per item (items,): ``count`` log users, ``trend`` the share of
    its users in the newest tenth of the time, ``newest`` how long ago its last one was, as a share of the whole time."""

    count: Columns
    trend: Columns
    newest: Columns

    @classmethod
    def of(cls, histories: Histories) -> ItemFacts:
        total = np.bincount(histories.item, minlength=histories.items).astype(np.float64)
        begin = float(histories.at.min()) if len(histories.at) else 0.0
        end = float(histories.at.max()) if len(histories.at) else 0.0
        late = histories.item[histories.at > late_after(begin, end)]
        recent = np.bincount(late, minlength=histories.items)
        last = np.full(histories.items, begin)
        np.maximum.at(last, histories.item, histories.at)
        return cls.of_counts(total, recent, last, begin, end)

    @classmethod
    def of_counts(cls, total: Any, recent: Any, last: Any, begin: float, end: float) -> ItemFacts:
        """Per item (items,): its users, those after ``late_after``, the time of its last one (``begin`` for none). Between
        ``begin`` and ``end`` lie all deeds."""
        span = max(end - begin, 1e-9)
        return cls(
            np.log1p(total).astype(np.float32),
            (recent / np.maximum(total, 1.0)).astype(np.float32),
            ((end - last) / span).astype(np.float32),
        )

    def arrays(self) -> dict[str, Columns]:
        return {"count": self.count, "trend": self.trend, "newest": self.newest}


def late_after(begin: float, end: float) -> float:
    return end - 0.1 * max(end - begin, 1e-9)


def columns(found: Pool, asked: Histories, facts: ItemFacts, lifts: Lifts, blend: Columns) -> tuple[Columns, list[str]]:
    """(n, features) and their names. ``blend`` (n,): the sources' weighted sum.

    A source's score counts as it is (how sure), as a share of the user's highest (how good beside the rest) and by its place.
    """
    user = found.user
    length = np.log1p(asked.lengths).astype(np.float32)[user]
    parts: list[Any] = [found.scores, normalised(found), places(found)]
    parts += [facts.count[found.item], facts.trend[found.item], facts.newest[found.item], length, blend, standard(found, blend)]
    names = [f"{source}_{kind}" for kind in ("score", "share", "place") for source in found.sources]
    names += ["item_count", "item_trend", "item_newest", "history_length", "blend", "blend_standard"]
    parts.append(context_columns(found, asked, lifts))
    return np.column_stack(parts).astype(np.float32), [*names, *NAMES]


def standard(found: Pool, values: Columns) -> Columns:
    """(n,) in standard deviations from the mean of the same user's candidates."""
    user, users = found.user, len(found.start) - 1
    count = np.maximum(np.bincount(user, minlength=users), 1)
    mean = np.bincount(user, weights=values, minlength=users) / count
    off = values - mean[user]
    spread = np.sqrt(np.bincount(user, weights=off**2, minlength=users) / count)
    return np.asarray(off / (spread[user] + 1e-9), dtype=np.float32)
