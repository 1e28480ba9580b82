"""The error tree. Each error has a stable ``code``; the gateway turns it into HTTP in one place.

ShopError
├── InvalidInput        422  the caller sent something we do not accept (``fields`` says what and why)
├── NotFound            404
├── Forbidden           403
├── Unauthorized        401
├── Conflict            409  the same thing is in flight, or the state has moved on
├── TooLarge            413
├── TooMany             429  rate limit
├── Unavailable         503  a part we need does not answer
└── Corrupt             500  a file we made does not match its manifest
"""

from __future__ import annotations

from collections.abc import Mapping


class ShopError(Exception):
    """Base of all errors we raise on purpose. ``str(error)`` is a sentence for people, never an exception's text."""

    code = "error"
    status = 500

    def __init__(self, message: str, *, code: str | None = None, fields: Mapping[str, str] | None = None):
        super().__init__(message)
        self.message = message
        if code is not None:
            self.code = code
        self.fields: dict[str, str] = dict(fields or {})


class InvalidInput(ShopError):
    code = "invalid_input"
    status = 422


class NotFound(ShopError):
    code = "not_found"
    status = 404


class Forbidden(ShopError):
    code = "forbidden"
    status = 403


class Unauthorized(ShopError):
    code = "unauthorized"
    status = 401


class Conflict(ShopError):
    code = "conflict"
    status = 409


class TooLarge(ShopError):
    code = "too_large"
    status = 413


class TooMany(ShopError):
    code = "too_many_requests"
    status = 429


class Unavailable(ShopError):
    code = "unavailable"
    status = 503


class Corrupt(ShopError):
    code = "corrupt"
    status = 500
