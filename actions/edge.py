"""The server's edge: who may call, how much they may send, and errors as ``{"error": {"code", "message", "fields"}}``."""

from __future__ import annotations

import hmac
from typing import Any

import structlog
from sanic import Request, Sanic, json
from sanic.exceptions import SanicException
from sanic.handlers import ErrorHandler
from sanic.response import HTTPResponse

from shop.errors import InvalidInput, ShopError, TooLarge, Unauthorized

log = structlog.get_logger(__name__)

OPEN_PATHS = frozenset({"/", "/health"})
LARGEST_WEBHOOK = 16 * 1024 * 1024  # bytes: Rasa sends the whole tracker and domain with each call
LARGEST_INTERNAL = 512 * 1024


def _error(status: int, code: str, message: str, fields: dict[str, str] | None = None) -> HTTPResponse:
    return json({"error": {"code": code, "message": message, "fields": fields or {}}}, status=status)


class Errors(ErrorHandler):
    """One place for every error. The log gets the error's class and the path, never a body or a text."""

    def response(self, request: Request | None, exception: Exception) -> HTTPResponse:
        path = request.path if request is not None else ""
        if isinstance(exception, ShopError):
            if exception.status >= 500:
                log.error("request_failed", path=path, code=exception.code)
            return _error(exception.status, exception.code, exception.message, exception.fields)
        if isinstance(exception, TimeoutError):
            log.warning("request_out_of_time", path=path)
            return _error(503, "unavailable", "This took too long. Please try again shortly.")
        if isinstance(exception, SanicException) and 400 <= exception.status_code < 500:
            return _error(
                exception.status_code,
                _CODES.get(exception.status_code, "bad_request"),
                _SENTENCES.get(exception.status_code, "The request cannot be read."),
            )
        log.error("request_failed", path=path, error=type(exception).__name__)
        return _error(500, "error", "Something went wrong on our side.")


_CODES = {404: "not_found", 405: "method_not_allowed", 413: "too_large"}
_SENTENCES = {
    404: "There is nothing at this address.",
    405: "This address does not take that method.",
    413: "The request is too large.",
}


def guard(app: Sanic[Any, Any], token: str) -> None:
    """Every route but the health ones needs ``Authorization: Bearer <token>``. Errors of every kind go through ``Errors``."""
    wanted = f"Bearer {token}".encode()
    app.error_handler = Errors()
    app.config.REQUEST_MAX_SIZE = LARGEST_WEBHOOK
    app.config.FALLBACK_ERROR_FORMAT = "json"

    async def check(request: Request) -> None:
        if request.method == "GET" and request.path in OPEN_PATHS:
            return
        given = request.headers.get("authorization", "")
        if not hmac.compare_digest(given.encode("utf-8", "surrogateescape"), wanted):
            raise Unauthorized("This address needs the internal token.")
        if request.headers.get("content-encoding"):  # a small body may unpack to a huge one
            raise InvalidInput("Send the body uncompressed.", code="compressed_body")
        if request.path.startswith("/internal/") and len(request.body) > LARGEST_INTERNAL:
            raise TooLarge("The request is too large.")
        if request.path == "/webhook" and request.method == "POST":
            _check_call(request.json)

    app.register_middleware(check, "request")


def _check_call(call: object) -> None:
    """What Rasa sends: ``{"next_action", "tracker": {"sender_id", …}, "domain"}``."""
    tracker = call.get("tracker") if isinstance(call, dict) else None
    if not isinstance(tracker, dict) or not isinstance(tracker.get("sender_id"), str):
        raise InvalidInput("An action call needs a tracker with a sender_id.", fields={"tracker": "missing"})
