"""Orders: one row per line, or JSON lines with ``lines``. An order goes in whole or not at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shop.orders import ORDER_STATUSES, Order, OrderLine
from storage.imports.cells import Cells, Purse
from storage.imports.kinds.kind import Kind, Stored, UnfitRow, all_or_none
from storage.imports.records import Unfit

if TYPE_CHECKING:
    from storage.storage import Storage

_OTHER_STATUSES = {
    "canceled": "cancelled",
    "complete": "delivered",
    "completed": "delivered",
    "fulfilled": "shipped",
    "pending": "placed",
    "processing": "packed",
    "refunded": "returned",
}


def _make(rows: list[Cells]) -> Order:
    """Raises UnfitRow. Of the order's own values the first row's count, and those of the others may not differ."""
    first = rows[0]
    lines: list[OrderLine] = []
    known: str | None = None
    for n, row in enumerate(rows):
        try:
            purse = Purse(row, known)
            if n == 0:
                head = _head(row)
                total = purse.amount(row, "total", None)
            elif row.has("customer_id") and row.text("customer_id") != head.customer_id:
                raise Unfit("customer_id", f"line {first.line} names another customer for this order")
            else:
                purse.amount(row, "total", None)
            lines += _lines(row, purse)
        except Unfit as trouble:
            raise UnfitRow(row, trouble) from trouble
        known = purse.said or known
    return Order(
        order_id=head.order_id,
        customer_id=head.customer_id,
        placed_at=head.placed_at,
        lines=tuple(lines),
        status=head.status,
        currency=known or first.context.currency,
        total=sum(line.quantity * line.unit_price for line in lines) if total is None else total,
        tracking=head.tracking,
        expected_at=head.expected_at,
    )


def _head(row: Cells) -> Order:
    return Order(
        order_id=row.key("order_id"),
        customer_id=row.key("customer_id"),
        placed_at=row.past_time("placed_at"),
        lines=(),
        status=row.one_of("status", ORDER_STATUSES, "placed", _OTHER_STATUSES),
        tracking=row.text("tracking"),
        expected_at=row.time("expected_at"),
    )


def _lines(row: Cells, purse: Purse) -> list[OrderLine]:
    nested = row.objects("lines", _LINE_FIELDS)
    if not nested:
        return [_line(row, purse)]
    try:
        return [_line(item, purse) for item in nested]
    except Unfit as trouble:
        raise Unfit("lines", f"{trouble.column}: {trouble.reason}") from trouble


def _line(cells: Cells, purse: Purse) -> OrderLine:
    product_id = cells.key("product_id") if cells.has("product_id") else ""
    quantity = cells.whole("quantity", None, 1, 1_000_000)
    if quantity is None:
        raise Unfit("quantity", "missing")
    returned = cells.whole("returned", 0)
    if returned > quantity:
        raise Unfit("returned", "more pieces came back than were bought")
    return OrderLine(
        sku=cells.key("sku") if cells.has("sku") or not product_id else product_id,
        quantity=quantity,
        unit_price=purse.amount(cells, "unit_price", 0),
        product_id=product_id,
        returned=returned,
    )


def _store(storage: Storage, records: list[Order]) -> Stored:
    return Stored(storage.orders.upsert(records))


_LINE_FIELDS = {
    "sku": ("variant_sku", "variant_id", "stock_code", "id"),
    "product_id": ("item_id", "asin"),
    "quantity": ("qty",),
    "unit_price": ("price", "item_price"),
    "returned": ("returned_quantity",),
}

ORDERS = Kind(
    name="orders",
    fields={
        "order_id": ("order_number", "order", "invoice_id", "invoice_number", "invoice_no", "invoice", "id"),
        "customer_id": ("user_id", "client_id", "buyer_id", "customer"),
        "placed_at": ("order_date", "ordered_at", "created_at", "invoice_date", "date", "timestamp", "at"),
        "lines": ("line_items", "items"),
        **_LINE_FIELDS,
        "sku": _LINE_FIELDS["sku"][:-1],
        "status": ("order_status",),
        "currency": ("currency_code",),
        "total": ("order_total", "grand_total", "amount"),
        "tracking": ("tracking_number", "tracking_code"),
        "expected_at": ("expected_delivery", "delivery_date", "eta"),
    },
    needs=[
        [("order_id",)], [("customer_id",)], [("placed_at",)], [("sku", "quantity"), ("product_id", "quantity"), ("lines",)],
    ],
    foreign=frozenset({
        "review_id", "review_text", "stars", "event_id", "event_type", "visitor_id", "faq_id", "question", "answer",
        "starts_at", "ends_at", "minimum_spend", "chat_id", "messages", "author", "stock",
    }),
    key=lambda cells: cells.key("order_id"),
    build=all_or_none("order", _make),
    store=_store,
    money=("unit_price", "total"),
)  # fmt: skip
