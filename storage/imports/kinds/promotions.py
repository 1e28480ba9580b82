"""Promotions, each checked by the rules of the engine before it goes in."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from shop.pricing_eligibility import check_promotion
from shop.promotions import PROMOTION_KINDS, Promotion, is_share
from storage.imports.cells import Cells, Purse
from storage.imports.kinds.kind import Kind, Stored, one_row
from storage.imports.records import Unfit

if TYPE_CHECKING:
    from storage.storage import Storage

_OTHER_KINDS = {
    "percentage": "percent",
    "percent_off": "percent",
    "fixed": "amount",
    "fixed_amount": "amount",
    "amount_off": "amount",
    "threshold": "spend_threshold",
}


def _key(cells: Cells) -> str:
    return cells.key("promotion_id" if cells.has("promotion_id") or not cells.has("code") else "code")


def _make(cells: Cells) -> Promotion:
    purse = Purse(cells)
    value = cells.needed("value")
    promotion = Promotion(
        promotion_id=_key(cells),
        name=cells.needed("name"),
        kind=cells.one_of("kind", PROMOTION_KINDS, "", _OTHER_KINDS),
        value=0,
        code=cells.text("code"),
        starts_at=cells.time("starts_at"),
        ends_at=cells.time("ends_at"),
        minimum_spend=purse.amount(cells, "minimum_spend", 0),
        value_is_percent=cells.flag("value_is_percent", False) or value.endswith("%"),
        maximum_discount=purse.amount(cells, "maximum_discount", None),
        categories=cells.words("categories"),
        brands=cells.words("brands"),
        product_ids=cells.words("product_ids"),
        tiers=cells.words("tiers"),
        total_limit=cells.whole("total_limit", None),
        customer_limit=cells.whole("customer_limit", None),
        used=cells.whole("used", 0),
        stackable=cells.flag("stackable", False),
        priority=cells.whole("priority", 0, -1_000_000, 1_000_000),
        active=cells.flag("active", True),
        description=cells.text("description"),
        birthday_month=cells.flag("birthday_month", False),
        birthday_days=cells.whole("birthday_days", None),
        students=cells.flag("students", False),
    )
    share = is_share(promotion)
    if value.endswith("%") and not share:
        raise Unfit("value", "a percentage, but the promotion takes off an amount")
    amount = _percent(cells, value) if share else purse.amount(cells, "value", 0)
    promotion = replace(
        promotion, value=amount, currency=purse.currency, value_is_percent=share and promotion.kind != "percent"
    )
    for field, problem in check_promotion(promotion):
        raise Unfit(field, problem)
    return promotion


def _percent(cells: Cells, value: str) -> int:
    plain = Cells(cells.line, {"value": value.rstrip("% ")}, {}, cells.context)
    percent = plain.whole("value", None, 0, 1000)
    if percent is None:
        raise Unfit("value", "missing")
    return percent


def _store(storage: Storage, records: list[Promotion]) -> Stored:
    return Stored(storage.promotions.upsert(records))


PROMOTIONS = Kind(
    name="promotions",
    fields={
        "promotion_id": ("id",),
        "name": ("title", "promotion_name"),
        "kind": ("discount_type", "type"),
        "value": ("discount", "discount_value", "amount"),
        "code": ("coupon_code", "coupon", "promo_code"),
        "currency": ("currency_code",),
        "starts_at": ("start", "start_date", "valid_from"),
        "ends_at": ("end", "end_date", "valid_to", "valid_until", "expires_at"),
        "minimum_spend": ("min_spend", "minimum", "minimum_purchase"),
        "value_is_percent": (),
        "maximum_discount": ("max_discount",),
        "categories": ("category",),
        "brands": ("brand",),
        "product_ids": ("products",),
        "tiers": ("tier",),
        "total_limit": ("usage_limit", "limit"),
        "customer_limit": ("usage_limit_per_customer", "limit_per_customer"),
        "used": ("times_used",),
        "stackable": ("combinable",),
        "priority": (),
        "active": ("enabled",),
        "description": ("details",),
        "birthday_month": (),
        "birthday_days": (),
        "students": ("students_only",),
    },
    needs=[[("promotion_id",), ("code",)], [("name",)], [("kind",)], [("value",)]],
    foreign=frozenset({
        "review_id", "review_text", "stars", "order_id", "event_id", "event_type", "customer_id", "visitor_id", "faq_id",
        "question", "answer", "chat_id", "messages", "author", "email", "sku", "price", "stock", "variants",
    }),
    key=_key,
    build=one_row(_make),
    store=_store,
    money=("value", "minimum_spend", "maximum_discount"),
)  # fmt: skip
