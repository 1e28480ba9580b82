from __future__ import annotations

import dataclasses
import json
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from data.sample import REFERENCE, SampleShop, make
from data.sample.__main__ import main
from shop.events import EVENT_TYPES
from shop.orders import ORDER_STATUSES


def test_the_full_shop_has_the_promised_size(shop: SampleShop) -> None:
    sizes = {f.name: len(getattr(shop, f.name)) for f in dataclasses.fields(shop)}
    assert sizes == {
        "products": 600,
        "customers": 2000,
        "events": 40000,
        "orders": 9000,
        "reviews": 6000,
        "faqs": 135,
        "promotions": 12,
        "offers": 5000,
        "chats": 300,
    }


def test_the_same_seed_gives_the_same_shop_and_another_seed_another() -> None:
    assert repr(make(seed=3, scale=0.1)) == repr(make(seed=3, scale=0.1))
    assert repr(make(seed=3, scale=0.1)) != repr(make(seed=4, scale=0.1))


@pytest.mark.parametrize("scale", [0.01, 0.05, 0.1, 0.5])
def test_a_small_scale_shrinks_the_counts_and_keeps_60_products_in_8_categories(scale: float) -> None:
    small = make(scale=scale)
    assert len(small.products) == max(60, round(600 * scale))
    assert len({p.category for p in small.products}) >= 8
    assert len(small.orders) <= 9000 * max(scale, 0.01) + 60
    assert len(small.events) == max(200, round(40000 * scale))
    assert len(small.faqs) == 135


def test_ids_are_unique_and_have_their_stable_form(shop: SampleShop) -> None:
    for ids in (
        [p.product_id for p in shop.products],
        [v.sku for p in shop.products for v in p.variants],
        [c.customer_id for c in shop.customers],
        [e.event_id for e in shop.events],
        [r.review_id for r in shop.reviews],
        [o.offer_id for o in shop.offers],
        [c.chat_id for c in shop.chats],
        [f.faq_id for f in shop.faqs],
        [p.promotion_id for p in shop.promotions],
        [p.code for p in shop.promotions if p.code],
    ):
        assert len(ids) == len(set(ids))
    assert [o.order_id for o in shop.orders] == [f"FF-{n}" for n in range(10001, 19001)]


def test_everything_that_is_named_exists(shop: SampleShop) -> None:
    products = {p.product_id for p in shop.products}
    owner = {v.sku: p.product_id for p in shop.products for v in p.variants}
    customers = {c.customer_id for c in shop.customers}
    promotions = {p.promotion_id for p in shop.promotions}
    for order in shop.orders:
        assert order.customer_id in customers
        assert order.status in ORDER_STATUSES
        assert order.lines
        assert all(owner[line.sku] == line.product_id and 0 <= line.returned <= line.quantity for line in order.lines)
    for event in shop.events:
        assert event.customer_id is None or event.customer_id in customers
        assert event.product_id is None or event.product_id in products
        assert event.sku is None or owner[event.sku] == event.product_id
    assert {r.product_id for r in shop.reviews} <= products
    assert {r.customer_id for r in shop.reviews} <= customers
    assert {o.promotion_id for o in shop.offers} <= promotions | {""}
    assert {o.customer_id for o in shop.offers} <= customers
    categories, brands = {p.category for p in shop.products}, {p.brand for p in shop.products}
    for promotion in shop.promotions:
        assert set(promotion.categories) <= categories
        assert set(promotion.brands) <= brands
        assert set(promotion.product_ids) <= products


def test_lines_were_paid_at_a_price_of_the_catalogue(shop: SampleShop) -> None:
    prices = {v.sku: {v.price, v.compare_at} for p in shop.products for v in p.variants}
    for order in shop.orders:
        assert all(line.unit_price in prices[line.sku] for line in order.lines)
        assert 0 < order.total <= sum(line.quantity * line.unit_price for line in order.lines)


def test_all_times_lie_in_the_year_before_now_and_events_are_in_order(shop: SampleShop) -> None:
    start = REFERENCE - timedelta(days=366)
    for times in ([e.at for e in shop.events], [o.placed_at for o in shop.orders], [r.at for r in shop.reviews]):
        assert start <= times[0]
        assert times == sorted(times)
        assert times[-1] <= REFERENCE


def test_now_moves_the_year_and_the_promotions() -> None:
    now = datetime(2025, 3, 2, 8, 30, 12, 345, tzinfo=UTC)
    moved = make(scale=0.05, now=now)
    assert now - timedelta(days=30) < moved.events[-1].at <= now
    assert sum(1 for p in moved.promotions if p.starts_at and p.ends_at and p.starts_at <= now <= p.ends_at) == 10


def test_customers_without_consent_have_no_events_and_get_no_offers(shop: SampleShop) -> None:
    profile = {c.customer_id for c in shop.customers if c.consent.profile}
    marketing = {c.customer_id for c in shop.customers if c.consent.marketing}
    assert 0.5 * len(shop.customers) < len(profile) < 0.8 * len(shop.customers)
    assert {e.customer_id for e in shop.events if e.customer_id} <= profile
    assert {o.customer_id for o in shop.offers} <= marketing


def test_events_are_of_many_types_and_some_carts_were_left(shop: SampleShop) -> None:
    counts = Counter(e.type for e in shop.events)
    assert set(counts) == set(EVENT_TYPES)
    assert all(e.value for e in shop.events if e.type == "view")
    bought = {(e.customer_id, e.sku) for e in shop.events if e.type == "purchase"}
    left = [e for e in shop.events if e.type == "cart_add" and (e.customer_id, e.sku) not in bought]
    assert len(left) > 300


def test_gold_is_for_members_who_spent_a_thousand_dollars(shop: SampleShop) -> None:
    spent: Counter[str] = Counter()
    for order in shop.orders:
        if order.status != "cancelled":
            spent[order.customer_id] += order.total - sum(line.returned * line.unit_price for line in order.lines)
    tiers = Counter(c.tier for c in shop.customers)
    assert set(tiers) == {"", "silver", "gold"}
    assert min(tiers.values()) > 100
    assert all(spent[c.customer_id] >= 100_000 for c in shop.customers if c.tier == "gold")


def test_the_command_writes_one_json_line_per_record(tmp_path: Path) -> None:
    assert main(["--out", str(tmp_path), "--scale", "0.01"]) == 0
    assert len(list((tmp_path / "pictures").glob("*.svg"))) == 60
    rows = [json.loads(line) for line in (tmp_path / "orders.jsonl").read_text(encoding="utf-8").splitlines()]
    assert rows[0]["order_id"] == "FF-10001"
    assert datetime.fromisoformat(rows[0]["placed_at"]).tzinfo is not None
    assert len(list(tmp_path.glob("*.jsonl"))) == 9
