"""The ledger of what moved a profile, and taking a move back."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from shop.customers import Consent, Customer, Move, Profile
from shop.events import Event
from shop.orders import Order, OrderLine, Review
from storage import Storage
from storage.refreshing import MOST_AT_ONCE


@pytest.fixture
def move(now: datetime) -> Move:
    return Move("ada", now, "review", "review:r1", "brand", "nordvik", -3.5)


def waiting(storage: Storage) -> list[tuple[str, str]]:
    return sorted((j.kind, str(j.payload.get("customer_id", ""))) for j in storage.jobs.list(500) if j.status == "queued")


def test_a_move_is_written_once_with_its_cause(storage: Storage, ada: Customer, move: Move) -> None:
    assert storage.profiles.put(Profile("ada"), [move])
    assert storage.profiles.put(Profile("ada"), [replace(move, delta=-1.0), replace(move, facet="type", value="jacket")])
    assert storage.profiles.moves("ada") == [move, replace(move, facet="type", value="jacket")]


def test_an_undone_cause_counts_no_more_and_the_profile_is_built_anew(
    storage: Storage, ada: Customer, move: Move, now: datetime
) -> None:
    storage.events.add(Event(id_, "review", now, "ada", product_id="p1", value=-0.9) for id_ in ("review:r1", "review:r2"))
    storage.profiles.put_fact("ada", {"text": "no leather"})
    read = storage.profiles.get("ada")
    assert read is not None
    assert storage.profiles.put(replace(read, watermark=2, affinities={"brand": {"nordvik": -5.0}}), [move])
    assert storage.profiles.undo("ada", "review:r1", now) == 1
    assert storage.profiles.undo("ada", "review:r1", now) == 0
    assert storage.profiles.undo("ada", "review:r9", now) == 0
    assert storage.profiles.get("ada") == Profile("ada", facts=({"text": "no leather"},), generation=1)
    assert [e.event_id for e in storage.events.of_customer("ada")] == ["review:r2"]
    assert storage.profiles.moves("ada") == [replace(move, undone_at=now)]
    assert ("refresh_profile", "ada") in waiting(storage)


def test_a_profile_that_was_read_before_a_cause_was_undone_does_not_bring_it_back(
    storage: Storage, ada: Customer, move: Move, now: datetime
) -> None:
    storage.profiles.put(Profile("ada", watermark=1), [move])
    read = storage.profiles.get("ada")
    assert read is not None
    storage.profiles.undo("ada", "review:r1", now)
    assert not storage.profiles.put(replace(read, watermark=5))
    assert storage.profiles.get("ada") == Profile("ada", generation=1)


@pytest.mark.parametrize("by_import", [False, True])
def test_withdrawn_consent_takes_the_ledger_with_it(
    storage: Storage, ada: Customer, move: Move, now: datetime, by_import: bool
) -> None:
    storage.profiles.put(Profile("ada"), [move])
    withdrawn = Consent(False, True, now + timedelta(1), "widget")
    if by_import:
        storage.customers.upsert([replace(ada, consent=withdrawn)])
    else:
        storage.customers.set_consent("ada", withdrawn)
    assert storage.profiles.moves("ada") == []
    assert not storage.profiles.put(Profile("ada"), [move])
    assert storage.profiles.moves("ada") == []


def test_a_profile_of_an_older_form_keeps_what_was_said_and_is_built_anew(storage: Storage, ada: Customer) -> None:
    from sqlalchemy import insert

    from storage.tables import profiles

    old = {"affinities": {"brand": {"x": 3}}, "product_weights": {}, "owned": [], "price_low": None, "price_high": None}
    old.update(facts=[{"text": "no leather"}], watermark=9, watermark_at=None, purchases={}, reviewed={})
    with storage.database.write() as connection:
        connection.execute(insert(profiles).values(customer_id="ada", profile=old))
    assert storage.profiles.get("ada") == Profile("ada", facts=({"text": "no leather"},))


def test_events_come_with_one_job_a_customer(storage: Storage, ada: Customer, now: datetime) -> None:
    storage.customers.upsert([Customer("bob")])
    events = [Event(f"e{n}{who}", "view", now, who) for n in range(3) for who in ("ada", "bob")]
    storage.events.add(events)
    storage.events.add([Event("v", "view", now, visitor_id="v1")], visitor_consent=True)
    assert waiting(storage) == [("refresh_profile", "ada")]
    assert storage.events.add(events) == 0
    assert waiting(storage) == [("refresh_profile", "ada")]


def test_orders_come_with_a_job_for_who_agreed(storage: Storage, ada: Customer, now: datetime) -> None:
    storage.customers.upsert([Customer("bob")])
    orders = [Order(f"o-{who}", who, now, (OrderLine("s1", 1, 100),)) for who in ("ada", "bob")]
    assert storage.orders.upsert(orders) == 2
    assert storage.orders.upsert(orders) == 0
    assert waiting(storage) == [("refresh_profile", "ada")]


def test_an_import_asks_once_for_everyone(storage: Storage, now: datetime) -> None:
    ids = [f"c{n:04}" for n in range(MOST_AT_ONCE + 1)]
    storage.customers.upsert(Customer(id_, consent=Consent(profile=True)) for id_ in ids)
    storage.events.add(Event(f"e-{id_}", "view", now, id_) for id_ in ids)
    assert waiting(storage) == [("refresh_profiles", "")]


def test_a_changed_review_is_learnt_anew(storage: Storage, ada: Customer, move: Move, now: datetime) -> None:
    storage.reviews.add(Review("r1", "p1", "Fine", now, "ada"))

    def score(value: float, aspects: dict[str, float]) -> int:
        event = Event("review:r1", "review", now, "ada", product_id="p1", value=value)
        storage.reviews.set_sentiment("r1", value, "positive" if value > 0 else "negative", event, aspects)
        profile = storage.profiles.get("ada") or Profile("ada")
        storage.profiles.put(replace(profile, watermark=7), [move])
        return profile.generation

    assert score(0.9, {"fit": 0.5}) == 0
    assert score(0.9, {"fit": 0.5}) == 0
    assert score(-0.9, {"fit": 0.5}) == 1
    assert [e.value for e in storage.events.of_customer("ada")] == [-0.9]
    assert score(-0.9, {"fit": -0.5, "price": 0.2}) == 2
    assert len(storage.events.of_customer("ada")) == 1
    assert storage.reviews.aspects_of_customer("ada") == {"review:r1": {"fit": -0.5, "price": 0.2}}


def test_what_reviews_say_of_an_aspect_is_counted_per_product(storage: Storage, ada: Customer, now: datetime) -> None:
    for number, value in enumerate((0.5, -0.1), start=1):
        storage.reviews.add(Review(f"r{number}", "p1", "Fine", now, "ada"))
        storage.reviews.set_sentiment(f"r{number}", 0.1, "neutral", None, {"fit": value})
    ((aspect, (mean, count)),) = storage.reviews.aspects_of_product("p1").items()
    assert (aspect, count) == ("fit", 2)
    assert mean == pytest.approx(0.2)


def test_done_jobs_of_every_deed_do_not_pile_up(storage: Storage, now: datetime) -> None:
    for number in range(6):
        storage.jobs.add("refresh_profile", {"customer_id": str(number)}, now=now)
        job = storage.jobs.claim("w", now, 60)
        assert job is not None
        if number != 1:
            storage.jobs.finish(job.job_id, "w", {})
    assert storage.jobs.forget_done("refresh_profile", keep=2) == 3
    assert [j.payload["customer_id"] for j in storage.jobs.list(9)] == ["5", "4", "1"]
