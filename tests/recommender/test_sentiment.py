"""The sentiment model as it serves: exported from the tracked weights to 8 bits."""

from __future__ import annotations

import shutil
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from recommender.sentiment import Sentiment, SentimentScorer
from recommender.sentiment.export import export_sentiment
from recommender.sentiment.scorer import INT8, NEUTRAL_BAND, SHIPPED, WEIGHTS, label_of
from shop.errors import Corrupt, InvalidInput
from shop.manifest import check_manifest, write_manifest

NEGATIVE = """The zip broke after two days.
Way too small and the seams came apart in the wash.
Delivery took three weeks and nobody answered my emails.
The colour is nothing like the picture.
Leaks at the seams in light rain, very disappointing.
I would not buy this again.
Cheap plastic, cracked on the first trip.
Sent it back, the fabric is scratchy.
Waste of money.
The handle came off the second time I used it.
Not warm at all.
It smells awful even after washing.
The sole peeled off within a month.
Overpriced for what it is.
The tent poles bent in the first wind.
Customer service was rude and unhelpful.
Battery dies after an hour.
Runs very small, had to return it.
Do not waste your time with this.""".splitlines()
POSITIVE = """Keeps me warm, love it.
Exactly what I was looking for, great quality for the price.
Arrived a day early and well packed.
The colour is even nicer than in the picture.
I would buy this again without a second thought.
Sturdy and light, survived a week in the mountains.
Beautiful mug, feels good in the hand.
Comfortable from the first step, no blisters.
Good value and it looks expensive.
The lamp lasts all night on one charge.
Fits perfectly, true to size.
Best sleeping bag I have ever owned.
Stayed completely dry in heavy rain.
The fabric is soft and does not itch.
My daughter wears it every day.
Not a single complaint after a year.
Worth every penny.
Easy to set up, even alone in the wind.
Customer service replaced it right away, very kind.""".splitlines()


@pytest.fixture(scope="module")
def scorer(sentiment_artifacts: Path) -> SentimentScorer:
    return SentimentScorer.shipped(sentiment_artifacts / "sentiment")


def test_a_broken_zip_is_negative_and_a_warm_jacket_positive(scorer) -> None:
    bad, good = scorer.score(["the zip broke after two days", "keeps me warm, love it"])
    assert (bad.label, good.label) == ("negative", "positive")


def test_most_shop_sentences_are_read_right_and_few_the_wrong_way_round(scorer) -> None:
    bad, good = scorer.score(NEGATIVE), scorer.score(POSITIVE)
    assert sum(s.label == "negative" for s in bad) >= 18
    assert sum(s.label == "positive" for s in good) >= 13
    assert sum(s.label == "positive" for s in bad) + sum(s.label == "negative" for s in good) <= 4


def test_a_blank_text_is_neutral(scorer) -> None:
    assert scorer.score(["", "  "]) == [Sentiment(0.0, "neutral", (0.0, 1.0, 0.0))] * 2
    assert scorer.score([]) == []


def test_the_manifest_states_what_was_measured_and_the_weights_are_small() -> None:
    metrics = check_manifest(SHIPPED)["metrics"]
    assert metrics["sst2_validation_accuracy"] >= 0.89
    assert metrics["womens_clothing_macro_f1"] >= 0.67
    assert (SHIPPED / WEIGHTS).stat().st_size <= 12_000_000


@given(texts=st.lists(st.text(max_size=80), max_size=5))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text_gives_a_value_whose_label_and_probabilities_agree(scorer, texts) -> None:
    for found in scorer.score(texts):
        assert -1 <= found.value <= 1
        assert found.label == label_of(found.value)
        assert sum(found.probabilities) == pytest.approx(1, abs=1e-5)


def test_the_order_and_the_company_of_texts_change_little(scorer) -> None:
    """8-bit activations are scaled by batch: a text's value moves with its neighbours, but not its meaning."""
    together = [s.value for s in scorer.score(NEGATIVE + POSITIVE)]
    alone = [scorer.score([text])[0].value for text in NEGATIVE + POSITIVE]
    assert np.abs(np.array(together) - np.array(alone)).mean() < 0.1


def test_a_very_long_review_is_cut_and_read(scorer) -> None:
    assert scorer.score(["terrible quality, it broke. " * 2000])[0].label == "negative"


def test_labels_begin_beyond_the_neutral_band() -> None:
    values = (-1, -0.26, -NEUTRAL_BAND, 0, NEUTRAL_BAND, 0.26)
    assert [label_of(v) for v in values] == ["negative", "negative", "neutral", "neutral", "neutral", "positive"]


def test_a_changed_model_is_refused(sentiment_artifacts: Path, tmp_path: Path) -> None:
    shutil.copytree(sentiment_artifacts / "sentiment", tmp_path / "sentiment")
    (tmp_path / "sentiment" / INT8).write_bytes(b"changed")
    with pytest.raises(Corrupt):
        SentimentScorer.open(tmp_path)


def test_serving_needs_no_torch() -> None:
    code = "import sys, recommender.sentiment; sys.exit(any(m in sys.modules for m in ('torch', 'transformers')))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_exporting_again_changes_nothing(sentiment_artifacts: Path) -> None:
    before = check_manifest(sentiment_artifacts / "sentiment")
    assert export_sentiment(sentiment_artifacts, datetime.now(UTC)) == before


def test_weights_of_another_encoder_are_refused(tmp_path: Path) -> None:
    shutil.copytree(SHIPPED, tmp_path / "shipped")
    manifest = check_manifest(tmp_path / "shipped")
    write_manifest(
        tmp_path / "shipped",
        now=datetime.now(UTC),
        inputs={},
        settings={**manifest["settings"], "base_sha256": "0" * 64},
    )
    with pytest.raises(InvalidInput, match="encoder"):
        export_sentiment(tmp_path / "artifacts", datetime.now(UTC), tmp_path / "shipped")
