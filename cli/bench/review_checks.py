"""How often ordinary reviews are held back by mistake, and how many planted copies, adverts and bursts are found.

Ordinary: the sample shop's reviews (orders, authors and times), public reviews of clothes (no authors, no times: each is of
its product by a visitor), and of musical instruments and gift cards (authors, days). All that is held there is counted,
copies that really stand in the sets included. Planted: rows of the clothing set's held-out part, copied with changes, and
wordings of ours.
"""

from __future__ import annotations

import csv
import gzip
import hashlib
import os
import random
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from data.sample import make
from data.sample.make import REFERENCE
from recommender.sentiment import SentimentScorer
from shop.orders import Order, Review
from shop.review_checks import HOLDING, holds, stars_differ, words_of
from shop.settings import load_settings
from storage import open_storage
from storage.migrations import migrate
from worker.check_reviews import hold_back

START = datetime(2024, 1, 1, 9, 30, tzinfo=UTC)
SEED = 7
PLANTED = 300  # of each kind
BATCH = 256
ADVERTS = (
    "Found the very same at https://deals.example.test/x for half the money",
    "better prices on www.example.test, have a look",
    "write to offers@example.test and get yours",
    "Order by phone: +44 20 7946 0123, we deliver everywhere",
    "for wholesale call 0800 555 0142 any time",
    "message me on WhatsApp for a discount",
    "our Telegram channel has daily offers",
    "Click here to win a voucher",
    "use my referral code SAVE50 when you order",
    "visit our store for originals, not copies",
    "I sell these cheaper, dm me now",
    "follow my page for outfits like this",
    "cheapest originals at bestdresses dot com",
    "want one for free? ask me how",
)
EMPTY = ("!!!!!", "....", "👍👍👍👍", "5", "10/10", "aaaaaaaa", "sdfghjkl", "xxxxx", "★★★★★", "-")


def run(datasets: Path) -> dict[str, Any]:
    """``datasets``: the folder of the public sets. The sentiment model is that of the settings' artifacts."""
    clothes = list(_clothes(datasets))
    held_out = [(review, row) for review, row in clothes if _held_out(row["review_id"])]
    return {
        "sample_shop": _sample(),
        "womens_clothing": _ordinary([review for review, _ in clothes]),
        "womens_clothing_held_out": _ordinary([review for review, _ in held_out]),
        "musical_instruments": _ordinary(list(_amazon(datasets, "musical_instruments"))),
        "gift_cards": _ordinary(list(_amazon(datasets, "gift_cards"))),
        "planted": _planted([review for review, _ in held_out]),
        "stars_differ": _conflicts(held_out),
    }


def _sample() -> dict[str, Any]:
    shop = make(now=REFERENCE)
    return _ordinary(shop.reviews, shop.orders)


def _ordinary(reviews: Sequence[Review], orders: Sequence[Order] = ()) -> dict[str, Any]:
    """Held, by 1,000 reviews, all together and by reason."""
    flags = _flags(reviews, orders)
    held = sum(holds(found) for found in flags.values())
    reasons = Counter(reason for found in flags.values() for reason in found)
    return {
        "reviews": len(reviews),
        "held": held,
        "held_per_1000": round(1000 * held / len(reviews), 2),
        **{f"{reason}_per_1000": round(1000 * reasons[reason] / len(reviews), 2) for reason in HOLDING},
    }


def _planted(ordinary: Sequence[Review]) -> dict[str, float]:
    """The share of each planted kind that is held back."""
    rng = random.Random(SEED)  # noqa: S311 - a sample, not a secret
    long = [review for review in ordinary if len(words_of(review).split()) >= 20]
    chosen = rng.sample(long, 5 * PLANTED)
    parts = [chosen[n * PLANTED : (n + 1) * PLANTED] for n in range(5)]
    later = timedelta(days=400)
    kinds: dict[str, list[Review]] = {
        "copy_in_other_case_and_marks": [_as(r, words_of(r).upper().replace(".", "!"), later) for r in parts[0]],
        "copy_with_a_tenth_of_words_changed": [_as(r, _changed(r, rng, 0.1), later) for r in parts[1]],
        "copy_with_a_fifth_of_words_changed": [_as(r, _changed(r, rng, 0.2), later) for r in parts[2]],
        "copy_of_half_the_text": [_as(r, _half(r), later) for r in parts[3]],
        "advert_in_an_ordinary_review": [
            _as(replace(r, product_id=f"new {n}"), f"{words_of(r)} {ADVERTS[n % len(ADVERTS)]}", later)
            for n, r in enumerate(parts[4])
        ],
        "advert_alone": [Review(f"ad {n}", f"ad {n}", text, START) for n, text in enumerate(ADVERTS)],
        "no_words": [Review(f"none {n}", f"none {n}", text, START) for n, text in enumerate(EMPTY)],
        "burst_of_8_within_an_hour": [
            replace(r, review_id=f"burst {n}", product_id=f"burst {n // 8}", at=START + timedelta(n // 8, minutes=7 * (n % 8)))
            for n, r in enumerate(rng.sample(list(ordinary), 160))
        ],
    }  # fmt: skip
    flags = _flags([*ordinary, *(review for planted in kinds.values() for review in planted)], ())
    found = {
        name: round(sum(holds(flags[review.review_id]) for review in planted) / len(planted), 3)
        for name, planted in kinds.items()
    }
    twice = [
        replace(r, review_id=f"{when} {n}", customer_id=f"author {n}", at=START + timedelta(days), text=f"{n} {when} words")
        for n, r in enumerate(ordinary[:PLANTED])
        for when, days in (("first", 0), ("second", 9))
    ]
    flags = _flags(twice, ())
    right = sum(holds(flags[f"first {n}"]) and not holds(flags[f"second {n}"]) for n in range(PLANTED))
    found["same_author_again_latest_counts"] = round(right / PLANTED, 3)
    return found


def _conflicts(rows: Sequence[tuple[Review, dict[str, str]]]) -> dict[str, Any]:
    """``recommended_agrees_with_words``: of the flagged, those whose author's own answer whether they recommend the product
    contradicts their stars; ``base_rate`` is the same among all with one or five stars."""
    scorer = SentimentScorer.open(load_settings(os.environ).artifacts)
    scores = scorer.score_reviews([words_of(review) for review, _ in rows])
    extreme = [(review, row, score) for (review, row), score in zip(rows, scores, strict=True) if review.stars in (1, 5)]
    flagged = [(review, row) for review, row, score in extreme if stars_differ(review.stars, score.value)]

    def against(review: Review, row: dict[str, str]) -> bool:
        return (row["recommended"] == "1") != (review.stars == 5)

    return {
        "reviews": len(rows),
        "flagged": len(flagged),
        "flagged_per_1000": round(1000 * len(flagged) / len(rows), 2),
        "recommended_agrees_with_words": round(sum(against(*one) for one in flagged) / len(flagged), 3) if flagged else None,
        "base_rate": round(sum(against(review, row) for review, row, _ in extreme) / len(extreme), 3),
    }


def _flags(reviews: Sequence[Review], orders: Sequence[Order]) -> dict[str, Mapping[str, str]]:
    """What the worker finds in each that it holds back, by review id, {} for the others."""
    with tempfile.TemporaryDirectory(prefix="shoptalk-bench-") as folder:
        url = f"sqlite:///{Path(folder) / 'shop.db'}"
        migrate(url)
        storage = open_storage(url)
        storage.orders.upsert(orders)
        storage.reviews.upsert(reviews, score=False)
        while batch := storage.review_checks.unchecked(BATCH):
            hold_back(storage, batch, [0.0] * len(batch), START)
        held = {one.review.review_id: one.flags for one in storage.review_checks.flagged(len(reviews), held=True)}
        storage.close()
    return {review.review_id: held.get(review.review_id, {}) for review in reviews}


def _as(review: Review, text: str, later: timedelta) -> Review:
    return replace(review, review_id=f"copy of {review.review_id}", title="", text=text, at=review.at + later)


def _changed(review: Review, rng: random.Random, share: float) -> str:
    """That share of the words is left out or replaced by another word of the text."""
    words = words_of(review).split()
    places = set(rng.sample(range(len(words)), round(share * len(words))))
    kept = [
        rng.choice(words) if n in places and rng.random() < 0.5 else word
        for n, word in enumerate(words)
        if n not in places or rng.random() < 0.5
    ]
    return " ".join(kept)  # fmt: skip


def _half(review: Review) -> str:
    words = words_of(review).split()
    return " ".join(words[: len(words) // 2])


def _clothes(datasets: Path) -> Iterator[tuple[Review, dict[str, str]]]:
    """One every two hours, in the order of the file."""
    with gzip.open(datasets / "reviews" / "womens_clothing.csv.gz", "rt", encoding="utf-8", newline="") as file:
        for number, row in enumerate(csv.DictReader(file)):
            if row["review_text"].strip():
                at = START + timedelta(hours=2 * number)
                stars = int(row["rating"])
                yield Review(row["review_id"], row["clothing_id"], row["review_text"], at, title=row["title"], stars=stars), row


def _amazon(datasets: Path, name: str) -> Iterator[Review]:
    """With authors; of the time only the day is known."""
    with gzip.open(datasets / "reviews" / f"amazon5core_{name}.csv.gz", "rt", encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            at = datetime.fromtimestamp(int(row["unixReviewTime"]), UTC)
            text, title, author = row["reviewText"], row["summary"], row["reviewerID"]
            yield Review(row["review_id"], row["asin"], text, at, author, title, int(float(row["overall"])))


def _held_out(review_id: str) -> bool:
    """The part that trains nothing; see ``recommender.sentiment.training_rows``."""
    return int(hashlib.sha256(review_id.encode()).hexdigest(), 16) % 5 == 0
