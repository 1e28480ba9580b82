"""From stored deeds to the stored profile and its ledger, on a real database; undoing gives what never seeing gives."""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from recommender.sentiment import Sentiment, label_of
from shop.catalogue import Product, Variant
from shop.customers import Consent, Customer
from shop.events import EVENT_TYPES, Event
from shop.orders import Order, OrderLine, Review
from shop.settings import load_settings
from storage import Storage
from tests.recommender.test_fold import same
from worker.handlers import HANDLERS, LEARNING, by_loop
from worker.loop import Loop
from worker.refresh_profile import refresh, refresh_profiles
from worker.score_review import record
from worker.services import Services

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
PRODUCTS = [
    Product(
        f"p{n}",
        f"Thing {n}",
        type=f"kind {n % 3}",
        category="Jackets" if n % 2 else "Tents",
        brand="Nordvik" if n < 3 else "Alder",
        variants=(Variant(f"s{n}", 1000, {"size": "M"}),),
        tags=("camping",),
    )
    for n in range(6)
]
_numbers = itertools.count(1)


@pytest.fixture
def services(storage: Storage, tmp_path: Path) -> Services:
    storage.products.upsert(PRODUCTS)
    return Services(load_settings({"SHOPTALK_HOME": str(tmp_path)}), storage, clock=lambda: NOW)


def customer(services: Services) -> Customer:
    made = Customer(f"c{next(_numbers)}", consent=Consent(profile=True))
    services.storage.customers.upsert([made])
    return made


def did(who: Customer, kind: str, product: int, days: float, value: float | None = None) -> Event:
    prefix = "review:" if kind == "review" else ""
    at = NOW - timedelta(days=days)
    return Event(f"{prefix}{next(_numbers)}", kind, at, who.customer_id, product_id=f"p{product}", query="kind 1", value=value)


deeds = st.lists(
    st.tuples(st.sampled_from(EVENT_TYPES), st.integers(0, 5), st.floats(0, 300), st.sampled_from((-0.9, 0.1, 0.6, 1.0))),
    min_size=1,
    max_size=8,
)


@given(deeds, deeds, st.tuples(st.integers(0, 5), st.floats(0, 300), st.sampled_from((-0.9, 0.6))), st.integers(0, 2))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_after_undoing_a_review_the_profile_is_as_if_it_had_never_been(
    services: Services, before, after, review, refreshes
) -> None:
    storage, saw, never = services.storage, customer(services), customer(services)
    cause = did(saw, "review", review[0], review[1], review[2])
    for who in (saw, never):
        storage.orders.upsert(
            [Order(f"o-{who.customer_id}", who.customer_id, NOW - timedelta(days=9), (OrderLine("s1", 1, 1000, "p1"),))]
        )
        storage.events.add([did(who, *one) for one in before])
        if who is saw:
            storage.events.add([cause])
            refresh(services, who)
        storage.events.add([did(who, *one) for one in after])
        for _ in range(refreshes):
            refresh(services, who)
    undone = storage.profiles.undo(saw.customer_id, cause.event_id, NOW)
    assert undone == len([m for m in storage.profiles.moves(saw.customer_id) if m.cause_id == cause.event_id])
    refresh(services, saw)
    refresh(services, never)
    one, other = storage.profiles.get(saw.customer_id), storage.profiles.get(never.customer_id)
    assert one is not None
    assert other is not None
    if undone:
        reviews = {p: replace(r, event_id="") for p, r in one.reviews.items()}
        others = {p: replace(r, event_id="") for p, r in other.reviews.items()}
        kept = {"customer_id": "", "generation": 0, "watermark": 0}
        same(replace(one, **kept, reviews=reviews), replace(other, **kept, reviews=others))


def test_a_review_is_read_learnt_and_written_into_the_ledger(services: Services) -> None:
    storage, who = services.storage, customer(services)
    review = Review("r1", "p1", "Awful", NOW, who.customer_id)
    storage.reviews.add(review)
    record(services, [review], [Sentiment(-0.9, label_of(-0.9), (0.9, 0.1, 0.0))], [{"quality": -0.7}])
    assert refresh(services, who)
    moves = {(m.facet, m.value): m for m in storage.profiles.moves(who.customer_id)}
    of_product = {("brand", "nordvik"), ("category", "jackets"), ("type", "kind 1"), ("tag", "camping")}
    assert moves.keys() == {("product", "p1"), ("aspect", "quality"), *of_product}
    assert moves["brand", "nordvik"].delta == pytest.approx(-5.4)
    assert moves["aspect", "quality"].delta == pytest.approx(-4.2)
    assert {(m.cause_kind, m.cause_id) for m in moves.values()} == {("review", "review:r1")}
    assert storage.reviews.aspects_of_product("p1") == {"quality": (-0.7, 1)}
    assert not refresh(services, who)


def test_a_neutral_review_moves_nothing_and_leaves_no_line(services: Services) -> None:
    storage, who = services.storage, customer(services)
    storage.events.add([did(who, "view", 1, 1, 60.0)])
    refresh(services, who)
    before = storage.profiles.get(who.customer_id)
    storage.events.add([did(who, "review", 1, 1, 0.1)])
    refresh(services, who)
    after = storage.profiles.get(who.customer_id)
    assert before is not None
    assert after is not None
    assert (after.affinities, after.product_weights, after.reviewed) == (before.affinities, before.product_weights, {})
    assert storage.profiles.moves(who.customer_id) == []


def test_an_event_reaches_the_stored_profile_through_its_job(services: Services) -> None:
    storage, who = services.storage, customer(services)
    services = replace(services, clock=lambda: datetime.now(UTC) + timedelta(seconds=1))
    loop = Loop(services, by_loop()["refresh_profile"], "w")
    storage.events.add([did(who, "view", 1, 1, 60.0), did(who, "search", 1, 1)])
    assert loop.run_one()
    assert not loop.run_one()
    profile = storage.profiles.get(who.customer_id)
    assert profile is not None
    assert profile.behaviour.events == {"search": 1, "view": 1}
    assert profile.sources["type"]["kind 1"].keys() == {"search", "view"}


def test_everyone_is_refreshed_and_a_second_time_nobody(services: Services) -> None:
    people = [customer(services) for _ in range(3)]
    services.storage.customers.upsert([Customer("silent")])
    services.storage.events.add([did(who, "view", 1, 1) for who in people])
    told: list[float] = []
    assert refresh_profiles({}, services, lambda f, _: told.append(f))["changed"] == 3
    assert refresh_profiles({}, services, lambda f, _: told.append(f))["changed"] == 0
    assert told[-1] == 1.0


def test_each_job_has_one_loop() -> None:
    loops = by_loop()
    assert sorted(kind for found in loops.values() for kind in found) == sorted(HANDLERS)
    assert [set(loops[kind]) for kind in LEARNING] == [{kind} for kind in LEARNING]
