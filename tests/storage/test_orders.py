from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta, timezone

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shop.orders import ORDER_STATUSES, Order, OrderLine
from storage import Storage

EPOCH = datetime(2000, 1, 1, tzinfo=timezone(timedelta(hours=5, minutes=30)))
moments = st.integers(-(10**9), 4 * 10**9).map(
    lambda seconds: EPOCH + timedelta(seconds=seconds, microseconds=seconds % 999_999)
)
words = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=20)
whole = st.integers(0, 10**12)
times = moments
lines = st.lists(st.builds(OrderLine, words, whole, whole, words, whole), max_size=4).map(tuple)
orders = st.builds(
    Order, st.text("ABC12", min_size=1, max_size=3), words, times, lines, st.sampled_from(ORDER_STATUSES), st.just("EUR"),
    whole, words, st.none() | times,
)  # fmt: skip


@given(made=st.lists(orders, max_size=4, unique_by=lambda o: o.order_id))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_orders_come_back_as_they_went_in(storage: Storage, made: list[Order]) -> None:
    storage.orders.upsert(made)
    assert [storage.orders.get(order.order_id) for order in made] == made
    assert storage.orders.upsert(made) == 0


def test_a_changed_line_is_a_change(storage: Storage, now: datetime) -> None:
    order = Order("o1", "ada", now, (OrderLine("s1", 1, 100), OrderLine("s2", 1, 200)))
    assert storage.orders.upsert([order]) == 1
    sent_back = replace(order, lines=(replace(order.lines[0], returned=1),))
    assert storage.orders.upsert([sent_back]) == 1
    assert storage.orders.get("o1") == sent_back
    assert storage.orders.get("o2") is None


def test_a_customers_orders_come_newest_first(storage: Storage, now: datetime) -> None:
    made = [Order(f"o{n}", "ada", now + timedelta(days=n % 3), ()) for n in range(5)]
    storage.orders.upsert([*made, Order("x", "bob", now, ())])
    assert [o.order_id for o in storage.orders.of_customer("ada", limit=3)] == ["o2", "o4", "o1"]
    assert [o.order_id for o in storage.orders.all()] == ["o0", "o1", "o2", "o3", "o4", "x"]
    assert [o.order_id for o in storage.orders.page("o3", 1)] == ["o4"]
    assert storage.orders.count() == 6
