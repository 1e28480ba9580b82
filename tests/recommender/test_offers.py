"""Which coupon comes first, and why."""

from __future__ import annotations

from datetime import timedelta

from recommender.offers import rank_offers
from recommender.profiles import fold
from shop.promotions import CartLine, Promotion

TENTS = Promotion("tents", "Tents", "percent", 10, code="TENT10", categories=("Tents",))
LAMPS = Promotion("lamps", "Lamps", "percent", 10, code="LAMP10", categories=("Lamps",))
EVERYTHING = Promotion("all", "Everything", "percent", 12, code="ALL12")
SMALL = Promotion("small", "Two dollars", "amount", 200, code="TWO")
LARGE = Promotion("large", "Spend", "spend_threshold", 2_500, code="BIG", minimum_spend=60_000)
OFFERS = [SMALL, TENTS, LAMPS, EVERYTHING, LARGE]


def fond_of(shop, *product_ids):
    events = [shop.did("wishlist", i, seq=n) for n, i in enumerate(product_ids * 3, start=1)]
    return fold(None, shop.ana, events, [], shop.by_id, shop.now)


def test_two_customers_with_different_tastes_see_different_first_coupons_with_the_true_reason(shop) -> None:
    tents, lamps = (
        rank_offers(fond_of(shop, *ids), OFFERS, now=shop.now)[0]
        for ids in (("p001", "p005", "p009"), ("p002", "p006", "p010"))
    )
    assert (tents.promotion.promotion_id, tents.reason.kind, tents.reason.value) == ("tents", "category", "Tents")
    assert (lamps.promotion.promotion_id, lamps.reason.kind, lamps.reason.value) == ("lamps", "category", "Lamps")


def test_with_the_named_taste_gone_the_offer_is_worth_less(shop) -> None:
    first = rank_offers(fond_of(shop, "p001", "p005"), OFFERS, now=shop.now)[0]
    without = next(o for o in rank_offers(None, OFFERS, now=shop.now) if o.promotion == first.promotion)
    assert without.score < first.score


def test_without_any_taste_the_best_general_benefit_comes_first_and_says_so(shop) -> None:
    first = rank_offers(None, OFFERS, now=shop.now)[0]
    assert (first.promotion.promotion_id, first.reason.kind) == ("all", "value")


def test_only_what_saves_most_is_said_to_save_most(shop) -> None:
    said = [o.promotion.promotion_id for o in rank_offers(None, OFFERS, now=shop.now) if o.reason.kind == "value"]
    assert said == ["all"]


def test_a_disliked_category_loses_its_place(shop) -> None:
    sorry = fold(None, shop.ana, [shop.did("review", "p001", seq=1, value=-0.9)], [], shop.by_id, shop.now)
    order = [o.promotion.promotion_id for o in rank_offers(sorry, [TENTS, LAMPS], now=shop.now)]
    assert order == ["lamps", "tents"]


def test_what_fits_the_cart_comes_first_because_of_the_cart(shop) -> None:
    line = CartLine("s003", 1, "p003", 9_000, "Lamps", "Nordvik", "Lamp")
    first = rank_offers(None, [TENTS, LAMPS, SMALL], now=shop.now, cart=[line])[0]
    assert (first.promotion.promotion_id, first.reason.kind) == ("lamps", "cart")


def test_of_equal_offers_the_one_that_ends_first_comes_first(shop) -> None:
    soon = Promotion("z", "Soon", "percent", 10, ends_at=shop.now + timedelta(days=1))
    later = Promotion("a", "Later", "percent", 10, ends_at=shop.now + timedelta(days=9))
    assert [o.promotion.promotion_id for o in rank_offers(None, [later, soon], now=shop.now)] == ["z", "a"]


def test_a_promotion_for_a_product_one_looked_at_names_it(shop) -> None:
    offer = Promotion("one", "One thing", "percent", 10, product_ids=("p002",))
    found = rank_offers(fond_of(shop, "p002"), [offer], now=shop.now, products=shop.products)[0]
    assert (found.reason.kind, found.reason.value) == ("because_viewed", "Thing 2")


def test_a_reason_that_cannot_be_named_is_not_given(shop) -> None:
    offers = [Promotion("one", "One thing", "percent", 10, product_ids=("p002",)), EVERYTHING]
    kinds = {o.promotion.promotion_id: o.reason.kind for o in rank_offers(fond_of(shop, "p002"), offers, now=shop.now)}
    assert kinds == {"one": "general", "all": "value"}


def test_no_offers_give_an_empty_list(shop) -> None:
    assert rank_offers(None, [], now=shop.now) == []
