"""What a file was like: gaps, repetitions, what could not be, what lies ahead, products nobody knows, and its currencies."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from shop.catalogue import Product
from shop.orders import Order, Review
from storage.imports.cells import Cells
from storage.tables import products, variants
from storage.upserts import chunks

if TYPE_CHECKING:
    from storage.imports.spool import Spooled
    from storage.storage import Storage

Item = tuple[str, str]  # product id and SKU, either may be empty


@dataclass
class Quality:
    """Counts while an import runs. ``columns``: the fields that the file has a column for.

    ``impossible`` counts rows by their column; ``future`` are rows rejected for a time that is to come and records up to a day
    ahead; ``unknown_products`` are records, each once, that name a product or SKU that the catalogue does not have now.
    """

    columns: Sequence[str]
    now: datetime
    missing: Counter[str] = field(default_factory=Counter)
    impossible: Counter[str] = field(default_factory=Counter)
    currencies: Counter[str] = field(default_factory=Counter)
    duplicates: int = 0
    future: int = 0
    unreadable: int = 0
    unknown_products: int = 0

    def row(self, cells: Cells) -> None:
        self.missing.update(name for name in self.columns if not cells.has(name))

    def rows_of_one(self, rows: Sequence[Spooled]) -> None:
        """The rows of one id: those that say the same as an earlier one are repetitions."""
        if len(rows) > 1:
            self.duplicates += len(rows) - len({repr((row.fields, row.extras)) for row in rows})

    def rejected(self, column: str, reason: str) -> None:
        """A missing value was counted with its row."""
        if reason == "lies in the future":
            self.future += 1
        elif reason != "missing":
            self.impossible[column or "row"] += 1

    def stored(self, storage: Storage, records: Iterable[Any]) -> None:
        """Call it after the records are in, so that a product knows itself."""
        named: list[set[Item]] = []
        for record in records:
            at, items, currency = _said(record)
            self.future += at is not None and at > self.now
            if currency:
                self.currencies[currency] += 1
            if items:
                named.append(items)
        known = _known(storage, {name for items in named for item in items for name in item if name}) if named else set()
        self.unknown_products += sum(any(not known.intersection(item) for item in items) for items in named)

    def as_dict(self) -> dict[str, Any]:
        return {
            "missing": {name: self.missing[name] for name in self.columns if self.missing[name]},
            "duplicates": self.duplicates,
            "impossible": dict(sorted(self.impossible.items())),
            "future": self.future,
            "unreadable": self.unreadable,
            "unknown_products": self.unknown_products,
            "currencies": dict(self.currencies.most_common()),
        }


def quality_text(quality: Mapping[str, Any]) -> list[str]:
    """Lines for a person; none about what is as it should be."""
    lines = []
    if quality["missing"]:
        lines.append("empty: " + ", ".join(f"{name} {n:,}" for name, n in quality["missing"].items()))
    if quality["impossible"]:
        lines.append("impossible values: " + ", ".join(f"{name} {n:,}" for name, n in quality["impossible"].items()))
    for name, sentence in (
        ("duplicates", "rows that repeat another"),
        ("future", "times in the future"),
        ("unreadable", "rows that cannot be read"),
        ("unknown_products", "that name a product the catalogue does not have"),
    ):
        if quality[name]:
            lines.append(f"{quality[name]:,} {sentence}")
    if len(quality["currencies"]) > 1:
        lines.append("several currencies: " + ", ".join(f"{name} {n:,}" for name, n in quality["currencies"].items()))
    return lines


def _said(record: Any) -> tuple[datetime | None, set[Item], str]:
    """Time, items and currency of a record, as far as its kind has them."""
    if isinstance(record, Product):
        return None, set(), record.currency
    if isinstance(record, Order):
        return record.placed_at, {(line.product_id, line.sku) for line in record.lines}, record.currency
    if isinstance(record, Review):
        return record.at, {(record.product_id, "")}, ""
    event = getattr(record, "event", None)
    if event is not None:
        item = (event.product_id or "", event.sku or "")
        return event.at, {item} if any(item) else set(), ""
    return None, set(), ""


def _known(storage: Storage, names: set[str]) -> set[str]:
    """Of product ids and SKUs those that the catalogue has."""
    found: set[str] = set()
    with storage.database.read() as connection:
        for some in chunks(sorted(names)):
            found.update(connection.execute(select(products.c.product_id).where(products.c.product_id.in_(some))).scalars())
            found.update(connection.execute(select(variants.c.sku).where(variants.c.sku.in_(some))).scalars())
    return found
