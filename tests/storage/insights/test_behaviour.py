"""Active people, funnels, paths, patterns, daily series and trends: the same on SQLite and PostgreSQL."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shop.catalogue import Product, Variant
from shop.errors import InvalidInput
from shop.orders import Order, OrderLine
from storage import Storage
from storage.insights import Insight, Span, active, daily, funnel, paths, patterns, trending
from storage.insights.clock import label
from storage.insights.sliding import sliding


def ys(insight: Insight, series: str) -> dict[str, Any]:
    [found] = [one for one in insight.series if one.name == series]
    return {point.x: point.y for point in found.points}


def test_a_person_is_active_once_a_period_and_days_without_anybody_are_there(storage: Storage, did: Any, now: datetime) -> None:
    for days in (1, 1, 2, 8, 40):
        did("ada", "view", days=days)
    did("bob", "chat", days=2)
    did("visitor", "view", days=2)
    did("cy", "impression", days=2)
    span = Span.last(60, now)
    by_day = ys(active(storage.database, span), "customers")
    assert len(by_day) == 61
    assert (by_day["2026-03-29"], by_day["2026-03-28"], by_day["2026-03-27"]) == (1, 2, 0)
    assert ys(active(storage.database, span), "visitors")["2026-03-28"] == 1
    assert ys(active(storage.database, span, "week"), "customers")["2026-03-23"] == 2  # a Monday
    assert ys(active(storage.database, span, "month"), "customers") == {"2026-01": 0, "2026-02": 1, "2026-03": 2}
    assert ys(active(storage.database, span, "quarter"), "customers") == {"2026-Q1": 2}
    with pytest.raises(InvalidInput):
        active(storage.database, span, "decade")


@pytest.mark.parametrize("period", ["day", "week", "month", "quarter"])
def test_the_database_names_every_period_as_we_do(storage: Storage, did: Any, now: datetime, period: str) -> None:
    for days in (0.1, 1, 30, 88, 89, 90, 180, 365, 455):
        did("ada", "view", days=days)
    found = ys(active(storage.database, Span.last(500, now), period), "customers")
    wanted = {label((now - timedelta(days=d)).date(), period) for d in (0.1, 1, 30, 88, 89, 90, 180, 365, 455)}
    assert {x for x, y in found.items() if y} == wanted


def test_days_end_by_the_shops_clock(storage: Storage, did: Any, now: datetime) -> None:
    did("ada", "view", days=1, hours=11.5)  # 23:30 in UTC
    span = Span(now - timedelta(days=3), now, offset_minutes=60)
    assert ys(active(storage.database, span), "customers")["2026-03-30"] == 1
    assert ys(patterns(storage.database, span), "hour")["00"] == 1
    assert ys(patterns(storage.database, Span.last(3, now)), "hour")["23"] == 1


def test_a_funnel_counts_people_whose_steps_follow_each_other(storage: Storage, did: Any, now: datetime) -> None:
    for person, steps in {
        "ada": ("view", "cart_add", "purchase"), "bob": ("view", "cart_add"), "cy": ("cart_add", "view"), "di": ("purchase",),
        "visitor": ("view",),
    }.items():  # fmt: skip
        for hour, step in enumerate(steps):
            did(person, step, hours=hour, device="mobile" if person != "bob" else None)
    [whole] = funnel(storage.database, Span.last(9, now)).series
    assert [(p.x, p.y) for p in whole.points] == [("view", 4), ("cart_add", 2), ("purchase", 1)]
    assert whole.points[1].more["rate"] == 0.5
    assert whole.points[1].more["low"] < 0.5 < whole.points[1].more["high"]
    assert whole.points[2].more["of_first"] == 0.25
    by = funnel(storage.database, Span.last(9, now), by="device").series
    assert [(one.name, [p.y for p in one.points]) for one in by] == [("mobile", [3, 1, 1]), ("unknown", [1, 1, 0])]


def test_an_empty_shop_has_empty_insights(storage: Storage, now: datetime) -> None:
    span = Span.last(2, now)
    [whole] = funnel(storage.database, span).series
    assert [(p.y, p.more["rate"]) for p in whole.points] == [(0, None)] * 3
    assert paths(storage.database, span).series[0].points == []
    assert sum(ys(patterns(storage.database, span), "weekday").values()) == 0
    assert trending(storage.database, now).series[0].points == []


@pytest.mark.parametrize("steps", [("view",), ("view", "view"), ("view", "fly"), ()])
def test_a_funnel_of_other_steps_is_refused(storage: Storage, now: datetime, steps: tuple[str, ...]) -> None:
    with pytest.raises(InvalidInput):
        funnel(storage.database, Span.last(2, now), steps)


def test_paths_are_visits_with_repeats_taken_together(storage: Storage, did: Any, now: datetime) -> None:
    for person in ("ada", "bob"):
        for minute, step in enumerate(("search", "view", "view", "cart_add", "view")):
            did(person, step, hours=minute / 60)
    did("ada", "view", hours=3)
    did("ada", "view", hours=3.2)
    found = paths(storage.database, Span.last(9, now), depth=3)
    assert [(p.x, p.y) for p in found.series[0].points] == [("search > view > cart_add", 2), ("view", 1)]
    assert found.series[0].points[0].more["share"] == pytest.approx(2 / 3)


def test_patterns_by_hour_weekday_month_and_region(storage: Storage, did: Any, now: datetime) -> None:
    did("ada", "view", days=1, region="North")
    did("ada", "purchase", days=1, hours=1)
    did("bob", "view", days=29)
    did("visitor", "view", days=1)
    found = patterns(storage.database, Span.last(30, now))
    assert ys(found, "hour")["12"] == 3
    assert ys(found, "weekday")["Sunday"] == 4  # both the 29th and the 1st of March 2026
    assert ys(found, "month")["03"] == 4
    assert ys(found, "region") == {"North": 2, "unknown": 2}


def test_daily_series_of_orders_and_reviews(storage: Storage, did: Any, now: datetime) -> None:
    lines = (OrderLine("s", 2, 500, "p", returned=1),)
    storage.orders.upsert(
        [Order("a", "x", now - timedelta(days=1), lines, total=900), Order("b", "x", now, lines, "cancelled")]
    )
    span = Span.last(5, now)
    assert ys(daily(storage.database, span, "revenue"), "value")["2026-03-29"] == 900
    assert ys(daily(storage.database, span, "pieces"), "value")["2026-03-29"] == 2
    assert ys(daily(storage.database, span, "pieces_returned"), "value")["2026-03-29"] == 1
    assert set(ys(daily(storage.database, span, "stars"), "value").values()) == {None}
    did("ada", "view", days=2)
    assert ys(daily(storage.database, span, "view", 2), "mean")["2026-03-29"] == 0.5
    assert ys(daily(storage.database, span, "active", 2), "value")["2026-03-28"] == 1
    with pytest.raises(InvalidInput):
        daily(storage.database, span, "happiness")


@settings(max_examples=60, deadline=None)
@given(st.lists(st.none() | st.integers(-1000, 1000).map(float), max_size=40), st.integers(2, 9))
def test_moving_figures_are_those_of_the_window(values: list[float | None], window: int) -> None:
    found = sliding(values, window)
    for place in range(len(values)):
        inside = sorted(v for v in values[max(0, place - window + 1) : place + 1] if v is not None)
        if place < window - 1 or not inside:
            assert found["mean"][place] is None
            continue
        assert found["mean"][place] == pytest.approx(sum(inside) / len(inside))
        assert inside[0] <= found["p10"][place] <= found["p50"][place] <= found["p90"][place] <= inside[-1]
        assert (found["deviation"][place] is None) == (len(inside) < 2)


def test_a_product_trends_against_its_own_past_the_moment_the_event_is_stored(
    storage: Storage, did: Any, now: datetime
) -> None:
    storage.products.upsert([Product("hot", "Hot", variants=(Variant("hot-1", 5),)), Product("old", "Old")])
    for day in range(2, 22):
        for n in range(6):
            did(f"c{n}", "view", days=day, product_id="old")
    did("c0", "view", days=9, product_id="hot")
    for n in range(6):
        did(f"c{n}", "view", days=0.5, product_id="old")
        if n < 5:
            did(f"c{n}", "view", days=0.4, sku="hot-1")
    assert trending(storage.database, now, minimum=6).series[0].points == []
    [point] = trending(storage.database, now).series[0].points
    assert (point.x, point.more["name"], point.more["people"]) == ("hot", "Hot", 5)
    did("c5", "view", days=0.001, product_id="hot")
    [point] = trending(storage.database, now, minimum=6).series[0].points
    assert (point.x, point.more["people"]) == ("hot", 6)


def test_one_person_makes_no_trend_and_a_busy_hour_of_all_the_shop_makes_none(
    storage: Storage, did: Any, now: datetime
) -> None:
    for _ in range(30):
        did("ada", "view", days=0.2, product_id="mine")
    assert trending(storage.database, now).series[0].points == []
    for day in range(2, 30):
        did("c0", "view", days=day, product_id=f"p{day % 4}")
    for n in range(12):
        for product in range(4):
            did(f"d{n}", "view", days=0.3, product_id=f"p{product}")
    assert trending(storage.database, now, types=("view",)).series[0].points == []


@pytest.mark.parametrize(("start", "end"), [(0, 0), (1, 0), (0, 5000)])
def test_a_span_that_makes_no_sense_is_refused(start: int, end: int) -> None:
    day = datetime(2020, 1, 1, tzinfo=UTC)
    with pytest.raises(InvalidInput):
        Span(day + timedelta(days=start), day + timedelta(days=end))
