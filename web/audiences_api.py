"""Audiences for the shop's own server (API key) and for marketers (login): what there is, how many, and who."""

from __future__ import annotations

from typing import Any

from aiohttp import web

from shop.audiences import Audience
from shop.errors import NotFound
from storage import Storage
from web.api_keys import PREFIX, bearer, check_shop_key
from web.bodies import page_of
from web.keys import STORAGE
from web.staff_login import require_role
from web.threads import in_thread

MOST_MEMBERS = 1000  # of a page


def audience_json(audience: Audience, members: int) -> dict[str, Any]:
    """``members`` counts who is in it now, ``size`` who was when it was made."""
    return {
        "audience_id": audience.audience_id,
        "name": audience.name,
        "kind": audience.kind,
        "definition": dict(audience.definition),
        "made_at": audience.made_at.isoformat(),
        "size": audience.size,
        "members": members,
    }


async def get_audiences(request: web.Request) -> web.Response:
    """``{items}``: by kind, the largest first."""
    await _shop_or_marketer(request)

    def read(storage: Storage) -> list[dict[str, Any]]:
        return [audience_json(one, storage.audiences.count(one.audience_id)) for one in storage.audiences.all()]

    return web.json_response({"items": await in_thread(read, request.app[STORAGE])})


async def get_audience(request: web.Request) -> web.Response:
    await _shop_or_marketer(request)
    audience = await _named(request)
    members = await in_thread(request.app[STORAGE].audiences.count, audience.audience_id)
    return web.json_response(audience_json(audience, members))


async def get_members(request: web.Request) -> web.Response:
    """``{items, next}``: customer ids, by id; ``next`` is the ``after`` of the following page, null on the last one."""
    await _shop_or_marketer(request)
    audience = await _named(request)
    after, limit = page_of(request, most=MOST_MEMBERS)
    found = await in_thread(request.app[STORAGE].audiences.members, audience.audience_id, after, limit + 1)
    shown = found[:limit]
    return web.json_response({"items": shown, "next": shown[-1] if len(found) > limit else None})


async def _named(request: web.Request) -> Audience:
    found = await in_thread(request.app[STORAGE].audiences.get, request.match_info["id"])
    if found is None:
        raise NotFound("There is no audience with this id.", code="unknown_audience")
    return found


async def _shop_or_marketer(request: web.Request) -> None:
    if bearer(request).startswith(PREFIX):
        await check_shop_key(request)
    else:
        await require_role(request, "marketer")


def routes() -> list[web.RouteDef]:
    return [
        web.get("/api/audiences", get_audiences),
        web.get("/api/audiences/{id}", get_audience),
        web.get("/api/audiences/{id}/members", get_members),
    ]
