"""Reviews are checked before they are learnt from, one by one and in a backlog, and leave what they say of aspects."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest

from recommender.sentiment import Sentiment, label_of
from shop.content import Publication
from shop.customers import Consent, Customer
from shop.orders import Review
from shop.settings import load_settings
from storage import Storage
from worker.score_review import score_backlog, score_review
from worker.services import Services

NOW = datetime(2026, 3, 1, 12, 30, tzinfo=UTC)
PRAISE = "It fits well and the fabric is good"


class Reader:
    """Reads "good" and "well" as praise, "bad" as complaint; plays the model, which has tests of its own."""

    def value(self, text: str) -> float:
        return 0.9 if "good" in text or "well" in text else -0.9 if "bad" in text else 0.0

    def score_reviews(self, texts: Sequence[str]) -> list[Sentiment]:
        values = [self.value(text) for text in texts]
        return [Sentiment(v, label_of(v), ((1 - v) / 2, 0.0, (1 + v) / 2)) for v in values]

    def logits(self, texts: Sequence[str]) -> npt.NDArray[np.float32]:
        return np.array([[-5 * self.value(t), 0, 5 * self.value(t)] for t in texts], dtype=np.float32).reshape(-1, 3)


@pytest.fixture
def services(storage: Storage, tmp_path: Path) -> Services:
    made = Services(load_settings({"SHOPTALK_HOME": str(tmp_path)}), storage, clock=lambda: NOW)
    made.__dict__["scorers"] = SimpleNamespace(get=Reader)  # a cached property: what is there is not opened
    storage.customers.upsert([Customer("ada", consent=Consent(profile=True))])
    return made


def told(fraction: float, text: str) -> None:
    """Nobody watches."""


def review(review_id: str = "r1", text: str = PRAISE, minutes: int = 0, **more: Any) -> Review:
    return Review(review_id, "p1", text, NOW + timedelta(minutes=minutes), "ada", **more)


def events(services: Services) -> list[str]:
    return [event.event_id for event in services.storage.events.of_customer("ada")]


def test_one_review_is_read_with_its_aspects_and_their_sentences(services: Services) -> None:
    services.storage.reviews.add(review())
    assert score_review({"review_id": "r1"}, services, told)["label"] == "positive"
    said = {one.aspect: one for one in services.storage.review_summaries.of_product("p1")}
    assert (said["fit"].positive, said["fit"].quotes[0].text) == (1, PRAISE)
    assert events(services) == ["review:r1"]


def test_an_advert_waits_for_staff_and_is_learnt_when_they_release_it(services: Services) -> None:
    storage = services.storage
    storage.reviews.add(review(text=PRAISE + " https://example.test/x"))
    assert score_review({"review_id": "r1"}, services, told) == {"found": True, "held": True}
    assert (events(services), storage.review_summaries.of_product("p1")) == ([], [])
    storage.review_checks.release("r1", "kim", NOW)
    assert score_review({"review_id": "r1"}, services, told)["label"] == "positive"
    assert events(services) == ["review:r1"]


def test_the_latest_review_of_an_author_takes_the_place_of_the_earlier_one(services: Services) -> None:
    for one in (review("r1"), review("r2", "It is bad, the fabric tore", 90)):
        services.storage.reviews.add(one)
        score_review({"review_id": one.review_id}, services, told)
    assert events(services) == ["review:r2"]
    assert [one.aspect for one in services.storage.review_summaries.of_product("p1") if one.positive] == []
    (held,) = services.storage.review_checks.flagged(9, held=True)
    assert (held.review.review_id, "repeated" in held.flags) == ("r1", True)


def test_a_backlog_ends_in_the_same_state_and_a_second_run_finds_nothing(services: Services) -> None:
    copied = "the zip was bad and it broke on the second day of wearing it"
    given = [
        review("r1"),
        review("r2", "It is bad, the fabric tore", 90),
        replace(review("r3", copied, 100), customer_id=None),
        replace(review("r4", copied.upper(), 110), customer_id=None),
        replace(review("r5", "good"), product_id="p2"),
    ]
    services.storage.reviews.upsert(given, score=False)
    assert score_backlog({}, services, told) == {"scored": 5, "held": 2}
    assert {one.review.review_id for one in services.storage.review_checks.flagged(9, held=True)} == {"r1", "r4"}
    assert sorted(events(services)) == ["review:r2", "review:r5"]
    assert score_backlog({}, services, told) == {"scored": 0, "held": 0}


def test_an_imported_score_stays_and_moves_no_profile(services: Services) -> None:
    services.storage.reviews.upsert([review(sentiment=-0.4, sentiment_label="negative")], score=False)
    score_backlog({}, services, told)
    kept = services.storage.reviews.get("r1")
    assert kept is not None
    assert (kept.sentiment, events(services)) == (-0.4, [])
    assert services.storage.review_summaries.of_product("p1") != []


def test_five_stars_over_a_complaint_count_and_are_shown_to_staff(services: Services) -> None:
    services.storage.reviews.add(review(text="It is bad", stars=5))
    score_review({"review_id": "r1"}, services, told)
    assert [f.review.review_id for f in services.storage.review_checks.flagged(9, held=False)] == ["r1"]
    assert events(services) == ["review:r1"]


def test_an_aspect_of_the_shops_own_is_read_once_it_is_published(services: Services) -> None:
    content = services.storage.content
    content.put_draft("aspect", "battery", {"label": "battery", "words": ["charge"]}, "kim", NOW)
    services.storage.reviews.add(review("r1", "Holds a good charge"))
    score_review({"review_id": "r1"}, services, told)
    assert services.storage.review_summaries.of_product("p1") == []
    content.make_live(content.snapshot(draft=True), Publication("x", NOW, "kim", "0"))
    services.storage.reviews.add(replace(review("r2", "Holds a good charge", 9), customer_id=None))
    score_review({"review_id": "r2"}, services, told)
    assert [one.aspect for one in services.storage.review_summaries.of_product("p1")] == ["battery"]
