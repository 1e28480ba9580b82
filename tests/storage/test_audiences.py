"""Audiences hold only who agreed, change as a whole, and lose who withdraws or is erased."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy import delete

from shop.audiences import Audience
from shop.customers import Consent, Customer
from shop.errors import InvalidInput
from storage import Storage
from storage.tables import customers

NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)
LOYAL = Audience("rfm-loyal", "loyal", "rfm", NOW, {"group": "loyal"})


@pytest.fixture
def people(storage: Storage) -> list[str]:
    """Five who agreed to a profile, and one who did not."""
    agreed = Consent(True, False, NOW, "import")
    made = [Customer(f"c{n}", consent=agreed, created_at=NOW) for n in range(5)]
    storage.customers.upsert([*made, Customer("silent", created_at=NOW)])
    return [c.customer_id for c in made]


def test_only_who_agreed_is_a_member_and_the_size_says_so(storage: Storage, people: list[str]) -> None:
    assert storage.audiences.put(LOYAL, [*people, "silent", "nobody", people[0]]) == 5
    assert storage.audiences.members("rfm-loyal") == people
    stored = storage.audiences.get("rfm-loyal")
    assert stored is not None
    assert (stored.size, stored.definition, stored.made_at) == (5, {"group": "loyal"}, NOW)


def test_putting_it_again_replaces_its_members(storage: Storage, people: list[str]) -> None:
    storage.audiences.put(LOYAL, people)
    storage.audiences.put(LOYAL, people[3:])
    assert storage.audiences.members("rfm-loyal") == people[3:]
    assert storage.audiences.of_customer("c0") == []
    assert storage.audiences.of_customer("c4") == ["rfm-loyal"]


def test_members_come_in_pages(storage: Storage, people: list[str]) -> None:
    storage.audiences.put(LOYAL, people)
    first = storage.audiences.members("rfm-loyal", limit=2)
    assert first + storage.audiences.members("rfm-loyal", first[-1], 10) == people


def test_who_withdraws_is_no_member_any_more(storage: Storage, people: list[str]) -> None:
    storage.audiences.put(LOYAL, people)
    storage.customers.set_consent("c1", Consent(False, False, NOW, "widget"))
    assert storage.audiences.count("rfm-loyal") == 4
    storage.customers.set_consent("c1", Consent(True, False, NOW, "widget"))
    assert "c1" not in storage.audiences.members("rfm-loyal")


def test_who_is_erased_is_gone_from_every_audience(storage: Storage, people: list[str]) -> None:
    storage.audiences.put(LOYAL, people)
    with storage.database.write() as connection:
        connection.execute(delete(customers).where(customers.c.customer_id == "c2"))
    assert storage.audiences.members("rfm-loyal") == ["c0", "c1", "c3", "c4"]


def test_groups_that_are_found_no_more_go_and_other_kinds_stay(storage: Storage, people: list[str]) -> None:
    for audience in (LOYAL, Audience("rfm-lost", "lost", "rfm", NOW), Audience("like", "like loyal", "lookalike", NOW)):
        storage.audiences.put(audience, people)
    assert storage.audiences.keep(("rfm", "segment"), ["rfm-lost"]) == 1
    assert [a.audience_id for a in storage.audiences.all()] == ["like", "rfm-lost"]
    assert storage.audiences.delete("like")
    assert not storage.audiences.delete("like")
    assert storage.audiences.of_customer("c0") == ["rfm-lost"]


@pytest.mark.parametrize(("name", "kind"), [("", "rfm"), ("x" * 201, "rfm"), ("loyal", "friends")])
def test_a_name_and_a_known_kind_are_needed(name: str, kind: str) -> None:
    with pytest.raises(InvalidInput):
        Audience("a", name, kind, NOW)
