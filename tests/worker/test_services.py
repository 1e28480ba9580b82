"""What jobs work with."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from recommender.sentiment.adapt import Adapted, save_own
from recommender.sentiment.scorer import Head
from shop.settings import load_settings
from storage import Storage
from worker.services import Services

TEXT = "It broke after a day. I want my money back."


def test_the_shops_own_head_is_taken_from_the_moment_that_it_is_trained(
    storage: Storage, sentiment_artifacts: Path, tmp_path: Path
) -> None:
    settings = load_settings({"SHOPTALK_HOME": str(tmp_path)})
    settings.artifacts.mkdir(parents=True, exist_ok=True)
    (settings.artifacts / "sentiment").symlink_to(sentiment_artifacts / "sentiment")
    services = Services(settings, storage)
    before = services.scorer
    assert before.score_reviews([TEXT])[0].label == "negative"
    assert services.scorer is before

    always_positive = Head(np.zeros((3, 384), np.float32), np.array([0, 0, 9], np.float32))
    save_own(Adapted(always_positive, 0.5, 0.6, (0.1, 0.05, 0.15), 90), settings.artifacts, datetime.now(UTC))
    assert services.scorer.score_reviews([TEXT])[0].label == "positive"
