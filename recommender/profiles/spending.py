"""What orders tell: recency, frequency, money, discounts, returns, months and sizes. Computed from all orders each time."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import UTC

from shop.catalogue import Product
from shop.customers import Spending
from shop.orders import Order


def spending_of(orders: Sequence[Order], skus: Mapping[str, Product]) -> Spending:
    """``skus`` finds the product of a line's SKU, for its type and size. Cancelled orders tell nothing."""
    kept = [order for order in orders if order.status != "cancelled"]
    if not kept:
        return Spending()
    paid: Counter[str] = Counter()
    listed: Counter[str] = Counter()
    discount: Counter[str] = Counter()
    sizes: dict[str, Counter[str]] = defaultdict(Counter)
    pieces = returned = discounted = 0
    for order in kept:
        sent_back = order.status == "returned"
        lines = sum(line.unit_price * line.quantity for line in order.lines)
        saved = max(0, lines - order.total) if order.total > 0 else 0
        listed[order.currency] += lines
        discount[order.currency] += saved
        discounted += saved > 0
        for line in order.lines:
            back = line.quantity if sent_back else min(line.returned, line.quantity)
            pieces += line.quantity
            returned += back
            share = (lines - saved) / lines if lines else 1.0
            paid[order.currency] += round(line.unit_price * (line.quantity - back) * share)
            where = size_of(skus.get(line.sku), line.sku)
            if where and line.quantity > back:
                sizes[where[0]][where[1]] += line.quantity - back
    times = [order.placed_at.timestamp() for order in kept]
    months = Counter(f"{order.placed_at.astimezone(UTC).month:02}" for order in kept)
    return Spending(
        orders=len(kept),
        first_at=min(times),
        last_at=max(times),
        paid=dict(sorted(paid.items())),
        pieces=pieces,
        returned=returned,
        discounted_orders=discounted,
        discount=dict(sorted(discount.items())),
        listed=dict(sorted(listed.items())),
        months=dict(sorted(months.items())),
        sizes={kind: dict(sorted(found.items())) for kind, found in sorted(sizes.items())},
    )


def size_of(product: Product | None, sku: str | None) -> tuple[str, str] | None:
    """(product type or category, size) of a SKU that has one."""
    variant = product.variant(sku) if product and sku else None
    size = variant.options.get("size", "").strip() if variant else ""
    kind = (product.type or product.category).strip().lower() if product else ""
    return (kind, size) if size and kind else None


def price_range(orders: Sequence[Order]) -> tuple[int, int] | None:
    """10th and 90th percentile (nearest rank) of the prices of the lines that were kept."""
    paid = sorted(
        line.unit_price for order in orders if order.status != "cancelled" for line in order.lines if line.unit_price > 0
    )
    if not paid:
        return None
    last = len(paid) - 1
    return paid[round(0.1 * last)], paid[round(0.9 * last)]
