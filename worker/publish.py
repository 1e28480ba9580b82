"""Job ``publish`` {"by"}: check marketing's changes, train, switch every Rasa server, then call the changes live.

Every step can be repeated: a worker that dies in the middle leaves a job that the next one takes up from the start.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from datetime import datetime
from typing import Any

from shop.content import ContentItem, Publication
from shop.errors import ShopError
from shop.pricing import check_promotion
from shop.promotions import Promotion
from worker.bot_project import project_sha256, write_project
from worker.check_content import Problem, check_content
from worker.paths import BOT
from worker.seed_content import read_domain
from worker.services import Progress, Services
from worker.switch_model import loaded_sha256, switch
from worker.train_bot import TrainedBot, read_pointer, train_bot, write_pointer

_TUPLES = ("categories", "brands", "product_ids", "tiers")
_TIMES = ("starts_at", "ends_at")


class NotPublishable(ShopError):
    code = "not_publishable"
    status = 422


def promotion_from(key: str, value: Mapping[str, Any]) -> Promotion:
    """Raises ValueError or TypeError where the JSON does not fit a promotion."""
    known = {f.name for f in fields(Promotion)} - {"used", "promotion_id"}
    given = {k: v for k, v in value.items() if k in known}
    for name in _TIMES:
        given[name] = datetime.fromisoformat(given[name]) if given.get(name) else None
    for name in _TUPLES:
        given[name] = tuple(given.get(name) or ())
    return Promotion(promotion_id=key, **given)


def check_promotions(values: Mapping[str, Mapping[str, Any]]) -> list[Problem]:
    problems = []
    for key, value in sorted(values.items()):
        try:
            problems += [Problem("promotion", key, e.sentence) for e in check_promotion(promotion_from(key, value))]
        except (TypeError, ValueError):
            problems.append(Problem("promotion", key, "A field of this promotion is missing or not of the right kind."))
    return problems


def problems_of(content: Mapping[str, Mapping[str, Any]]) -> list[Problem]:
    return check_content(content, read_domain(BOT)) + check_promotions(content.get("promotion", {}))


def sentence_of(item: ContentItem) -> str:
    """One change in words, for the list of what a publication brought."""
    value = item.draft or item.live or {}
    label = value.get("label") or value.get("name") or item.key
    verb = "Added" if item.live is None else "Removed" if item.draft is None else "Changed"
    noun = "what customers mean" if item.kind == "intent" else f"the {item.kind}"
    return f"{verb} {noun} “{label}”"


def train_content(services: Services, content: Mapping[str, Mapping[str, Any]], name: str) -> TrainedBot:
    """``name`` is "live" or "draft": each has a folder, so that Rasa's cache of the other is not disturbed."""
    project = write_project(BOT, content, services.settings.var / "bot" / name)
    return train_bot(services.settings, project, project_sha256(BOT, content))


def _bring_promotions_live(services: Services, content: Mapping[str, Mapping[str, Any]], changes: list[ContentItem]) -> None:
    wanted = content.get("promotion", {})
    changed = [promotion_from(i.key, wanted[i.key]) for i in changes if i.kind == "promotion" and i.key in wanted]
    removed = [
        promotion_from(i.key, {**i.live, "active": False})
        for i in changes
        if i.kind == "promotion" and i.key not in wanted and i.live is not None
    ]
    if changed or removed:
        services.storage.promotions.upsert([*changed, *removed])


def publish(payload: dict[str, object], services: Services, progress: Progress) -> dict[str, object]:
    settings, storage = services.settings, services.storage
    progress(0.02, "checking the changes")
    changes = storage.content.diff()
    content = storage.content.snapshot(draft=True)
    if problems := problems_of(content):
        first = " ".join(p.sentence for p in problems[:3])
        more = f" And {len(problems) - 3} more." if len(problems) > 3 else ""
        raise NotPublishable(first + more, fields={f"{p.kind}:{p.key}": p.sentence for p in problems})
    old = read_pointer(settings, "current")
    bot = old
    if bot is None or bot.made_from != project_sha256(BOT, content):
        progress(0.1, "training the assistant")
        bot = train_content(services, content, "live")
    progress(0.8, "switching the assistant over")
    if any(loaded_sha256(settings, url) != bot.sha256 for url in settings.rasa_urls):
        switch(settings, settings.rasa_urls, bot, old)
    now = services.clock()
    write_pointer(settings, "current", bot, now)
    sentences = [sentence_of(change) for change in changes]
    publication = Publication(
        publication_id=f"p{now:%Y%m%d%H%M%S%f}",
        at=now,
        by=str(payload.get("by") or "shoptalk"),
        model_sha256=bot.sha256,
        changes=tuple(sentences),
        status="live",
    )
    _bring_promotions_live(services, content, changes)
    storage.content.make_live(content, publication)
    progress(1.0, "live")
    return {"model_sha256": bot.sha256, "changes": sentences, "live_at": now.isoformat()}
