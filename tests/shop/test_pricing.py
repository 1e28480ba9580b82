"""The price of a cart: sums, rounding, limits, order, refusals. One named test for each known bug of promotion engines."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shop.customers import Customer
from shop.errors import InvalidInput
from shop.pricing import percent_of, price, split
from shop.pricing_eligibility import Uses, check_promotion, eligible
from shop.promotion_words import benefit_text, conditions
from shop.promotions import CartLine, Promotion, Quote

NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)
DAY = timedelta(days=1)


def promotion(promotion_id: str = "p", kind: str = "percent", value: int = 10, **fields: object) -> Promotion:
    return Promotion(promotion_id, str(fields.pop("name", promotion_id.title())), kind, value, **fields)  # type: ignore[arg-type]


def line(sku: str, unit_price: int, quantity: int = 1, category: str = "Jackets", brand: str = "Fjell") -> CartLine:
    return CartLine(sku, quantity, f"product-{sku}", unit_price, category, brand, sku)


def quote(
    cart: list[CartLine],
    promotions: list[Promotion],
    codes: tuple[str, ...] = (),
    *,
    customer_id: str | None = "c1",
    tier: str = "",
    uses: Uses = 0,
    now: datetime = NOW,
) -> Quote:
    return price(
        cart,
        customer_id=customer_id,
        tier=tier,
        now=now,
        promotions=promotions,
        codes=codes,
        uses=uses,
        quote_id="q1",
        currency="USD",
    )


def check_sums(result: Quote) -> None:
    assert all(one.total == one.subtotal - one.discount for one in result.lines)
    assert all(0 <= one.discount <= one.subtotal for one in result.lines)
    assert sum(one.subtotal for one in result.lines) == result.subtotal
    assert sum(one.discount for one in result.lines) == result.discount
    assert sum(one.total for one in result.lines) == result.total == result.subtotal - result.discount
    assert sum(one.discount for one in result.applied) == result.discount
    assert result.total >= 0


# What real engines got wrong.


def test_rounding_19_99_less_25_percent_is_14_99() -> None:
    result = quote([line("a", 1999)], [promotion(value=25)])
    assert (result.discount, result.total) == (500, 1499)


def test_rounding_quantity_25_makes_no_extra_cent() -> None:
    result = quote([line("a", 333, quantity=25)], [promotion(value=10)])
    assert result.discount == 833  # 832.5, once for the line, not 25 times 33.3
    check_sums(result)


def test_rounding_lines_add_up_to_the_discount_of_the_order() -> None:
    result = quote([line("a", 333), line("b", 333), line("c", 334)], [promotion(kind="amount", value=100)])
    assert result.discount == 100
    assert {one.sku: one.discount for one in result.lines} == {"a": 33, "b": 33, "c": 34}
    check_sums(result)


def test_negative_an_amount_larger_than_the_cart_makes_it_free_and_no_less() -> None:
    result = quote([line("a", 500)], [promotion(kind="amount", value=132_400)])
    assert (result.discount, result.total) == (500, 0)


def test_free_a_cart_that_shrank_is_priced_anew() -> None:
    spend = promotion(kind="spend_threshold", value=3000, minimum_spend=10_000)
    assert quote([line("a", 6000), line("b", 5000)], [spend]).discount == 3000
    shrunk = quote([line("b", 5000)], [spend])
    assert (shrunk.discount, shrunk.total) == (0, 5000)


def test_stacking_10_and_20_percent_do_not_depend_on_the_order_they_come_in() -> None:
    ten, twenty = promotion("ten", value=10, stackable=True), promotion("twenty", value=20, stackable=True)
    one, other = quote([line("a", 9999)], [ten, twenty]), quote([line("a", 9999)], [twenty, ten])
    assert one == other
    assert [a.promotion_id for a in one.applied] == ["ten", "twenty"]
    assert one.total == 7199  # 99.99 − 10.00 − 18.00, each on what is left


def test_stacking_priority_does_not_beat_exclusion() -> None:
    alone = promotion("alone", value=30, priority=9)
    stacked = promotion("stacked", value=5, stackable=True, priority=-9)
    result = quote([line("a", 10_000)], [stacked, alone])
    assert [a.promotion_id for a in result.applied] == ["alone"]
    assert result.discount == 3000


def test_stacking_the_stackable_ones_together_can_beat_one_that_stands_alone() -> None:
    alone = promotion("alone", value=25)
    stacked = [promotion(f"s{n}", value=15, stackable=True) for n in range(2)]
    result = quote([line("a", 10_000)], [alone, *stacked])
    assert [a.promotion_id for a in result.applied] == ["s0", "s1"]
    assert result.discount == 2775


def test_stacking_equal_savings_are_settled_by_priority_then_id() -> None:
    same = [promotion(n, value=10, priority=p) for n, p in (("b", 1), ("c", 0), ("a", 1))]
    assert [a.promotion_id for a in quote([line("x", 1000)], same).applied] == ["c"]


def test_silence_an_unknown_code_is_refused_aloud() -> None:
    (refusal,) = quote([line("a", 1000)], [], ("NOPE",)).refused
    assert (refusal.reason, refusal.code, refusal.promotion_id) == ("unknown_code", "NOPE", "")
    assert refusal.sentence
    assert refusal.remedy


def test_limits_hold_for_promotions_without_a_code() -> None:
    spent = promotion(total_limit=5, used=5)
    assert quote([line("a", 1000)], [spent]).discount == 0
    own = promotion(customer_limit=1)
    assert quote([line("a", 1000)], [own], uses={"p": 1}).discount == 0


def test_limits_a_guest_cannot_dodge_the_limit_per_customer() -> None:
    once = promotion(code="ONCE", customer_limit=1)
    result = quote([line("a", 1000)], [once], ("ONCE",), customer_id=None)
    assert result.discount == 0
    assert result.refused[0].reason == "sign_in_required"


def test_qualification_exhausted_and_expired_coupons_are_not_offered() -> None:
    someone = Customer("c1")
    assert eligible(promotion(total_limit=3, used=3), someone, NOW, 0).reason == "limit_reached"  # type: ignore[union-attr]
    assert eligible(promotion(customer_limit=2), someone, NOW, 2).reason == "customer_limit_reached"  # type: ignore[union-attr]
    assert eligible(promotion(ends_at=NOW), someone, NOW, 0).reason == "expired"  # type: ignore[union-attr]
    assert eligible(promotion(total_limit=3, used=2, customer_limit=2, ends_at=NOW + DAY), someone, NOW, 1) is None


# Refusals.


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"active": False}, "inactive"),
        ({"starts_at": NOW + DAY}, "not_started"),
        ({"ends_at": NOW - DAY}, "expired"),
        ({"total_limit": 1, "used": 1}, "limit_reached"),
        ({"tiers": ("gold",)}, "tier"),
        ({"customer_limit": 1}, "customer_limit_reached"),
        ({"kind": "amount", "currency": "EUR"}, "currency"),
        ({"categories": ("Tents",)}, "nothing_fits"),
        ({"minimum_spend": 2240}, "minimum_spend"),
    ],
)
def test_each_refusal_says_its_reason_and_a_sentence(fields: dict[str, object], reason: str) -> None:
    coupon = promotion(code="SAVE", **fields)
    result = quote([line("a", 1000)], [coupon], ("save",), uses={"p": 1})
    assert [(r.promotion_id, r.code, r.reason) for r in result.refused] == [("p", "SAVE", reason)]
    assert "SAVE" in result.refused[0].sentence
    assert result.trace == (f"p: {reason}",)
    assert result.total == 1000


def test_the_remedy_of_a_minimum_spend_says_how_much_of_what() -> None:
    coupon = promotion(code="SAVE", categories=("Jackets",), minimum_spend=2240)
    result = quote([line("a", 1000), line("t", 5000, category="Tents")], [coupon], ("SAVE",))
    assert result.refused[0].remedy == "Add $12.40 of jackets"


def test_a_promotion_without_a_code_that_lacks_only_spending_is_told_too() -> None:
    result = quote([line("a", 1000)], [promotion(minimum_spend=1500), promotion("z", tiers=("gold",))])
    assert [(r.promotion_id, r.remedy) for r in result.refused] == [("p", "Add $5.00")]


def test_a_code_that_a_better_offer_beats_is_told_which() -> None:
    result = quote([line("a", 1000)], [promotion("big", value=50), promotion("small", code="SMALL")], ("SMALL",))
    assert result.refused[0].reason == "better_offer"
    assert "Big" in result.refused[0].sentence


def test_a_promotion_that_finds_nothing_left_uses_nothing_up() -> None:
    both = [promotion("a", value=100, stackable=True), promotion("b", code="B", stackable=True)]
    result = quote([line("x", 1000)], both, ("B",))
    assert [a.promotion_id for a in result.applied] == ["a"]
    assert result.refused[0].reason == "nothing_left"


def test_a_code_in_any_letter_case_counts_once() -> None:
    result = quote([line("a", 1000)], [promotion(code="Save", stackable=True)], ("SAVE", " save ", ""))
    assert result.discount == 100
    assert result.codes == ("SAVE",)


def test_a_code_that_returns_each_year_is_refused_only_when_no_year_fits() -> None:
    years = [promotion("2025", code="MAY", ends_at=NOW - DAY), promotion("2026", code="MAY")]
    result = quote([line("a", 1000)], years, ("MAY",))
    assert result.discount == 100
    assert result.refused == ()


# Kinds, facets, times.


def test_a_percentage_never_takes_more_than_its_maximum() -> None:
    assert quote([line("a", 100_000)], [promotion(value=20, maximum_discount=3000)]).discount == 3000


def test_a_spend_threshold_may_be_a_percentage() -> None:
    spend = promotion(kind="spend_threshold", value=15, value_is_percent=True, minimum_spend=10_000)
    assert quote([line("a", 10_000)], [spend]).discount == 1500


def test_only_fitting_lines_carry_the_discount() -> None:
    result = quote(
        [line("a", 1000), line("b", 1000, brand="Other"), line("c", 1000, category="Tents")],
        [promotion(value=50, categories=("jackets",), brands=("FJELL",))],
    )
    assert {one.sku: one.discount for one in result.lines} == {"a": 500, "b": 0, "c": 0}


def test_product_ids_and_tiers_narrow_a_promotion() -> None:
    narrow = promotion(value=50, product_ids=("product-a",), tiers=("Gold",))
    assert quote([line("a", 1000), line("b", 1000)], [narrow], tier="gold").discount == 500
    assert quote([line("a", 1000)], [narrow], tier="silver").discount == 0


def test_the_first_moment_counts_and_the_last_does_not() -> None:
    window = promotion(starts_at=NOW, ends_at=NOW + DAY)
    assert quote([line("a", 1000)], [window]).discount == 100
    assert quote([line("a", 1000)], [window], now=NOW + DAY).discount == 0


def test_a_plain_percentage_fits_any_currency() -> None:
    assert quote([line("a", 1000)], [promotion(currency="EUR")]).discount == 100


def test_a_sku_that_comes_twice_is_one_line() -> None:
    result = quote([line("a", 1000), line("b", 500), line("a", 1000, quantity=2)], [])
    assert [(one.sku, one.quantity, one.subtotal) for one in result.lines] == [("a", 3, 3000), ("b", 1, 500)]


@pytest.mark.parametrize("quantity", [0, -1, 1000])
def test_an_absurd_quantity_names_its_field(quantity: int) -> None:
    with pytest.raises(InvalidInput) as caught:
        quote([line("a", 1000), line("b", 1000, quantity=quantity)], [])
    assert list(caught.value.fields) == ["lines.1.quantity"]


def test_a_price_of_zero_is_missing_data_and_not_free() -> None:
    with pytest.raises(InvalidInput) as caught:
        quote([line("a", 0)], [])
    assert caught.value.code == "price_unknown"


def test_an_empty_cart_costs_nothing() -> None:
    result = quote([], [promotion(kind="amount", value=500)])
    assert (result.subtotal, result.discount, result.total, result.applied) == (0, 0, 0, ())


# Words and checks.


@pytest.mark.parametrize(
    ("one", "words"),
    [
        (promotion(value=20, categories=("Jackets",)), "20% off jackets"),
        (promotion(kind="amount", value=1000), "$10.00 off"),
        (
            promotion(
                kind="spend_threshold", value=1500, minimum_spend=10_000, categories=("Jackets", "Tents"), brands=("Fjell",)
            ),
            "$15.00 off jackets or tents by Fjell from $100.00",
        ),
        (promotion(value=20, maximum_discount=3000), "20% off, $30.00 at most"),
        (promotion(value=20, product_ids=("x",)), "20% off selected products"),
        (promotion(value=20, categories=("TVs",)), "20% off TVs"),
    ],
)
def test_the_benefit_is_read_from_the_fields(one: Promotion, words: str) -> None:
    assert benefit_text(one) == words


def test_the_conditions_name_every_limit() -> None:
    one = promotion(
        minimum_spend=5000, customer_limit=2, total_limit=9, tiers=("gold", "silver"), ends_at=NOW, maximum_discount=700
    )
    assert conditions(one) == [
        "From $50.00 of anything in the shop.",
        "The discount is $7.00 at most.",
        "For Gold or Silver members.",
        "Twice per customer, signed in.",
        "While uses last.",
        "Valid until 2026-05-04 12:00 UTC.",
        "Cannot be combined with other offers.",
    ]
    assert conditions(promotion(stackable=True)) == []
    begun = promotion(stackable=True, starts_at=NOW - DAY)
    assert (len(conditions(begun)), conditions(begun, NOW)) == (1, [])


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"promotion_id": " "}, "promotion_id"),
        ({"name": ""}, "name"),
        ({"kind": "bogof"}, "kind"),
        ({"value": -5}, "value"),
        ({"value": 101}, "value"),
        ({"value": 10**15, "kind": "amount"}, "value"),
        ({"code": "TWO WORDS"}, "code"),
        ({"currency": "usd"}, "currency"),
        ({"starts_at": NOW, "ends_at": NOW}, "ends_at"),
        ({"starts_at": datetime(2026, 1, 1)}, "starts_at"),  # noqa: DTZ001
        ({"minimum_spend": -1}, "minimum_spend"),
        ({"kind": "spend_threshold"}, "minimum_spend"),
        ({"kind": "amount", "value_is_percent": True}, "value_is_percent"),
        ({"maximum_discount": 0}, "maximum_discount"),
        ({"total_limit": -1}, "total_limit"),
        ({"customer_limit": 0}, "customer_limit"),
        ({"used": -1}, "used"),
        ({"brands": ("",)}, "brands"),
        ({"priority": 10**6}, "priority"),
    ],
)
def test_a_promotion_that_makes_no_sense_names_the_field(fields: dict[str, object], field: str) -> None:
    sound = promotion("p", value=10)
    assert check_promotion(sound) == []
    assert [e.field for e in check_promotion(replace(sound, **fields))] == [field]  # type: ignore[arg-type]


# Properties.

CATEGORIES = ("Jackets", "Tents", "Stoves")
BRANDS = ("Fjell", "Moss")

carts = st.lists(
    st.builds(
        line,
        sku=st.sampled_from([f"s{n}" for n in range(12)]),
        unit_price=st.integers(1, 500_000),
        quantity=st.integers(1, 40),
        category=st.sampled_from(CATEGORIES),
        brand=st.sampled_from(BRANDS),
    ),
    max_size=10,
    unique_by=lambda one: one.sku,
)


@st.composite
def promotion_sets(draw: st.DrawFn) -> list[Promotion]:
    found = []
    for number in range(draw(st.integers(0, 6))):
        kind = draw(st.sampled_from(("percent", "amount", "spend_threshold")))
        share = kind == "percent" or (kind == "spend_threshold" and draw(st.booleans()))
        found.append(
            promotion(
                f"p{number}",
                kind,
                draw(st.integers(1, 100) if share else st.integers(1, 600_000)),
                value_is_percent=share and kind != "percent",
                code=draw(st.sampled_from(("", f"C{number}"))),
                minimum_spend=draw(st.integers(1, 300_000)) if kind == "spend_threshold" else 0,
                maximum_discount=draw(st.none() | st.integers(1, 50_000)),
                categories=draw(st.sampled_from(((), ("Jackets",), ("Jackets", "Tents")))),
                brands=draw(st.sampled_from(((), ("Moss",)))),
                stackable=draw(st.booleans()),
                priority=draw(st.integers(-2, 2)),
                total_limit=draw(st.none() | st.integers(1, 3)),
                used=draw(st.integers(0, 3)),
            )
        )
    return found


CODES = tuple(f"C{n}" for n in range(6))


@settings(max_examples=300, deadline=None)
@given(carts, promotion_sets())
def test_lines_always_sum_to_the_order_and_nothing_is_negative(cart: list[CartLine], promotions: list[Promotion]) -> None:
    check_sums(quote(cart, promotions, CODES))


@settings(max_examples=300, deadline=None)
@given(carts, promotion_sets(), st.randoms(use_true_random=False))
def test_neither_the_order_of_the_cart_nor_of_the_promotions_matters(
    cart: list[CartLine], promotions: list[Promotion], rng: object
) -> None:
    one = quote(cart, promotions, CODES)
    rng.shuffle(cart)  # type: ignore[attr-defined]
    rng.shuffle(promotions)  # type: ignore[attr-defined]
    other = quote(cart, promotions, CODES)
    assert {x.sku: x for x in one.lines} == {x.sku: x for x in other.lines}
    assert (one.applied, one.total, one.refused, one.trace) == (other.applied, other.total, other.refused, other.trace)


@settings(max_examples=200, deadline=None)
@given(carts, promotion_sets())
def test_every_given_code_is_either_applied_or_refused_with_words(cart: list[CartLine], promotions: list[Promotion]) -> None:
    result = quote(cart, promotions, CODES)
    applied = {a.code for a in result.applied}
    refused = {r.code: r for r in result.refused if r.code}
    assert applied.isdisjoint(refused)
    assert applied - {""} | set(refused) == set(CODES)
    assert all(r.reason and r.sentence.endswith(".") and "\n" not in r.sentence for r in result.refused)


@settings(max_examples=200, deadline=None)
@given(carts, promotion_sets())
def test_one_that_stands_alone_is_never_joined_by_another(cart: list[CartLine], promotions: list[Promotion]) -> None:
    applied = [next(p for p in promotions if p.promotion_id == a.promotion_id) for a in quote(cart, promotions, CODES).applied]
    assert len(applied) <= 1 or all(p.stackable for p in applied)


@settings(max_examples=200, deadline=None)
@given(carts, promotion_sets())
def test_a_promotion_alone_never_takes_more_than_the_engine_gives(cart: list[CartLine], promotions: list[Promotion]) -> None:
    best = quote(cart, promotions, CODES).discount
    assert all(quote(cart, [p], CODES).discount <= best for p in promotions if not p.stackable)


@given(st.dictionaries(st.text(min_size=1, max_size=3), st.integers(0, 10**9), min_size=1, max_size=20), st.data())
def test_a_split_sums_and_no_part_is_larger_than_its_weight(weights: dict[str, int], data: st.DataObject) -> None:
    amount = data.draw(st.integers(0, sum(weights.values())))
    parts = split(amount, weights)
    assert sum(parts.values()) == amount
    assert all(0 <= parts[key] <= weights[key] for key in weights)


@given(st.integers(0, 10**12), st.integers(0, 100))
def test_a_percentage_is_rounded_half_up(amount: int, percent: int) -> None:
    result = percent_of(amount, percent)
    assert -50 <= 100 * result - amount * percent <= 50
    assert 100 * result - amount * percent != -50
