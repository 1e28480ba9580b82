"""A group of customers in plain words: the two or three features in which it is furthest from everybody's mean."""

from __future__ import annotations

import numpy as np

from recommender.customers.features import NAMES, Scale
from recommender.customers.order_lines import Floats

#: What a feature above and below the mean says of people.
_WORDS = {
    "recency": ("gone for long", "here lately"),
    "frequency": ("frequent buyers", "rare buyers"),
    "money": ("big spenders", "small spenders"),
    "tenure": ("old customers", "new customers"),
    "breadth": ("buy many kinds", "buy few kinds"),
    "returns": ("send much back", "keep what they buy"),
    "discounts": ("wait for reductions", "pay the full price"),
    "gap": ("long pauses between orders", "short pauses between orders"),
}
_MARKS = 0.4  # standard deviations from which on a feature marks a group
_ONCE = np.log1p(1.35)  # mean logarithm of orders up to which a group came once
PLAIN = "like most customers"


def name_segments(centres: Floats, scale: Scale) -> tuple[str, ...]:
    """One name per row of ``centres`` (k, 8), no two the same. Two features, a third where two leave names alike."""
    marks = [_marks(centre, scale) for centre in centres]
    names = [", ".join(found[:2]) or PLAIN for found in marks]
    names = [
        ", ".join(found[:3]) if names.count(name) > 1 and found else name for found, name in zip(marks, names, strict=True)
    ]
    seen: dict[str, int] = {}
    out = []
    for name in names:
        seen[name] = seen.get(name, 0) + 1
        out.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return tuple(out)


def _marks(centre: Floats, scale: Scale) -> list[str]:
    """Phrases, that of the furthest feature first. One order says all that pauses and kinds could say again."""
    orders = centre[NAMES.index("frequency")] * scale.spread[NAMES.index("frequency")] + scale.mean[NAMES.index("frequency")]
    once = orders <= _ONCE
    found = []
    for column in np.argsort(-np.abs(centre), kind="stable"):
        name = NAMES[column]
        if abs(centre[column]) < _MARKS or (once and name == "gap"):
            continue
        high, low = _WORDS[name]
        phrase = high if centre[column] > 0 else low
        found.append("came once" if once and name == "frequency" else phrase)
    if once and "came once" in found:
        found.remove("came once")
        found.insert(0, "came once")
    return found
