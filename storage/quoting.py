"""A cart and its codes in, a quote out: reads the records that pricing needs and hands them to ``shop.pricing``."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from shop.catalogue import Product
from shop.errors import InvalidInput
from shop.pricing import price
from shop.promotions import CartLine, Quote

if TYPE_CHECKING:
    from storage.storage import Storage


def quote_cart(
    storage: Storage,
    lines: Sequence[tuple[str, int]],
    *,
    codes: Sequence[str],
    customer_id: str | None,
    now: datetime,
    quote_id: str,
    currency: str,
) -> Quote:
    """Price ``lines`` (SKU, pieces) at the catalogue's prices. Nothing is stored.

    ``currency`` holds for an empty cart; else the products' own. A customer whom we do not know has no tier, and limits per
    customer hold for them all the same. Raises InvalidInput naming ``lines.N.sku`` or ``lines.N.quantity``.
    """
    cart = cart_lines(storage, lines)
    customer = storage.customers.get(customer_id) if customer_id else None
    currencies = {found for _, found in cart}
    if len(currencies) > 1:
        raise InvalidInput("All products of a cart must have one currency.", code="mixed_currencies", fields={"lines": "mixed"})
    return price(
        [line for line, _ in cart],
        customer_id=customer_id or None,
        tier=customer.tier if customer else "",
        attributes=customer.attributes if customer else {},
        now=now,
        promotions=storage.promotions.for_cart(codes, now),
        codes=codes,
        uses=storage.promotions.uses(customer_id),
        quote_id=quote_id,
        currency=currencies.pop() if currencies else currency,
    )


def cart_lines(storage: Storage, lines: Sequence[tuple[str, int]]) -> list[tuple[CartLine, str]]:
    """Each line with what the catalogue says of it, and its currency. Raises InvalidInput ``unknown_sku``."""
    products = storage.products.by_skus([sku for sku, _ in lines])
    unknown = {f"lines.{n}.sku": "unknown" for n, (sku, _) in enumerate(lines) if not _sold(products.get(sku))}
    if unknown:
        raise InvalidInput("The catalogue does not hold every SKU of this cart.", code="unknown_sku", fields=unknown)
    cart = []
    for sku, quantity in lines:
        product = products[sku]
        variant = product.variant(sku)
        unit_price = variant.price if variant else 0
        line = CartLine(sku, quantity, product.product_id, unit_price, product.category, product.brand, product.name)
        cart.append((line, product.currency))
    return cart


def _sold(product: Product | None) -> bool:
    return product is not None and product.active
