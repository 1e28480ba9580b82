"""What a product's page shows beside it: what goes with it, and what is like it. For nobody in particular: the page's script
asks again for whoever is chatting."""

from __future__ import annotations

import asyncio
from typing import Any

from aiohttp import web

from shop.catalogue import Product
from shop.errors import ShopError
from web.keys import ACTIONS, STORAGE
from web.threads import in_thread

SHOWN = 6
SECONDS = 1.0  # a page does not wait longer for what it can do without
STRIPS = (("goes_with", "with", "Goes with this"), ("similar", "like", "More like this"))


async def strips_of(request: web.Request, product_id: str) -> list[dict[str, Any]]:
    """``{title, by, products}`` each; without those that nothing was found for, or that took too long."""
    found = await asyncio.gather(*(_asked(request, product_id, kind) for kind, _, _ in STRIPS))
    return [
        {"title": title, "by": by, "products": products}
        for (_, by, title), products in zip(STRIPS, found, strict=True)
        if products
    ]


async def _asked(request: web.Request, product_id: str, kind: str) -> list[Product]:
    try:
        async with asyncio.timeout(SECONDS):
            body = {"product_id": product_id, "kind": kind, "top_k": SHOWN}
            cards = (await request.app[ACTIONS].ask("alike", body)).get("cards", [])
    except (ShopError, TimeoutError):
        return []
    ids = [str(card["product_id"]) for card in cards]
    return await in_thread(request.app[STORAGE].products.get_many, ids)
