"""Moving statistics of a series of days."""

from __future__ import annotations

import math
from bisect import bisect_left, insort
from collections.abc import Sequence

PERCENTILES = {"p10": 0.1, "p50": 0.5, "p90": 0.9}


def sliding(values: Sequence[float | None], window: int) -> dict[str, list[float | None]]:
    """Over the last ``window`` values up to each: mean, deviation (of the sample) and percentiles (linear between ranks).

    Missing values are passed over; None until the window is full of days, and where it holds no value (deviation: two).
    """
    out: dict[str, list[float | None]] = {name: [] for name in ("mean", "deviation", *PERCENTILES)}
    ordered: list[float] = []
    for place, value in enumerate(values):
        if value is not None:
            insort(ordered, value)
        if place >= window and (gone := values[place - window]) is not None:
            ordered.pop(bisect_left(ordered, gone))
        full = place >= window - 1 and bool(ordered)
        mean = math.fsum(ordered) / len(ordered) if full else None
        out["mean"].append(mean)
        spread = mean is not None and len(ordered) > 1
        squares = math.fsum((x - mean) ** 2 for x in ordered) if spread and mean is not None else 0.0
        out["deviation"].append(math.sqrt(squares / (len(ordered) - 1)) if spread else None)
        for name, share in PERCENTILES.items():
            out[name].append(_percentile(ordered, share) if full else None)
    return out


def _percentile(ordered: Sequence[float], share: float) -> float:
    place = share * (len(ordered) - 1)
    low = math.floor(place)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (ordered[high] - ordered[low]) * (place - low)
