"""The rows the network is trained on, read from the public sets in ``SHOPTALK_DATASETS``; only sets whose licence allows it.

A row is ``(text, class, source)``; classes are 0 negative, 1 neutral, 2 positive. Of the clothing reviews only those whose
sha256(review_id) mod 5 is not 0 train; the rest measure. The film snippets that twenty people graded are the very sentences of
the Stanford set: those that its validation part holds, whole or nearly, are left out, since they measure.
"""

from __future__ import annotations

import csv
import gzip
import hashlib
import random
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

NEGATIVE, NEUTRAL, POSITIVE = 0, 1, 2
LABELS = ("negative", "neutral", "positive")
Row = tuple[str, int, str]
#: Sets without neutral rows: they teach negative against positive alone.
TWO_CLASSES = frozenset({"sst2_train", "uci_imdb", "uci_yelp"})
#: Of the support utterances those that complain by their intent teach no neutrality.
_NOT_NEUTRAL = frozenset({"complaint", "payment_issue", "registration_problems", "review"})
_SAME = 0.7  # share of words in common (Jaccard) from which on two sentences are one
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


def _words(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"[a-z0-9]+", text.lower()))


def unlike(rows: Sequence[Row], measuring: Sequence[Row]) -> list[Row]:
    """``rows`` without those that share ``_SAME`` of their words with a row that measures."""
    aside = [_words(row[0]) for row in measuring]
    by_word: dict[str, list[int]] = defaultdict(list)
    for number, words in enumerate(aside):
        for word in words:
            by_word[word].append(number)
    kept = []
    for row in rows:
        words = _words(row[0])
        shared = Counter(number for word in words for number in by_word.get(word, ()))
        if not any(count >= _SAME * len(words | aside[number]) for number, count in shared.items()):
            kept.append(row)
    return kept


def asked(root: Path) -> list[Row]:
    """What customers ask a shop without praise or blame: support utterances and search queries, as neutral rows."""
    utterances = [
        (row["instruction"], NEUTRAL, "bitext_support")
        for row in read(root / "faq" / "bitext_support_instructions.csv.gz")
        if row["intent"] not in _NOT_NEUTRAL and not re.search(r"problem|issue|trouble|error|wrong", row["instruction"])
    ]
    queries = [(row["query"], NEUTRAL, "wands_queries") for row in read(root / "search" / "wands_queries.csv.gz")]
    return [*utterances, *queries]


def training_rows(root: Path) -> list[Row]:
    """Every row that may train, about 115,000, in the order of the sets."""
    snippets = unlike(graded(root, "vader_movieReviewSnippets"), stanford(root, "validation"))
    return [
        *stanford(root, "train"),
        *clothing(root, test=False),
        *clothing_titles(root),
        *binary_sentences(root, "uci_imdb"),
        *binary_sentences(root, "uci_yelp"),
        *graded(root, "vader_tweets"),
        *snippets,
        *asked(root),
    ]


def set_aside(rows: Sequence[Row], seed: int) -> tuple[list[Row], list[Row]]:
    """(training, development): a twentieth of the Stanford sentences with every phrase cut from them, a tenth of the reviews.

    Settings are chosen on the development rows. Graded snippets that are one of those sentences leave the training rows too.
    """
    rng = random.Random(seed)  # noqa: S311 - a sample, not a secret
    whole = [row for row in rows if row[2] == "sst2_train" and len(row[0].split()) >= 12]
    chosen = rng.sample(whole, len(whole) // 20)
    texts = " \n ".join(f" {row[0].lower()} " for row in chosen)
    development = list(chosen)
    training = []
    for row in rows:
        if row[2] == "sst2_train" and f" {row[0].lower()} " in texts:
            continue
        if row[2] == "womens_clothing" and int(hashlib.sha256(row[0].encode()).hexdigest(), 16) % 10 == 0:
            development.append(row)
        else:
            training.append(row)
    reviews = {row[0] for row in development if row[2] == "womens_clothing"}
    titles = {text.split(". ")[0] for text in reviews}
    training = [row for row in training if row[2] != "womens_clothing_titles" or row[0] not in titles]
    snippets = [row for row in training if row[2] == "vader_movieReviewSnippets"]
    fresh = set(unlike(snippets, chosen))
    return [row for row in training if row[2] != "vader_movieReviewSnippets" or row in fresh], development
