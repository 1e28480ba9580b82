"""Every table of the database is known to export and erase, and nothing of an erased customer is left in any of them."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Boolean, Column, Double, Integer, String, Table, Text, insert, select

from shop.audiences import Audience
from shop.catalogue import Product
from shop.customers import Consent, Customer
from shop.errors import NotFound
from shop.events import Event
from storage import Storage
from storage.every_table import every_table
from storage.personal import IMPERSONAL, PARTS, WHOSE
from storage.tables import customer_keys
from storage.types import Json, UtcTime

metadata = every_table()
NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
HOW = (
    "storage/personal.py is the one place where tables are registered for export and erase. Add one line for {0}: "
    'Part("{0}") to PARTS if a row can hold anything of a customer (learnt=True if it may exist only with consent, '
    "kept={{}} for a ledger under customer_key), else its name to IMPERSONAL."
)
TELLING = (*WHOSE, "customer", "visitor", "sender_id", "email", "person_id", "user_id", "review_id", "order_id")
#: Values that a table's own checks ask for.
FITTING: dict[tuple[str, str], Any] = {
    ("conversations", "owner"): "bot",
    ("messages", "author"): "customer",
    ("messages", "visibility"): "all",
    ("messages", "seq"): 1,
    ("unclear_messages", "seq"): 1,
    ("jobs", "status"): "done",
    ("reviews", "stars"): 4,
    ("order_lines", "order_id"): "order of {}",
    ("orders", "order_id"): "order of {}",
    ("redemptions", "order_id"): "order of {}",
    ("redemption_ledger", "uses"): 1,
    ("redemption_ledger", "promotion_id"): "p1",
    ("promotion_customers", "promotion_id"): "p1",
    ("promotion_customers", "used"): 1,
    ("jobs", "payload"): {"customer_id": "{}"},
    ("idempotency_keys", "body"): {"item": {"customer_id": "{}", "name": "Zebulon"}},
}


def fill(value: Any, who: str) -> Any:
    return json.loads(json.dumps(value).replace("{}", who)) if not isinstance(value, int) else value


def value_of(table: Table, column: Column[Any], who: str) -> Any:
    """Something that the column takes, and that says whose it is."""
    if (table.name, column.name) in FITTING:
        return fill(FITTING[(table.name, column.name)], who)
    own = {
        "customer_id": who,
        "customer_key": f"key of {who}",
        "visitor_id": f"visitor {who}",
        "conversation_id": f"talk {who}",
    }
    if column.name in own:
        return own[column.name]
    for foreign in column.foreign_keys:
        return value_of(foreign.column.table, foreign.column, who)
    kind = column.type
    if isinstance(kind, UtcTime):
        return NOW
    if isinstance(kind, Json):
        return {"of": f"Zebulon {who}"}
    if isinstance(kind, Boolean):
        return True
    if isinstance(kind, Integer):
        return None if column.primary_key and len(table.primary_key.columns) == 1 else 1
    if isinstance(kind, Double):
        return 0.5
    assert isinstance(kind, String | Text) or hasattr(kind, "impl"), f"{table.name}.{column.name}: a type that this test lacks"
    return f"Zebulon {table.name} {column.name} {who}"


def seed(storage: Storage, who: str) -> None:
    """One row in every registered table."""
    with storage.database.write() as connection:
        for table in metadata.sorted_tables:
            if table.name in {part.table for part in PARTS} | {part.counted[0] for part in PARTS if part.counted}:
                row = {c.name: value_of(table, c, who) for c in table.columns}
                connection.execute(insert(table).values({k: v for k, v in row.items() if v is not None}))


def everything(storage: Storage) -> dict[str, list[dict[str, Any]]]:
    with storage.database.read() as connection:
        return {
            table.name: [dict(row) for row in connection.execute(select(table).order_by(*table.primary_key.columns)).mappings()]
            for table in metadata.sorted_tables
        }


@pytest.mark.parametrize("table", metadata.sorted_tables, ids=lambda table: table.name)
def test_every_table_is_registered_for_export_and_erase(table: Table) -> None:
    known = [part.table for part in PARTS] + list(IMPERSONAL)
    assert known.count(table.name) == 1, HOW.format(table.name)
    if table.name in IMPERSONAL:
        telling = [c.name for c in table.columns if c.name in TELLING]
        assert not telling, f"{table.name}.{telling[0]} can hold a customer's part. " + HOW.format(table.name)


def test_every_module_with_tables_is_called_so() -> None:
    """``every_table`` finds them by their name."""
    folder = Path(__file__).parents[2] / "storage"
    made = [path for path in folder.rglob("*.py") if re.search(r'= Table\(\s*"\w+",\s*metadata', path.read_text("utf-8"))]
    assert len(made) >= 3
    assert [path for path in made if path.parent != folder or not path.name.startswith("tables")] == []


def test_no_line_of_the_register_names_a_table_that_is_not_there() -> None:
    assert {part.table for part in PARTS} | set(IMPERSONAL) <= set(metadata.tables)
    for part in PARTS:
        columns = metadata.tables[part.table].c
        for name in (*part.by, *part.mentions, *(part.kept or {}), *part.withdrawn, *part.hidden):
            assert name in columns, f"storage/personal.py: {part.table} has no column {name}"
        ways = part.by or part.within or part.mentions or [name for name in WHOSE if name in columns]
        assert ways, f"storage/personal.py: nothing in {part.table} says whose a row is"


@pytest.mark.parametrize("table", [part.table for part in PARTS])
def test_a_row_of_the_customer_is_exported_from_every_table_and_nobody_elses(storage: Storage, table: str) -> None:
    seed(storage, "ada")
    seed(storage, "bob")
    found = storage.privacy.export_customer("ada")[table]
    assert len(found) == 1
    assert "bob" not in json.dumps(found)
    assert "key of ada" not in json.dumps(found)


def test_erasing_leaves_nothing_but_ledgers_under_the_key_and_others_rows_as_they_were(storage: Storage) -> None:
    seed(storage, "bob")
    before = everything(storage)
    seed(storage, "ada")
    seeded = everything(storage)
    erased = storage.privacy.erase_customer("ada", NOW, door="api")
    assert set(erased.counts) == {part.table for part in PARTS}
    after = everything(storage)
    kept = {part.table: part.kept for part in PARTS}
    for name, rows in ((name, rows) for name, rows in after.items() if name not in IMPERSONAL):
        theirs = [row for row in rows if row not in before[name] and row.get("kind") != "forget_talks"]
        if kept[name] is None:
            assert [row for row in theirs if "ada" in str(row)] == [], f"{name} still holds a part of an erased customer"
        for row in theirs:
            assert "'ada'" not in str(row), f"{name} still names an erased customer"
        assert all(row in rows for row in before[name]), f"{name}: somebody else's row was touched"
    for name in ("redemptions", "redemption_ledger", "promotion_customers", "order_lines"):
        assert after[name] == seeded[name], f"{name}: the books changed"
    order = next(row for row in after["orders"] if row["order_id"] == "order of ada")
    assert (order["customer_id"], order["total"], order["tracking"]) == ("key of ada", 1, "")
    assert "key of ada" not in [row["customer_key"] for row in after["customer_keys"]]


def test_the_books_balance_after_an_erasure_and_the_record_of_it_names_nobody(storage: Storage) -> None:
    seed(storage, "ada")
    key = "key of ada"
    storage.privacy.erase_customer("ada", NOW, door="cli")
    found = everything(storage)
    ledger = [row for row in found["redemption_ledger"] if row["customer_key"] == key]
    counted = [row for row in found["promotion_customers"] if row["customer_key"] == key]
    assert sum(row["uses"] for row in ledger) == sum(row["used"] for row in counted) == 1
    record = found["erasures"][-1]
    assert (record["customer_key"], record["door"], record["at"]) == (key, "cli", NOW)
    assert "'ada'" not in str(record["counts"])
    with storage.database.read() as connection:
        assert connection.execute(select(customer_keys)).all() == []


def test_an_audience_counts_those_who_are_left(storage: Storage) -> None:
    storage.customers.upsert(Customer(who, consent=Consent(True, at=NOW)) for who in ("ada", "bob", "cleo"))
    for name in ("a", "b"):
        storage.audiences.put(Audience(name, name, "segment", NOW), ["ada", "bob", "cleo"] if name == "a" else ["cleo"])
    storage.privacy.erase_customer("ada", NOW, door="api")
    storage.customers.set_consent("bob", Consent(False, at=NOW + timedelta(1)))
    assert {audience.audience_id: audience.size for audience in storage.audiences.all()} == {"a": 1, "b": 1}


def test_erasing_again_and_erasing_nobody_is_a_clear_error(storage: Storage) -> None:
    storage.customers.upsert([Customer("ada")])
    storage.privacy.erase_customer("ada", NOW, door="api")
    for name in ("ada", "never there"):
        with pytest.raises(NotFound) as refused:
            storage.privacy.erase_customer(name, NOW + timedelta(1), door="api")
        assert refused.value.code == "unknown_customer"
        with pytest.raises(NotFound):
            storage.privacy.export_customer(name)
    assert len(everything(storage)["erasures"]) == 1


def test_erasing_asks_for_every_build_that_counted_the_customer(storage: Storage) -> None:
    storage.customers.upsert([Customer("ada", consent=Consent(True, at=NOW))])
    storage.products.upsert([Product("p1", "Tent")])
    storage.events.add([Event("e1", "view", NOW, "ada", product_id="p1")])
    storage.conversations.start("c1", NOW, visitor_id="v", customer_id="ada")
    storage.privacy.erase_customer("ada", NOW, door="api")
    jobs = {job.kind: job for job in storage.jobs.list(10)}
    assert set(jobs) == {"count_anew", "forget_talks"}
    assert jobs["forget_talks"].payload == {"conversation_ids": ["c1"]}


def test_who_never_did_anything_that_is_counted_sets_no_build_off(storage: Storage) -> None:
    storage.conversations.start("c1", NOW, visitor_id="browser-1")
    storage.privacy.erase_conversation("c1", NOW, door="widget")
    assert {job.kind for job in storage.jobs.list(10)} == {"forget_talks"}
