"""What kind of shopper somebody looks like now: rules over what they did and said in this visit, with a confidence.

Each sign speaks for one kind with a weight; the kind with most weight wins where it has enough and leads clearly, else it is
``unclear``. The rules are all here to be read; nothing is learnt, stored or carried to the next visit.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from shop.events import Event

DECIDED, BARGAIN, BROWSING, FOLLOWING, UNCLEAR = "decided", "bargain", "browsing", "following", "unclear"
VISIT = timedelta(hours=2)  # what is older was another visit
_ENOUGH = 1.0  # weight below which a kind is no more than a guess
_DOUBT = 0.7  # weight that stands for what was not seen
_SURE = 0.5  # confidence below which it is unclear
_MOST = 2.0  # weight that one sign can have, however often it is seen

_SAID = (
    (BARGAIN, 1.5, "asks for a low price",
     r"\b(?:cheap(?:er|est)?|budget|afford\w*|inexpensive|bargains?|low(?:est)? price|best price|good value|save money"
     r"|too expensive|too much money|not (?:too|that) expensive)\b"),
    (BARGAIN, 1.2, "asks for reductions",
     r"\b(?:coupons?|discounts?|deals?|on sale|sales?|reduced|clearance|promo\w*|vouchers?)\b"),
    (FOLLOWING, 1.5, "asks what others buy",
     r"\b(?:popular|best[ -]?sell\w*|trending|top[ -]rated|best[ -]rated|favou?rites?|everyone|everybody"
     r"|(?:most|other) (?:people|customers|buyers)|what (?:do )?(?:people|others|customers) (?:buy|like|say))\b"),
    (BROWSING, 1.5, "looks around",
     r"\b(?:ideas?|inspir\w+|just (?:looking|browsing)|look(?:ing)? around|brows(?:e|ing)|surprise me|show me around"
     r"|something (?:nice|new|different|fun|special)|what(?:['’]s| is) new|not sure what|do(?:n['’]?t| not) know what)\b"),
    (DECIDED, 1.2, "says what it must be",
     r"\b(?:i (?:need|want) (?:the|this|that|exactly)|exactly|this one|that one|i(?:['’]ll| will) take|add (?:it|this|that)"
     r"|in stock|do you have the|when can i (?:get|have)|order (?:it|this|that))\b"),
)  # fmt: skip
_SAYS = tuple((kind, weight, why, re.compile(pattern, re.IGNORECASE)) for kind, weight, why, pattern in _SAID)


@dataclass(frozen=True)
class Shopper:
    """``confidence`` 0 to 1. ``reasons`` are the signs that spoke for ``kind``, the strongest first, in plain words.
    ``product_id`` is what a decided shopper keeps coming back to."""

    kind: str = UNCLEAR
    confidence: float = 0.0
    reasons: tuple[str, ...] = ()
    product_id: str | None = None


@dataclass(frozen=True)
class Shelf:
    """What the signs need of the catalogue: product id → category, and the ids that are reduced or that many buy."""

    category: Mapping[str, str] = field(default_factory=dict)
    reduced: Collection[str] = ()
    popular: Collection[str] = ()


def shopper_now(
    events: Sequence[Event], said: Sequence[str], *, now: datetime, shelf: Shelf | None = None, conditions: int = 0
) -> Shopper:
    """``said`` are the customer's messages of this conversation; ``conditions`` is how many things (colour, size, brand, …) the
    present one lays down. Only events of the last ``VISIT`` before ``now`` count."""
    shelf = shelf or Shelf()
    visit = [event for event in events if now - VISIT <= event.at <= now]
    back, product_id = _comes_back(visit)
    signs = [*_words(said, visit), *_deeds(visit, shelf)]
    if conditions >= 2:
        signs.append((DECIDED, 0.6 * conditions, "lays down several conditions"))
    if back:
        signs.append((DECIDED, back, "keeps coming back to one product"))
    weight: dict[str, float] = {}
    for kind, value, _ in signs:
        weight[kind] = weight.get(kind, 0.0) + min(value, _MOST)
    if not weight:
        return Shopper()
    kind, most = min(weight.items(), key=lambda item: (-item[1], item[0]))
    confidence = most / (sum(weight.values()) + _DOUBT)
    if most < _ENOUGH or confidence < _SURE:
        return Shopper(UNCLEAR, confidence)
    reasons = [why for own, _, why in sorted(signs, key=lambda sign: -sign[1]) if own == kind]
    return Shopper(kind, confidence, tuple(dict.fromkeys(reasons)), product_id if kind == DECIDED else None)


def _words(said: Sequence[str], visit: Sequence[Event]) -> list[tuple[str, float, str]]:
    """The last thing said counts whole, what was said before half: people change their mind within a talk."""
    searched = [event.query for event in visit if event.type == "search" and event.query]
    found = []
    for kind, weight, why, pattern in _SAYS:
        if said and pattern.search(said[-1]):
            found.append((kind, weight, why))
        elif any(pattern.search(text) for text in (*said[:-1], *searched)):
            found.append((kind, weight / 2, why))
    return found


def _deeds(visit: Sequence[Event], shelf: Shelf) -> list[tuple[str, float, str]]:
    looked = [event.product_id for event in visit if event.type in ("view", "click") and event.product_id]
    products = set(looked)
    kinds = {shelf.category[p] for p in products if p in shelf.category}
    found: list[tuple[str, float, str]] = []
    if len(products) >= 5 and len(kinds) >= 3:
        found.append((BROWSING, 0.3 * len(kinds), "looks at things of many kinds"))
    if len(products) >= 3:
        if (share := len(products & set(shelf.reduced)) / len(products)) >= 0.6:
            found.append((BARGAIN, 1.5 * share, "looks at what is reduced"))
        if len(products) >= 4 and (share := len(products & set(shelf.popular)) / len(products)) >= 0.75:
            found.append((FOLLOWING, 1.2 * share, "looks at what many buy"))
    queries = [event.query or "" for event in visit if event.type == "search"]
    if exact := sum(len(query.split()) >= 3 for query in queries):
        found.append((DECIDED, 0.6 * exact, "searches with exact words"))
    if len(queries) >= 2 and len(kinds) == 1:
        found.append((DECIDED, 0.5, "stays with one kind"))
    return found


def _comes_back(visit: Sequence[Event]) -> tuple[float, str | None]:
    """Weight and product: seen again and again, or put into the cart."""
    times: Counter[str] = Counter()
    for event in visit:
        if event.product_id and event.type in ("view", "click", "wishlist", "cart_add"):
            times[event.product_id] += 3 if event.type == "cart_add" else 1
    if not times:
        return 0.0, None
    product_id, count = min(times.items(), key=lambda item: (-item[1], item[0]))
    return (0.5 * count, product_id) if count >= 3 else (0.0, None)
