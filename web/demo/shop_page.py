"""The demo shop: a small shop page around the widget. A list of products, one product, a cart in the browser."""

from __future__ import annotations

import json
from typing import Any

from aiohttp import web

from shop.catalogue import Product
from shop.errors import NotFound
from shop.money import money_text
from storage import Storage
from web.client_address import bucket_of
from web.demo.login import demo_allowed
from web.demo.strips import strips_of
from web.keys import LIMITS, PROXIES, SETTINGS, STORAGE
from web.pages import page
from web.threads import in_thread

SHOWN = 48
MOST_ASPECTS = 6  # of what people say


def tile(product: Product) -> dict[str, Any]:
    """What the page shows of a product: the cheapest buyable variant, else the first."""
    buyable = [v for v in product.variants if v.buyable] or list(product.variants)
    chosen = min(buyable, key=lambda v: v.price) if buyable else None
    return {
        "product_id": product.product_id,
        "name": product.name,
        "brand": product.brand,
        "category": product.category,
        "description": product.description,
        "rating": product.rating,
        "rating_count": product.rating_count,
        "picture": chosen.picture if chosen else None,
        "price": money_text(chosen.price, product.currency) if chosen and chosen.price else None,
        "compare_at": money_text(chosen.compare_at, product.currency)
        if chosen and chosen.compare_at and chosen.compare_at > chosen.price
        else None,
        "sku": chosen.sku if chosen and chosen.buyable else None,
        "from": len({v.price for v in product.variants}) > 1,
    }


def _variants(product: Product) -> list[dict[str, Any]]:
    return [
        {
            "sku": v.sku,
            "label": ", ".join(v.options.values()) or product.name,
            "price": money_text(v.price, product.currency) if v.price else None,
            "buyable": v.buyable,
        }
        for v in product.variants
    ]


def _listing(storage: Storage, category: str, query: str) -> tuple[list[dict[str, Any]], list[str]]:
    """Tiles of one category (or a few of each), and every category there is."""
    found: list[Product] = []
    categories: dict[str, int] = {}
    for product in storage.products.all():
        if not product.active:
            continue
        seen = categories.get(product.category, 0)
        categories[product.category] = seen + 1
        if query:
            fits = query in f"{product.name} {product.type} {product.brand}".casefold()
        else:
            fits = product.category == category if category else seen < 4
        if fits and len(found) < SHOWN:
            found.append(product)
    return [tile(product) for product in found], sorted(c for c in categories if c)


async def front(request: web.Request) -> web.Response:
    """GET /?category=…&q=…"""
    await request.app[LIMITS].take("page", bucket_of(request.app[PROXIES].of(request)))
    category = request.query.get("category", "")[:100]
    query = request.query.get("q", "").strip().casefold()[:100]
    tiles, categories = await in_thread(_listing, request.app[STORAGE], category, query)
    return await page(
        request,
        "shop.html",
        tiles=tiles,
        categories=categories,
        category=category,
        query=query,
        product=None,
        variants=[],
        said=[],
        demo=demo_allowed(request),
    )


async def product_page(request: web.Request) -> web.Response:
    """GET /products/{product_id}"""
    await request.app[LIMITS].take("page", bucket_of(request.app[PROXIES].of(request)))
    product = await in_thread(request.app[STORAGE].products.get, request.match_info["product_id"])
    if product is None or not product.active:
        raise NotFound("This product is not in the shop any more.")
    _, categories = await in_thread(_listing, request.app[STORAGE], product.category, "")
    said = await in_thread(request.app[STORAGE].review_summaries.of_product, product.product_id)
    strips = await strips_of(request, product.product_id)
    return await page(
        request,
        "shop.html",
        tiles=[],
        categories=categories,
        category=product.category,
        query="",
        product=tile(product),
        variants=_variants(product),
        said=said[:MOST_ASPECTS],
        strips=[{**strip, "tiles": [tile(one) for one in strip["products"]]} for strip in strips],
        demo=demo_allowed(request),
    )


async def cart_lines(request: web.Request) -> web.Response:
    """GET /demo/cart?skus=a,b → names and prices for the cart that lies in the browser; unknown SKUs are left out."""
    await request.app[LIMITS].take("page", bucket_of(request.app[PROXIES].of(request)))
    skus = [sku for sku in request.query.get("skus", "").split(",") if sku][:50]

    def read(storage: Storage) -> list[dict[str, Any]]:
        lines = []
        for sku in skus:
            product = storage.products.by_sku(sku)
            variant = product.variant(sku) if product else None
            if product and variant:
                label = ", ".join(variant.options.values())
                lines.append(
                    {
                        "sku": sku,
                        "name": product.name + (f" ({label})" if label else ""),
                        "amount": variant.price,
                        "currency": product.currency,
                        "price": money_text(variant.price, product.currency),
                    }
                )
        return lines

    return web.json_response({"lines": await in_thread(read, request.app[STORAGE])}, dumps=json.dumps)


async def customers(request: web.Request) -> web.Response:
    """GET /demo/customers: a few made-up customers to sign in as; only where the demo is."""
    if not demo_allowed(request):
        raise NotFound("There is no demo here.")
    found = await in_thread(request.app[STORAGE].customers.page, None, 12)
    listed = [
        {"customer_id": c.customer_id, "name": c.name, "region": c.region, "tier": c.tier, "consent": c.consent.profile}
        for c in found
    ]
    return web.json_response({"customers": listed, "shop": request.app[SETTINGS].shop_name})


def routes() -> list[web.RouteDef]:
    return [
        web.get("/", front),
        web.get("/products/{product_id}", product_page),
        web.get("/demo/cart", cart_lines),
        web.get("/demo/customers", customers),
    ]
