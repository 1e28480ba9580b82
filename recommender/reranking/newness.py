"""Which products are new: nobody did anything with them, or not before the last weeks."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
NEW_DAYS = 30.0
_KNOWN_DAYS = 90.0  # deeds of less time cannot tell what is new from what is old
_DAY = 86_400.0


def ages(item: npt.NDArray[np.int64], at: npt.NDArray[np.float64], items: int) -> Floats:
    """(items,) days from the first deed with each to the newest of all; NaN without a deed. ``at`` in epoch seconds."""
    first = np.full(items, np.inf)
    np.minimum.at(first, item, at)
    days = (at.max(initial=0.0) - first) / _DAY
    return np.where(np.isinf(days), np.nan, days).astype(np.float32)


def is_new(age_days: Floats) -> npt.NDArray[np.bool_]:
    """(n,). Where deeds reach back too little to tell, nothing is new."""
    known = age_days[~np.isnan(age_days)]
    if known.max(initial=0.0) < _KNOWN_DAYS:
        return np.zeros(age_days.shape, dtype=np.bool_)
    return np.isnan(age_days) | (age_days < NEW_DAYS)
