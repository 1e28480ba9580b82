"""Quotes and redemptions for the shop's own server, by API key. Prices come from the catalogue, never from the caller.

``POST /api/quotes`` prices a cart; ``POST /api/redemptions`` uses a quote's promotions for an order; ``DELETE
/api/redemptions/{id}`` gives them back. Both POSTs need an ``Idempotency-Key``.
"""

from __future__ import annotations

import functools
import secrets
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

from aiohttp import web

from shop.errors import Conflict, InvalidInput, NotFound
from shop.money import money
from shop.pricing import MAX_QUANTITY
from shop.promotions import Applied, Quote, Redemption
from storage import Storage
from storage.quoting import quote_cart
from web.api_keys import shop_key_required
from web.bodies import needed_text, optional_text, parse_json
from web.errors import BadRequest, error_body
from web.idempotency import Answer, idempotent
from web.keys import SETTINGS, STORAGE
from web.threads import in_thread, utc_now

MAX_LINES = 200
MAX_CODES = 20
MAX_CODE = 64  # characters


async def post_quote(request: web.Request, body: bytes) -> Answer:
    """``{customer_id?, lines: [{sku, quantity}], codes?}`` → 201 and the quote."""
    given = _object(body)
    customer_id, lines, codes = optional_text(given, "customer_id") or None, _lines(given), _codes(given)
    storage, currency, now = request.app[STORAGE], request.app[SETTINGS].currency, utc_now()

    def make() -> Quote:
        quote = quote_cart(
            storage, lines, codes=codes, customer_id=customer_id, now=now, quote_id=_quote_id(), currency=currency
        )
        storage.promotions.save_quote(quote)
        return quote

    return 201, quote_json(await in_thread(make))


async def post_redemption(request: web.Request, body: bytes) -> Answer:
    """``{quote_id, order_id}`` → 201 and the redemption; the same order again gives the first one with 200.

    The quote is priced anew. 409: ``quote_expired``; ``quote_changed``, with the new ``quote``, when it would cost more now;
    ``quote_used``, ``order_redeemed``, and what the engine refuses (``limit_reached``, ``customer_limit_reached``).
    A total that fell is the customer's gain: the redemption says what is owed.
    """
    given = _object(body)
    quote_id, order_id = needed_text(given, "quote_id"), needed_text(given, "order_id")
    return await in_thread(_redeem, request.app[STORAGE], quote_id, order_id, utc_now(), request.app[SETTINGS].currency)


async def delete_redemption(request: web.Request, body: bytes) -> Answer:
    """The whole order fell through: uses go back, once. Deleting again changes nothing. 404 for an unknown id."""
    cancel = request.app[STORAGE].promotions.cancel
    return 200, redemption_json(await in_thread(cancel, request.match_info["id"], utc_now()))


def _redeem(storage: Storage, quote_id: str, order_id: str, now: datetime, currency: str) -> Answer:
    quote = storage.promotions.quote(quote_id)
    if quote is None:
        raise NotFound("There is no quote with this id.", code="unknown_quote")
    first = _first(storage, quote_id, order_id)
    if first is not None:
        return 200, redemption_json(first, quote)
    if quote.expires_at is not None and now >= quote.expires_at:
        raise Conflict("This quote has expired; ask for a new one.", code="quote_expired")
    lines = [(line.sku, line.quantity) for line in quote.lines]
    try:
        fresh = quote_cart(
            storage, lines, codes=quote.codes, customer_id=quote.customer_id, now=now, quote_id=quote_id, currency=currency
        )
    except InvalidInput as error:
        raise Conflict("A product of this quote is not sold any more.", code="quote_changed", fields=error.fields) from error
    if fresh.total > quote.total or fresh.currency != quote.currency:
        first = _first(storage, quote_id, order_id)  # a request at the same moment may have used what is missing now
        if first is not None:
            return 200, redemption_json(first, quote)
        offered = replace(fresh, quote_id=_quote_id())
        storage.promotions.save_quote(offered)
        changed = Conflict("The price of this cart has changed since the quote.", code="quote_changed")
        return changed.status, error_body(changed) | {"quote": quote_json(offered)}
    fresh = replace(fresh, created_at=quote.created_at, expires_at=quote.expires_at)
    if fresh != quote:
        storage.promotions.save_quote(fresh)
    redemption = storage.promotions.redeem(fresh, order_id, now)
    if redemption.quote_id != quote_id:
        raise _other_quote()
    return 201, redemption_json(redemption, fresh)


def _first(storage: Storage, quote_id: str, order_id: str) -> Redemption | None:
    """The order's redemption, where there is one. Raises Conflict when it was made from another quote."""
    first = storage.promotions.redemption_of_order(order_id)
    if first is not None and first.quote_id != quote_id:
        raise _other_quote()
    return first


def _other_quote() -> Conflict:
    return Conflict("This order has been redeemed with another quote; delete that redemption first.", code="order_redeemed")


def quote_json(quote: Quote) -> dict[str, Any]:
    """Names no customer: the answer is kept for repeats, and an erased customer must not stay in it."""
    currency = quote.currency
    return {
        "quote_id": quote.quote_id,
        "currency": currency,
        "lines": [
            {
                "sku": line.sku,
                "quantity": line.quantity,
                "unit_price": money(line.unit_price, currency),
                "subtotal": money(line.subtotal, currency),
                "discount": money(line.discount, currency),
                "total": money(line.total, currency),
            }
            for line in quote.lines
        ],
        "subtotal": money(quote.subtotal, currency),
        "discount": money(quote.discount, currency),
        "total": money(quote.total, currency),
        "applied": [applied_json(a, currency) for a in quote.applied],
        "refused": [
            {name: getattr(r, name) for name in ("promotion_id", "code", "reason", "sentence", "remedy")} for r in quote.refused
        ],
        "created_at": _time(quote.created_at),
        "expires_at": _time(quote.expires_at),
        "trace": list(quote.trace),
    }


def redemption_json(redemption: Redemption, quote: Quote | None = None) -> dict[str, Any]:
    """Names no customer. With the quote also ``total``, what is owed for the order."""
    currency = redemption.currency
    found: dict[str, Any] = {
        "redemption_id": redemption.redemption_id,
        "order_id": redemption.order_id,
        "quote_id": redemption.quote_id,
        "currency": currency,
        "discount": money(redemption.discount, currency),
        "applied": [applied_json(a, currency) for a in redemption.applied],
        "at": _time(redemption.at),
        "cancelled_at": _time(redemption.cancelled_at),
    }
    if quote is not None:
        found["total"] = money(quote.total, currency)
    return found


def applied_json(applied: Applied, currency: str) -> dict[str, Any]:
    return {
        "promotion_id": applied.promotion_id,
        "code": applied.code,
        "name": applied.name,
        "discount": money(applied.discount, currency),
    }


def key_needed(handler: Callable[[web.Request], Awaitable[web.Response]]) -> Callable[[web.Request], Awaitable[web.Response]]:
    """422 naming the header where ``Idempotency-Key`` is missing: money does not move on a request that cannot be repeated."""

    @functools.wraps(handler)
    async def checked(request: web.Request) -> web.Response:
        if "Idempotency-Key" not in request.headers:
            raise InvalidInput(
                "This address needs an Idempotency-Key header.",
                code="idempotency_key_missing",
                fields={"Idempotency-Key": "missing"},
            )
        return await handler(request)

    return checked


def routes() -> list[web.RouteDef]:
    return [
        web.post("/api/quotes", shop_key_required(key_needed(idempotent(post_quote)))),
        web.post("/api/redemptions", shop_key_required(key_needed(idempotent(post_redemption)))),
        web.delete("/api/redemptions/{id}", shop_key_required(idempotent(delete_redemption))),
    ]


def _quote_id() -> str:
    return "qt_" + secrets.token_hex(12)


def _time(at: datetime | None) -> str | None:
    return at.isoformat() if at is not None else None


def _object(body: bytes) -> dict[str, Any]:
    given = parse_json(body)
    if not isinstance(given, dict):
        raise BadRequest("The body must be a JSON object.", code="not_an_object")
    return given


def _lines(given: dict[str, Any]) -> list[tuple[str, int]]:
    lines = given.get("lines")
    if not isinstance(lines, list) or not 1 <= len(lines) <= MAX_LINES:
        raise InvalidInput(f"lines must be a list of 1 to {MAX_LINES}.", fields={"lines": "not a list, empty or too long"})
    found: list[tuple[str, int]] = []
    wrong: dict[str, str] = {}
    for number, line in enumerate(lines):
        if not isinstance(line, dict):
            wrong[f"lines.{number}"] = "not an object"
            continue
        sku, quantity = line.get("sku"), line.get("quantity")
        if not isinstance(sku, str) or not 1 <= len(sku) <= 200:
            wrong[f"lines.{number}.sku"] = "missing"
        elif isinstance(quantity, bool) or not isinstance(quantity, int) or not 1 <= quantity <= MAX_QUANTITY:
            wrong[f"lines.{number}.quantity"] = f"a whole number from 1 to {MAX_QUANTITY}"
        else:
            found.append((sku, quantity))
    if wrong:
        raise InvalidInput("A line of this cart cannot be taken.", fields=wrong)
    return found


def _codes(given: dict[str, Any]) -> list[str]:
    codes = given.get("codes") or []
    if not isinstance(codes, list) or len(codes) > MAX_CODES:
        raise InvalidInput(f"codes must be a list of {MAX_CODES} at most.", fields={"codes": "not a list, or too long"})
    wrong = {f"codes.{n}": "not text, or too long" for n, c in enumerate(codes) if not isinstance(c, str) or len(c) > MAX_CODE}
    if wrong:
        raise InvalidInput("A code cannot be taken.", fields=wrong)
    return list(codes)
