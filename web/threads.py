"""Storage is synchronous; the gateway is not. Every call into it goes through here."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")


async def in_thread(call: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """``await in_thread(storage.products.get, product_id)``. Errors come out as they went in."""
    return await asyncio.to_thread(call, *args, **kwargs)


def utc_now() -> datetime:
    """The edge's clock; everything below takes ``now=``."""
    return datetime.now(UTC)
