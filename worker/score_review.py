"""Job ``score_review`` {"review_id"}: read one review's sentiment and let the profile learn from it.

The same arithmetic serves ``score_backlog``, which scores everything an import brought, in batches.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from recommender.sentiment import Sentiment, label_of
from shop.customers import Customer
from shop.events import Event
from shop.orders import Review
from storage.reviews import event_id_of
from worker.services import Progress, Services


def review_event(review: Review, customer: Customer | None, value: float) -> Event | None:
    """The event by which a profile learns, or None where the customer did not agree to a profile."""
    if customer is None or not customer.consent.profile:
        return None
    return Event(
        event_id=event_id_of(review.review_id),
        type="review",
        at=review.at,
        customer_id=customer.customer_id,
        product_id=review.product_id,
        value=value,
    )


def words_of(review: Review) -> str:
    return f"{review.title}. {review.text}" if review.title else review.text


def weighed(review: Review, read: Sentiment) -> tuple[float, str]:
    """Value −1…1 and label. Stars say what words may hide ("I have paid twice as much for worse"): they count double."""
    if review.stars is None:
        return read.value, read.label
    value = (read.value + (review.stars - 3)) / 3
    return value, label_of(value)


def record(
    services: Services,
    reviews: Sequence[Review],
    scores: Sequence[Sentiment],
    aspects: Sequence[Mapping[str, float]] | None = None,
) -> None:
    """Store the scores, what each review says of aspects (``{aspect: −1…1}``), and the events that consent allows.

    The event brings the job that folds it into the profile.
    """
    for number, (review, score) in enumerate(zip(reviews, scores, strict=True)):
        value, label = weighed(review, score)
        customer = services.storage.customers.get(review.customer_id) if review.customer_id else None
        event = review_event(review, customer, value)
        said = aspects[number] if aspects is not None else {}
        services.storage.reviews.set_sentiment(review.review_id, value, label, event, said)


def score_review(payload: dict[str, object], services: Services, progress: Progress) -> dict[str, object]:
    review = services.storage.reviews.get(str(payload["review_id"]))
    if review is None:  # erased since: nothing is left to learn from
        return {"found": False}
    if review.sentiment is None:
        (score,) = services.scorer.score_reviews([words_of(review)])
        record(services, [review], [score])
        value, label = weighed(review, score)
        return {"found": True, "sentiment": value, "label": label}
    return {"found": True, "sentiment": review.sentiment, "label": review.sentiment_label}


def score_backlog(payload: dict[str, object], services: Services, progress: Progress) -> dict[str, object]:
    """Job ``score_backlog``: every review without a sentiment, 256 at a time; can be stopped and repeated anywhere."""
    total = services.storage.reviews.count()
    done = 0
    while batch := services.storage.reviews.unscored(256):
        record(services, batch, services.scorer.score_reviews([words_of(review) for review in batch]))
        done += len(batch)
        progress(min(1.0, done / max(total, 1)), f"{done} reviews read")
    return {"scored": done}
