"""How a weight fades: by half in a fixed time, so that sums can be moved to a later time by one factor."""

from __future__ import annotations

import math
from collections.abc import Mapping

HALF_LIFE_DAYS = 60.0
LOYALTY_HALF_LIFE_DAYS = 365.0
NOTHING = 1e-9  # what is left of a sum that cancelled


def decay(from_seconds: float, to_seconds: float, half_life_days: float = HALF_LIFE_DAYS) -> float:
    """What is left at ``to_seconds`` of a weight of 1 given at ``from_seconds`` (both epoch seconds)."""
    return math.exp2((from_seconds - to_seconds) / (half_life_days * 86_400))


def without_nothing(values: Mapping[str, float]) -> dict[str, float]:
    """Sorted by key, without what cancelled."""
    return {value: weight for value, weight in sorted(values.items()) if abs(weight) > NOTHING}
