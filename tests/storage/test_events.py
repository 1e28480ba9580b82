from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta, timezone

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shop.customers import Consent, Customer
from shop.events import EVENT_TYPES, Event
from storage import Storage

EPOCH = datetime(2000, 1, 1, tzinfo=timezone(timedelta(hours=5, minutes=30)))
moments = st.integers(-(10**9), 4 * 10**9).map(
    lambda seconds: EPOCH + timedelta(seconds=seconds, microseconds=seconds % 999_999)
)
words = st.none() | st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=20)
events = st.builds(
    Event,
    st.just("given below"),
    st.sampled_from(EVENT_TYPES),
    moments,
    customer_id=st.just("ada"),
    visitor_id=words,
    sku=words,
    query=words,
    value=st.none() | st.floats(allow_nan=False),
    device=words,
)


@given(made=st.lists(events, max_size=5))
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_events_come_back_as_they_went_in(storage: Storage, ada: Customer, made: list[Event]) -> None:
    last = max((e.seq for e in storage.events.all()), default=0)
    made = [replace(event, event_id=f"{last}-{n}") for n, event in enumerate(made)]
    assert storage.events.add(made) == len(made)
    assert [replace(e, seq=0) for e in storage.events.of_customer("ada", after_seq=last)] == made


def test_a_repeated_event_id_changes_nothing(storage: Storage, ada: Customer, now: datetime) -> None:
    first = Event("e1", "view", now, "ada", value=3)
    assert storage.events.add([first, replace(first, value=9)]) == 1
    assert storage.events.add([replace(first, value=5)]) == 0
    assert [e.value for e in storage.events.all()] == [3]


def test_nothing_is_kept_of_who_did_not_agree(storage: Storage, ada: Customer, now: datetime) -> None:
    storage.customers.upsert([Customer("bob", consent=Consent(profile=False, marketing=True))])
    given_events = [Event(f"e{who}", "view", now, who) for who in ("ada", "bob", "nobody")]
    assert storage.events.add([*given_events, Event("v", "view", now, visitor_id="v1")]) == 1
    assert [e.customer_id for e in storage.events.all()] == ["ada"]
    assert storage.events.add([Event("v", "view", now, visitor_id="v1")], visitor_consent=True) == 1
    assert storage.events.add([Event("w", "view", now, "bob", "v1")], visitor_consent=True) == 0
    assert [e.event_id for e in storage.events.of_visitor("v1")] == ["v"]


def test_a_reader_that_follows_the_sequence_misses_no_event(storage: Storage, ada: Customer, now: datetime) -> None:
    def write(worker: int) -> None:
        for number in range(15):
            storage.events.add([Event(f"{worker}-{number}-{n}", "view", now, "ada") for n in range(3)])

    seen: list[str] = []
    mark = 0
    with ThreadPoolExecutor(4) as pool:
        writers = [pool.submit(write, worker) for worker in range(4)]
        done = False
        while not done:
            done = all(writer.done() for writer in writers)
            for event in storage.events.all(after_seq=mark):
                seen.append(event.event_id)
                mark = event.seq
    for writer in writers:
        writer.result()
    assert len(seen) == len(set(seen)) == storage.events.count() == 180


def test_the_latest_of_a_visit_come_in_their_order(storage: Storage, ada: Customer, now: datetime) -> None:
    made = [Event(f"e{n}", "view", now - timedelta(minutes=10 * n), "ada", product_id=f"p{n}") for n in range(6)]
    storage.events.add([*reversed(made), Event("v", "view", now, None, "v1", product_id="p")], visitor_consent=True)
    lately = storage.events.lately("ada", "v1", now - timedelta(minutes=35))
    assert [event.event_id for event in lately] == ["e3", "e2", "e1", "e0"]
    assert [event.event_id for event in storage.events.lately("ada", None, now - timedelta(days=1), limit=2)] == ["e1", "e0"]
    assert [event.event_id for event in storage.events.lately(None, "v1", now - timedelta(days=1))] == ["v"]
    assert storage.events.lately(None, None, now) == []
