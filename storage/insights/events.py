"""The rows that insights count: events of a span. Those of people who did not agree were never stored."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, String, and_, case, func, literal, select
from sqlalchemy.sql.selectable import Subquery

from shop.errors import InvalidInput
from shop.events import EVENT_TYPES
from storage.insights.shapes import Span
from storage.tables import shop_events, variants

event = shop_events.c

#: Who did it: a customer or a visitor, never both of one name.
who: ColumnElement[str] = case(
    (event.customer_id.is_not(None), literal("c:", String).concat(event.customer_id)),
    else_=literal("v:", String).concat(func.coalesce(event.visitor_id, "")),
)


def within(span: Span) -> ColumnElement[bool]:
    return and_(event.at >= span.start, event.at < span.end)


def check_types(types: tuple[str, ...]) -> tuple[str, ...]:
    """Raises InvalidInput for what is no event type."""
    if not types or any(kind not in EVENT_TYPES for kind in types):
        raise InvalidInput(f"Event types are: {', '.join(EVENT_TYPES)}.", fields={"types": "unknown"})
    return types


def with_products(*columns: Any, where: ColumnElement[bool]) -> Subquery:
    """Events with ``product_id`` filled in by the SKU where only that was said; those without either are left out."""
    linked = shop_events.outerjoin(variants, and_(event.product_id.is_(None), variants.c.sku == event.sku))
    product = func.coalesce(event.product_id, variants.c.product_id).label("product_id")
    return select(product, *columns).select_from(linked).where(where, product.is_not(None)).subquery()
