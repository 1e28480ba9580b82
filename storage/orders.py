"""Orders and their lines."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import Connection, Select, func, select

from shop.orders import Order, OrderLine
from storage.customer_keys import keys_for
from storage.customers import agreeing
from storage.database import Database
from storage.refreshing import ask_for_refresh
from storage.tables import order_lines, orders
from storage.upserts import CHUNK, Row, changed_rows, chunks, content_hash, replace_children, write_rows


class Orders:
    def __init__(self, database: Database) -> None:
        self._database = database

    def upsert(self, items: Iterable[Order]) -> int:
        """Insert or replace by order id; returns how many changed. One transaction per 1,000."""
        changed = 0
        for chunk in chunks(items):
            rows = [_row(item) for item in chunk]
            with self._database.write() as connection:
                different = changed_rows(connection, orders, rows)
                lines = {item.order_id: item.lines for item in chunk if item.order_id in different}
                children = [_line_row(id_, n, line) for id_, group in lines.items() for n, line in enumerate(group)]
                write_rows(self._database, connection, orders, list(different.values()))
                replace_children(connection, order_lines, order_lines.c.order_id, different, children)
                moved = {row["customer_id"] for row in different.values()}
                keys_for(self._database, connection, moved)
                ask_for_refresh(self._database, connection, agreeing(connection, moved))
            changed += len(different)
        return changed

    def get(self, order_id: str) -> Order | None:
        with self._database.read() as connection:
            return next(iter(_load(connection, select(orders).where(orders.c.order_id == order_id))), None)

    def of_customer(self, customer_id: str, limit: int = 20) -> list[Order]:
        """Newest first."""
        newest = orders.c.placed_at.desc(), orders.c.order_id.desc()
        with self._database.read() as connection:
            statement = select(orders).where(orders.c.customer_id == customer_id).order_by(*newest).limit(limit)
            return _load(connection, statement)

    def all(self) -> Iterator[Order]:
        """Streams by order id, 1,000 at a time; no transaction stays open between them."""
        after: str | None = None
        while page := self.page(after, CHUNK):
            yield from page
            after = page[-1].order_id

    def page(self, after: str | None, limit: int) -> list[Order]:
        """Orders after this id, by id."""
        statement = select(orders).order_by(orders.c.order_id).limit(limit)
        if after is not None:
            statement = statement.where(orders.c.order_id > after)
        with self._database.read() as connection:
            return _load(connection, statement)

    def count(self) -> int:
        with self._database.read() as connection:
            return connection.execute(select(func.count()).select_from(orders)).scalar_one()


def _row(item: Order) -> Row:
    row: Row = {
        "order_id": item.order_id,
        "customer_id": item.customer_id,
        "placed_at": item.placed_at,
        "status": item.status,
        "currency": item.currency,
        "total": item.total,
        "tracking": item.tracking,
        "expected_at": item.expected_at,
    }
    lines = [_line_row(item.order_id, n, line) for n, line in enumerate(item.lines)]
    row["content_hash"] = content_hash(row, lines)
    return row


def _line_row(order_id: str, position: int, line: OrderLine) -> Row:
    return {
        "order_id": order_id,
        "position": position,
        "sku": line.sku,
        "product_id": line.product_id,
        "quantity": line.quantity,
        "unit_price": line.unit_price,
        "returned": line.returned,
    }


def _load(connection: Connection, statement: Select[Any]) -> list[Order]:
    rows = connection.execute(statement).mappings().all()
    groups: dict[str, list[OrderLine]] = defaultdict(list)
    for chunk in chunks(rows):
        ids = [row["order_id"] for row in chunk]
        found = connection.execute(
            select(order_lines).where(order_lines.c.order_id.in_(ids)).order_by(order_lines.c.order_id, order_lines.c.position)
        )
        for line in found.mappings():
            fields = ("sku", "quantity", "unit_price", "product_id", "returned")
            groups[line["order_id"]].append(OrderLine(**{name: line[name] for name in fields}))
    return [
        Order(
            order_id=row["order_id"],
            customer_id=row["customer_id"],
            placed_at=row["placed_at"],
            lines=tuple(groups[row["order_id"]]),
            status=row["status"],
            currency=row["currency"],
            total=row["total"],
            tracking=row["tracking"],
            expected_at=row["expected_at"],
        )
        for row in rows
    ]
