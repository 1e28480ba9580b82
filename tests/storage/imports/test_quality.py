"""What an import tells of its file."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from shop.catalogue import Product, Variant
from shop.customers import Consent, Customer
from storage import Storage
from storage.imports import quality_text, run_import

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


def read(storage: Storage, tmp_path: Path, kind: str, text: str) -> dict[str, object]:
    path = tmp_path / f"{kind}.csv"
    path.write_text(text, encoding="utf-8")
    return dict(run_import(storage, kind, path, currency="USD", now=NOW).quality)


def test_orders_with_everything_wrong(storage: Storage, tmp_path: Path) -> None:
    storage.products.upsert([Product("p1", "Mug", variants=(Variant("m-1", 900),))])
    found = read(
        storage,
        tmp_path,
        "orders",
        "order_id,customer_id,placed_at,product_id,sku,quantity,unit_price,currency\n"
        "o1,c1,2026-02-01,p1,,1,9.00,USD\n"
        "o1,c1,2026-02-01,p1,,1,9.00,USD\n"
        "o2,c1,2026-02-01,,m-1,1,,EUR\n"
        "o3,c1,2036-02-01,p1,,1,9.00,USD\n"
        "o4,c1,2026-02-01,p1,,-2,9.00,USD\n"
        "o5,c1,2026-02-01,gone,,1,9.00,USD\n"
        "o6,,2026-02-01,p1,,1,9.00,USD\n"
        "o7,c1,2026-03-02,p1,,1,9.00,USD\n",
    )
    assert found == {
        "missing": {"customer_id": 1, "product_id": 1, "sku": 7, "unit_price": 1},
        "duplicates": 1,
        "impossible": {"quantity": 1},
        "future": 2,
        "unreadable": 0,
        "unknown_products": 1,
        "currencies": {"USD": 3, "EUR": 1},
    }
    assert quality_text(found) == [
        "empty: customer_id 1, sku 7, product_id 1, unit_price 1",
        "impossible values: quantity 1",
        "1 rows that repeat another",
        "2 times in the future",
        "1 that name a product the catalogue does not have",
        "several currencies: USD 3, EUR 1",
    ]


def test_events_and_reviews_of_products_that_are_not_there(storage: Storage, tmp_path: Path) -> None:
    storage.products.upsert([Product("p1", "Mug")])
    storage.customers.upsert([Customer("c1", consent=Consent(profile=True))])
    events = "event_id,type,at,customer_id,product_id\n" + "".join(
        f"e{n},{kind},2026-02-01,c1,{product}\n"
        for n, (kind, product) in enumerate([("view", "p1"), ("view", "x"), ("chat", "")])
    )
    assert read(storage, tmp_path, "events", events)["unknown_products"] == 1
    reviews = "review_id,product_id,text,at\nr1,p1,Fine,2026-02-01\nr2,nowhere,Fine,2026-02-01\nr3,p1,,2026-02-01\n"
    found = read(storage, tmp_path, "reviews", reviews)
    assert (found["unknown_products"], found["missing"]) == (1, {"text": 1})


def test_a_sound_file_is_passed_over_in_silence(storage: Storage, tmp_path: Path) -> None:
    found = read(storage, tmp_path, "products", "product_id,name,price\np1,Mug,9.00\np2,Cup,8.00\n")
    assert quality_text(found) == []
    assert found["currencies"] == {"USD": 2}
