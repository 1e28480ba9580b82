"""Events and reviews, from a customer's browser (the conversation's token) or from the shop's server (an API key)."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from aiohttp import web

from shop.conversations import Conversation
from shop.errors import Forbidden, InvalidInput, NotFound, TooLarge, Unauthorized
from shop.events import SHOP_ONLY_EVENT_TYPES, Event
from shop.orders import Review
from shop.review_checks import BEING_CHECKED, PUBLISHED, RECEIVED
from web.api_keys import PREFIX, bearer, check_shop_key
from web.bodies import SHOP_BODY, clean, optional_text, read_object
from web.keys import LIMITS, SETTINGS, STORAGE
from web.shop_json import dump
from web.threads import in_thread, utc_now
from web.tokens import conversation_of_token

MOST_EVENTS = 500
MOST_EVENTS_OF_A_PAGE = 50
LONGEST_REVIEW = 5000
#: What the author reads of a review's state; why it is looked at is for staff alone.
STATES = {
    RECEIVED: "Received, being checked.",
    BEING_CHECKED: "Received. Our staff look at it before it is shown.",
    PUBLISHED: "It is published.",
}
_EVENT_TEXTS = ("event_id", "type", "sku", "product_id", "query", "device", "channel", "customer_id", "visitor_id")


@dataclass(frozen=True)
class Caller:
    """``conversation`` None: the shop's own server."""

    conversation: Conversation | None


async def caller_of(request: web.Request) -> Caller:
    """Raises Unauthorized unless an API key or a conversation's token is given."""
    if bearer(request).startswith(PREFIX):
        await check_shop_key(request)
        return Caller(None)
    try:
        conversation_id = conversation_of_token(request.app[SETTINGS], bearer(request))
    except Unauthorized as error:
        raise Unauthorized("This needs a conversation's token or the shop's API key.", code="bad_token") from error
    found = await in_thread(request.app[STORAGE].conversations.get, conversation_id)
    if found is None:
        raise NotFound("This conversation no longer exists.")
    return Caller(found)


async def post_events(request: web.Request) -> web.Response:
    """POST /api/events: one event or ``{"events": […]}`` → 202 ``{received, added}``.

    ``added`` counts what is new and kept: a repeated event_id, and a person without consent, leave no trace.
    """
    caller, app = await caller_of(request), request.app
    body = await read_object(request, SHOP_BODY if caller.conversation is None else 200_000)
    given = body.get("events", [body])
    most = MOST_EVENTS if caller.conversation is None else MOST_EVENTS_OF_A_PAGE
    if not isinstance(given, list) or not 1 <= len(given) <= most:
        raise InvalidInput(f"events must be a list of 1 to {most}.", fields={"events": "not a list"})
    now = utc_now()
    if caller.conversation is not None:
        await app[LIMITS].take("events", caller.conversation.conversation_id, len(given))
    events = [event_of(item, caller, now) for item in given]
    if caller.conversation is not None:
        store = partial(app[STORAGE].events.add, events, conversation_id=caller.conversation.conversation_id)
    else:
        store = partial(app[STORAGE].events.add, events, visitor_consent=body.get("visitor_consent") is True)
    added = await in_thread(store)
    return web.json_response({"received": len(events), "added": added}, status=202)


def event_of(given: object, caller: Caller, now: datetime) -> Event:
    """One event. A customer's own token speaks only for itself, and not of purchases, returns and reviews (Forbidden)."""
    if not isinstance(given, Mapping):
        raise InvalidInput("An event must be a JSON object.", fields={"events": "not an object"})
    texts = {name: optional_text(dict(given), name) for name in _EVENT_TEXTS}
    about = caller.conversation
    if about is not None:
        if texts["type"] in SHOP_ONLY_EVENT_TYPES:
            raise Forbidden(f"Only the shop's server may post {texts['type']} events.", code="forbidden_event")
        texts["customer_id"], texts["visitor_id"] = about.customer_id, about.visitor_id
        if texts["event_id"]:  # another customer's ids cannot be used up
            texts["event_id"] = f"{about.conversation_id}:{texts['event_id']}"
    elif not texts["event_id"]:
        raise InvalidInput("An event needs an event_id.", fields={"event_id": "missing"})
    if not texts["type"]:
        raise InvalidInput("An event needs a type.", fields={"type": "missing"})
    latest = now if about is not None else now + timedelta(minutes=5)
    return Event(
        event_id=texts["event_id"] or "e_" + secrets.token_urlsafe(16),
        type=texts["type"],
        at=_time(given.get("at"), now, latest),
        customer_id=texts["customer_id"],
        visitor_id=texts["visitor_id"],
        sku=texts["sku"],
        product_id=texts["product_id"],
        query=texts["query"],
        value=_value(given.get("value", given.get("dwell_seconds"))),
        device=texts["device"],
        channel=texts["channel"],
    )


def _time(given: object, now: datetime, latest: datetime) -> datetime:
    if given is None:
        return now
    try:
        at = datetime.fromisoformat(str(given))
    except ValueError as error:
        raise InvalidInput("at must be a time such as 2026-05-01T12:00:00Z.", fields={"at": "not a time"}) from error
    if at.tzinfo is None:
        raise InvalidInput("at needs a time zone.", fields={"at": "no time zone"})
    return min(at, latest)


def _value(given: object) -> float | None:
    if given is None:
        return None
    if not isinstance(given, int | float) or isinstance(given, bool) or abs(given) > 1e12:
        raise InvalidInput("value must be a number.", fields={"value": "not a number"})
    return float(given)


async def post_review(request: web.Request) -> web.Response:
    """POST /api/reviews ``{product_id, text, stars?, title?, review_id?, customer_id?}`` → 201 with the review and its state.

    ``state``: received (it is being checked), being_checked (staff look at it before it counts) or published; ``message`` says
    so in words. A repeated review_id returns the first one, with its state now. With a conversation's token the customer is
    the conversation's; ``customer_id`` and ``at`` are the shop's to give.
    """
    caller, storage, now = await caller_of(request), request.app[STORAGE], utc_now()
    body = await read_object(request, 200_000)
    review = review_of(body, caller, now)
    if caller.conversation is not None:
        await request.app[LIMITS].take("review", caller.conversation.conversation_id)
    if await in_thread(storage.products.get, review.product_id) is None:
        raise InvalidInput("There is no product with this id.", code="unknown_product", fields={"product_id": "unknown"})
    written_in = caller.conversation.conversation_id if caller.conversation is not None else None
    stored = await in_thread(partial(storage.reviews.add, review, conversation_id=written_in))
    state = await in_thread(storage.review_checks.state_of, stored.review_id)
    return web.json_response({**dump(stored), "state": state, "message": STATES[state]}, status=201)


def review_of(body: dict[str, Any], caller: Caller, now: datetime) -> Review:
    text = body.get("text")
    if not isinstance(text, str) or not text.strip():
        raise InvalidInput("A review needs a text.", fields={"text": "missing"})
    if len(text) > LONGEST_REVIEW:
        raise TooLarge(
            f"A review may have {LONGEST_REVIEW:,} characters at most.", code="text_too_long", fields={"text": "too long"}
        )
    stars = body.get("stars")
    if stars is not None and (not isinstance(stars, int) or isinstance(stars, bool) or not 1 <= stars <= 5):
        raise InvalidInput("stars must be from 1 to 5.", fields={"stars": "not in range"})
    product_id = optional_text(body, "product_id")
    if not product_id:
        raise InvalidInput("A review needs a product_id.", fields={"product_id": "missing"})
    given_id, about = optional_text(body, "review_id"), caller.conversation
    if given_id and about is not None:
        given_id = f"{about.conversation_id}:{given_id}"
    return Review(
        review_id=given_id or "r_" + secrets.token_urlsafe(16),
        product_id=product_id,
        text=clean(text).strip(),
        at=now if about is not None else _time(body.get("at"), now, now),
        customer_id=about.customer_id if about is not None else optional_text(body, "customer_id"),
        title=optional_text(body, "title") or "",
        stars=stars,
    )


def routes() -> list[web.RouteDef]:
    return [web.post("/api/events", post_events), web.post("/api/reviews", post_review)]
