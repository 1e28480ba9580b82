"""The index finds products; every fact on a card comes from the database's record of this moment."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise, zip_longest

from actions.services.cards import Card, fitting_variant, make_card
from actions.services.held_facts import NOTHING_HELD, Held
from actions.services.search_state import SearchState
from actions.services.tastes import Liking
from actions.words import Words
from retrieval.filters import Filters
from retrieval.kinds import NearKind
from retrieval.near_ties import by_liking
from retrieval.products import Hit, ProductIndex
from retrieval.text import Tokeniser
from shop.catalogue import Product
from shop.errors import NotFound
from storage import Storage

SHOWN = 5  # cards in one reply
SPARE = 10  # more hits than shown: the record may have changed since the index was built
CHEAPEST_OF = 200  # hits among which the cheapest are looked for


@dataclass(frozen=True)
class Found:
    """``total`` counts the index's matches; ``relax`` names the conditions to drop when there is none."""

    cards: tuple[Card, ...]
    total: int
    relax: tuple[str, ...] = ()
    left_out: int = 0  # of the hits looked at, those that go against what the customer said

    @property
    def product_ids(self) -> list[str]:
        return [c["product_id"] for c in self.cards]

    @property
    def lowest(self) -> int | None:
        return min((c["price"]["amount"] for c in self.cards if c["price"]), default=None)


def _amount(card: Card) -> int:
    return int((card["price"] or {"amount": 0})["amount"])


def by_price(cards: Sequence[Card]) -> list[Card]:
    """The cheapest first, those whose price is not known last."""
    return sorted(cards, key=lambda card: (not card["price"], _amount(card)))


def _middle(cards: list[Card], top_k: int) -> list[Card]:
    """Of cards in the order of their prices those in the middle."""
    first = max(0, (len(cards) - top_k + 1) // 2)
    return cards[first : first + top_k]


class Catalogue:
    def __init__(self, storage: Storage, index: Callable[[], ProductIndex]):
        self._storage = storage
        self._index = index
        self._tokeniser = Tokeniser()

    def search(
        self,
        state: SearchState,
        words: Words,
        top_k: int = SHOWN,
        liking: Liking | None = None,
        held: Held = NOTHING_HELD,
    ) -> Found:
        """The best ``top_k`` products, or those that ``state.sort`` puts first; what is sold out comes last among them.

        Of several types each gets its turn. ``liking`` settles near ties, and nothing where the customer asked for an order.
        What goes against the hard facts ``held`` is left out and counted. Raises Corrupt without an index.
        """
        index = self._index()
        ordered = state.sort != "relevance"
        result = index.search(state.query, state.filters, CHEAPEST_OF if ordered or held.hard else top_k + SPARE)
        hits, left_out = self._allowed(index, result.hits, held)
        if len(state.filters.types) > 1 and not ordered:
            hits = self._in_turn(index, state, top_k + SPARE, liking, held) or hits
        elif not ordered:
            hits = self._liked_first(index, hits, liking)
        cards = self._cards(index, [(h.product_id, h.sku) for h in hits], state.filters, words, None if ordered else top_k)
        if state.sort == "rating":
            cards = sorted(cards, key=lambda c: (-(c["rating"] or 0), -c["rating_count"]))[:top_k]
        elif ordered:
            cards = sorted([c for c in cards if c["price"]] or cards, key=_amount, reverse=state.sort == "price_down")
            cards = (_middle(cards, top_k) if state.sort == "price_middle" else cards)[:top_k]
        else:
            cards = sorted(cards, key=lambda c: c["stock"] == "out")
        return Found(tuple(cards), max(result.total - left_out if cards else 0, len(cards)), result.relax, left_out)

    def _allowed(self, index: ProductIndex, hits: Sequence[Hit], held: Held) -> tuple[tuple[Hit, ...], int]:
        """Without what goes against the hard facts; and how many that were."""
        if not held.hard:
            return tuple(hits), 0
        products = {p.product_id: p for p in self.products([hit.product_id for hit in hits])}
        gone = {p.product_id for p in products.values() if held.against(p, self._facts(index, p)) is not None}
        return tuple(hit for hit in hits if hit.product_id not in gone), len(gone)

    def with_facts(self, product_ids: Sequence[str]) -> tuple[dict[str, Product], dict[str, Mapping[str, object]]]:
        """Products by their ids, with the facts derived for those whose import had no type or brand."""
        index = self._index()
        found = {p.product_id: p for p in self.products(product_ids)}
        return found, {product_id: self._facts(index, product) for product_id, product in found.items()}

    def _liked_first(self, index: ProductIndex, hits: Sequence[Hit], liking: Liking | None) -> tuple[Hit, ...]:
        if liking is None or len(hits) < 2:
            return tuple(hits)
        products = self.products([hit.product_id for hit in hits])
        derived = {p.product_id: self._facts(index, p) for p in products}
        return by_liking(hits, liking(products, derived.__getitem__))

    def _in_turn(
        self, index: ProductIndex, state: SearchState, top_k: int, liking: Liking | None, held: Held
    ) -> tuple[Hit, ...]:
        """The best of the first type, the best of the second, and so on round; none twice."""
        kinds = [replace(state.filters, types=(kind,)) for kind in state.filters.types]
        found = [self._allowed(index, index.search(state.query, kind, top_k).hits, held)[0] for kind in kinds]
        each = [self._liked_first(index, hits, liking) for hits in found]
        rounds = [hit for hits in zip_longest(*each) for hit in hits if hit is not None]
        return tuple({hit.product_id: hit for hit in rounds}.values())[:top_k]

    def unmentioned(self, product_ids: Sequence[str], wanted: Sequence[str]) -> list[str]:
        """Which of the words none of these products mentions, in any form of the word, or as one with its neighbour ("wind
        proof": "windproof")."""
        told = {stem for p in self.products(product_ids) for stem in self._stems(self._text(self._index(), p))}
        joined = {word for a, b in pairwise(wanted) if told.intersection(self._stems(a + b)) for word in (a, b)}
        return [word for word in dict.fromkeys(wanted) if word not in joined and told.isdisjoint(self._stems(word))]

    def mostly_say(self, product_ids: Sequence[str], words: Sequence[str]) -> bool:
        """Do at least half of these products say the words, one right after the other?"""
        stems = self._stems(" ".join(words))
        says = [self._has_run(self._stems(self._text(self._index(), p)), stems) for p in self.products(product_ids)]
        return bool(says) and 2 * sum(says) >= len(says)

    @staticmethod
    def _has_run(told: Sequence[str], run: Sequence[str]) -> bool:
        return any(list(told[i : i + len(run)]) == list(run) for i in range(len(told) - len(run) + 1))

    def departments_near(self, wish: str, top_k: int) -> list[str]:
        """Departments nearest in meaning to a wish, by their own names and by the kinds that are in them; nearest first."""
        return self._index().departments_near(wish, top_k)

    def speaks_of(self, product_ids: Sequence[str], wanted: Sequence[str], *, phrase: bool) -> bool:
        """Does one of these products mention more than half of the words? Of a bare phrase ("kitchen storage cabinet") the
        last one, which says what the thing is, must be among them."""
        index = self._index()
        for product in self.products(product_ids):
            told = set(self._stems(self._text(index, product)))
            met = [any(part in told for part in self._stems(word)) for word in wanted]
            if 2 * sum(met) > len(met) and (met[-1] or not phrase):
                return True
        return False

    def _stems(self, text: str) -> list[str]:
        return self._tokeniser.stemmed(self._tokeniser.words(text))

    def _text(self, index: ProductIndex, product: Product) -> str:
        facts = self._facts(index, product)
        options = [value for variant in product.variants for value in variant.options.values()]
        told = [product.name, product.description, product.category, product.type, product.brand, product.material, *options]
        return " ".join([*told, *map(str, product.attributes.values()), *(str(v) for v in facts.values())])

    def cheapest(self, state: SearchState, words: Words, top_k: int = SHOWN, held: Held = NOTHING_HELD) -> Found:
        """The cheapest of that kind with a known price, whatever the price bounds were."""
        filters = replace(state.filters, price_min=1, price_max=None)
        return self.search(replace(state, filters=filters, sort="price"), words, top_k, held=held)

    def similar(
        self,
        product_id: str,
        filters: Filters,
        words: Words,
        reason: str | None = None,
        top_k: int = SHOWN,
        held: Held = NOTHING_HELD,
    ) -> Found:
        index = self._index()
        try:
            kind = tuple(str(index.facts(product_id).get("type") or "").split()[-1:])
            # a tent is like a tent, a camp bed only goes with it; what is sold out is no alternative
            tries = [replace(filters, types=filters.types or kind, in_stock=True), replace(filters, in_stock=True), filters]
            found = [index.similar(product_id, wanted, top_k + SPARE).hits for wanted in tries]
        except NotFound:  # newer than the index
            return Found((), 0)
        hits = next((each for each in found if len(each) > 1), found[-1])
        pairs = [(h.product_id, h.sku) for h in self._allowed(index, hits, held)[0]]
        cards = self._cards(index, pairs, filters, words, top_k, {p: reason for p, _ in pairs} if reason else None)
        return Found(tuple(cards), len(cards))

    def cards(
        self,
        product_ids: Sequence[str],
        words: Words,
        filters: Filters | None = None,
        reasons: Mapping[str, str | None] | None = None,
        top_k: int | None = None,
    ) -> list[Card]:
        pairs: list[tuple[str, str | None]] = [(p, None) for p in product_ids]
        return self._cards(self._index(), pairs, filters or Filters(), words, top_k, reasons)

    def card(self, product: Product, words: Words) -> Card | None:
        """The card of one product that is looked at already (no Details button)."""
        variant = fitting_variant(product, Filters())
        if variant is None:
            return None
        return make_card(product, variant, words, facts=self._facts(self._index(), product), details=False)

    def product(self, product_id: str) -> Product | None:
        product = self._storage.products.get(product_id)
        return product if product is not None and product.active else None

    def products(self, product_ids: Iterable[str]) -> list[Product]:
        return [p for p in self._storage.products.get_many(list(product_ids)) if p.active]

    def kinds(self, product_ids: Sequence[str]) -> list[str]:
        """Types of these products, the commonest first."""
        index = self._index()
        counted: dict[str, int] = {}
        for product in self.products(product_ids):
            kind = product.type or str(self._facts(index, product).get("type") or "")
            if kind:
                counted[kind] = counted.get(kind, 0) + 1
        return sorted(counted, key=lambda kind: -counted[kind])

    def brands(self, product_ids: Sequence[str]) -> list[str]:
        """Brands of these products, each once."""
        index = self._index()
        named = (p.brand or str(self._facts(index, p).get("brand") or "") for p in self.products(product_ids))
        return list(dict.fromkeys(brand for brand in named if brand))

    def lowest_price(self, product_ids: Sequence[str]) -> int | None:
        return min((price for p in self.products(product_ids) for price in p.prices()), default=None)

    def nearest_kinds(self, thing: str, wish: str) -> list[NearKind]:
        """The kinds nearest to a thing that no product's name, type or category has; none where one has it. ``wish``: all that
        was said of it, "" where that is its name alone."""
        index = self._index()
        return [] if index.names(thing.split()[-1]) else index.kinds_near(thing, wish)

    def speaking_of(self, thing: str, filters: Filters) -> int:
        """How many of the products that satisfy ``filters`` speak of the thing."""
        return self._index().speaking_of(thing, filters)

    @staticmethod
    def fits(product: Product, filters: Filters) -> bool:
        """Price, rating, stock and facets by the record itself, for products that search did not choose."""
        if filters.rating_min is not None and (product.rating or 0) < filters.rating_min:
            return False
        facets = ((filters.types, product.type), (filters.categories, product.category), (filters.brands, product.brand))
        if any(wanted and value.lower() not in {w.lower() for w in wanted} for wanted, value in facets):
            return False
        return fitting_variant(product, filters) is not None

    @staticmethod
    def _facts(index: ProductIndex, product: Product) -> Mapping[str, object]:
        if product.type and product.brand:
            return {}
        try:
            return index.facts(product.product_id)
        except NotFound:  # newer than the index
            return {}

    def _cards(
        self,
        index: ProductIndex,
        pairs: Sequence[tuple[str, str | None]],
        filters: Filters,
        words: Words,
        top_k: int | None,
        reasons: Mapping[str, str | None] | None = None,
    ) -> list[Card]:
        skus = dict(pairs)
        cards: list[Card] = []
        for product in self.products(skus):
            variant = fitting_variant(product, filters, skus[product.product_id])
            if variant is None:
                continue
            reason = (reasons or {}).get(product.product_id)
            cards.append(make_card(product, variant, words, facts=self._facts(index, product), reason=reason))
            if top_k is not None and len(cards) == top_k:
                break
        return cards
