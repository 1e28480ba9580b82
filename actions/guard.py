"""The last look at a reply before it leaves: every figure in it must stand in a record as it is at this moment.

Cards get the price that the record has now; a product that has gone loses its card. A text whose price, percentage, code, date
or link stands in no record that the turn is about is replaced by an honest sentence. Records are read again only when there is
a figure to prove, the likeliest ones first, so that most replies cost nothing and the others a millisecond or two.

What marketing wrote into a response's template is the shop's word and is not looked at here: only the values put into it are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import structlog

from actions.figures import hard_figures, numbers
from actions.turn import Turn
from shop.catalogue import Product
from shop.money import money, money_text
from shop.orders import Order
from shop.promotions import Promotion, is_share
from storage import Storage

log = structlog.get_logger(__name__)

WITHHELD = "figure_withheld"
#: Values whose every number must stand in a record, because they are somebody's text and not our own counting.
TEXTS = frozenset({"answer", "description", "facts"})
_OWN = frozenset({"text", "buttons", "elements", "custom", "template", "response", "image", "attachment", "name"})


class Guard:
    """Synchronous: it reads the database. Safe from several threads."""

    def __init__(self, storage: Storage, currency: str):
        self._storage = storage
        self._currency = currency

    def check(self, turn: Turn) -> int:
        """Put right, or take out, what no record supports; returns how many figures were wrong."""
        messages = turn.dispatcher.messages
        wrong = sum(self._cards(message) for message in messages)
        kept: list[dict[str, Any]] = []
        proof: _Proof | None = None
        for message in messages:
            hard, soft = _claims(message)
            if hard or soft:
                proof = proof or _Proof(self._storage, self._currency, turn)
                if not proof.holds(hard, soft):
                    wrong += 1
                    if not kept or kept[-1].get("response") != "utter_unproved":
                        turn.say("utter_unproved")
                        kept.append(messages.pop())
                    continue
            kept.append(message)
        if wrong:
            messages[:] = kept
            turn.send(effects=[{"type": WITHHELD, "count": wrong}])
            log.warning(WITHHELD, count=wrong)
        return wrong

    def _cards(self, message: dict[str, Any]) -> int:
        """Prices on cards become those of the records; cards of what is no longer sold go."""
        wrong = 0
        for block in (message.get("custom") or {}).get("blocks", []):
            cards = block.get("cards")
            if not cards:
                continue
            now = {p.product_id: p for p in self._storage.products.get_many([c["product_id"] for c in cards]) if p.active}
            kept = []
            for card in cards:
                product = now.get(card["product_id"])
                variant = product.variant(card["sku"]) if product is not None else None
                if product is None or variant is None:
                    wrong += 1
                    continue
                price = dict(money(variant.price, product.currency)) if variant.price > 0 else None
                if card.get("price") != price:
                    wrong += 1
                    card.update(price=price, price_from=False, compare_at=None)
                kept.append(card)
            block["cards"] = kept
        return wrong


def _claims(message: dict[str, Any]) -> tuple[frozenset[str], frozenset[str]]:
    """The hard figures of a message, and the numbers of texts that are somebody's."""
    hard: set[str] = set()
    soft: set[str] = set()
    for text in _texts((message.get("custom") or {}).get("blocks", [])):
        hard |= hard_figures(text)
        soft |= numbers(text)
    for key, value in message.items():
        if key not in _OWN and isinstance(value, str):
            hard |= hard_figures(value)
            if key in TEXTS:
                soft |= numbers(value)
    return frozenset(hard), frozenset(soft)


def _texts(blocks: list[dict[str, Any]]) -> Iterator[str]:
    for block in blocks:
        if block.get("type") == "text":
            yield str(block.get("text", ""))
        elif block.get("type") == "table":
            yield " ".join(str(cell) for row in block.get("rows", []) for cell in row)


class _Proof:
    """What records say, read source by source until every figure is found."""

    def __init__(self, storage: Storage, currency: str, turn: Turn):
        self._storage = storage
        self._currency = currency
        self._turn = turn
        self._sources: list[Callable[[], Iterator[str]]] = [
            self._worked_out, self._products, self._faqs, self._said, self._promotions, self._orders, self._reviews,
        ]  # fmt: skip
        self._hard: set[str] = set()
        self._soft: set[str] = set()

    def holds(self, hard: frozenset[str], soft: frozenset[str]) -> bool:
        while not (hard <= self._hard and soft <= self._soft):
            if not self._sources:
                return False
            for text in self._sources.pop(0)():
                self._hard |= hard_figures(text)
                self._soft |= numbers(text)
        return True

    def _worked_out(self) -> Iterator[str]:
        yield from self._turn.worked_out

    def _products(self) -> Iterator[str]:
        turn = self._turn
        ids = [turn.focus, turn.metadata.page_product, turn.entity("product"), *turn.shown]
        for message in turn.dispatcher.messages:
            for block in (message.get("custom") or {}).get("blocks", []):
                ids += [card.get("product_id") for card in block.get("cards") or ()]
        for product in self._storage.products.get_many([i for i in dict.fromkeys(ids) if isinstance(i, str)]):
            yield from said_of(product)

    def _faqs(self) -> Iterator[str]:
        for faq in self._storage.faqs.all():
            yield f"{faq.question} {faq.answer}"

    def _said(self) -> Iterator[str]:
        """A bound that the customer named ("under $50") may be said back; the price of a thing is proved by its record."""
        filters = self._turn.slot("search")
        if isinstance(filters, dict):
            given = filters.get("filters") or {}
            for key in ("price_min", "price_max"):
                if isinstance(given.get(key), int):
                    yield money_text(given[key], self._currency)
        for entity in self._turn.entities:
            if entity.get("entity") in ("coupon_code", "order_number"):
                yield f"{entity.get('value')}".upper()

    def _promotions(self) -> Iterator[str]:
        for promotion in self._storage.promotions.all():
            yield _said_of_promotion(promotion)

    def _orders(self) -> Iterator[str]:
        customer = self._turn.metadata.customer_id
        for order in self._storage.orders.of_customer(customer, limit=20) if customer else []:
            yield _said_of_order(order)

    def _reviews(self) -> Iterator[str]:
        """Customers' words prove a number that is quoted as theirs, never a price or a code: those are not quoted."""
        if self._turn.focus:
            for review in self._storage.reviews.of_product(self._turn.focus, 200):
                yield " ".join(sorted(numbers(f"{review.title} {review.text}")))


def said_of(product: Product) -> Iterator[str]:
    """Every text and figure of the record, prices as they are said."""
    yield f"{product.name}. {product.description} {product.brand} {product.material} {product.rating_count}"
    yield " ".join(f"{k} {v}" for k, v in product.attributes.items())
    if product.rating is not None:
        yield f"{product.rating:g}"
    yield str(sum(max(0, v.stock) for v in product.variants))
    for variant in product.variants:
        prices = (variant.price, variant.compare_at or 0)
        yield " ".join([variant.sku, str(variant.stock), *variant.options.values()])
        yield " ".join(money_text(price, product.currency) for price in prices if price > 0)


def _said_of_promotion(promotion: Promotion) -> str:
    share = is_share(promotion)
    amounts = [0 if share else promotion.value, promotion.minimum_spend, promotion.maximum_discount or 0]
    currency = promotion.currency
    value = f"{promotion.value}%" if share else ""
    dates = [f"{at:%Y-%m-%d}" for at in (promotion.starts_at, promotion.ends_at) if at is not None]
    said = [money_text(amount, currency) for amount in amounts if amount]
    return " ".join([promotion.name, promotion.code, value, promotion.description, *said, *dates])


def _said_of_order(order: Order) -> str:
    dates = [f"{at:%Y-%m-%d}" for at in (order.placed_at, order.expected_at) if at is not None]
    amounts = [money_text(amount, order.currency) for amount in (order.total, *(x.unit_price for x in order.lines))]
    return " ".join([order.order_id, order.tracking or "", *amounts, *dates, *(x.sku for x in order.lines)])
