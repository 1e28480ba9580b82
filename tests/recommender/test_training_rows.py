"""What trains the shipped weights, and what must not."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from recommender.sentiment.training_rows import clothing, detokenise, set_aside, stanford, training_rows, unlike

ROOT = Path(os.environ.get("SHOPTALK_DATASETS", "/nowhere"))
needs_data = pytest.mark.skipif(not (ROOT / "sentiment").is_dir(), reason="SHOPTALK_DATASETS is not set")


def test_tree_bank_sentences_are_written_as_people_write() -> None:
    assert detokenise("it 's a film that does n't end , really .") == "it's a film that doesn't end, really."


def test_a_row_that_nearly_is_one_that_measures_does_not_train() -> None:
    measuring = [("It's a charming and often affecting journey.", 2, "m")]
    rows = [
        ("it's a charming and often affecting journey", 2, "a"),
        ("It's a charming, often affecting journey!", 2, "b"),
        ("A journey", 1, "c"),
        ("", 1, "d"),
    ]
    assert [row[2] for row in unlike(rows, measuring)] == ["c", "d"]


@needs_data
def test_nothing_that_measures_is_among_what_trains() -> None:
    rows = training_rows(ROOT)
    trained = {"".join(c for c in text.lower() if c.isalnum()) for text, _, source in rows if source != "sst2_train"}
    measured = [*stanford(ROOT, "validation"), *clothing(ROOT, test=True)]
    shared = sum("".join(c for c in text.lower() if c.isalnum()) in trained for text, _, _ in measured)
    assert shared <= 10  # customers who wrote word for word what another wrote
    training, development = set_aside(rows, 7)
    assert not {row[0] for row in development} & {row[0] for row in training if row[2] != "uci_imdb"}
    assert len(development) > 2000
