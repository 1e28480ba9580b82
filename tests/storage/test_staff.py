from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from shop.errors import Conflict, InvalidInput, NotFound
from storage import Storage


def test_staff_are_found_by_login_whatever_its_case(storage: Storage) -> None:
    mia = storage.staff.add("Mia", "Mia M.", "marketer", "hash")
    assert storage.staff.by_login(" MIA ") == mia
    assert storage.staff.get(mia.staff_id) == mia
    assert storage.staff.by_login("nobody") is None
    with pytest.raises(Conflict):
        storage.staff.add("mia", "Another", "agent", "hash")
    with pytest.raises(InvalidInput):
        storage.staff.add("tom", "Tom", "king", "hash")
    assert storage.staff.list() == [mia]


def test_a_login_lasts_until_it_ends_or_expires(storage: Storage, now: datetime) -> None:
    mia = storage.staff.add("mia", "Mia", "marketer", "hash")
    storage.staff.start_login(mia.staff_id, "t1", "csrf", now, now + timedelta(hours=8))
    found = storage.staff.login("t1", now)
    assert found is not None
    assert (found.staff, found.csrf) == (mia, "csrf")
    assert storage.staff.login("t1", now + timedelta(hours=8)) is None
    assert storage.staff.login("t2", now) is None
    storage.staff.end_login("t1")
    assert storage.staff.login("t1", now) is None


def test_a_new_password_ends_all_logins(storage: Storage, now: datetime) -> None:
    mia = storage.staff.add("mia", "Mia", "marketer", "hash")
    storage.staff.start_login(mia.staff_id, "t1", "csrf", now, now + timedelta(hours=8))
    storage.staff.set_password(mia.staff_id, "new")
    assert storage.staff.login("t1", now) is None
    changed = storage.staff.get(mia.staff_id)
    assert changed is not None
    assert changed.password_hash == "new"
    with pytest.raises(NotFound):
        storage.staff.set_password("gone", "x")


def test_a_revoked_key_opens_nothing(storage: Storage, now: datetime) -> None:
    key_id = storage.keys.add("till", "a" * 64, "sk_12", now)
    found = storage.keys.check("a" * 64)
    assert found is not None
    assert (found.key_id, found.name, found.prefix) == (key_id, "till", "sk_12")
    storage.keys.revoke(key_id, now)
    storage.keys.revoke(key_id, now + timedelta(days=1))
    assert storage.keys.check("a" * 64) is None
    assert [key.revoked_at for key in storage.keys.list()] == [now]
    with pytest.raises(NotFound):
        storage.keys.revoke("gone", now)
