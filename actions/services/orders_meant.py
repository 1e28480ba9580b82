"""Which of a customer's orders a message means: "all of them", "the other one", "the one with the parka", "just my own"."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from shop.catalogue import Product
from shop.orders import Order

_ALL = re.compile(
    r"\b(?:all (?:of (?:them|my|those)|my|the)|all\b.{0,12}\borders|every (?:one|order|parcel)|both|each of)\b", re.IGNORECASE
)
_OTHER = re.compile(
    r"\b(?:the|my|that|any) (?:other|second|next|previous|earlier|older|former)"
    r"(?=\s+(?:ones?|orders?|parcels?|packages?)\b|\W*$|\s+(?:with|w)\b)"
    r"|\bthe (?:one|order) before\b|\banother (?:one|order|parcel|package)\b",
    re.IGNORECASE,
)
_OWN = re.compile(
    r"\b(?:my own|mine|my (?:last|latest|newest|most recent|current)(?: (?:one|order|parcel))?"
    r"|the (?:latest|newest)(?: (?:one|order))?)\b",
    re.IGNORECASE,
)
_OWNED = re.compile(
    r"\b(?:i|we|i['’]?ve|we['’]?ve|i have|we have|my \w+|he|she|they)\s+(?:(?:just|recently|already|only|have|had)\s+)*"
    r"(?:bought|ordered|purchased|received|got|returned|sent back|picked up|own|owned)\b(?!\s+to\b)"
    r"|\b(?:broke|broken|ripped|torn|tore|leak(?:s|ed|ing)|fell (?:apart|off)|came (?:apart|off|loose)|stopped working"
    r"|(?:doesn|didn|isn|won|wouldn)['’]?t (?:work|fit|close|open|turn on|charge))\b",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W_]+")
UNDER_WAY = frozenset({"placed", "paid", "packed", "shipped"})
MOST = 4  # orders told at once


def speaks_of_owned(text: str) -> bool:
    """ "I bought a jacket", "the tent I got from you": a thing that the customer has, and does not look for."""
    return bool(_OWNED.search(text))


def speaks_of_several(text: str) -> bool:
    return bool(_ALL.search(text))


def speaks_of_another(text: str) -> bool:
    return bool(_OTHER.search(text))


def speaks_of_own(text: str) -> bool:
    return bool(_OWN.search(text))


def meant(text: str, orders: Sequence[Order], products: Mapping[str, Product], current: str | None = None) -> list[Order]:
    """``orders`` newest first, ``products`` those in them by id, ``current`` the order talked about last.

    Those with the thing that is named, else all, else another than the present one; [] where the message says nothing of it.
    """
    said = _words(text)
    named = [order for order in orders if any(_names(said, products.get(line.product_id)) for line in order.lines)]
    if named:
        others = [order for order in named if order.order_id != current]
        return others if others and speaks_of_another(text) else named
    if speaks_of_several(text):
        return ([o for o in orders if o.status in UNDER_WAY] or list(orders))[:MOST]
    if speaks_of_another(text):
        at = next((i for i, order in enumerate(orders) if order.order_id == current), -1)
        return [*orders[at + 1 :], *orders[: max(at, 0)]] if at >= 0 else list(orders[1:])
    return [*orders[:1]] if speaks_of_own(text) else []


def _words(text: str) -> list[str]:
    return [_singular(word.casefold()) for word in _WORD.findall(text)]


def _singular(word: str) -> str:
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word


def _names(said: Sequence[str], product: Product | None) -> bool:
    """By what it is ("boots", "cooler"), or by two words of its name."""
    if product is None:
        return False
    name = set(_words(product.name))
    kind = _words(product.type)[-1:] or _words(product.name)[-1:]
    return bool(set(kind) & set(said)) or len(name & set(said)) > 1
