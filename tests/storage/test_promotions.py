"""Promotions in the database: counting under concurrency, giving back, idempotency. Each test runs on SQLite and PostgreSQL."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from shop.catalogue import Product, Variant
from shop.customers import Customer
from shop.errors import Conflict, InvalidInput, NotFound
from shop.promotions import Promotion, Quote, Redemption
from storage import Storage
from storage.idempotency import ABANDONED_AFTER, Idempotency, Stored
from storage.quoting import quote_cart
from storage.tables_promotions import promotion_customers, promotions, redemption_ledger

NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)
DAY = timedelta(days=1)
CLIENTS = 200


@pytest.fixture
def shop(storage: Storage) -> Storage:
    storage.products.upsert(
        [
            Product(
                "jacket", "Jacket", category="Jackets", brand="Fjell", variants=(Variant("J-1", 10_000), Variant("J-2", 5000))
            ),
            Product("tent", "Tent", category="Tents", variants=(Variant("T-1", 20_000),)),
            Product("old", "Old tent", active=False, variants=(Variant("O-1", 20_000),)),
        ]
    )
    storage.customers.upsert([Customer("c1", tier="gold")])
    return storage


def coupon(promotion_id: str = "ten", **fields: Any) -> Promotion:
    return Promotion(promotion_id, promotion_id.title(), "percent", 10, **({"code": promotion_id.upper()} | fields))


def quoted(
    storage: Storage, name: str, codes: Iterable[str] = ("TEN",), customer_id: str | None = "c1", now: datetime = NOW
) -> Quote:
    quote = quote_cart(
        storage, [("J-1", 1)], codes=tuple(codes), customer_id=customer_id, now=now, quote_id=f"q-{name}", currency="USD"
    )
    storage.promotions.save_quote(quote)
    return quote


def together(calls: list[Callable[[], Any]]) -> list[Any]:
    """The result of each call, or the code of its Conflict; all at once."""

    def run(call: Callable[[], Any]) -> Any:
        try:
            return call()
        except Conflict as error:
            return error.code

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))


def used(storage: Storage, promotion_id: str = "ten") -> int:
    found = storage.promotions.get(promotion_id)
    assert found is not None
    return found.used


def check_books(storage: Storage) -> None:
    """Counters and ledger tell the same story, for each promotion and each customer."""
    database = storage.promotions._database
    ledger = redemption_ledger.c
    with database.read() as connection:
        total = dict(
            connection.execute(select(ledger.promotion_id, func.sum(ledger.uses)).group_by(ledger.promotion_id)).all()  # type: ignore[arg-type]
        )
        for row in connection.execute(select(promotions.c.promotion_id, promotions.c.used)):
            assert row.used == total.get(row.promotion_id, 0)
        for row in connection.execute(select(promotion_customers)):
            mine = select(func.sum(ledger.uses)).where(
                ledger.promotion_id == row.promotion_id, ledger.customer_key == row.customer_key
            )
            assert row.used == connection.execute(mine).scalar_one()


# Concurrency.


def test_over_redemption_200_concurrent_redemptions_of_the_last_use_grant_exactly_one(shop: Storage) -> None:
    shop.promotions.upsert([coupon(total_limit=5, used=4)])
    quote = quoted(shop, "last")
    results = together(
        [lambda n=n: shop.promotions.redeem(replace(quote, quote_id=f"q{n}"), f"o{n}", NOW) for n in range(CLIENTS)]  # type: ignore[misc]
    )
    assert sum(isinstance(r, Redemption) for r in results) == 1
    assert Counter(r for r in results if isinstance(r, str)) == {"limit_reached": CLIENTS - 1}
    assert used(shop) == 5


def test_over_redemption_the_limit_of_one_customer_holds_under_concurrency(shop: Storage) -> None:
    shop.promotions.upsert([coupon(customer_limit=2)])
    quote = quoted(shop, "mine")
    results = together(
        [lambda n=n: shop.promotions.redeem(replace(quote, quote_id=f"q{n}"), f"o{n}", NOW) for n in range(40)]  # type: ignore[misc]
    )
    assert Counter(r for r in results if isinstance(r, str)) == {"customer_limit_reached": 38}
    assert (used(shop), shop.promotions.uses_of_customer("ten", "c1")) == (2, 2)
    check_books(shop)


def test_the_same_order_redeemed_at_once_from_many_sides_is_redeemed_once(shop: Storage) -> None:
    shop.promotions.upsert([coupon()])
    quote = quoted(shop, "same")
    results = together([lambda: shop.promotions.redeem(quote, "order", NOW)] * 40)
    assert {r.redemption_id for r in results} == {results[0].redemption_id}
    assert used(shop) == 1
    check_books(shop)


def test_one_quote_pays_for_one_order(shop: Storage) -> None:
    shop.promotions.upsert([coupon()])
    quote = quoted(shop, "one")
    results = together([lambda n=n: shop.promotions.redeem(quote, f"o{n}", NOW) for n in range(20)])  # type: ignore[misc]
    assert Counter(r for r in results if isinstance(r, str)) == {"quote_used": 19}
    assert used(shop) == 1


def test_a_refusal_on_one_promotion_undoes_the_others(shop: Storage) -> None:
    shop.promotions.upsert([coupon("a", stackable=True), coupon("b", stackable=True, total_limit=1)])
    quote = quoted(shop, "both", ("A", "B"))
    assert len(quote.applied) == 2
    shop.promotions.redeem(replace(quote, quote_id="other"), "first", NOW)
    with pytest.raises(Conflict) as caught:
        shop.promotions.redeem(quote, "second", NOW)
    assert caught.value.code == "limit_reached"
    assert (used(shop, "a"), used(shop, "b")) == (1, 1)
    assert shop.promotions.redemption_of_order("second") is None
    check_books(shop)


def test_redemptions_of_several_promotions_in_any_order_never_wait_for_each_other(shop: Storage) -> None:
    shop.promotions.upsert([coupon(n, stackable=True) for n in "abc"])
    quote = quoted(shop, "abc", ("A", "B", "C"))
    orders = [replace(quote, quote_id=f"q{n}", applied=quote.applied[:: (1, -1)[n % 2]]) for n in range(60)]
    results = together([lambda q=q: shop.promotions.redeem(q, "o" + q.quote_id, NOW) for q in orders])  # type: ignore[misc]
    assert all(isinstance(r, Redemption) for r in results)
    check_books(shop)


# Giving back.


def test_release_path_many_cancellations_give_one_use_back_once(shop: Storage) -> None:
    shop.promotions.upsert([coupon(total_limit=3, customer_limit=3)])
    kept = [shop.promotions.redeem(quoted(shop, str(n)), f"o{n}", NOW) for n in range(3)]
    together([lambda: shop.promotions.cancel(kept[0].redemption_id, NOW)] * 40)
    assert (used(shop), shop.promotions.uses_of_customer("ten", "c1")) == (2, 2)
    check_books(shop)


def test_release_path_redeeming_and_cancelling_at_once_keeps_the_books_and_the_limit(shop: Storage) -> None:
    shop.promotions.upsert([coupon(total_limit=3)])
    quote = quoted(shop, "race")

    def one(n: int) -> str:
        redemption = shop.promotions.redeem(replace(quote, quote_id=f"q{n}"), f"o{n}", NOW)
        assert used(shop) <= 3
        shop.promotions.cancel(redemption.redemption_id, NOW)
        return "done"

    results = together([lambda n=n: one(n) for n in range(80)])  # type: ignore[misc]
    assert set(results) <= {"done", "limit_reached"}
    assert used(shop) == 0
    check_books(shop)


def test_release_path_after_a_failed_payment_the_order_can_be_redeemed_again(shop: Storage) -> None:
    shop.promotions.upsert([coupon(total_limit=1, customer_limit=1)])
    quote = quoted(shop, "again")
    first = shop.promotions.redeem(quote, "order", NOW)
    cancelled = shop.promotions.cancel(first.redemption_id, NOW + DAY)
    assert cancelled.cancelled_at == NOW + DAY
    assert shop.promotions.cancel(first.redemption_id, NOW + 2 * DAY) == cancelled
    second = shop.promotions.redeem(quote, "order", NOW + DAY)
    assert second.redemption_id != first.redemption_id
    assert used(shop) == 1
    check_books(shop)


def test_cancelling_what_never_was_is_not_found(shop: Storage) -> None:
    with pytest.raises(NotFound):
        shop.promotions.cancel("rd_none", NOW)


# Redeeming.


def test_a_redemption_reads_back_as_it_was_given(shop: Storage) -> None:
    shop.promotions.upsert([coupon()])
    given = shop.promotions.redeem(quoted(shop, "x"), "order", NOW)
    assert (given.discount, given.customer_id, given.applied[0].code) == (1000, "c1", "TEN")
    assert shop.promotions.redemption(given.redemption_id) == given
    assert shop.promotions.redemption_of_order("order") == given
    assert shop.promotions.redeem(quoted(shop, "y"), "order", NOW) == given


def test_a_visitor_redeems_what_has_no_limit_per_customer(shop: Storage) -> None:
    shop.promotions.upsert([coupon()])
    quote = quoted(shop, "guest", customer_id=None)
    assert shop.promotions.redeem(quote, "o1", NOW).customer_id is None
    shop.promotions.upsert([coupon(customer_limit=1)])
    with pytest.raises(Conflict) as caught:
        shop.promotions.redeem(replace(quote, quote_id="q2"), "o2", NOW)
    assert caught.value.code == "sign_in_required"
    assert used(shop) == 1


def test_a_promotion_that_was_switched_off_is_not_redeemed(shop: Storage) -> None:
    shop.promotions.upsert([coupon()])
    quote = quoted(shop, "off")
    shop.promotions.upsert([coupon(active=False)])
    with pytest.raises(Conflict) as caught:
        shop.promotions.redeem(quote, "order", NOW)
    assert caught.value.code == "promotion_gone"


def test_the_ledger_names_no_customer(shop: Storage) -> None:
    shop.promotions.upsert([coupon()])
    shop.promotions.redeem(quoted(shop, "x"), "order", NOW)
    with shop.promotions._database.read() as connection:
        (row,) = connection.execute(select(redemption_ledger)).mappings()
    assert row["customer_key"] == shop.customers.key_of("c1")
    assert "c1" not in row.values()


# Promotions and quotes.


def test_a_second_import_changes_nothing_and_gives_no_use_back(shop: Storage) -> None:
    given = [coupon(total_limit=9, used=3, categories=("Jackets",), ends_at=NOW + DAY), coupon("auto", code="", priority=1)]
    assert shop.promotions.upsert(given) == 2
    shop.promotions.redeem(quoted(shop, "x"), "order", NOW)
    assert shop.promotions.upsert([replace(p, used=0) for p in given]) == 0
    assert used(shop) == 4
    assert shop.promotions.upsert([replace(given[0], name="New", used=0)]) == 1
    assert (used(shop), shop.promotions.count()) == (4, 2)


def test_a_promotion_reads_back_as_it_was_given(shop: Storage) -> None:
    one = coupon(
        starts_at=NOW, ends_at=NOW + DAY, minimum_spend=5, maximum_discount=9, categories=("A", "B"), brands=("C",),
        product_ids=("d",), tiers=("gold",), total_limit=4, customer_limit=2, used=1, stackable=True, priority=-3,
        description="…",
    )  # fmt: skip
    shop.promotions.upsert([one])
    assert shop.promotions.get("ten") == one
    assert shop.promotions.all() == [one]


def test_a_promotion_that_makes_no_sense_is_refused_by_field(shop: Storage) -> None:
    with pytest.raises(InvalidInput) as caught:
        shop.promotions.upsert([coupon(), replace(coupon("bad"), value=-1)])
    assert list(caught.value.fields) == ["value"]
    assert shop.promotions.count() == 0


def test_codes_are_found_in_any_letter_case_and_the_running_one_counts(shop: Storage) -> None:
    years = [
        coupon("y1", code="May", ends_at=NOW),
        coupon("y2", code="MAY", starts_at=NOW),
        coupon("y3", code="may", active=False),
    ]
    shop.promotions.upsert(years)
    assert shop.promotions.by_code(" mAy ", NOW) == years[1]
    assert shop.promotions.by_code("may", NOW - DAY) == years[0]
    assert shop.promotions.by_code("june") is None
    assert shop.promotions.by_code("") is None


def test_active_ones_are_those_that_run_now_in_order(shop: Storage) -> None:
    shop.promotions.upsert(
        [
            coupon("b"),
            coupon("a", priority=1),
            coupon("past", ends_at=NOW),
            coupon("future", starts_at=NOW + DAY),
            coupon("off", active=False),
        ]
    )
    assert [p.promotion_id for p in shop.promotions.active(NOW)] == ["b", "a"]
    assert [p.promotion_id for p in shop.promotions.for_cart(["PAST"], NOW)] == ["past"]


def test_a_quote_reads_back_as_it_was_given(shop: Storage) -> None:
    shop.promotions.upsert([coupon(), coupon("auto", code="", minimum_spend=90_000)])
    quote = quoted(shop, "x", ("TEN", "NOPE"))
    assert len(quote.refused) == 2
    assert shop.promotions.quote("q-x") == quote
    assert shop.promotions.quote("none") is None


def test_a_cart_is_priced_by_the_catalogue(shop: Storage) -> None:
    shop.promotions.upsert([coupon(categories=("jackets",), tiers=("gold",))])
    quote = quote_cart(shop, [("J-1", 2), ("T-1", 1)], codes=["ten"], customer_id="c1", now=NOW, quote_id="q", currency="USD")
    assert (quote.subtotal, quote.discount, quote.total) == (40_000, 2000, 38_000)
    stranger = quote_cart(shop, [("J-1", 2)], codes=["ten"], customer_id="c9", now=NOW, quote_id="q", currency="USD")
    assert stranger.refused[0].reason == "tier"


def test_an_unknown_or_withdrawn_sku_names_its_line(shop: Storage) -> None:
    with pytest.raises(InvalidInput) as caught:
        quote_cart(shop, [("J-1", 1), ("X", 1), ("O-1", 1)], codes=[], customer_id=None, now=NOW, quote_id="q", currency="USD")
    assert caught.value.code == "unknown_sku"
    assert list(caught.value.fields) == ["lines.1.sku", "lines.2.sku"]


# Idempotency keys.


def keys(storage: Storage) -> Idempotency:
    return storage.idempotency


def test_a_repeat_gets_the_stored_answer(storage: Storage) -> None:
    assert keys(storage).begin("k", "s", "body", NOW) is None
    keys(storage).finish("k", "s", 201, {"id": 7})
    assert keys(storage).begin("k", "s", "body", NOW) == Stored(201, {"id": 7})
    keys(storage).release("k", "s")
    assert keys(storage).begin("k", "s", "body", NOW) == Stored(201, {"id": 7})


def test_another_scope_is_another_key(storage: Storage) -> None:
    assert keys(storage).begin("k", "s", "body", NOW) is None
    assert keys(storage).begin("k", "t", "other", NOW) is None


def test_the_same_key_with_another_body_is_refused_even_in_flight(storage: Storage) -> None:
    assert keys(storage).begin("k", "s", "body", NOW) is None
    with pytest.raises(InvalidInput) as caught:
        keys(storage).begin("k", "s", "other", NOW)
    assert caught.value.code == "idempotency_mismatch"


def test_a_repeat_in_flight_is_told_to_wait_and_a_released_one_may_run(storage: Storage) -> None:
    assert keys(storage).begin("k", "s", "body", NOW) is None
    with pytest.raises(Conflict) as caught:
        keys(storage).begin("k", "s", "body", NOW)
    assert caught.value.code == "in_flight"
    keys(storage).release("k", "s")
    assert keys(storage).begin("k", "s", "body", NOW) is None


def test_a_request_whose_process_died_is_taken_up_by_a_repeat(storage: Storage) -> None:
    assert keys(storage).begin("k", "s", "body", NOW) is None
    assert keys(storage).begin("k", "s", "body", NOW + ABANDONED_AFTER + DAY) is None
    with pytest.raises(Conflict):
        keys(storage).begin("k", "s", "body", NOW + ABANDONED_AFTER + DAY)


def test_of_many_at_once_one_runs(storage: Storage) -> None:
    results = together([lambda: keys(storage).begin("k", "s", "body", NOW)] * 50)
    assert Counter(map(str, results)) == {"None": 1, "in_flight": 49}
