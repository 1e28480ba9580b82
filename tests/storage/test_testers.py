"""Who counts as somebody who only tries things."""

from __future__ import annotations

from shop.customers import Customer
from storage import Storage
from storage.testers import keys_of_testers


def test_staff_by_their_address_and_customers_by_name_and_nobody_else(storage: Storage) -> None:
    people = [Customer("a", email="ADA@shop.example"), Customer("b", email="b@example.com"), Customer("c")]
    storage.customers.upsert(people)
    storage.staff.add("ada@shop.example", "Ada", "agent", "x")
    keys = {name: storage.customers.key_of(name) for name in "abc"}
    assert keys_of_testers(storage.database, []) == {keys["a"]}
    assert keys_of_testers(storage.database, ["c", "nobody"]) == {keys["a"], keys["c"]}
