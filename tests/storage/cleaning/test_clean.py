"""Each rule on rows made for it: what goes, what stays, and that switching it off leaves the rows alone."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shop.cleaning import CLEANING_RULES
from shop.errors import InvalidInput
from storage.cleaning import Context, clean, data_quality, events_of, orders_of
from storage.cleaning.clean import RULES
from storage.cleaning.missing_values import Imputer
from storage.cleaning.returns import returns
from storage.cleaning.rows import Rows
from tests.storage.cleaning.conftest import NOW, event, frame, line


def only(rule: str) -> list[str]:
    return [name for name in RULES if name != rule]


def applied(rule: str, rows: Rows, context: Context) -> tuple[Rows, int, int]:
    cleaned, report = clean(rows, context, only(rule))
    [done] = [r for r in report.rules if r.on]
    return cleaned, done.removed, done.changed


def test_the_rules_are_named_in_one_order_everywhere() -> None:
    assert list(RULES) == list(CLEANING_RULES)


def test_an_unknown_rule_cannot_be_switched_off(make_rows: Any, context: Context) -> None:
    with pytest.raises(InvalidInput, match="no cleaning rule"):
        clean(make_rows(), context, ["everything"])


def test_an_empty_shop_stays_empty(make_rows: Any, context: Context) -> None:
    cleaned, report = clean(make_rows(), context)
    assert cleaned.events.height == cleaned.orders.height == 0
    assert sum(r.removed + r.changed for r in report.rules) == 0


def test_what_cannot_be_goes(make_rows: Any, context: Context) -> None:
    good = event(1, value=3.0)
    bad = [
        event(2, at=NOW + timedelta(minutes=1)),
        event(3, product_id=None),
        event(4, value=-1.0),
        event(5, type="purchase", value=0.0),
        event(6, at=NOW.replace(year=1970)),
    ]
    lines = [line("a"), line("b", quantity=0), line("c", unit_price=-5), line("d", sku="", product_id="")]
    cleaned, removed, _ = applied("impossible_values", make_rows([good, *bad], lines), context)
    assert cleaned.events["seq"].to_list() == [1]
    assert cleaned.orders["order_id"].to_list() == ["a"]
    assert removed == 8


def test_a_search_needs_no_item(make_rows: Any, context: Context) -> None:
    rows = make_rows([event(1, type="search", product_id=None, query="tent")])
    assert applied("impossible_values", rows, context)[0].events.height == 1


def test_the_same_deed_twice_counts_once_and_another_persons_stays(make_rows: Any, context: Context) -> None:
    rows = make_rows([event(1), event(2), event(3, customer_key="k2"), event(4, customer_key=None, visitor_id="v")])
    cleaned, removed, _ = applied("exact_duplicates", rows, context)
    assert cleaned.events["seq"].to_list() == [1, 3, 4]
    assert removed == 1


def test_an_order_under_two_ids_counts_once_and_its_purchase_event_stays(make_rows: Any, context: Context) -> None:
    lines = [line("a", 0), line("a", 1, sku="s2", product_id="p2"), line("b", 0, sku="s2", product_id="p2"), line("b", 1)]
    rows = make_rows([event(1, type="purchase", sku="s1")], [*lines, line("c")])
    cleaned, removed, _ = applied("exact_duplicates", rows, context)
    assert sorted(set(cleaned.orders["order_id"])) == ["a", "c"]
    assert (removed, cleaned.events.height) == (2, 1)


def test_a_double_click_counts_once_with_the_time_the_page_told_last(make_rows: Any, context: Context) -> None:
    rows = make_rows([event(1, 0, value=0.0), event(2, 1.5, value=40.0), event(3, 3, value=2.0), event(4, 20, value=5.0)])
    cleaned, removed, _ = applied("near_duplicates", rows, context)
    assert cleaned.events.select("seq", "value").rows() == [(1, 40.0), (4, 5.0)]
    assert removed == 2


def test_review_events_are_never_taken_together(make_rows: Any, context: Context) -> None:
    rows = make_rows([event(1, 0, type="review", value=-0.9), event(2, 0, type="review", value=0.9)])
    assert applied("near_duplicates", rows, context)[0].events["value"].to_list() == [-0.9, 0.9]


def test_a_retried_purchase_counts_once_and_another_quantity_is_another_purchase(make_rows: Any, context: Context) -> None:
    bought = [
        event(n, seconds, type="purchase", value=v)
        for n, seconds, v in ((1, 0, 1.0), (2, 30, 1.0), (3, 40, 2.0), (4, 200, 1.0))
    ]
    orders = [line("a"), line("b", seconds=300), line("c", seconds=4000)]
    cleaned, _, _ = applied("near_duplicates", make_rows(bought, orders), context)
    assert cleaned.events["seq"].to_list() == [1, 3, 4]
    assert cleaned.orders["order_id"].to_list() == ["a", "c"]


@pytest.mark.parametrize(
    ("device", "stays"),
    [
        ("Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)", False),
        ("AhrefsBot/7.0", False),
        ("python-requests/2.31", False),
        ("HeadlessChrome", False),
        ("mobile", True),
        ("CUBOT NOTE 20", True),
        ("Mozilla/5.0 (Linux; Android 13; Abbott tablet)", True),
        (None, True),
    ],
)
def test_robots_by_their_own_word(make_rows: Any, context: Context, device: str | None, stays: bool) -> None:
    cleaned, _, _ = applied("bots", make_rows([event(1, device=device)]), context)
    assert cleaned.events.height == int(stays)


def test_nobody_opens_a_thousand_pages_an_hour_but_what_the_shop_reported_of_them_stays(
    make_rows: Any, context: Context
) -> None:
    fast = [event(n, n * 3, customer_key=None, visitor_id="bot", value=2.0) for n in range(1100)]
    bought = event(2000, 10, type="purchase", customer_key=None, visitor_id="bot")
    person = [event(3000 + n, n * 60, value=30.0) for n in range(40)]
    cleaned, removed, _ = applied("bots", make_rows([*fast, bought, *person]), context)
    assert removed == 1100
    assert sorted(cleaned.events["seq"].to_list())[:2] == [2000, 3000]


def test_sixty_pages_a_minute_are_no_person(make_rows: Any, context: Context) -> None:
    start = [event(n, n * 0.5, value=2.0) for n in range(130)]
    assert applied("bots", make_rows(start), context)[0].events.height == 0
    shown = [event(n, n * 0.1, type="impression") for n in range(130)]
    assert applied("bots", make_rows(shown), context)[0].events.height == 130


def test_a_day_of_pages_on_which_nobody_stayed_is_no_person_in_a_shop_that_tells_dwell(
    make_rows: Any, context: Context
) -> None:
    empty = [event(n, n * 30, customer_key=None, visitor_id="bot", value=0.0) for n in range(60)]
    people = [event(100 + n, n * 30, customer_key=f"k{n}", value=20.0) for n in range(80)]
    assert applied("bots", make_rows([*empty, *people]), context)[1] == 60
    assert applied("bots", make_rows(empty), context)[1] == 0
    carted = event(99, 5, type="cart_add", customer_key=None, visitor_id="bot")
    assert applied("bots", make_rows([*empty, carted, *people]), context)[1] == 0


def test_orders_that_nobody_meant_go_with_their_purchase_events(make_rows: Any, context: Context) -> None:
    lines = [
        line("good"),
        line("good2", seconds=9_999, customer_key="k9"),
        line("sku", sku="TEST-1", product_id="x"),
        line("who", customer_key="tester"),
        line("free", unit_price=0, sku="s2", product_id="p2"),
        line("name", product_id="pt"),
    ]
    events = [event(1, type="purchase", sku="s2", product_id="p2"), event(2, customer_key="tester"), event(3, product_id="p3")]
    named = [{"product_id": "pt", "sku": "st", "name": "Test product", "price": 1, "currency": "USD", "active": True}]
    cleaned, removed, _ = applied("test_orders", make_rows(events, lines, named), context)
    assert sorted(cleaned.orders["order_id"]) == ["good", "good2"]
    assert cleaned.events["seq"].to_list() == [3]
    assert removed == 5


def test_a_shop_whose_prices_are_missing_keeps_its_orders(make_rows: Any, context: Context) -> None:
    lines = [line(str(n), unit_price=0) for n in range(4)]
    assert applied("test_orders", make_rows([], lines), context)[0].orders.height == 4


def test_a_testing_tent_is_a_product(make_rows: Any, context: Context) -> None:
    named = [{"product_id": "pt", "sku": "contest-1", "name": "Tester's tent", "price": 1, "currency": "USD", "active": True}]
    rows = make_rows([], [line("a", sku="contest-1", product_id="pt")], named)
    assert applied("test_orders", rows, context)[1] == 0


def test_postage_is_no_article_unless_the_catalogue_sells_it(make_rows: Any, context: Context) -> None:
    lines = [line("a", 0), *(line("a", n + 1, sku=sku, product_id="") for n, sku in enumerate(("POST", "M", "BANK CHARGES")))]
    assert applied("no_goods", make_rows([], lines), context)[1] == 3
    sold = [{"product_id": "m", "sku": "M", "name": "Size M", "price": 1, "currency": "USD", "active": True}]
    assert applied("no_goods", make_rows([], lines, sold), context)[1] == 2


def test_what_was_sent_back_is_taken_off(make_rows: Any, context: Context) -> None:
    lines = [
        line("whole", returned=1),
        line("part", sku="s2", product_id="p2", quantity=3, returned=1),
        line("status", status="returned", sku="s3", product_id="p3"),
    ]
    events = [event(1, type="purchase"), event(2, type="purchase", product_id="p2", value=3.0)]
    cleaned, removed, changed = applied("returns", make_rows(events, lines), context)
    assert cleaned.orders.select("order_id", "quantity", "returned").rows() == [("part", 2, 0)]
    assert cleaned.events["seq"].to_list() == [2]
    assert (removed, changed) == (2, 1)


def test_return_events_are_taken_off_the_latest_purchase_before_them(make_rows: Any, context: Context) -> None:
    events = [
        event(1, 0, type="purchase", value=1.0),
        event(2, 100, type="purchase", value=3.0),
        event(3, 200, type="return", value=2.0),
        event(4, 300, type="return", product_id="p2"),
        event(5, 400, type="purchase", product_id="p2"),
    ]
    cleaned, _, _ = applied("returns", make_rows(events), context)
    assert cleaned.events.select("seq", "value").rows() == [(1, 1.0), (2, 1.0), (4, None), (5, None)]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(-4, 4).filter(bool), st.sampled_from(["s1", "s2"])), max_size=12))
def test_lines_below_zero_never_leave_more_than_was_bought_nor_take_more_than_came_back(deeds: list[tuple[int, str]]) -> None:
    lines = [line(f"o{n:02}", seconds=n, quantity=pieces, sku=sku) for n, (pieces, sku) in enumerate(deeds)]
    rows = Rows(frame("events", []), frame("orders", lines), frame("products", []))
    kept = returns(rows, Context(NOW))[0].orders
    for sku in ("s1", "s2"):
        bought = sum(p for p, s in deeds if s == sku and p > 0)
        back = -sum(p for p, s in deeds if s == sku and p < 0)
        left = int(kept.filter(pl.col("sku") == sku)["quantity"].sum())
        assert max(0, bought - back) <= left <= bought
    assert (kept["quantity"] > 0).all()


def test_a_slip_of_the_finger_is_drawn_to_the_bound_and_honest_numbers_stay(make_rows: Any, context: Context) -> None:
    lines = [line(f"o{n}", quantity=1 + n % 3) for n in range(60)]
    slips = [line("many", quantity=80_995), line("price", unit_price=1_000_000)]
    events = [event(n, n * 60, value=20.0 + n % 30) for n in range(60)] + [event(99, 9_999, value=86_400.0)]
    cleaned, removed, changed = applied("outliers", make_rows(events, [*lines, *slips]), context)
    assert (removed, changed) == (0, 3)
    assert cleaned.orders.filter(pl.col("order_id") == "many")["quantity"].item() < 50
    assert cleaned.orders.filter(pl.col("order_id") == "price")["unit_price"].item() == 10_000
    assert cleaned.events.filter(pl.col("seq") == 99)["value"].item() == 600.0


def test_gaps_are_filled_by_the_training_part_and_later_rows_do_not_move_that(make_rows: Any, context: Context) -> None:
    train = make_rows([event(n, n * 60, value=10.0) for n in range(6)], [line("a", unit_price=1200)])
    later = make_rows([event(10, value=None), event(11, value=500.0)], [line("b", unit_price=0, product_id="")])
    fitted = Imputer.fit(train)
    filled = fitted.apply(later)[0]
    assert filled.events["value"].to_list() == [10.0, 500.0]
    assert filled.events["device"].to_list() == ["unknown", "unknown"]
    assert filled.orders.select("product_id", "unit_price").rows() == [("p1", 1000)]
    assert Imputer.fit(train) == fitted


def test_every_rule_is_listed_with_counts_and_examples_that_name_nobody(make_rows: Any, context: Context) -> None:
    rows = make_rows([event(1), event(2, query=None)], [line("a"), line("b", returned=1)])
    told = clean(rows, context, ["bots"])[1].as_dict()
    assert [r["rule"] for r in told["rules"]] == list(RULES)
    assert [r["on"] for r in told["rules"] if r["rule"] == "bots"] == [False]
    examples = [e for r in told["rules"] for f in r["findings"] for e in f["examples"]]
    assert examples
    assert {name for e in examples for name in e} <= {"seq", "order_id", "position", "customer_key", "type"}


def test_cleaning_twice_changes_nothing_more(make_rows: Any, context: Context) -> None:
    events = [event(n, n % 7, value=float(n % 5), type="view" if n % 3 else "purchase") for n in range(40)]
    lines = [line(f"o{n}", seconds=n * 50, quantity=1 + n % 4) for n in range(30)]
    once = clean(make_rows(events, lines), context)[0]
    twice, _ = clean(once, context)
    assert twice.events.equals(once.events)
    assert twice.orders.equals(once.orders)


def test_quality_counts_what_is_wrong(make_rows: Any) -> None:
    events = [event(1, value=3.0), event(2), event(3), event(4, product_id="nowhere"), event(5, at=NOW + timedelta(days=1))]
    lines = [line("a"), line("b", currency="EUR", unit_price=0, quantity=-1)]
    told = data_quality(make_rows(events, lines), NOW)
    assert (told["events"]["duplicates"], told["events"]["unknown_products"], told["events"]["future"]) == (1, 1, 1)
    assert told["events"]["missing"] == {"item": 0, "dwell": 4, "device": 5, "channel": 5}
    assert (told["order_lines"]["impossible"], told["order_lines"]["missing"]["unit_price"]) == (1, 1)
    assert told["currencies"]["orders"] == {"USD": 1, "EUR": 1}


def test_records_carry_customer_keys_and_an_erased_customers_order_stays_together(make_rows: Any) -> None:
    rows = make_rows(
        [event(1), event(2, customer_key=None)], [line("a", customer_key=None), line("a", 1, customer_key=None), line("b")]
    )
    [only_event] = list(events_of(rows.events))
    assert (only_event.customer_id, only_event.seq) == ("k1", 1)
    first, second = list(orders_of(rows.orders))
    assert (first.customer_id, len(first.lines), first.total) == ("order:a", 2, 2000)
    assert second.customer_id == "k1"
