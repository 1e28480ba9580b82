"""``Idempotency-Key``: the same key and body again gives the first answer again, and does nothing twice."""

from __future__ import annotations

import functools
import hashlib
import json
import re
from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import web

from shop.errors import InvalidInput, ShopError
from web.bodies import SHOP_BODY, read_bytes
from web.errors import error_body, route_name
from web.keys import STORAGE
from web.threads import in_thread, utc_now

Answer = tuple[int, dict[str, Any]]
_KEY = re.compile(r"^[\x21-\x7e]{1,200}$")


def idempotent(handler: Callable[[web.Request, bytes], Awaitable[Answer]]) -> Callable[[web.Request], Awaitable[web.Response]]:
    """``@idempotent async def handler(request, body: bytes) -> (status, body)``. Without the header the handler just runs.

    The key counts per method and route. Another body under it: 422 ``idempotency_mismatch``; still running: 409 ``in_flight``.
    An error that may pass (5xx, 429) or an unforeseen one frees the key; any other answer is kept.
    """

    @functools.wraps(handler)
    async def once(request: web.Request) -> web.Response:
        body = await read_bytes(request, SHOP_BODY)
        key = request.headers.get("Idempotency-Key")
        if key is None:
            status, found = await handler(request, body)
            return web.json_response(found, status=status)
        if not _KEY.match(key):
            raise InvalidInput(
                "Idempotency-Key must be 1 to 200 visible ASCII characters.", fields={"Idempotency-Key": "shape"}
            )
        store, scope = request.app[STORAGE].idempotency, f"{request.method} {route_name(request)}"
        digest = hashlib.sha256(request.path.encode() + b"\0" + body).hexdigest()
        stored = await in_thread(store.begin, key, scope, digest, utc_now())
        if stored is not None:
            return _replay(stored.status, stored.body)
        try:
            status, found = await handler(request, body)
        except ShopError as error:
            if error.status >= 500 or error.status == 429:
                await in_thread(store.release, key, scope)
            else:
                await in_thread(store.finish, key, scope, error.status, error_body(error))
            raise
        except BaseException:
            await in_thread(store.release, key, scope)
            raise
        await in_thread(store.finish, key, scope, status, found)
        return web.json_response(found, status=status)

    return once


def _replay(status: int, body: Any) -> web.Response:
    text = body if isinstance(body, str) else json.dumps(body)
    headers = {"Idempotency-Replayed": "true"}
    return web.Response(text=text, status=status, content_type="application/json", headers=headers)
