from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shop.customers import Consent, Customer, Profile
from shop.errors import NotFound
from shop.events import Event
from storage import Storage, tables

EPOCH = datetime(2000, 1, 1, tzinfo=timezone(timedelta(hours=5, minutes=30)))
moments = st.integers(-(10**9), 4 * 10**9).map(
    lambda seconds: EPOCH + timedelta(seconds=seconds, microseconds=seconds % 999_999)
)
words = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=20)
times = st.none() | moments
consents = st.builds(Consent, st.booleans(), st.booleans(), times, words)
customers = st.builds(Customer, st.sampled_from("abc"), words, words, words, words, words, st.booleans(), consents, times)
numbers = st.dictionaries(words, st.floats(allow_nan=False, allow_infinity=False), max_size=3)


@given(customer=customers)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_new_customer_comes_back_as_it_went_in(storage: Storage, customer: Customer) -> None:
    fresh = replace(customer, customer_id=f"c{storage.customers.count():05}")
    assert storage.customers.upsert([fresh]) == 1
    assert storage.customers.get(fresh.customer_id) == fresh
    assert storage.customers.upsert([fresh]) == 0


def test_an_import_without_consent_leaves_a_given_consent_alone(storage: Storage, ada: Customer) -> None:
    assert storage.customers.upsert([replace(ada, name="Ada L.", consent=Consent())]) == 1
    stored = storage.customers.get("ada")
    assert stored == replace(ada, name="Ada L.")


def test_the_newer_consent_counts(storage: Storage, ada: Customer, now: datetime) -> None:
    older = Consent(False, False, now - timedelta(days=1), "import")
    newer = Consent(False, True, now + timedelta(days=1), "import")
    storage.customers.upsert([replace(ada, consent=older)])
    assert storage.customers.get("ada") == ada
    storage.customers.upsert([replace(ada, consent=newer)])
    assert storage.customers.get("ada") == replace(ada, consent=newer)


@pytest.mark.parametrize("by_import", [False, True])
def test_withdrawn_consent_deletes_what_was_learnt(storage: Storage, ada: Customer, now: datetime, by_import: bool) -> None:
    storage.events.add([Event("e1", "view", now, "ada")])
    assert storage.profiles.put(Profile("ada", watermark=1))
    withdrawn = Consent(False, True, now + timedelta(1), "widget")
    if by_import:
        storage.customers.upsert([replace(ada, consent=withdrawn)])
    else:
        storage.customers.set_consent("ada", withdrawn)
    assert storage.events.of_customer("ada") == []
    assert storage.profiles.get("ada") is None
    assert not storage.profiles.put(Profile("ada"))
    assert not storage.profiles.put_fact("ada", {"text": "no leather"})
    assert storage.profiles.get("ada") is None


def test_consent_of_nobody_is_an_error(storage: Storage) -> None:
    with pytest.raises(NotFound):
        storage.customers.set_consent("nobody", Consent(True))


def test_each_customer_has_one_random_key(storage: Storage, ada: Customer) -> None:
    key = storage.customers.key_of("ada")
    assert key == storage.customers.key_of("ada")
    assert key != storage.customers.key_of("another")
    assert "ada" not in key


def test_customers_are_paged_by_id(storage: Storage) -> None:
    storage.customers.upsert(Customer(id_) for id_ in ("b", "a", "B", "ä"))
    assert [c.customer_id for c in storage.customers.page(None, 2)] == ["B", "a"]
    assert [c.customer_id for c in storage.customers.page("a", 5)] == ["b", "ä"]
    assert storage.customers.count() == 4


@given(
    affinities=st.dictionaries(words, numbers, max_size=3),
    weights=numbers,
    owned=st.lists(words),
    at=times,
    mark=st.integers(0),
)
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_profile_comes_back_as_it_went_in(
    storage: Storage, affinities: dict[str, dict[str, float]], weights: dict[str, float], owned: list[str],
    at: datetime | None, mark: int,
) -> None:  # fmt: skip
    storage.customers.upsert([Customer("eve", consent=Consent(profile=True))])
    profile = Profile("eve", affinities, weights, tuple(owned), 100, 900, ({"text": "x"},), mark, at, purchases=weights)
    storage.profiles.forget("eve")
    assert storage.profiles.put(profile)
    assert storage.profiles.get("eve") == profile


def test_a_fact_taken_back_while_a_profile_was_computed_stays_away(storage: Storage, ada: Customer) -> None:
    vegan, plain = {"text": "vegan", "id": "f1"}, {"text": "no leather"}
    for fact in (vegan, plain, {"text": "size M", "id": "f2"}):
        storage.profiles.put_fact("ada", fact)
    computed = storage.profiles.get("ada")
    assert computed is not None
    assert storage.profiles.remove_facts("ada", [vegan, plain, {"text": "never said", "id": "f9"}]) == 2
    storage.profiles.put(replace(computed, watermark=9))
    stored = storage.profiles.get("ada")
    assert stored is not None
    assert [fact["text"] for fact in stored.facts] == ["size M"]
    assert storage.profiles.remove_facts("nobody", [vegan]) == 0


def test_a_fact_said_while_a_profile_was_computed_is_not_lost(storage: Storage, ada: Customer) -> None:
    storage.profiles.put_fact("ada", {"text": "no leather"})
    computed = storage.profiles.get("ada")
    assert computed is not None
    storage.profiles.put_fact("ada", {"text": "size M"})
    storage.profiles.put(replace(computed, watermark=9))
    stored = storage.profiles.get("ada")
    assert stored == replace(computed, watermark=9, facts=({"text": "no leather"}, {"text": "size M"}))
    storage.profiles.put_fact("ada", {"text": "size M"})
    assert storage.profiles.get("ada") == stored


TOLD = {"birthday": "1990-05-17", "gender": "x", "health": "asthma"}


def _stored_text(storage: Storage) -> str:
    with storage.database.read() as connection:
        return str(connection.execute(tables.customers.select()).mappings().all())


def test_attributes_come_back_with_consent_and_are_not_stored_without(storage: Storage, ada: Customer) -> None:
    assert storage.customers.upsert([replace(ada, attributes=TOLD), Customer("bob", attributes=TOLD)]) == 2
    assert storage.customers.get("ada") == replace(ada, attributes=TOLD)
    assert storage.customers.get("bob") == Customer("bob")
    assert storage.customers.upsert([replace(ada, attributes=TOLD), Customer("bob", attributes=TOLD)]) == 0


def test_attributes_follow_the_consent_that_counts(storage: Storage, ada: Customer, now: datetime) -> None:
    storage.customers.upsert([replace(ada, attributes=TOLD, consent=Consent())])  # the stored consent is kept, and holds
    assert storage.customers.get("ada") == replace(ada, attributes=TOLD)
    later = Consent(False, at=now + timedelta(1))
    storage.customers.upsert([replace(ada, attributes=TOLD, consent=later)])
    assert storage.customers.get("ada") == replace(ada, attributes={}, consent=later)
    assert "asthma" not in _stored_text(storage)


def test_withdrawing_deletes_attributes_and_what_their_hash_tells(storage: Storage, ada: Customer, now: datetime) -> None:
    storage.customers.upsert([replace(ada, attributes=TOLD)])
    before = _stored_text(storage)
    storage.customers.set_consent("ada", Consent(False, at=now + timedelta(1), source="widget"))
    stored = storage.customers.get("ada")
    assert stored is not None
    assert stored.attributes == {}
    hashes = set(re.findall(r"[0-9a-f]{64}", before))
    assert hashes
    assert not hashes & set(re.findall(r"[0-9a-f]{64}", _stored_text(storage)))
