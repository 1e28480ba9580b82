"""The one place where an error becomes HTTP: ``{"error": {"code", "message", "fields"}}``.

A ShopError carries its own status and a sentence for people. Anything else is a 500 whose text stays unsaid.
"""

from __future__ import annotations

from typing import Any

import structlog
from aiohttp import web
from aiohttp.typedefs import Handler

from shop.errors import InvalidInput, NotFound, ShopError, TooLarge, TooMany, Unauthorized

log = structlog.get_logger("web")


class BadRequest(InvalidInput):
    """400: the bytes are not what HTTP or JSON asks for, before any rule of the shop is looked at."""

    code = "bad_request"
    status = 400


class RateLimited(TooMany):
    """429 with the seconds after which it is worth trying again."""

    def __init__(self, message: str, retry_after_seconds: float):
        super().__init__(message)
        self.retry_after_seconds = retry_after_seconds


_HTTP_CODES = {
    400: ("bad_request", "This request is not valid HTTP for this address."),
    403: ("forbidden", "This is not allowed."),
    404: ("not_found", "There is nothing at this address."),
    405: ("method_not_allowed", "This address does not know this method."),
    413: ("too_large", "The request is larger than this address accepts."),
}


def error_body(error: ShopError) -> dict[str, Any]:
    return {"error": {"code": error.code, "message": error.message, "fields": error.fields}}


def error_response(error: ShopError) -> web.Response:
    response = web.json_response(error_body(error), status=error.status)
    if isinstance(error, RateLimited):
        response.headers["Retry-After"] = str(max(1, round(error.retry_after_seconds)))
    if isinstance(error, Unauthorized):
        response.headers["WWW-Authenticate"] = "Bearer"
    return response


def wants_page(request: web.Request) -> bool:
    """Whether a person's browser asks for a page (then a login is offered instead of a JSON error)."""
    return request.method == "GET" and not request.path.startswith("/api/") and "text/html" in request.headers.get("Accept", "")


@web.middleware
async def errors(request: web.Request, handler: Handler) -> web.StreamResponse:
    try:
        return await handler(request)
    except Unauthorized as error:
        if wants_page(request):
            return web.HTTPSeeOther("/staff/login?next=" + request.path)
        return error_response(error)
    except ShopError as error:
        if error.status >= 500:
            log.warning("request_failed", code=error.code, route=route_name(request))
        return error_response(error)
    except web.HTTPException as error:
        if error.status < 400:
            raise
        code, message = _HTTP_CODES.get(error.status, ("http_error", "This request cannot be served."))
        response = web.json_response({"error": {"code": code, "message": message, "fields": {}}}, status=error.status)
        if "Allow" in error.headers:
            response.headers["Allow"] = error.headers["Allow"]
        return response
    except ConnectionResetError:
        raise
    except Exception:  # the edge of a request: the caller and the log get no text of an unforeseen error
        log.exception("request_broke", route=route_name(request))
        broken = ShopError("Something went wrong on our side. The request may be sent again.", code="internal")
        return error_response(broken)


def route_name(request: web.Request) -> str:
    """The route's pattern, without ids: safe for logs and metric labels."""
    resource = request.match_info.route.resource
    return resource.canonical if resource is not None else "unknown"


__all__ = [
    "BadRequest",
    "NotFound",
    "RateLimited",
    "TooLarge",
    "error_body",
    "error_response",
    "errors",
    "route_name",
    "wants_page",
]
