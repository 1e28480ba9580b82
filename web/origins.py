"""Which pages may call us: our own, and those in ``ALLOWED_ORIGINS``. Governs CORS and sockets alike."""

from __future__ import annotations

from urllib.parse import urlsplit

from aiohttp import web
from aiohttp.typedefs import Handler

from shop.errors import Forbidden
from web.errors import error_response
from web.keys import SETTINGS


def origin_allowed(request: web.Request, *, own_only: bool = False) -> bool:
    """True without an Origin header (no browser page) or with one of the allowed. ``own_only``: for staff."""
    origin = request.headers.get("Origin")
    if origin is None:
        return True
    parts = urlsplit(origin)
    if parts.scheme in ("http", "https") and parts.netloc and parts.netloc.lower() == request.host.lower():
        return True
    return not own_only and origin.rstrip("/") in request.app[SETTINGS].allowed_origins


def _for_staff(path: str) -> bool:
    return path.startswith(("/api/staff/", "/api/console/", "/staff/", "/demo/"))


@web.middleware
async def cors(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Refuse a foreign page's call, answer preflights, and name the origin that may read the answer."""
    origin = request.headers.get("Origin")
    governed = request.path.startswith(("/api/", "/staff/", "/demo/"))
    if origin is None or not governed:
        return await handler(request)
    if not origin_allowed(request, own_only=_for_staff(request.path)):
        return error_response(
            Forbidden("Pages of this origin may not call this address; ALLOWED_ORIGINS names those that may.", code="origin")
        )
    if request.method == "OPTIONS" and "Access-Control-Request-Method" in request.headers:
        response: web.StreamResponse = web.Response(status=204)
        response.headers["Access-Control-Allow-Methods"] = "GET, POST, PUT, DELETE"
        response.headers["Access-Control-Allow-Headers"] = "Authorization, Content-Type, Idempotency-Key, X-CSRF-Token"
        response.headers["Access-Control-Max-Age"] = "600"
    else:
        response = await handler(request)
    if not response.prepared:
        response.headers["Access-Control-Allow-Origin"] = origin
        response.headers["Access-Control-Expose-Headers"] = "Retry-After"
        response.headers["Vary"] = "Origin"
    return response
