"""Every kind of job and what runs it."""

from __future__ import annotations

from worker.count_anew import count_anew
from worker.forget_talks import forget_talks
from worker.loop import Handler
from worker.publish import publish
from worker.rebuild_index import rebuild_index
from worker.refresh_profile import refresh_profile, refresh_profiles
from worker.refresh_segments import refresh_segments
from worker.scheduled_training import train_on_schedule
from worker.score_review import score_backlog, score_review
from worker.try_draft import stop_draft, try_draft
from worker.update_codes import update_codes
from worker.update_faq import update_faq
from worker.update_index import update_index
from worker.watch_drift import watch_drift
from worker.watch_products import watch_products

HANDLERS: dict[str, Handler] = {
    "count_anew": count_anew,
    "forget_talks": forget_talks,
    "publish": publish,
    "rebuild_index": rebuild_index,
    "refresh_profile": refresh_profile,
    "refresh_profiles": refresh_profiles,
    "refresh_segments": refresh_segments,
    "score_backlog": score_backlog,
    "score_review": score_review,
    "stop_draft": stop_draft,
    "train_recommender": train_on_schedule,
    "try_draft": try_draft,
    "update_codes": update_codes,
    "update_faq": update_faq,
    "update_index": update_index,
    "watch_drift": watch_drift,
    "watch_products": watch_products,
}
#: Long ones run on a thread of their own, so that a review is read while the bot trains.
SLOW = (
    "count_anew",
    "publish",
    "rebuild_index",
    "refresh_profiles",
    "refresh_segments",
    "score_backlog",
    "stop_draft",
    "train_recommender",
    "try_draft",
    "watch_drift",
    "watch_products",
)
#: What customers see the effect of within a second: each has a loop of its own, so that no other job stands before it.
LEARNING = ("refresh_profile", "score_review")


def by_loop() -> dict[str, dict[str, Handler]]:
    """The loops of a worker, each on a thread of its own, and what it runs."""
    found: dict[str, dict[str, Handler]] = {**{kind: {} for kind in LEARNING}, "quick": {}, "slow": {}}
    for kind, handler in HANDLERS.items():
        found[kind if kind in LEARNING else "slow" if kind in SLOW else "quick"][kind] = handler
    return found
