"""The rows the head is trained on, read from the public sets in ``SHOPTALK_DATASETS``; only sets whose licence allows it.

A row is ``(text, class, source)``; classes are 0 negative, 1 neutral, 2 positive. Of the clothing reviews only those whose
sha256(review_id) mod 5 is not 0 train; the rest measure. Sampling is seeded.
"""

from __future__ import annotations

import csv
import gzip
import hashlib
import random
from collections.abc import Iterator
from pathlib import Path

NEGATIVE, NEUTRAL, POSITIVE = 0, 1, 2
LABELS = ("negative", "neutral", "positive")
Row = tuple[str, int, str]
_TOGETHER = (
    (" n't", "n't"),
    (" '", "'"),
    (" ,", ","),
    (" .", "."),
    (" !", "!"),
    (" ?", "?"),
    ("-lrb- ", "("),
    (" -rrb-", ")"),
)


def read(path: Path) -> Iterator[dict[str, str]]:
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def class_of_stars(stars: int) -> int:
    return NEGATIVE if stars <= 2 else NEUTRAL if stars == 3 else POSITIVE


def detokenise(text: str) -> str:
    """The Stanford sentences are written "it 's a film , really ."; people write them together."""
    for before, after in _TOGETHER:
        text = text.replace(before, after)
    return text.strip()


def held_out(review_id: str) -> bool:
    return int(hashlib.sha256(review_id.encode()).hexdigest(), 16) % 5 == 0


def clothing(root: Path, *, test: bool) -> list[Row]:
    """Title and text together, as a shop's review is read when it is scored."""
    rows = []
    for row in read(root / "reviews" / "womens_clothing.csv.gz"):
        text = ". ".join(part.strip() for part in (row["title"], row["review_text"]) if part.strip())
        if text and held_out(row["review_id"]) == test:
            rows.append((text, class_of_stars(int(row["rating"])), "womens_clothing"))
    return rows


def stanford(root: Path, part: str) -> list[Row]:
    """``part`` is train or validation; two classes."""
    return [
        (detokenise(row["sentence"]), POSITIVE if row["label"] == "1" else NEGATIVE, f"sst2_{part}")
        for row in read(root / "sentiment" / f"sst2_glue_{part}.csv.gz")
    ]


def binary_sentences(root: Path, name: str) -> list[Row]:
    return [
        (row["text"].strip(), POSITIVE if row["label"] == "1" else NEGATIVE, name)
        for row in read(root / "sentiment" / f"{name}.csv.gz")
        if row["text"].strip()
    ]


def graded(root: Path, name: str) -> list[Row]:
    """Mean of 20 raters, −4…4: within half a point of 0 is neutral, beyond one point is clear, between is left out."""
    rows = []
    for row in read(root / "sentiment" / f"{name}.csv.gz"):
        mean = float(row["mean_sentiment"])
        if abs(mean) <= 0.5:
            rows.append((row["text"], NEUTRAL, name))
        elif abs(mean) > 1:
            rows.append((row["text"], POSITIVE if mean > 0 else NEGATIVE, name))
    return rows


def clothing_titles(root: Path) -> list[Row]:
    """Titles alone ("Love this dress"), short and from shop customers, of the training part; each wording once per class."""
    rows = {
        (title, class_of_stars(int(row["rating"])), "womens_clothing_titles")
        for row in read(root / "reviews" / "womens_clothing.csv.gz")
        if len((title := row["title"].strip()).split()) >= 2 and not held_out(row["review_id"])
    }
    return sorted(rows)


def training_rows(root: Path, seed: int) -> list[Row]:
    """About 50,000 rows in a seeded order: every negative and neutral shop review, samples of the rest."""
    rng = random.Random(seed)  # noqa: S311 - a sample, not a secret
    phrases = [row for row in stanford(root, "train") if len(row[0].split()) >= 4]
    reviews = clothing(root, test=False)
    fond = [row for row in reviews if row[1] == POSITIVE]
    rows = [
        *rng.sample(phrases, min(24_000, len(phrases))),
        *[row for row in reviews if row[1] != POSITIVE],
        *rng.sample(fond, min(5_000, len(fond))),
        *clothing_titles(root),
        *binary_sentences(root, "uci_imdb"),
        *binary_sentences(root, "uci_yelp"),
        *graded(root, "vader_tweets"),
        *graded(root, "vader_movieReviewSnippets")[:4_000],
    ]
    rng.shuffle(rows)
    return rows
