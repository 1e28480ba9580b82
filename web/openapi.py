"""``/api/openapi.json``: every route of the API, what it takes and what it answers. A test holds it against the routes."""

from __future__ import annotations

import json
import re
from typing import Any

from aiohttp import web

from shop import blocks

VERSION = "0.1.0"
CONVERSATION, SHOP, STAFF, NOBODY = "conversation", "shop_key", "staff_login", ""

#: (method, path): (who may, summary, fields of the JSON body: name → type)
OPERATIONS: dict[tuple[str, str], tuple[str, str, dict[str, str]]] = {
    ("POST", "/api/conversations"): (
        NOBODY,
        "Start a conversation; gives conversation_id and token",
        {"customer_token": "string", "visitor_id": "string", "page": "object", "cart": "array", "consent": "object"},
    ),
    ("POST", "/api/conversations/{conversation_id}/messages"): (
        CONVERSATION,
        "Write a message: client_id and text, or a button's payload. ?wait=1 waits for the reply; ?debug=1 for console logins",
        {"client_id": "string", "text": "string", "payload": "string", "values": "object"},
    ),
    ("GET", "/api/conversations/{conversation_id}/messages"): (
        CONVERSATION,
        "Messages after ?after=SEQ, owner and last_seq",
        {},
    ),
    ("DELETE", "/api/conversations/{conversation_id}/waiting"): (
        CONVERSATION,
        "Back to the assistant while nobody from the shop has come yet; gives the owner",
        {},
    ),
    ("PUT", "/api/conversations/{conversation_id}/customer"): (
        CONVERSATION,
        "The customer signed in at the shop",
        {"customer_token": "string"},
    ),
    ("PUT", "/api/conversations/{conversation_id}/page"): (
        CONVERSATION,
        "The page the customer is on",
        {"url": "string", "title": "string", "product_id": "string", "category": "string"},
    ),
    ("PUT", "/api/conversations/{conversation_id}/cart"): (
        CONVERSATION,
        "What is in the cart: sku and quantity",
        {"lines": "array"},
    ),
    ("PUT", "/api/conversations/{conversation_id}/consent"): (
        CONVERSATION,
        "What the customer agrees to; what is not named stays as it is",
        {"profile": "boolean", "marketing": "boolean"},
    ),
    ("GET", "/api/conversations/{conversation_id}/me"): (
        CONVERSATION,
        "What is kept of the customer who signed in here, else of this visitor: rows by table",
        {},
    ),
    ("DELETE", "/api/conversations/{conversation_id}/me"): (
        CONVERSATION,
        "Erase the customer who signed in here, else this visitor; the conversation is gone afterwards",
        {},
    ),
    ("POST", "/api/events"): (
        f"{CONVERSATION}|{SHOP}",
        "One event, or many under events; purchases, returns and reviews by API key only (dismiss: not interested)",
        {"events": "array", "visitor_consent": "boolean"},
    ),
    ("POST", "/api/reviews"): (
        f"{CONVERSATION}|{SHOP}",
        "A review of a product; gives it with its state: received, being_checked or published",
        {
            "product_id": "string",
            "text": "string",
            "stars": "integer",
            "title": "string",
            "review_id": "string",
            "customer_id": "string",
            "at": "string",
        },
    ),
    ("GET", "/api/products/{id}/reviews/summary"): (
        f"{CONVERSATION}|{SHOP}",
        "What people say of a product by aspect, with counts and quotes, from the reviews that count",
        {},
    ),
    ("GET", "/api/console/reviews"): (STAFF, "Reviews held back, with the reasons: ?show=held|replaced|differ, ?limit", {}),
    ("POST", "/api/console/reviews/{review_id}/release"): (STAFF, "Let a review count that was held back", {}),
    ("GET", "/api/customers/{id}/profile"): (f"{SHOP}|{STAFF}", "All that is known of a customer, with its sources", {}),
    ("DELETE", "/api/customers/{id}/profile/moves/{cause_id}"): (
        f"{SHOP}|{STAFF}",
        "What this review moved counts no more; gives undone",
        {},
    ),
    ("DELETE", "/api/customers/{id}/profile/facts/{fact_id}"): (
        f"{SHOP}|{STAFF}",
        "Forget one thing the customer said of themselves; gives removed",
        {},
    ),
    ("GET", "/api/customers/{id}/outlook"): (
        f"{SHOP}|{STAFF}",
        "Groups of a customer, chances to come back, worth, and intention by category",
        {},
    ),
    ("GET", "/api/staff/customers"): (STAFF, "Find customers by id, name or e-mail: ?q, ?limit; the latest without q", {}),
    ("GET", "/api/conversations/{conversation_id}/profile"): (CONVERSATION, "The same for the customer who signed in", {}),
    ("DELETE", "/api/conversations/{conversation_id}/profile/moves/{cause_id}"): (
        CONVERSATION,
        "The same for the customer who signed in",
        {},
    ),
    ("GET", "/api/customers/{id}/recommendations"): (SHOP, "Products for a customer, each with its reason", {}),
    ("GET", "/api/conversations/{conversation_id}/recommendations"): (
        CONVERSATION,
        "Products for whoever is chatting, to show on the page; ?like= or ?with= a product id, ?limit=",
        {},
    ),
    ("GET", "/api/products/{id}/similar"): (SHOP, "Products like this one, the most like it first", {}),
    ("GET", "/api/products/{id}/goes-with"): (SHOP, "Other kinds of things that those who like it turn to", {}),
    ("GET", "/api/customers/{id}/offers"): (SHOP, "Promotions a customer may use, the best first", {}),
    ("POST", "/api/quotes"): (
        SHOP,
        "Price a cart (lines of sku and quantity) with codes; needs an Idempotency-Key",
        {"customer_id": "string", "lines": "array", "codes": "array"},
    ),
    ("POST", "/api/redemptions"): (
        SHOP,
        "Use a quote's promotions for an order; priced anew; needs an Idempotency-Key",
        {"quote_id": "string", "order_id": "string"},
    ),
    ("DELETE", "/api/redemptions/{id}"): (SHOP, "Give the uses of an order back, once", {}),
    ("GET", "/api/insights/{name}"): (
        f"{STAFF}|{SHOP}",
        "How the shop is doing: active, daily, funnel, paths, patterns, rates, aspects, trending or worsening, ?from and ?to",
        {},
    ),
    ("GET", "/api/models/{model}"): (STAFF, "How the recommender came into use, and the last check of drift", {}),
    ("GET", "/api/audiences"): (f"{STAFF}|{SHOP}", "Groups of customers by name, with how many are in each", {}),
    ("GET", "/api/audiences/{id}"): (f"{STAFF}|{SHOP}", "One audience: how its members were chosen, and how many", {}),
    ("GET", "/api/audiences/{id}/members"): (
        f"{STAFF}|{SHOP}",
        "Customer ids of an audience: ?after=, ?limit=; items, next",
        {},
    ),
    ("GET", "/api/staff/conversations"): (STAFF, "Who waits for a person, who is being answered, and the latest", {}),
    ("GET", "/api/staff/conversations/{conversation_id}"): (STAFF, "One conversation with notes, customer and orders", {}),
    ("POST", "/api/staff/conversations/{conversation_id}/take"): (STAFF, "Take the conversation over", {}),
    ("POST", "/api/staff/conversations/{conversation_id}/messages"): (
        STAFF,
        "Reply (visibility all) or note (visibility staff)",
        {"client_id": "string", "text": "string", "visibility": "string"},
    ),
    ("POST", "/api/staff/conversations/{conversation_id}/handback"): (STAFF, "Give it back to the assistant", {}),
    ("GET", "/api/console/changes"): (STAFF, "What is not live yet", {}),
    ("POST", "/api/console/revert"): (STAFF, "Make a draft what is live again", {"kind": "string", "key": "string"}),
    ("POST", "/api/console/publish"): (STAFF, "Publish all changes; gives a job", {}),
    ("GET", "/api/console/publications"): (STAFF, "What was published, and when", {}),
    ("GET", "/api/console/jobs/{job_id}"): (STAFF, "How far a job is", {}),
    ("GET", "/api/console/inbox"): (STAFF, "What was not understood, with counts: ?limit, ?days, ?order=recent|often", {}),
    ("POST", "/api/console/try"): (STAFF, "Ask the draft; gives replies, or the job that prepares it", {"text": "string"}),
    ("GET", "/api/openapi.json"): (NOBODY, "This description", {}),
}
for _name, _what in (
    ("products", "product"), ("customers", "customer"), ("orders", "order"), ("promotions", "promotion"), ("faqs", "faq"),
):  # fmt: skip
    _many, _one = f"/api/{_name}", f"/api/{_name}/{{id}}"
    OPERATIONS[("GET", _many)] = (SHOP, f"List {_name}: ?after=, ?limit=; gives items and next", {})
    OPERATIONS[("POST", _many)] = (SHOP, f"Store one {_what}, or up to 500 under items", {"items": "array"})
    OPERATIONS[("GET", _one)] = (SHOP, f"One {_what}", {})
    OPERATIONS[("PUT", _one)] = (SHOP, f"Store one {_what}; a repeated content changes nothing", {f"{_what}_id": "string"})
OPERATIONS[("GET", "/api/customers/{id}")] = (SHOP, "Export: one customer and, under kept, every row by table", {})
OPERATIONS[("DELETE", "/api/customers/{id}")] = (
    SHOP,
    "Erase one customer; orders and ledgers keep their sums and name nobody. 404 when nothing is kept (any more)",
    {},
)
OPERATIONS[("DELETE", "/api/faqs/{id}")] = (SHOP, "Remove one faq; it answers nobody from now on", {})
for _name in ("intents", "answers", "promotions", "aspects"):
    _many, _one = f"/api/console/{_name}", f"/api/console/{_name}/{{key}}"
    OPERATIONS[("GET", _many)] = (STAFF, f"Draft and live {_name}", {})
    OPERATIONS[("GET", _one)] = (STAFF, f"One of the {_name}", {})
    OPERATIONS[("PUT", _one)] = (STAFF, f"Change the draft of one of the {_name}", {"label": "string"})
    OPERATIONS[("DELETE", _one)] = (STAFF, f"Delete one of the {_name} in the draft", {})

_ERROR = {
    "type": "object",
    "required": ["error"],
    "properties": {
        "error": {
            "type": "object",
            "required": ["code", "message", "fields"],
            "properties": {"code": {"type": "string"}, "message": {"type": "string"}, "fields": {"type": "object"}},
        }
    },
}
_MESSAGE = {
    "type": "object",
    "required": ["seq", "client_id", "author", "author_name", "at", "text", "blocks"],
    "properties": {
        "seq": {"type": "integer"},
        "client_id": {"type": ["string", "null"]},
        "author": {"enum": ["customer", "bot", "agent", "system"]},
        "author_name": {"type": "string"},
        "at": {"type": "string", "format": "date-time"},
        "text": {"type": "string"},
        "blocks": {"type": "array", "items": {"type": "object"}},
        "in_reply_to": {"type": ["integer", "null"]},
    },
}
_SOURCED = {"type": "object", "properties": {"source": {"type": "string"}}}


def _object(**properties: Any) -> dict[str, Any]:
    return {"type": "object", "properties": properties}


_TEXT, _NUMBER, _TIME = {"type": "string"}, {"type": "number"}, {"type": "string", "format": "date-time"}
_LIST_OF_TEXTS = {"type": "array", "items": _TEXT}
_PROFILE_PARTS: dict[str, dict[str, Any]] = {  # docs/profiles.md says what each part means
    "customer_id": _TEXT,
    "consent": _object(profile={"type": "boolean"}, marketing={"type": "boolean"}),
    "note": {**_TEXT, "description": "Why there is nothing, when there is no consent"},
    "attributes": {"type": "object", "additionalProperties": _TEXT},
    "relates": _SOURCED,
    "protected": {**_LIST_OF_TEXTS, "description": "Names of attributes and facts that the law protects"},
    "does": {"type": "object", "additionalProperties": _SOURCED},
    "interests": {"type": "array", "items": _object(name=_TEXT, facet=_TEXT, strength=_NUMBER, sources={"type": "object"})},
    "likes": {
        "type": "array",
        "items": _object(facet=_TEXT, value=_TEXT, weight=_NUMBER, sources={"type": "object"}, reviews=_LIST_OF_TEXTS),
    },
    "facts": {"type": "array", "items": {"type": "object"}},
    "dismissed": {"type": "array", "items": _object(product_id=_TEXT, at=_TIME, until=_TIME)},
    "moves": {
        "type": "array",
        "items": _object(
            at=_TIME,
            cause=_object(kind=_TEXT, id=_TEXT),
            facet=_TEXT,
            value=_TEXT,
            delta=_NUMBER,
            now=_NUMBER,
            undone_at={"type": ["string", "null"], "format": "date-time"},
        ),
    },
    "sources": {"type": "object"},
    "profile": {"type": ["object", "null"]},
    "recent": _LIST_OF_TEXTS,
    "products": {"type": "object", "description": "Names of the products above, by id"},
}
_PROFILE = {**_object(**_PROFILE_PARTS), "required": list(_PROFILE_PARTS)}
_ASPECT = {  # docs/sentiment.md
    "aspect": _TEXT,
    "positive": {"type": "integer"},
    "negative": {"type": "integer"},
    "neutral": {"type": "integer"},
    "mean": {**_NUMBER, "description": "-1 to 1"},
    "quotes": {"type": "array", "items": _object(text=_TEXT, review_id=_TEXT, stars={"type": ["integer", "null"]})},
}
_SUMMARY = {
    **_object(product_id=_TEXT, aspects={"type": "array", "items": {**_object(**_ASPECT), "required": list(_ASPECT)}}),
    "required": ["product_id", "aspects"],
}
#: What answers with a schema of its own.
_ANSWERS = {
    ("GET", "/api/customers/{id}/profile"): "Profile",
    ("GET", "/api/conversations/{conversation_id}/profile"): "Profile",
    ("GET", "/api/products/{id}/reviews/summary"): "ReviewsSummary",
}
_SECURITY = {
    CONVERSATION: {"type": "http", "scheme": "bearer", "description": "The token of one conversation"},
    SHOP: {"type": "http", "scheme": "bearer", "description": "The shop's API key"},
    STAFF: {"type": "apiKey", "in": "cookie", "name": "shoptalk_login", "description": "Changes also need X-CSRF-Token"},
}


def describe(method: str, path: str) -> dict[str, Any]:
    who, summary, fields = OPERATIONS[(method, path)]
    refused = {"description": "Refused", "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}}}
    answer = {"schema": {"$ref": f"#/components/schemas/{_ANSWERS[method, path]}"}} if (method, path) in _ANSWERS else {}
    found: dict[str, Any] = {
        "summary": summary,
        "security": [{name: []} for name in who.split("|") if name],
        "parameters": [
            {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}
            for name in re.findall(r"{(\w+)}", path)
        ],
        "responses": {"2XX": {"description": "Done", "content": {"application/json": answer}}, "4XX": refused, "5XX": refused},
    }
    if who == SHOP and method in ("POST", "PUT", "DELETE"):
        key = {"name": "Idempotency-Key", "in": "header", "required": False, "schema": {"type": "string", "maxLength": 200}}
        found["parameters"].append(key)
    if fields:
        properties = {name: {"type": kind} for name, kind in fields.items()}
        found["requestBody"] = {"content": {"application/json": {"schema": {"type": "object", "properties": properties}}}}
    return found


def document() -> dict[str, Any]:
    """OpenAPI 3.1."""
    paths: dict[str, dict[str, Any]] = {}
    for method, path in sorted(OPERATIONS, key=lambda one: (one[1], one[0])):
        paths.setdefault(path, {})[method.lower()] = describe(method, path)
    return {
        "openapi": "3.1.0",
        "info": {"title": "Shoptalk", "version": VERSION},
        "paths": paths,
        "components": {
            "schemas": {
                "Error": _ERROR,
                "Message": _MESSAGE,
                "Profile": _PROFILE,
                "ReviewsSummary": _SUMMARY,
                "Blocks": blocks.schema(),
            },
            "securitySchemes": _SECURITY,
        },
    }


async def openapi(request: web.Request) -> web.Response:
    return web.Response(text=json.dumps(document()), content_type="application/json")


def routes() -> list[web.RouteDef]:
    return [web.get("/api/openapi.json", openapi)]
