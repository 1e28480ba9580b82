"""What people say of a product by aspect, for the shop's page; for staff the reviews that were held back, to release them."""

from __future__ import annotations

from functools import partial
from typing import Any

from aiohttp import web

from shop.errors import InvalidInput, NotFound
from shop.review_checks import HOLDING, MARKS
from shop.said import AspectSaid
from storage import Storage
from storage.review_checks import Flagged
from web.console.api import whole
from web.happenings_api import caller_of
from web.keys import STORAGE
from web.shop_json import dump
from web.staff_login import require_role
from web.threads import in_thread, utc_now

LISTED, MOST_LISTED = 50, 200


def aspect_json(said: AspectSaid) -> dict[str, Any]:
    """``{aspect, positive, negative, neutral, mean, quotes: [{text, review_id, stars}]}``."""
    return dump(said)


async def get_summary(request: web.Request) -> web.Response:
    """GET /api/products/{id}/reviews/summary → ``{product_id, aspects}``, the aspect most spoken of first; of the reviews that
    count alone. Raises NotFound for an unknown product."""
    await caller_of(request)
    storage, product_id = request.app[STORAGE], request.match_info["id"]
    if await in_thread(storage.products.get, product_id) is None:
        raise NotFound("There is no product with this id.", code="unknown_product")
    said = await in_thread(storage.review_summaries.of_product, product_id)
    return web.json_response({"product_id": product_id, "aspects": [aspect_json(one) for one in said]})


def flagged_json(found: Flagged, product_name: str) -> dict[str, Any]:
    """``reasons``: each with its name, what it means in words, and a detail ("" where there is none)."""
    told = {**HOLDING, **MARKS}
    review = found.review
    return {
        "review_id": review.review_id,
        "product_id": review.product_id,
        "product_name": product_name,
        "title": review.title,
        "text": review.text,
        "stars": review.stars,
        "at": review.at.isoformat(),
        "held": found.held,
        "reasons": [
            {"reason": reason, "text": told[reason], "detail": detail, "holds": reason in HOLDING}
            for reason, detail in sorted(found.flags.items())
            if reason in told
        ],
        "released_at": found.released_at.isoformat() if found.released_at else None,
        "released_by": found.released_by,
    }


async def get_flagged(request: web.Request) -> web.Response:
    """GET /api/console/reviews?show=held|replaced|differ&limit=50 → ``{items}``, the newest first.

    ``replaced``: held only because the same author reviewed the product again; ``differ``: those that count although stars and
    words say opposite things.
    """
    await require_role(request, "agent", "marketer")
    show, limit = request.query.get("show", "held"), whole(request, "limit", LISTED, MOST_LISTED)
    if show not in ("held", "replaced", "differ"):
        raise InvalidInput("show is held, replaced or differ.", fields={"show": "unknown"})

    def listed(storage: Storage) -> list[dict[str, Any]]:
        found = storage.review_checks.flagged(
            limit, held=show != "differ", replaced=show == "replaced" if show != "differ" else None
        )
        names = {p.product_id: p.name for p in storage.products.get_many(sorted({f.review.product_id for f in found}))}
        return [flagged_json(one, names.get(one.review.product_id, "")) for one in found]

    return web.json_response({"items": await in_thread(listed, request.app[STORAGE])})


async def release(request: web.Request) -> web.Response:
    """POST /api/console/reviews/{review_id}/release → ``{review_id, state}``: it counts from now on, and is read at once."""
    staff, review_id = await require_role(request, "agent", "marketer"), request.match_info["review_id"]
    storage = request.app[STORAGE]
    await in_thread(partial(storage.review_checks.release, review_id, staff.login, utc_now()))
    return web.json_response({"review_id": review_id, "state": await in_thread(storage.review_checks.state_of, review_id)})


def routes() -> list[web.RouteDef]:
    return [
        web.get("/api/products/{id}/reviews/summary", get_summary),
        web.get("/api/console/reviews", get_flagged),
        web.post("/api/console/reviews/{review_id}/release", release),
    ]
