"""Reading what a caller sent: size first, then bytes, then JSON, then fields. Each refusal says what and where."""

from __future__ import annotations

import json
import math
from typing import Any

from aiohttp import web

from shop.errors import InvalidInput, TooLarge
from web.errors import BadRequest

CUSTOMER_BODY = 1_000_000  # bytes; larger than any text we take, so that a long text is told its own limit
SHOP_BODY = 8_000_000  # bytes; a page of products


async def read_bytes(request: web.Request, limit: int) -> bytes:
    """The body, at most ``limit`` bytes. Raises TooLarge without reading on."""
    too_large = TooLarge(f"The request body may have {limit:,} bytes at most.", code="body_too_large")
    if request.content_length is not None and request.content_length > limit:
        raise too_large
    if request.headers.get("Content-Encoding", "identity").lower() != "identity":  # a small body may unpack to a huge one
        raise BadRequest("Send the body uncompressed.", code="compressed_body")
    body = bytearray()
    try:
        async for chunk in request.content.iter_chunked(65536):
            body += chunk
            if len(body) > limit:
                raise too_large
    except web.RequestPayloadError as error:
        raise BadRequest("The body ended before it was complete.", code="incomplete_body") from error
    return bytes(body)


def parse_json(body: bytes) -> Any:
    """UTF-8 JSON without lone surrogates, NaN or infinities (1e999 is one too). Raises BadRequest (400)."""
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise BadRequest("The body is not valid UTF-8.", code="invalid_utf8") from error
    try:
        value = json.loads(text, parse_constant=_refuse_constant, parse_float=_finite)
        if "\\u" in text:
            json.dumps(value, ensure_ascii=False).encode("utf-8")
    except RecursionError as error:
        raise BadRequest("The body is nested too deeply.", code="invalid_json") from error
    except UnicodeEncodeError as error:
        raise BadRequest("The body holds half a character (a lone surrogate).", code="invalid_unicode") from error
    except ValueError as error:
        raise BadRequest("The body is not valid JSON.", code="invalid_json") from error
    return value


def _finite(given: str) -> float:
    value = float(given)
    if not math.isfinite(value):
        raise ValueError(given)
    return value


def _refuse_constant(name: str) -> float:
    raise ValueError(name)


async def read_object(request: web.Request, limit: int = CUSTOMER_BODY) -> dict[str, Any]:
    """The body as a JSON object; an empty body is ``{}``."""
    body = await read_bytes(request, limit)
    value = parse_json(body) if body.strip() else {}
    if not isinstance(value, dict):
        raise BadRequest("The body must be a JSON object.", code="not_an_object")
    return value


def optional_text(body: dict[str, Any], name: str, *, longest: int = 200) -> str | None:
    """A string field or None. Control characters other than line break and tab are taken out."""
    value = body.get(name)
    if value is None:
        return None
    if not isinstance(value, str):
        raise InvalidInput(f"{name} must be text.", fields={name: "not text"})
    if len(value) > longest:
        raise TooLarge(
            f"{name} may have {longest:,} characters at most; this one has {len(value):,}.", fields={name: "too long"}
        )
    return clean(value)


def needed_text(body: dict[str, Any], name: str, *, longest: int = 200) -> str:
    value = optional_text(body, name, longest=longest)
    if not value or not value.strip():
        raise InvalidInput(f"{name} is missing.", fields={name: "missing"})
    return value


def clean(text: str) -> str:
    """Databases refuse NUL, terminals obey escapes: neither belongs into a message."""
    return "".join(c for c in text if c in "\n\t" or (ord(c) >= 32 and ord(c) != 127))


def page_of(request: web.Request, *, most: int = 200, default: int = 50) -> tuple[str | None, int]:
    """``?after=&limit=`` of a list. Raises InvalidInput for a limit that is no number from 1 to ``most``."""
    given = request.query.get("limit", str(default))
    if not given.isascii() or not given.isdigit() or not 1 <= int(given) <= most:
        raise InvalidInput(f"limit must be a number from 1 to {most}.", fields={"limit": "not in range"})
    return request.query.get("after") or None, int(given)


def number_of(request: web.Request, name: str, default: int = 0) -> int:
    """A whole number from 0 to 2^53 in the query."""
    given = request.query.get(name, str(default))
    if not given.isascii() or not given.isdigit() or len(given) > 15:
        raise InvalidInput(f"{name} must be a whole number.", fields={name: "not a number"})
    return int(given)
