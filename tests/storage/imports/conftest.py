from __future__ import annotations

import csv
import json
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from storage import Storage, open_storage
from storage.imports import ImportReport, run_import

NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
Importing = Callable[..., ImportReport]

#: One good file of each kind, with the columns that the guide names.
SAMPLES = {
    "products": "product_id,name,description,category,brand,price,stock,average_rating\np1,Tent,Dry,Tents,Fern,199.00,4,4.5\n",
    "reviews": "review_id,product_id,customer_id,stars,title,text,at\nr1,p1,c1,5,Good,Stays dry,2026-01-05\n",
    "customers": "customer_id,name,email,region,consent_profile,consent_at\nc1,Ada,ada@example.com,North,yes,2026-01-01\n",
    "orders": "order_id,customer_id,placed_at,sku,quantity,unit_price,status\no1,c1,2026-01-02,p1,2,199.00,paid\n",
    "events": "event_id,type,at,customer_id,product_id,value\ne1,view,2026-01-02T10:00:00Z,c1,p1,12.5\n",
    "faq": "faq_id,question,answer,topic\nf1,Do you ship abroad?,Yes,Delivery\n",
    "promotions": "promotion_id,name,kind,value,code,starts_at,ends_at\nm1,Spring,percent,10,SPRING,2026-01-01,2026-12-31\n",
    "conversations": "chat_id,at,author,text\nh1,2026-01-02,customer,Where is it?\nh1,2026-01-02,agent,On its way\n",
}


def jsonl(rows: Iterable[Mapping[str, Any]]) -> str:
    return "".join(json.dumps(row) + "\n" for row in rows)


def rejects_of(report: ImportReport) -> list[tuple[int, str, str]]:
    """Line, column, reason."""
    if report.rejects is None:
        return []
    with report.rejects.open(encoding="utf-8", newline="") as file:
        return [(int(row["line"]), row["column"], row["reason"]) for row in csv.DictReader(file)]


def importer(storage: Storage, folder: Path) -> Importing:
    def run(kind: str, content: str | bytes, name: str = "file.csv", **options: Any) -> ImportReport:
        path = folder / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return run_import(storage, kind, path, **{"currency": "USD", "now": NOW, **options})

    return run


@pytest.fixture
def importing(storage: Storage, tmp_path: Path) -> Importing:
    """Imports a text, on both databases."""
    return importer(storage, tmp_path)


@pytest.fixture
def shop(tmp_path: Path, migrated_file: Path) -> Iterator[Storage]:
    """A storage on SQLite alone, for what the database has no part in."""
    shutil.copy(migrated_file, tmp_path / "one.db")
    opened = open_storage(f"sqlite:///{tmp_path / 'one.db'}")
    yield opened
    opened.close()


@pytest.fixture
def reading(shop: Storage, tmp_path: Path) -> Importing:
    """Imports a text, on SQLite alone."""
    return importer(shop, tmp_path)


@pytest.fixture
def samples() -> dict[str, str]:
    return dict(SAMPLES)


@pytest.fixture
def rejected() -> Callable[[ImportReport], list[tuple[int, str, str]]]:
    return rejects_of


@pytest.fixture
def lines() -> Callable[[Iterable[Mapping[str, Any]]], str]:
    return jsonl


@pytest.fixture
def now() -> datetime:
    return NOW
