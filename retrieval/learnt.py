"""What deriving facts has learnt from a whole catalogue, kept so that one more product is read as its neighbours were."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from retrieval.brands import BrandReader
from retrieval.facts import Facts, facts_of
from retrieval.text import fold
from retrieval.types import TypeReader, type_words
from shop.catalogue import Product

NAME = "learnt.json"


class Learnt:
    """``brands`` and ``types`` are None where the import named them all; ``spelling`` is how a type's words are written."""

    def __init__(self, brands: BrandReader | None, types: TypeReader | None, spelling: Mapping[tuple[str, ...], str]):
        self._brands = brands
        self._types = types
        self._spelling = dict(spelling)

    def facts(self, products: Sequence[Product]) -> list[Facts]:
        """In order. Types and brands that the import left empty are read from the titles."""
        types = [self._type(p) for p in products]
        return _facts(products, types, {**_common_spelling(types), **self._spelling}, self._brands)

    def _type(self, product: Product) -> str:
        if product.type or self._types is None:
            return product.type
        return self._types.read(product.name, _brand(product, self._brands))

    def save(self, folder: Path) -> None:
        content = {
            "brands": self._brands.state() if self._brands else None,
            "types": self._types.state() if self._types else None,
            "spelling": [[" ".join(words), value] for words, value in self._spelling.items()],
        }
        (folder / NAME).write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")

    @classmethod
    def open(cls, folder: Path) -> Learnt:
        """The file must have been checked against its sha256."""
        content = json.loads((folder / NAME).read_text(encoding="utf-8"))
        return cls(
            BrandReader.of_state(content["brands"]) if content["brands"] else None,
            TypeReader.of_state(content["types"]) if content["types"] else None,
            {tuple(words.split(" ")): value for words, value in content["spelling"]},
        )


def learn(products: Sequence[Product]) -> tuple[Learnt, list[Facts]]:
    """From a whole catalogue, and the facts of its products in order."""
    names = [p.name for p in products]
    brands = None if all(p.brand for p in products) else BrandReader(names, [p.description for p in products])
    reader = None if all(p.type for p in products) else TypeReader(names, [_brand(p, brands) for p in products])
    learnt = Learnt(brands, reader, {})
    types = [learnt._type(p) for p in products]
    learnt._spelling = _common_spelling(types)
    return learnt, _facts(products, types, learnt._spelling, brands)


def _facts(
    products: Sequence[Product], types: Sequence[str], spelling: Mapping[tuple[str, ...], str], brands: BrandReader | None
) -> list[Facts]:
    return [facts_of(p, spelling.get(type_words(t), fold(t)), _brand(p, brands)) for p, t in zip(products, types, strict=True)]


def _brand(product: Product, reader: BrandReader | None) -> str:
    return product.brand or (reader.read(product.name) if reader else "")


def _common_spelling(types: Iterable[str]) -> dict[tuple[str, ...], str]:
    """One spelling where types differ only in hyphens and number: the commonest one."""
    counts: dict[tuple[str, ...], Counter[str]] = {}
    for value in types:
        if value:
            counts.setdefault(type_words(value), Counter())[fold(value)] += 1
    return {key: max(sorted(spellings), key=lambda s: spellings[s]) for key, spellings in counts.items()}


def derive(products: Sequence[Product]) -> list[Facts]:
    """Facts of all products, in order, learnt from themselves."""
    return learn(products)[1]
