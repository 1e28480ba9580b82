"""The shop's own server identifies itself by an API key, of which we keep only the sha256."""

from __future__ import annotations

import functools
import hashlib
import secrets
from collections.abc import Awaitable, Callable

from aiohttp import web

from shop.errors import Unauthorized
from web.keys import LIMITS, STORAGE
from web.threads import in_thread

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
PREFIX = "sk_"


def new_key() -> tuple[str, str, str]:
    """A fresh key: ``(key, sha256, prefix)``. The key is shown once; sha256 and prefix are stored."""
    key = PREFIX + secrets.token_urlsafe(32)
    return key, key_sha256(key), key[:9]


def key_sha256(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()


def bearer(request: web.Request) -> str:
    """What stands behind ``Authorization: Bearer``; "" when nothing does."""
    scheme, _, value = request.headers.get("Authorization", "").partition(" ")
    return value.strip() if scheme.lower() == "bearer" else ""


async def check_shop_key(request: web.Request) -> None:
    """Raises Unauthorized unless the request carries a key that is known and not revoked."""
    given = bearer(request)
    if not given.startswith(PREFIX):
        raise Unauthorized("This address needs the shop's API key as Authorization: Bearer.", code="api_key_missing")
    known = await in_thread(request.app[STORAGE].keys.check, key_sha256(given))
    if known is None:
        raise Unauthorized("This API key is not known or was revoked.", code="api_key_unknown")
    await request.app[LIMITS].take("api_key", given[:9])


def shop_key_required(handler: Handler) -> Handler:
    """``@shop_key_required async def handler(request)``: 401 without a valid API key."""

    @functools.wraps(handler)
    async def guarded(request: web.Request) -> web.StreamResponse:
        await check_shop_key(request)
        return await handler(request)

    return guarded
