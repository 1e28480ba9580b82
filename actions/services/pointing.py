"""Which of the products shown do words point at: "the red one", "that jacket", "the cheaper one", "the Nordvale"?"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from shop.catalogue import Product

_WORD = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*")
_AFTER = re.compile(r"\b(?:the|that|this|those|these)\s+(?=\w)", re.IGNORECASE)
_IT = re.compile(r"\b(?:it|its|it's)\b", re.IGNORECASE)
#: what may stand before a pointing that is the whole message
_OPENING = re.compile(
    r"^\W*(?:(?:ok|okay|and|so|please|yes|hm+|i mean|i meant)\b\W*)*"
    r"(?:i(?:'ll|'d| would| will)?\s+(?:like|want|prefer|take|have)|(?:can|could) (?:i|you) (?:see|show(?: me)?|have)"
    r"|let me see|show(?: me)?|see|open|give me|tell me(?: more)? about|more (?:about|on)|what about|how about"
    r"|details (?:of|on|for|about))?\s*"
    r"(?:more (?:about|on) |details (?:of|on|for|about) )?$",
    re.IGNORECASE,
)
_CLOSING = re.compile(r"^\W*(?:please|pls|then|instead)?\W*$", re.IGNORECASE)
_NEUTRAL = frozenset({"one", "ones", "thing", "item", "product", "model", "version", "pair", "brand"})
_TOO_SMALL = frozenset({"for", "and", "with", "the", "from", "set", "size", "pack", "colour", "color", "price"})


def _price(product: Product) -> float | None:
    prices = product.prices()
    return float(prices[0]) if prices else None


def _rating(product: Product) -> float | None:
    return product.rating if product.rating_count else None


#: words that pick one by comparing: the pattern after "the", what is compared, and whether the largest is meant
_PICKS: tuple[tuple[re.Pattern[str], Callable[[Product], float | None], bool], ...] = (
    (re.compile(r"(?:cheaper|cheapest|(?:less|least) expensive|lowest[- ]priced)\b", re.IGNORECASE), _price, False),
    (re.compile(r"(?:(?:more|most) expensive|pricier|priciest|dearer|dearest)\b", re.IGNORECASE), _price, True),
    (re.compile(r"(?:(?:best|better|highest|higher|top)[- ]rated)\b", re.IGNORECASE), _rating, True),
)
_OTHER = re.compile(r"other(?: one)?\b", re.IGNORECASE)
_PICKED = re.compile(r"(?:\s+(?:one|of (?:the|these|those) (?:two|three)|of them))?", re.IGNORECASE)
#: "the cheapest" of all there is, where nothing says of which
_OF_ALL = re.compile(r"\w+est\b|(?:most|least|best|highest|lowest|top)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Pointed:
    """``product_ids``: one is meant, or one of several; none where the words point at nothing. ``bare``: they say no more."""

    product_ids: tuple[str, ...] = ()
    bare: bool = False

    @property
    def one(self) -> str | None:
        return self.product_ids[0] if len(self.product_ids) == 1 else None


NOTHING = Pointed()


def point(text: str, products: Sequence[Product], focus: str | None = None) -> Pointed:
    """``products`` as they were shown. One of several that fit alike is the one in ``focus``, if it is among them."""
    if not text or not products:
        return NOTHING
    for match in _AFTER.finditer(text):
        for found, end in (_picked(text, match.end(), products, focus), _described(text, match.end(), products)):
            if found:
                ids = tuple(p.product_id for p in found)
                ids = (focus,) if focus in ids and len(ids) > 1 else ids
                bare = bool(_OPENING.match(text[: match.start()]) and _CLOSING.match(text[end:]))
                if len(ids) == len(products) > 1:  # "the jacket", where all are jackets
                    continue
                return Pointed(ids, bare)
    if _IT.search(text):
        return NOTHING
    named, run = _named(text, products)
    if not named or (len(named) == len(products) > 1):
        return NOTHING
    return Pointed(tuple(p.product_id for p in named), 1 < run == len(_words(text)))


def _words(text: str) -> list[str]:
    return [_singular(w.lower()) for w in _WORD.findall(text)]


def _singular(word: str) -> str:
    return word[:-1] if word.endswith("s") and not word.endswith("ss") and len(word) > 3 else word


def _picked(text: str, at: int, products: Sequence[Product], focus: str | None) -> tuple[list[Product], int]:
    """ "the cheaper one"; a tie is no pick. "the other one" is the one of two that is not in focus."""
    for pattern, value, largest in _PICKS:
        match = pattern.match(text, at)
        if match is None:
            continue
        known = sorted(((v, p.product_id) for p in products if (v := value(p)) is not None), reverse=largest)
        if not known or (len(known) > 1 and known[0][0] == known[1][0]):
            return [], at
        tail = _PICKED.match(text, match.end())
        if _OF_ALL.match(text, at) and not (tail and tail.group().strip()):
            return [], at
        return [p for p in products if p.product_id == known[0][1]], tail.end() if tail else match.end()
    other = _OTHER.match(text, at)
    if other and focus and len(products) == 2:
        return [p for p in products if p.product_id != focus], other.end()
    return [], at


def _described(text: str, at: int, products: Sequence[Product]) -> tuple[list[Product], int]:
    """The products that fit the words after "the" ("red jacket", "Nordvale one"), as far as any of them explains these."""
    fitting, end, explained = list(products), at, False
    for match in _WORD.finditer(text, at):
        word = _singular(match.group().lower())
        if match.start() > at and text[end : match.start()].strip(" ’'s,"):
            break
        if word in _NEUTRAL:
            end = match.end()
            break
        known = [p for p in fitting if word in _facts(p)] if word not in _TOO_SMALL else []
        if not known:
            break
        fitting, end, explained = known, match.end(), True
    return (fitting, end) if explained else ([], at)


def _facts(product: Product) -> frozenset[str]:
    colours = (v for variant in product.variants for k, v in variant.options.items() if k.casefold() in ("colour", "color"))
    return frozenset(_words(" ".join((product.name, product.brand, product.type, product.material, *colours))))


def _named(text: str, products: Sequence[Product]) -> tuple[list[Product], int]:
    """By the brand, or by two words and more of the name in their order ("tell me about nordvale", "is ridge trekking light");
    with the number of these words."""
    said = _words(text)
    runs = {p.product_id: _longest_run(said, _words(p.name)) for p in products}
    longest = max(runs.values())
    kinds = {word for p in products for word in _words(p.type)}
    named = [p for p in products if runs[p.product_id] == longest]
    if longest > 1 and any(word not in kinds for p in named for word in set(said) & set(_words(p.name))):
        return named, longest
    return [p for p in products if p.brand and _longest_run(said, _words(p.brand)) == len(_words(p.brand))], 1


def _longest_run(said: Sequence[str], name: Sequence[str]) -> int:
    """How many words of ``name`` stand in ``said`` one after the other as they do in the name."""
    return max((_run(said[i:], name[j:]) for i in range(len(said)) for j in range(len(name))), default=0)


def _run(first: Sequence[str], second: Sequence[str]) -> int:
    count = 0
    for a, b in zip(first, second, strict=False):
        if a != b:
            break
        count += 1
    return count
