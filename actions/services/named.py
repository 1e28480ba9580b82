"""Products that a message names, anywhere in the catalogue: "does the Brackenhill Firth 28 L Daypack fit a laptop?"."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import takewhile

from retrieval.words import COLOUR_OF
from shop.catalogue import Product
from storage import Storage

FEWEST = 2  # words of a name: one alone is a word of the language
MOST_PRODUCTS = 200_000  # beyond these, names are not kept in memory
FRESH_SECONDS = 2.0  # for so long the catalogue is taken to be as it was
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")

Words = tuple[str, ...]


@dataclass(frozen=True)
class Named:
    """``product_ids`` in the order of the message, each once; ``spans`` are the places of the names in the text."""

    product_ids: tuple[str, ...] = ()
    spans: tuple[tuple[int, int], ...] = ()

    def without_names(self, text: str) -> str:
        for start, end in sorted(self.spans, reverse=True):
            text = text[:start] + " " + text[end:]
        return " ".join(text.split())


NOBODY = Named()


def _singular(word: str) -> str:
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word


def words_of(text: str) -> Words:
    return tuple(_singular(w.casefold()) for w in _WORD.findall(text))


def names_of(product: Product) -> Iterator[Words]:
    """The whole name, the name without its brand, and the brand with the word or two that are the product's own ("the Emberly
    Delta"). Only what tells this product from others of its kind is a name: of "Rain Jacket" or "Red Tent" nothing is left
    without kind, colour and material."""
    whole, brand = words_of(product.name), words_of(product.brand)
    options = (value for variant in product.variants for value in variant.options.values())
    common = set(words_of(" ".join((product.brand, product.type, product.category, product.material, *options))))
    own = [w for w in whole if w not in common and w not in COLOUR_OF and not w.isdigit()]
    if len(whole) >= FEWEST and (own or (brand and whole[: len(brand)] == brand and len(whole) > len(brand) + 1)):
        yield whole
    bare = whole[len(brand) :] if brand and whole[: len(brand)] == brand else ()
    if own and len(bare) >= FEWEST:
        yield bare
    first = tuple(takewhile(lambda word: word in own, bare))
    if 0 < len(first) <= FEWEST and len(first) < len(bare):
        yield (*brand, *first)


class NameIndex:
    """Names of products by their words; a name that several products have means none of them."""

    def __init__(self, products: Iterable[Product]):
        self._ids: dict[Words, str | None] = {}
        for product in products:
            for name in names_of(product) if product.active else ():
                known = self._ids.get(name, product.product_id)
                self._ids[name] = product.product_id if known == product.product_id else None
        self._lengths: dict[str, tuple[int, ...]] = {}
        for name in self._ids:
            self._lengths[name[0]] = tuple(sorted({*self._lengths.get(name[0], ()), len(name)}, reverse=True))

    def find(self, text: str) -> Named:
        """The longest names first; what belongs to one name begins no other."""
        places = [(m.start(), m.end()) for m in _WORD.finditer(text)]
        said = [_singular(text[start:end].casefold()) for start, end in places]
        ids: dict[str, None] = {}
        spans: list[tuple[int, int]] = []
        at = 0
        while at < len(said):
            for length in self._lengths.get(said[at], ()):
                found = self._ids.get(tuple(said[at : at + length]))
                if found is not None and at + length <= len(said):
                    ids[found] = None
                    spans.append((places[at][0], places[at + length - 1][1]))
                    at += length - 1
                    break
            at += 1
        return Named(tuple(ids), tuple(spans)) if ids else NOBODY


class ProductNames:
    """The names of today's catalogue. They are read again, beside the answers, when the catalogue has changed."""

    def __init__(self, storage: Storage):
        self._storage = storage
        self._index: NameIndex | None = None
        self._version = -1
        self._looked_at = 0.0
        self._lock = threading.Lock()

    def find(self, text: str) -> Named:
        if len(text.split()) < FEWEST:
            return NOBODY
        index = self._index
        if index is None:
            index = self._read()
        elif time.monotonic() - self._looked_at > FRESH_SECONDS and not self._lock.locked():
            self._looked_at = time.monotonic()
            if self._storage.products.catalogue_version() != self._version:
                threading.Thread(target=self._read, daemon=True).start()
        return index.find(text)

    def _read(self) -> NameIndex:
        with self._lock:
            self._version = self._storage.products.catalogue_version()
            small = self._storage.products.count() <= MOST_PRODUCTS
            self._index = NameIndex(self._storage.products.all() if small else ())
            self._looked_at = time.monotonic()
            return self._index
