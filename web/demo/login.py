"""The demo shop "signs in" one of its sample customers, as a real shop's server would. Sample shop on loopback only."""

from __future__ import annotations

from datetime import timedelta

import jwt
from aiohttp import web

from shop.errors import NotFound
from web.bodies import needed_text, read_object
from web.keys import SETTINGS, STORAGE
from web.threads import in_thread, utc_now

LASTS = timedelta(hours=2)


_OWN_NAMES = ("127.0.0.1", "localhost", "::1")
_PROXIED = ("Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Real-IP", "Via")


def demo_allowed(request: web.Request) -> bool:
    """Whether this installation runs the sample shop and the request comes from its own machine: anybody may pose as a
    customer there, so neither a proxy in front of us nor a foreign name that leads here is let in."""
    settings = request.app[SETTINGS]
    ours = settings.loopback and not settings.trusted_proxies and request.url.host in _OWN_NAMES
    proxied = any(name in request.headers for name in _PROXIED)
    return ours and not proxied and (settings.var / "demo-logins.json").is_file()


async def demo_login(request: web.Request) -> web.Response:
    """POST /demo/login ``{customer_id}`` → ``{customer_token, customer_id, name}``."""
    settings = request.app[SETTINGS]
    if not demo_allowed(request):
        raise NotFound("There is no demo shop here.")
    customer_id = needed_text(await read_object(request), "customer_id")
    customer = await in_thread(request.app[STORAGE].customers.get, customer_id)
    if customer is None:
        raise NotFound("There is no customer with this id.")
    now = utc_now()
    claims = {"sub": customer_id, "iat": int(now.timestamp()), "exp": int((now + LASTS).timestamp())}
    token = jwt.encode(claims, settings.customer_jwt_secret, algorithm="HS256")
    return web.json_response({"customer_token": token, "customer_id": customer_id, "name": customer.name})


def routes() -> list[web.RouteDef]:
    return [web.post("/demo/login", demo_login)]
