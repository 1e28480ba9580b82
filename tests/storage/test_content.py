from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from shop.content import Publication
from shop.errors import InvalidInput, NotFound
from storage import Storage

RETURNS = {"label": "Ask about returns", "examples": ["can I send it back"], "answer": "utter_returns"}


def publication(now: datetime, number: int = 1, status: str = "live") -> Publication:
    return Publication(f"pub{number}", now + timedelta(hours=number), "Mia", "f" * 64, ("Added returns",), status)


def test_a_draft_becomes_live_by_publishing(storage: Storage, now: datetime) -> None:
    storage.content.put_draft("intent", "returns", RETURNS, "Mia", now)
    assert [item.key for item in storage.content.diff()] == ["returns"]
    assert storage.content.snapshot(draft=False)["intent"] == {}
    storage.content.make_live(storage.content.snapshot(), publication(now))
    assert storage.content.diff() == []
    item = storage.content.get("intent", "returns")
    assert item is not None
    assert item.live == item.draft == RETURNS
    assert storage.content.last_publication() == publication(now)


def test_an_edit_made_while_publishing_stays_a_draft(storage: Storage, now: datetime) -> None:
    storage.content.put_draft("intent", "returns", RETURNS, "Mia", now)
    taken = storage.content.snapshot()
    newer = {**RETURNS, "label": "Returns"}
    storage.content.put_draft("intent", "returns", newer, "Mia", now)
    storage.content.make_live(taken, publication(now))
    (item,) = storage.content.diff()
    assert (item.draft, item.live) == (newer, RETURNS)
    assert storage.content.revert("intent", "returns").draft == RETURNS


def test_what_was_deleted_and_published_is_not_seeded_again(storage: Storage, now: datetime) -> None:
    assert storage.content.seed("intent", "returns", RETURNS)
    assert not storage.content.seed("intent", "returns", {"label": "other"})
    storage.content.put_draft("intent", "returns", None, "Mia", now)
    assert [item.draft for item in storage.content.diff()] == [None]
    storage.content.make_live(storage.content.snapshot(), publication(now))
    assert storage.content.get("intent", "returns") is None
    assert storage.content.list() == []
    assert not storage.content.seed("intent", "returns", RETURNS)


def test_what_nobody_edited_is_renewed_and_what_somebody_edited_is_theirs(storage: Storage, now: datetime) -> None:
    newer = {**RETURNS, "examples": ["can I send it back", "return policy"]}
    storage.content.seed("intent", "returns", RETURNS, renew=True)
    assert storage.content.seed("intent", "returns", newer, renew=True)
    assert not storage.content.seed("intent", "returns", newer, renew=True)
    item = storage.content.get("intent", "returns")
    assert item is not None
    assert item.live == item.draft == newer
    own = {**RETURNS, "examples": ["I want my money back"]}
    storage.content.put_draft("intent", "returns", own, "Mia", now)
    storage.content.make_live(storage.content.snapshot(), publication(now))
    assert not storage.content.seed("intent", "returns", newer, renew=True)
    item = storage.content.get("intent", "returns")
    assert item is not None
    assert item.live == item.draft == own
    storage.content.put_draft("intent", "returns", None, "Mia", now)
    storage.content.make_live(storage.content.snapshot(), publication(now, 2))
    assert not storage.content.seed("intent", "returns", newer, renew=True)


def test_a_draft_of_somebody_is_not_renewed(storage: Storage, now: datetime) -> None:
    storage.content.seed("intent", "returns", RETURNS, renew=True)
    storage.content.put_draft("intent", "returns", {**RETURNS, "label": "Mine"}, "Mia", now)
    assert not storage.content.seed("intent", "returns", {**RETURNS, "label": "New"}, renew=True)
    (item,) = storage.content.diff()
    assert (item.draft["label"], item.live) == ("Mine", RETURNS)


def test_items_are_listed_by_kind(storage: Storage, now: datetime) -> None:
    storage.content.seed("intent", "returns", RETURNS)
    storage.content.put_draft("answer", "utter_returns", {"texts": ["Within 30 days."]}, "Mia", now)
    assert [(i.kind, i.key) for i in storage.content.list()] == [("answer", "utter_returns"), ("intent", "returns")]
    assert [i.key for i in storage.content.list("intent")] == ["returns"]
    with pytest.raises(InvalidInput):
        storage.content.put_draft("poem", "x", {}, "Mia", now)
    with pytest.raises(NotFound):
        storage.content.revert("intent", "gone")


def test_publications_are_listed_newest_first_and_failed_ones_are_never_the_last_live_one(
    storage: Storage, now: datetime
) -> None:
    assert storage.content.last_publication() is None
    storage.content.make_live({}, publication(now, 1))
    storage.content.record(publication(now, 2, "failed"))
    assert [p.publication_id for p in storage.content.publications(5)] == ["pub2", "pub1"]
    assert storage.content.last_publication() == publication(now, 1)
