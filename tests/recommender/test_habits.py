"""What can be read from a profile's counts, and what may become a feature."""

from __future__ import annotations

import math
import re
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from recommender.profiles import fold
from recommender.profiles.features import ALLOWED, PROTECTED, features
from recommender.profiles.habits import habits
from recommender.profiles.interests import interests
from recommender.profiles.vocabulary import Vocabulary
from shop.catalogue import Variant
from shop.customers import Customer, Profile
from shop.errors import InvalidInput
from shop.events import Event
from tests.recommender.test_fold_in_steps import catalogue


def test_orders_tell_recency_frequency_money_discounts_returns_and_size(shop) -> None:
    products = catalogue(shop)
    first, second = (replace(shop.bought(f"o{n}", "p000", "p001", days=days), currency="USD") for n, days in ((1, 40), (2, 10)))
    sold = [replace(line, sku=f"s{n}L", unit_price=1_000, quantity=2) for n, line in enumerate(first.lines)]
    first = replace(first, lines=tuple(sold), total=3_000)
    second = replace(second, lines=(replace(sold[0], returned=1),), total=2_000)
    found = habits(fold(None, shop.ana, [], [first, second], products, shop.now), shop.now)
    assert found["spending"] == {"recency_days": 10.0, "frequency": 2, "money": {"USD": 4_000}, "source": "orders"}
    assert found["discounts"]["orders_with_discount"] == 0.5
    assert found["discounts"]["saved"] == {"USD": round(1_000 / 6_000, 3)}
    assert found["returns"] == {"share": round(1 / 6, 3), "pieces": 1, "source": "orders"}
    assert found["sizes"]["usual"] == {products["p000"].type: "L", products["p001"].type: "L"}
    assert found["price_band"] == {"low": 1_000, "high": 1_000, "source": "orders"}


def test_without_orders_purchase_events_speak(shop) -> None:
    bought = [shop.did("purchase", f"p00{n}", seq=n, days=n, value=1) for n in (1, 2)]
    back = shop.did("return", "p002", seq=3, days=0.5)
    found = habits(fold(None, shop.ana, [*bought, back], [], shop.by_id, shop.now), shop.now)
    assert found["spending"] == {"recency_days": 1.0, "frequency": 2, "money": {}, "source": "purchase events"}
    assert found["returns"] == {"share": 0.5, "pieces": 1, "source": "events"}
    assert found["price_band"]["source"] == "purchase events"


def test_times_devices_and_engagement_are_told_from_five_deeds_on(shop) -> None:
    evening = shop.now.replace(hour=20)
    events = [
        Event(
            f"e{n}", "view", evening - timedelta(days=7 * n), "ana", product_id="p001", device="mobile", channel="search", seq=n
        )
        for n in range(1, 7)
    ]
    few = habits(fold(None, shop.ana, events[:4], [], shop.by_id, shop.now), shop.now)
    assert few["times"]["of_day"] == {} == few["devices"]["shares"]
    found = habits(fold(None, shop.ana, events, [], shop.by_id, shop.now), shop.now)
    assert found["times"]["of_day"] == {"evening": 1.0}
    assert found["times"]["of_week"] == {"weekdays": 1.0}
    assert found["devices"]["shares"] == {"mobile": 1.0}
    assert found["channels"]["shares"] == {"search": 1.0}
    assert (found["engagement"]["active_days_30"], found["engagement"]["active_days_90"]) == (4, 6)
    assert found["engagement"]["deeds"] == {"view": 6}


@given(st.lists(st.integers(1, 10**7), min_size=5, max_size=30))
@settings(max_examples=60, deadline=None)
def test_the_price_band_lies_within_the_prices_looked_at(shop, prices) -> None:
    products = {
        f"x{n}": replace(shop.products[0], product_id=f"x{n}", variants=(Variant(f"x{n}", price),))
        for n, price in enumerate(prices)
    }
    events = [Event(f"e{n}", "view", shop.now, "ana", product_id=f"x{n}", seq=n + 1) for n in range(len(prices))]
    band = habits(fold(None, shop.ana, events, [], products, shop.now), shop.now)["price_band"]
    assert band["source"] == "products looked at"
    assert min(prices) / 1.2 - 1 <= band["low"] <= band["high"] <= max(prices) * 1.2 + 1


def test_interests_are_named_by_the_catalogue_from_searching_and_looking_alone(shop) -> None:
    vocabulary = Vocabulary([("type", "running shoe"), ("tag", "camping")])
    events = [
        Event("e1", "search", shop.now, "ana", query="Running shoes", seq=1),
        Event("e2", "search", shop.now, "ana", query="camping gear", seq=2),
        shop.did("view", "p001", seq=3, days=0, value=10),
        shop.did("purchase", "p002", seq=4, days=0),
    ]
    profile = fold(None, shop.ana, events, [], shop.by_id, shop.now, vocabulary=vocabulary)
    found = interests(profile, shop.now)
    assert [one.name for one in found[:2]] == ["running shoe", "camping"]
    assert found[0].because == pytest.approx({"search": 0.8})
    assert shop.by_id["p002"].type not in {one.name for one in found}
    assert interests(profile, shop.now + timedelta(days=900)) == []


def test_between_interests_of_one_strength_what_many_look_at_comes_first_and_nothing_else_comes_in(shop) -> None:
    vocabulary = Vocabulary([("type", "awl"), ("type", "boot"), ("type", "cup")])
    events = [Event(f"e{n}", "search", shop.now, "ana", query=q, seq=n) for n, q in ((1, "awl"), (2, "boot"))]
    profile = fold(None, shop.ana, events, [], {}, shop.now, vocabulary=vocabulary)
    assert [one.name for one in interests(profile, shop.now)] == ["awl", "boot"]
    common = {("type", "boot"): 0.01, ("type", "cup"): 0.9}
    assert [one.name for one in interests(profile, shop.now, common=common)] == ["boot", "awl"]


def test_only_named_features_come_out_and_none_is_of_a_protected_kind(shop) -> None:
    profile = fold(None, shop.ana, [shop.did("view", "p001", seq=1)], [shop.bought("o1", "p002")], shop.by_id, shop.now)
    found = features(profile, shop.ana, shop.now, currency="USD")
    assert found.keys() == ALLOWED
    for name in ALLOWED:
        assert not set(re.split(r"_", name)) & set(PROTECTED), name
    with pytest.raises(InvalidInput) as refused:
        features(profile, shop.ana, shop.now, currency="USD", allowed=["recency_days", "gender"])
    assert refused.value.fields == {"gender": "not allowed"}
    assert features(profile, shop.ana, shop.now, currency="USD", allowed=["owned"]) == {"owned": 1.0}


words = st.text(max_size=12)


@given(words, words, words, words, st.lists(st.dictionaries(st.sampled_from(["facet", "value", "text", "polarity"]), words)))
@settings(max_examples=80, deadline=None)
def test_who_a_customer_is_and_what_they_say_of_themselves_changes_no_feature(
    shop, name, email, region, channel, facts
) -> None:
    events = [shop.did("view", "p001", seq=1), Event("e2", "search", shop.now, "ana", query=f"{name} {region}", seq=2)]
    plain = fold(None, shop.ana, events, [], shop.by_id, shop.now)
    known = replace(plain, facts=tuple(facts))
    who = replace(shop.ana, name=name, email=email, region=region, channel=channel)
    assert _same(features(known, who, shop.now, currency="USD"), features(plain, shop.ana, shop.now, currency="USD"))


class Watched(Customer):
    """A customer that notes which fields are read."""

    read: set[str] = set()

    def __getattribute__(self, name: str):
        if not name.startswith("__"):
            Watched.read.add(name)
        return super().__getattribute__(name)


def test_of_a_customers_record_only_tier_and_subscription_are_read(shop) -> None:
    Watched.read.clear()
    features(Profile("ana"), Watched("ana"), shop.now, currency="USD")
    assert Watched.read == {"tier", "subscribed"}


def _same(one: dict[str, float], other: dict[str, float]) -> bool:
    return one.keys() == other.keys() and all((math.isnan(v) and math.isnan(other[k])) or v == other[k] for k, v in one.items())
