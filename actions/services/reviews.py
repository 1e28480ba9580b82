"""Reviews left in the chat. The text is kept; the worker scores it, and learns from it only with the customer's consent."""

from __future__ import annotations

import hashlib
import re
from datetime import datetime

from shop.catalogue import Product
from shop.errors import NotFound
from shop.orders import Review
from storage import Storage

MINIMUM_TEXT = 10  # characters
MAXIMUM_TEXT = 4000
_STAR_WORDS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "1": 1, "2": 2, "3": 3, "4": 4, "5": 5,
}  # fmt: skip
_PRAISE = {
    "terrible": 1, "awful": 1, "bad": 2, "poor": 2,
    "okay": 3, "ok": 3, "average": 3, "good": 4, "great": 5, "excellent": 5, "perfect": 5,
}  # fmt: skip
_STARS = re.compile(r"(?<![\d.,])(?:[1-5](?:[.,]0+)?)(?![\d.,])|\b(?:one|two|three|four|five)\b", re.IGNORECASE)
_PRAISED = re.compile(r"\b(?:" + "|".join(_PRAISE) + r")\b", re.IGNORECASE)
_NUMBER = re.compile(r"-?\d+(?:[.,]\d+)?")
_WORD = re.compile(r"[^\W_]+")
_SMALL_TEXT = "the this that one please for about my and review want write leave rate bought ordered got"
_SMALL = frozenset(_SMALL_TEXT.split())


def read_stars(value: object) -> int | None:
    """1 to 5 from a number, "four stars", "★★★" or "4/5"; None for anything else ("6", "4.5", "ten out of ten")."""
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, (int, float)):
        return int(value) if value in (1, 2, 3, 4, 5) else None
    text = str(value).strip().lower()
    drawn = text.count("★") + text.count("⭐")
    if drawn:
        return drawn if drawn <= 5 else None
    text = re.sub(r"(?:/|out of|of)\s*(?:5|five)\b", " ", text)
    numbers = _NUMBER.findall(text)
    found = {_STAR_WORDS[m.group().replace(",", ".").split(".")[0]] for m in _STARS.finditer(text)}
    found = found or {_PRAISE[m.group()] for m in _PRAISED.finditer(text)}  # "ok 2" is two stars
    if any(float(n.replace(",", ".")) not in (1, 2, 3, 4, 5) for n in numbers):
        return None
    return found.pop() if len(found) == 1 else None


def matching_name(text: str, products: list[Product], *, whole: bool = False) -> Product | None:
    """The one product that the text names: by a third of its name's words or more, or by all that is said ("the tent").

    ``whole``: only by all that is said, for messages that sound like something else. None when two fit alike.
    """
    said = {singular(w.lower()) for w in _WORD.findall(text) if len(w) > 2} - _SMALL
    if not said:
        return None
    scored = sorted(((_overlap(said, p, whole), p.product_id) for p in products), reverse=True)
    if not scored or scored[0][0] < 0.34 or (len(scored) > 1 and scored[1][0] == scored[0][0]):
        return None
    return next(p for p in products if p.product_id == scored[0][1])


def all_named(text: str, products: list[Product]) -> list[Product]:
    """Every product that all of the text could name: "the tent" may be one of three."""
    said = {singular(w.lower()) for w in _WORD.findall(text) if len(w) > 2} - _SMALL
    return [p for p in products if said and _overlap(said, p, True) >= 1.0]


def singular(word: str) -> str:
    return word[:-1] if word.endswith("s") and not word.endswith("ss") and len(word) > 3 else word


def _overlap(said: set[str], product: Product, whole: bool) -> float:
    name = {singular(w.lower()) for w in _WORD.findall(product.name) if len(w) > 2}
    known = name | {singular(w.lower()) for w in _WORD.findall(product.type)}
    if said <= known:
        return 2.0 if said == name else 1.0
    return len(said & name) / len(name) if name and not whole else 0.0


class Reviews:
    def __init__(self, storage: Storage):
        self._storage = storage

    def likely_products(self, shown: list[str], customer_id: str | None, limit: int = 10) -> list[Product]:
        """What a customer may mean: what was shown, then what they ordered."""
        ids = list(shown)
        if customer_id:
            for order in self._storage.orders.of_customer(customer_id, limit=5):
                ids += [line.product_id for line in order.lines if line.product_id]
        return self._storage.products.get_many(list(dict.fromkeys(ids))[:limit])

    def add(
        self, *, product_id: str, stars: int, text: str, customer_id: str | None, conversation_id: str, seq: int, now: datetime
    ) -> Review | None:
        """Stores the review and, in the same transaction, the job that scores it. The same turn again changes nothing.

        None, and nothing is kept, where there is no such conversation: it was erased meanwhile, or a marketer tried the draft.
        """
        source = f"{conversation_id}:{product_id}:{seq}" if seq else f"{conversation_id}:{product_id}:{text}"
        review = Review(
            review_id="chat-" + hashlib.sha256(source.encode()).hexdigest()[:24],
            product_id=product_id,
            text=text[:MAXIMUM_TEXT],
            at=now,
            customer_id=customer_id,
            stars=stars,
        )
        try:
            return self._storage.reviews.add(review, conversation_id=conversation_id)
        except NotFound:
            return None
