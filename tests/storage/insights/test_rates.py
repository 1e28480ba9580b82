"""Rates with how sure they are, and products that got worse."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shop.catalogue import Product, Variant
from shop.errors import InvalidInput
from shop.orders import Order, OrderLine, Review
from storage import Storage
from storage.insights import Span, aspects, aspects_over_time, flags, rates, worsening
from storage.insights.intervals import beta_prior, false_discoveries, fisher_greater, newcombe, shrunk, wilson


def bought(storage: Storage, now: datetime, product: str, of: int, hits: int, days: float, start: str = "") -> None:
    storage.orders.upsert(
        Order(f"{start}{product}-{days}-{n}", "x", now - timedelta(days=days), (OrderLine("s", 1, 5, product, int(n < hits)),))
        for n in range(of)
    )


def test_returns_per_product_and_brand(storage: Storage, now: datetime) -> None:
    storage.products.upsert([Product("a", "Anorak", brand="Nord"), Product("b", "Boots", brand="Nord")])
    bought(storage, now, "a", 20, 10, 5)
    bought(storage, now, "b", 40, 2, 5)
    bought(storage, now, "c", 1, 1, 5)
    bought(storage, now, "a", 7, 7, 500)
    storage.orders.upsert([Order("gone", "x", now - timedelta(days=5), (OrderLine("s", 1, 5, "b", 1),), "cancelled")])
    points = rates(storage.database, Span.last(90, now)).series[0].points
    assert [(p.x, p.more["of"], p.more["hits"]) for p in points] == [("a", 20, 10), ("c", 1, 1), ("b", 40, 2)]
    first = points[0]
    assert (first.y, first.more["name"]) == (0.5, "Anorak")
    assert first.more["low"] < first.more["shrunk"] < 0.5 < first.more["high"]
    [nord] = [p for p in rates(storage.database, Span.last(90, now), by="brand").series[0].points if p.x == "Nord"]
    assert (nord.more["of"], nord.more["hits"]) == (60, 12)


def test_a_line_that_names_its_sku_alone_counts_for_its_product(storage: Storage, now: datetime) -> None:
    storage.products.upsert([Product("a", "Anorak", brand="Nord", variants=(Variant("a-1", 5),))])
    lines = (OrderLine("a-1", 1, 5, returned=1), OrderLine("a-1", 1, 5, "a"), OrderLine("gone", 1, 5))
    storage.orders.upsert([Order("o", "x", now - timedelta(days=3), lines)])
    span = Span.last(9, now)
    found = {p.x: (p.more["of"], p.more["hits"]) for p in rates(storage.database, span).series[0].points}
    assert found == {"a": (2, 1), "gone": (1, 0)}
    found = {p.x: p.more["of"] for p in rates(storage.database, span, by="brand").series[0].points}
    assert found == {"Nord": 2, "": 1}


def review(n: int, now: datetime, **given: Any) -> Review:
    return Review(
        f"r{n}", given.pop("product_id", "a"), given.pop("text", "Fine."), now - timedelta(days=given.pop("days", 3)), **given
    )


def test_complaints_are_negative_reviews_and_defects_those_that_say_what_broke(storage: Storage, now: datetime) -> None:
    storage.reviews.upsert(
        [
            review(1, now, stars=1, text="The zip BROKE at once"),
            review(2, now, stars=2, text="I do not like the store where I bought it"),
            review(3, now, stars=5, text="Nothing broke so far"),
            review(4, now, sentiment=-0.8, sentiment_label="negative", title="Torn", text="after a day"),
            review(5, now, stars=3),
        ],
        score=False,
    )
    span = Span.last(9, now)
    [complaints] = rates(storage.database, span, "complaints").series[0].points
    [defects] = rates(storage.database, span, "defects").series[0].points
    assert (complaints.more["hits"], defects.more["hits"], defects.more["of"]) == (3, 2, 5)
    with pytest.raises(InvalidInput):
        rates(storage.database, span, "happiness")


def test_where_aspects_were_read_they_say_what_is_a_defect(storage: Storage, now: datetime) -> None:
    told = [review(1, now, stars=1, text="It broke"), review(2, now, stars=4), review(3, now, stars=1, text="Broken too")]
    storage.reviews.upsert(told, score=False)
    storage.reviews.set_sentiment("r1", -0.6, "negative", None, {"delivery": -0.5})
    storage.reviews.set_sentiment("r2", 0.3, "positive", None, {"quality": -0.4, "price": 0.8})
    span = Span.last(9, now)
    [defects] = rates(storage.database, span, "defects").series[0].points
    assert defects.more["hits"] == 2  # r2 by its aspect, r3 by its words; r1 was read and complains of delivery
    series = {one.name: one.points[0] for one in aspects(storage.database, span).series}
    assert set(series) == {"delivery", "quality", "price"}
    assert (series["price"].y, series["price"].more["negative"]) == (pytest.approx(0.8), 0)
    assert aspects(storage.database, span, "b").series == []


def test_without_aspects_there_are_none(storage: Storage, now: datetime) -> None:
    assert aspects(storage.database, Span.last(9, now)).series == []


def test_a_product_that_got_worse_is_flagged_and_those_that_did_not_are_not(storage: Storage, now: datetime) -> None:
    bought(storage, now, "worse", 60, 2, 90)
    bought(storage, now, "worse", 40, 14, 10)
    bought(storage, now, "always", 60, 20, 90)
    bought(storage, now, "always", 40, 14, 10)
    bought(storage, now, "few", 60, 1, 90)
    bought(storage, now, "few", 5, 3, 10)
    bought(storage, now, "new", 40, 30, 10)
    [flag] = flags(storage.database, now)
    assert (flag.product_id, flag.measure, flag.recent, flag.past) == ("worse", "returns", (14, 40), (2, 60))
    assert 0 < flag.low < 14 / 40 - 2 / 60 < flag.high
    [point] = worsening(storage.database, now).series[0].points
    assert (point.x, point.y) == ("worse", 0.35)


def test_chance_among_many_products_flags_hardly_any(storage: Storage, now: datetime) -> None:
    import random

    rng = random.Random(4)
    for n in range(120):
        for days, size in ((90, 60), (10, 30)):
            bought(storage, now, f"p{n:03}", size, sum(rng.random() < 0.1 for _ in range(size)), days)
    assert len(flags(storage.database, now)) <= 1


@settings(max_examples=100, deadline=None)
@given(st.integers(0, 200), st.integers(1, 200), st.integers(0, 200), st.integers(1, 200))
def test_intervals_hold_what_was_seen(a: int, n: int, c: int, m: int) -> None:
    a, c = min(a, n), min(c, m)
    low, high = wilson(a, n)
    assert 0 <= low <= a / n + 1e-12
    assert a / n - 1e-12 <= high <= 1
    low, high = newcombe((a, n), (c, m))
    assert low - 1e-9 <= a / n - c / m <= high + 1e-9
    assert 0 <= fisher_greater((a, n), (c, m)) <= 1
    prior = beta_prior([(a, n), (c, m)])
    assert 0 < shrunk(a, n, prior) < 1


def test_known_figures() -> None:
    assert wilson(10, 100) == pytest.approx((0.0552, 0.1744), abs=1e-3)
    assert newcombe((56, 70), (48, 80)) == pytest.approx((0.0524, 0.3339), abs=1e-3)  # Newcombe 1998, example (a), method 10
    assert fisher_greater((3, 4), (1, 4)) == pytest.approx(17 / 70 - 0.5 * 16 / 70, abs=1e-9)
    assert false_discoveries([0.001, 0.2, 0.03, 0.9]) == [True, False, False, False]
    assert false_discoveries([]) == []


def test_what_reviews_say_of_an_aspect_by_month_with_months_of_silence(storage: Storage) -> None:
    said = {"r1": (1, {"fit": 0.5}), "r2": (1, {"fit": -1.0, "price": 1.0}), "r3": (3, {"fit": 0.25})}
    for review_id, (month, values) in said.items():
        storage.reviews.upsert([Review(review_id, "a", "Hm.", datetime(2026, month, 9, tzinfo=UTC))], score=False)
        storage.reviews.set_sentiment(review_id, 0.0, "neutral", None, values)
    span = Span(datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 4, 1, tzinfo=UTC))
    fit, price = aspects_over_time(storage.database, span, "month").series
    assert [(p.x, p.y, p.more["of"], p.more["negative"]) for p in fit.points] == [
        ("2026-01", -0.25, 2, 1),
        ("2026-02", None, 0, 0),
        ("2026-03", 0.25, 1, 0),
    ]
    assert (price.name, [p.y for p in price.points]) == ("price", [1.0, None, None])
    assert aspects_over_time(storage.database, span, "month", "b").series == []
    with pytest.raises(InvalidInput):
        aspects_over_time(storage.database, span, "decade")
