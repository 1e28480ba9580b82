""" "My slippers": the latest product of that kind that the customer ordered, for what is asked about it."""

from __future__ import annotations

import asyncio
import re
from typing import TYPE_CHECKING

from actions.turn import Turn

if TYPE_CHECKING:
    from actions.action import ShopAction

ORDERS = 20  # the latest, in which it is looked for
_MINE = re.compile(r"\bmy\s+(?:(?:new|old|last|own)\s+)?$", re.IGNORECASE)


async def owned_meant(action: ShopAction, turn: Turn) -> str | None:
    """A product id; None where no kind of thing is called theirs, and where no order of theirs has one."""
    kind = next((str(e["value"]) for e in turn.entities if _is_theirs(turn.text, e)), None)
    customer_id = turn.metadata.customer_id
    if kind is None or customer_id is None:
        return None
    orders = await asyncio.to_thread(action.services.orders.latest, customer_id, ORDERS)
    ids = list(dict.fromkeys(line.product_id for order in orders for line in order.lines if line.product_id))
    products = {p.product_id: p for p in await asyncio.to_thread(action.services.catalogue.products, ids)}
    return next((i for i in ids if i in products and f" {products[i].type.lower()}".endswith(f" {kind.lower()}")), None)


def _is_theirs(text: str, entity: dict[str, object]) -> bool:
    start = entity.get("start")
    kind = entity.get("entity") == "type" and entity.get("role") != "not"
    return kind and isinstance(start, int) and bool(_MINE.search(text[:start]))
