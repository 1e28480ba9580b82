"""The tracked sentiment head, on the real encoder where one was built."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from recommender.sentiment import Sentiment, SentimentScorer
from recommender.sentiment.scorer import NEUTRAL_BAND, SHIPPED, label_of
from recommender.sentiment.training_rows import detokenise
from recommender.sentiment.words import tokens, word_buckets
from shop.errors import Corrupt

ENCODER = Path(__file__).parents[2] / "artifacts" / "encoder"

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


def zeros(texts: list[str]) -> np.ndarray:
    return np.zeros((len(texts), 384), dtype=np.float32)


@pytest.fixture(scope="module")
def scorer() -> SentimentScorer:
    if not (ENCODER / "model.onnx").is_file():
        pytest.skip("the encoder is not exported yet; `shoptalk build` does it")
    from recommender.sentiment.train import encoder_from

    return SentimentScorer.open(encoder_from(ENCODER))


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


def test_the_manifest_states_what_was_measured() -> None:
    from shop.manifest import check_manifest

    metrics = check_manifest(SHIPPED)["metrics"]
    assert metrics["sst2_validation_accuracy"] >= 0.81
    assert metrics["womens_clothing_macro_f1"] >= 0.6
    assert (SHIPPED / "head.safetensors").stat().st_size < 200_000


@given(st.lists(st.text(max_size=80), max_size=5))
def test_any_text_gives_a_value_whose_label_and_probabilities_agree(texts) -> None:
    for found in SentimentScorer.open(zeros).score(texts):
        assert -1 <= found.value <= 1
        assert found.label == label_of(found.value)
        assert sum(found.probabilities) == pytest.approx(1)


def test_labels_begin_beyond_the_neutral_band() -> None:
    assert [label_of(v) for v in (-1, -0.26, -NEUTRAL_BAND, 0, NEUTRAL_BAND, 0.26)] == [
        "negative",
        "negative",
        "neutral",
        "neutral",
        "neutral",
        "positive",
    ]


def test_words_after_a_negation_are_marked_until_the_clause_ends() -> None:
    assert tokens("Not warm at all, but soft") == ["not", "warm_not", "at_not", "all_not", "but", "soft"]
    assert tokens("doesn’t leak. Great") == ["doesn't", "leak_not", "great"]


def test_word_weights_have_unit_length_and_a_text_without_words_none() -> None:
    assert np.linalg.norm(word_buckets("a warm jacket", 64)[1]) == pytest.approx(1)
    assert word_buckets("！！ 123", 64)[0].size == 0


def test_another_encoders_vectors_are_refused() -> None:
    with pytest.raises(Corrupt, match="dimensions"):
        SentimentScorer.open(lambda texts: np.zeros((len(texts), 12))).score(["fine"])


def test_a_changed_head_is_refused(tmp_path) -> None:
    folder = tmp_path / "head"
    shutil.copytree(SHIPPED, folder)
    (folder / "head.safetensors").write_bytes(b"changed")
    with pytest.raises(Corrupt):
        SentimentScorer.open(zeros, folder)


def test_tree_bank_sentences_are_written_as_people_write() -> None:
    assert detokenise("it 's a film that does n't end , really .") == "it's a film that doesn't end, really."
