"""Records as they are at one moment, each read once, and whether figures stand in them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from actions.figures import numbers
from actions.records import Figures, figures_of_order, figures_of_product, figures_of_promotion
from actions.services.offers import coupon_block
from actions.services.orders import order_block
from actions.services.told import Told
from actions.sources import Source
from actions.turn import Turn
from shop.catalogue import Product
from shop.money import money_text
from shop.orders import Order
from shop.promotions import Promotion
from storage import Storage

REVIEWS = 200  # of a product, the newest, which an answer may quote


class Standing:
    """``expected``: ids of the products that will be looked at, so that one reading gets them all."""

    def __init__(self, storage: Storage, told: Told, currency: str, turn: Turn, expected: Sequence[str]):
        self._storage = storage
        self._told = told
        self._currency = currency
        self._turn = turn
        self._expected = expected
        self._products: dict[str, Product | None] = {}
        self._orders: dict[str, Order | None] = {}
        self._running: dict[str, Promotion] | None = None
        self._figures: dict[Source, Figures] = {}

    def holds(self, claimed: Figures, about: Sequence[Source]) -> bool:
        """``about`` empty: in any record of the turn, what needs no reading first."""
        if about:
            return claimed <= Figures.all_of(map(self._of, about))
        known = Figures()
        for figures in self._of_turn():
            known = Figures.all_of((known, figures))
            if claimed <= known:
                return True
        return False

    def product(self, product_id: str) -> Product | None:
        return next(iter(self._read([product_id])), None)

    def coupon(self, block: Mapping[str, Any]) -> bool:
        """Does the promotion run, and does the coupon say what it gives?"""
        promotion = self._promotions().get(str(block.get("promotion_id")))
        if promotion is None:
            return False
        reason = block.get("reason")
        return dict(block) == coupon_block(promotion, self._turn.now, reason) and (
            not reason or Figures.of(reason).hard <= figures_of_promotion(promotion).hard
        )

    def order(self, block: Mapping[str, Any]) -> bool:
        """Is it the customer's own, and as it is shown?"""
        order = self._order(str(block.get("order_id")))
        if order is None or order.customer_id != self._turn.metadata.customer_id:
            return False
        names = {str(line["sku"]): str(line["name"]) for line in block["lines"]}
        return dict(block) == order_block(order, names)

    def _of(self, source: Source) -> Figures:
        if source.kind == "again":
            return Figures.of(*source.again())
        if source not in self._figures:
            self._figures[source] = self._read_source(source)
        return self._figures[source]

    def _read_source(self, source: Source) -> Figures:
        if source.kind == "product":
            product = self.product(source.key)
            return figures_of_product(self._told.product(product)) if product is not None and product.active else Figures()
        if source.kind == "reviews":
            return self._of_reviews(source.key)
        if source.kind == "faq":
            faq = self._storage.faqs.get(source.key)
            return Figures.of(self._told.faq(faq)) if faq is not None else Figures()
        if source.kind == "promotion":
            promotion = self._promotions().get(source.key)
            return figures_of_promotion(promotion) if promotion is not None else Figures()
        order = self._order(source.key)
        own = order is not None and order.customer_id == self._turn.metadata.customer_id
        return figures_of_order(order) if order is not None and own else Figures()

    def _of_reviews(self, product_id: str) -> Figures:
        """Customers' words prove a number that is quoted as theirs, never a price or a code: those are not quoted. How many
        reviews there are is counted now."""
        known = self._storage.reviews.of_product(product_id, REVIEWS)
        said = frozenset[str]().union(*(numbers(f"{review.title} {review.text}") for review in known))
        counts = frozenset(str(n) for n in range(1, len(known) + 1))
        return Figures(frozenset(), said | counts)

    def _of_turn(self) -> Iterator[Figures]:
        turn = self._turn
        yield Figures.of(*self._said())
        ids = [turn.focus, turn.metadata.page_product, turn.entity("product"), *turn.shown, *self._expected]
        for product in self._read([i for i in dict.fromkeys(ids) if isinstance(i, str)]):
            yield figures_of_product(self._told.product(product))

    def _said(self) -> Iterator[str]:
        """A bound that the customer named ("under $50"), or the number of an order or a code, may be said back."""
        filters = self._turn.slot("search")
        if isinstance(filters, dict):
            given = filters.get("filters") or {}
            for key in ("price_min", "price_max"):
                if isinstance(given.get(key), int):
                    yield money_text(given[key], self._currency)
        for entity in self._turn.entities:
            if entity.get("entity") in ("coupon_code", "order_number"):
                yield f"{entity.get('value')}".upper()

    def _read(self, ids: Iterable[str]) -> list[Product]:
        wanted = list(ids)
        missing = [i for i in wanted if i not in self._products]
        if missing:
            expected = [i for i in dict.fromkeys([*missing, *self._expected]) if i not in self._products]
            found = {p.product_id: p for p in self._storage.products.get_many(expected)}
            self._products.update({i: found.get(i) for i in expected})
        return [p for i in wanted if (p := self._products[i]) is not None]

    def _promotions(self) -> dict[str, Promotion]:
        if self._running is None:
            self._running = {p.promotion_id: p for p in self._storage.promotions.active(self._turn.now)}
        return self._running

    def _order(self, order_id: str) -> Order | None:
        if order_id not in self._orders:
            self._orders[order_id] = self._storage.orders.get(order_id)
        return self._orders[order_id]
