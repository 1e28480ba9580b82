"""The console over HTTP: what customers mean, answers, promotions; what is not live yet; try it; publish."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import Any

from aiohttp import web

from shop.content import ContentItem, Publication
from shop.errors import Conflict, InvalidInput, NotFound, Unavailable
from shop.jobs import Job
from shop.unclear import InboxItem
from web.bodies import needed_text, read_object
from web.console.values import check_key, check_value
from web.conversations_api import answer_debug
from web.inbox import customer_text
from web.keys import DRAFT, STORAGE
from web.rasa_client import RasaDown
from web.replies import neutral, reply_of
from web.staff_login import require_role
from web.threads import in_thread, utc_now

KINDS = {"intents": "intent", "answers": "answer", "promotions": "promotion", "aspects": "aspect"}
CONTENT_BODY = 1_000_000  # bytes
NOBODY: dict[str, Any] = {"customer_id": None, "visitor_id": "", "consent": {}, "cart": [], "page": {}}


def item_view(item: ContentItem) -> dict[str, Any]:
    """``change`` is "added", "changed" or "removed" while the draft is not live, else null. ``kept``: it came with the
    assistant and was edited here, so that a new release of the assistant does not replace it."""
    change = None
    if item.draft != item.live:
        change = "added" if item.live is None else "removed" if item.draft is None else "changed"
    return {
        "kind": item.kind,
        "key": item.key,
        "draft": dict(item.draft) if item.draft is not None else None,
        "live": dict(item.live) if item.live is not None else None,
        "change": change,
        "updated_at": item.updated_at.isoformat() if item.updated_at else None,
        "updated_by": item.updated_by,
        "kept": bool(item.updated_by and (item.live or item.draft or {}).get("base")),
    }


def job_view(job: Job) -> dict[str, Any]:
    return {
        "job_id": job.job_id,
        "kind": job.kind,
        "status": job.status,
        "progress": job.progress,
        "progress_text": job.progress_text,
        "result": dict(job.result) if job.result is not None else None,
        "error": dict(job.error) if job.error is not None else None,
        "created_at": job.created_at.isoformat() if job.created_at else None,
        "started_at": job.started_at.isoformat() if job.started_at else None,
        "finished_at": job.finished_at.isoformat() if job.finished_at else None,
    }


def publication_view(publication: Publication) -> dict[str, Any]:
    return {
        "publication_id": publication.publication_id,
        "at": publication.at.isoformat(),
        "by": publication.by,
        "model_sha256": publication.model_sha256,
        "changes": list(publication.changes),
        "status": publication.status,
    }


async def listed(kind: str, request: web.Request) -> web.Response:
    """``{items}`` of one kind, deleted drafts included until they are published."""
    await require_role(request, "marketer")
    items = await in_thread(request.app[STORAGE].content.list, kind)
    return web.json_response({"items": [item_view(item) for item in items]})


async def one(kind: str, request: web.Request) -> web.Response:
    await require_role(request, "marketer")
    item = await in_thread(request.app[STORAGE].content.get, kind, request.match_info["key"])
    if item is None:
        raise NotFound("There is nothing of this name.")
    return web.json_response(item_view(item))


async def put(kind: str, request: web.Request) -> web.Response:
    """The body is the value; the draft is changed, customers see nothing of it before Publish."""
    staff, content = await require_role(request, "marketer"), request.app[STORAGE].content
    key, given = check_key(kind, request.match_info["key"]), await read_object(request, CONTENT_BODY)
    known = await in_thread(content.get, kind, key)
    value = check_value(kind, key, given, known.live if known else None)
    return web.json_response(item_view(await in_thread(content.put_draft, kind, key, value, staff.login, utc_now())))


async def delete(kind: str, request: web.Request) -> web.Response:
    """Delete in the draft. What the assistant itself is made of cannot be deleted (409 ``base_content``)."""
    staff, content = await require_role(request, "marketer"), request.app[STORAGE].content
    item = await in_thread(content.get, kind, request.match_info["key"])
    if item is None:
        raise NotFound("There is nothing of this name.")
    if (item.live or item.draft or {}).get("base"):
        raise Conflict("The assistant needs this one; it can be changed but not deleted.", code="base_content")
    return web.json_response(item_view(await in_thread(content.put_draft, kind, item.key, None, staff.login, utc_now())))


async def changes(request: web.Request) -> web.Response:
    """``{items, count}``: what Publish would bring."""
    await require_role(request, "marketer")
    items = await in_thread(request.app[STORAGE].content.diff)
    return web.json_response({"count": len(items), "items": [item_view(item) for item in items]})


async def revert(request: web.Request) -> web.Response:
    """POST /api/console/revert ``{kind, key}``: the draft is what is live again."""
    await require_role(request, "marketer")
    body = await read_object(request)
    kind, key = needed_text(body, "kind"), needed_text(body, "key")
    if kind not in KINDS.values():
        raise InvalidInput("kind is intent, answer, promotion or aspect.", fields={"kind": "unknown"})
    return web.json_response(item_view(await in_thread(request.app[STORAGE].content.revert, kind, key)))


async def publish(request: web.Request) -> web.Response:
    """→ 202 with the job; one at a time, so a second click gives the job that waits already."""
    staff, storage = await require_role(request, "marketer"), request.app[STORAGE]
    latest = await in_thread(storage.jobs.latest, "publish")
    if latest is None or latest.status not in ("queued", "running"):
        job_id = await in_thread(partial(storage.jobs.add, "publish", {"by": staff.login}, unique="publish"))
        latest = await in_thread(storage.jobs.get, job_id)
    if latest is None:
        raise NotFound("The job is gone.")
    return web.json_response(job_view(latest), status=202)


async def job(request: web.Request) -> web.Response:
    await require_role(request, "marketer")
    given = request.match_info["job_id"]
    found = await in_thread(request.app[STORAGE].jobs.get, int(given)) if given.isdigit() and len(given) < 16 else None
    if found is None:
        raise NotFound("There is no such job.")
    return web.json_response(job_view(found))


async def publications(request: web.Request) -> web.Response:
    await require_role(request, "marketer")
    found = await in_thread(request.app[STORAGE].content.publications, 50)
    return web.json_response({"items": [publication_view(p) for p in found]})


INBOX_LIMIT, INBOX_MOST = 50, 200


async def inbox(request: web.Request) -> web.Response:
    """GET ?limit=50&days=30&order=recent|often: what was not understood, messages that say the same as one item."""
    await require_role(request, "marketer")
    limit, days = whole(request, "limit", INBOX_LIMIT, INBOX_MOST), whole(request, "days", 30, 3650)
    order = request.query.get("order", "recent")
    if order not in ("recent", "often"):
        raise InvalidInput("order is recent or often.", fields={"order": "unknown"})
    since = utc_now() - timedelta(days=days)
    items = await in_thread(partial(request.app[STORAGE].unclear.inbox, limit, since=since, often=order == "often"))
    return web.json_response({"items": [inbox_view(item) for item in items]})


def inbox_view(item: InboxItem) -> dict[str, Any]:
    return {
        "text": item.text,
        "count": item.count,
        "first_at": item.first_at.isoformat(),
        "last_at": item.last_at.isoformat(),
        "conversation_id": item.conversation_id,
        "seq": item.seq,
        "intent": item.reading.intent,
        "confidence": item.reading.confidence,
        "ranking": [{"intent": name, "confidence": sure} for name, sure in item.reading.ranking],
        "offered": list(item.reading.offered),
        "chosen": dict(item.chosen),
    }


def whole(request: web.Request, name: str, default: int, most: int) -> int:
    """A number of the query from 1 to ``most``. Raises InvalidInput."""
    given = request.query.get(name, str(default))
    if not (given.isascii() and given.isdigit() and 1 <= int(given[:9]) <= most and len(given) < 9):
        raise InvalidInput(f"{name} is a number from 1 to {most}.", fields={name: "out of range"})
    return int(given)


async def try_it(request: web.Request) -> web.Response:
    """POST /api/console/try ``{text}``: how the draft answers → ``{replies, debug}``.

    202 ``{job}`` while the draft server starts or takes up newer changes: ask again when the job is done. Nothing is stored,
    and the metadata names no customer.
    """
    staff, storage = await require_role(request, "marketer"), request.app[STORAGE]
    text = customer_text((await read_object(request)).get("text"))
    latest = await in_thread(storage.jobs.latest, "try_draft")
    if latest is not None and latest.status in ("queued", "running"):
        return web.json_response({"job": job_view(latest)}, status=202)
    edited = [item.updated_at for item in await in_thread(storage.content.diff) if item.updated_at]
    stale = latest is None or latest.started_at is None or any(at > latest.started_at for at in edited)
    if not stale:
        try:
            answer = await request.app[DRAFT].ask(f"try_{staff.staff_id}", neutral(text), NOBODY)
        except RasaDown:
            stale = True
        else:
            reply = reply_of(answer.messages)
            shown = {"text": reply.text, "blocks": reply.blocks, "hand_over": reply.hand_over}
            return web.json_response({"replies": [shown], "debug": answer_debug(answer)})
    job_id = await in_thread(partial(storage.jobs.add, "try_draft", {}, unique="try_draft"))
    started = await in_thread(storage.jobs.get, job_id)
    if started is None:
        raise Unavailable("The draft assistant could not be started. Please try again.")
    return web.json_response({"job": job_view(started)}, status=202)


def routes() -> list[web.RouteDef]:
    found: list[web.RouteDef] = []
    for name, kind in KINDS.items():
        many, single = f"/api/console/{name}", f"/api/console/{name}/{{key}}"
        found += [
            web.get(many, partial(listed, kind)),
            web.get(single, partial(one, kind)),
            web.put(single, partial(put, kind)),
            web.delete(single, partial(delete, kind)),
        ]
    return [
        *found,
        web.get("/api/console/changes", changes),
        web.post("/api/console/revert", revert),
        web.post("/api/console/publish", publish),
        web.get("/api/console/publications", publications),
        web.get("/api/console/jobs/{job_id}", job),
        web.get("/api/console/inbox", inbox),
        web.post("/api/console/try", try_it),
    ]
