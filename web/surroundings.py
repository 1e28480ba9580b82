"""What a customer's page tells of itself: the page, the cart, the consent. Checked and cut to what we keep."""

from __future__ import annotations

import re
import secrets
from datetime import datetime
from typing import Any

from shop.customers import Consent
from shop.errors import InvalidInput
from web.bodies import clean

MOST_CART_LINES = 100
_VISITOR = re.compile(r"^[A-Za-z0-9_-]{8,64}$")
_PAGE = {"url": 1000, "title": 200, "product_id": 200, "category": 200}


def page_of_body(given: object) -> dict[str, str]:
    """``{"url", "title", "product_id", "category"}``, all optional. The URL must be http or https. Raises InvalidInput."""
    if not isinstance(given, dict):
        raise InvalidInput("page must be an object.", fields={"page": "not an object"})
    page: dict[str, str] = {}
    for name, longest in _PAGE.items():
        value = given.get(name)
        if value is None:
            continue
        if not isinstance(value, str):
            raise InvalidInput(f"page.{name} must be text.", fields={f"page.{name}": "not text"})
        page[name] = clean(value)[:longest]
    if "url" in page and not re.match(r"^https?://", page["url"], re.IGNORECASE):
        raise InvalidInput("page.url must start with http:// or https://.", fields={"page.url": "not a web address"})
    return page


def cart_of_body(given: object) -> list[dict[str, Any]]:
    """``[{"sku", "quantity"}]``; a price the caller may have added is not kept. Raises InvalidInput."""
    if not isinstance(given, list) or len(given) > MOST_CART_LINES:
        raise InvalidInput(f"cart must be a list of at most {MOST_CART_LINES} lines.", fields={"cart": "not a list of lines"})
    lines: list[dict[str, Any]] = []
    for number, line in enumerate(given):
        sku, quantity = (line.get("sku"), line.get("quantity", 1)) if isinstance(line, dict) else (None, None)
        if not isinstance(sku, str) or not 1 <= len(sku) <= 200:
            raise InvalidInput("Each cart line needs a sku.", fields={f"cart.{number}.sku": "missing"})
        if not isinstance(quantity, int) or isinstance(quantity, bool) or not 1 <= quantity <= 9999:
            raise InvalidInput("quantity must be from 1 to 9999.", fields={f"cart.{number}.quantity": "not in range"})
        lines.append({"sku": clean(sku), "quantity": quantity})
    return lines


def consent_of_body(given: object, now: datetime, before: Consent | None = None, source: str = "widget") -> Consent:
    """``{"profile": bool, "marketing": bool}``; what is missing stays as ``before``, else is no. Raises InvalidInput."""
    if not isinstance(given, dict) or any(not isinstance(given.get(n, False), bool) for n in ("profile", "marketing")):
        raise InvalidInput("consent holds profile and marketing, each true or false.", fields={"consent": "not true or false"})
    before = before or Consent()
    return Consent(given.get("profile", before.profile), given.get("marketing", before.marketing), now, source)


def consent_view(consent: Consent) -> dict[str, Any]:
    """Consent as it lies in a conversation."""
    at = consent.at.isoformat() if consent.at else None
    return {"profile": consent.profile, "marketing": consent.marketing, "at": at, "source": consent.source}


def visitor_of_body(given: object) -> str:
    """The browser's own random id, or a fresh one. Raises InvalidInput."""
    if given is None:
        return "v_" + secrets.token_urlsafe(16)
    if not isinstance(given, str) or not _VISITOR.match(given):
        raise InvalidInput("visitor_id must be 8 to 64 letters, digits, - or _.", fields={"visitor_id": "not an id"})
    return given
