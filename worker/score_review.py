"""Job ``score_review`` {"review_id"}: read one review's sentiment and let the profile learn from it.

The same arithmetic serves ``score_backlog``, which scores everything an import brought, in batches.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from recommender.sentiment import Sentiment, label_of
from recommender.sentiment.aspects import Opinion, by_aspect, opinions
from shop.customers import Customer
from shop.errors import NotFound
from shop.events import Event
from shop.orders import Review
from shop.review_checks import words_of
from storage.reviews import event_id_of
from worker.check_reviews import hold_back
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
    quotes: Sequence[Mapping[str, str]] | None = None,
) -> None:
    """Store the scores, what each review says of aspects (``{aspect: −1…1}``) with the sentence that says it, and the events
    that consent allows. The event brings the job that folds it into the profile.
    """
    for number, (review, score) in enumerate(zip(reviews, scores, strict=True)):
        value, label = weighed(review, score)
        customer = services.storage.customers.get(review.customer_id) if review.customer_id else None
        event = review_event(review, customer, value)
        said = aspects[number] if aspects is not None else {}
        told = quotes[number] if quotes is not None else {}
        services.storage.reviews.set_sentiment(review.review_id, value, label, event, said, told)


def own_aspects(services: Services) -> dict[str, list[str]]:
    """The shop's own aspects, as published: name → the words that name it (docs/sentiment.md)."""
    items = services.storage.content.list("aspect")
    return {str(i.live["label"]): [str(word) for word in i.live["words"]] for i in items if i.live is not None}


def quotes_of(said: Sequence[Opinion], values: Mapping[str, float]) -> dict[str, str]:
    """Aspect → the sentence that says most firmly what the review says of it on the whole."""
    found: dict[str, Opinion] = {}
    for opinion in said:
        agrees = opinion.value * values[opinion.aspect] >= 0
        best = found.get(opinion.aspect)
        if agrees and (best is None or abs(opinion.value) > abs(best.value)):
            found[opinion.aspect] = opinion
    return {aspect: opinion.sentence for aspect, opinion in found.items()}


def read(services: Services, reviews: Sequence[Review]) -> set[str]:
    """Check, score and record reviews; returns the ids of those that were held back and count nowhere.

    A score that came with an import stays as it came; such a review moves no profile.
    """
    texts = [words_of(review) for review in reviews]
    scores = services.scorer.score_reviews(texts)
    held = hold_back(services.storage, reviews, [score.value for score in scores], services.clock())
    kept = [(r, s, t) for r, s, t in zip(reviews, scores, texts, strict=True) if r.review_id not in held]
    said = opinions(services.scorer, [text for _, _, text in kept], own_aspects(services))
    for (review, score, _), heard in zip(kept, said, strict=True):
        values = by_aspect(heard)
        quotes = quotes_of(heard, values)
        try:
            if review.sentiment is None or review.sentiment_label is None:
                record(services, [review], [score], [values], [quotes])
            else:
                given = review.sentiment, review.sentiment_label
                services.storage.reviews.set_sentiment(review.review_id, *given, None, values, quotes)
        except NotFound:  # erased since
            continue
    return held


def score_review(payload: dict[str, object], services: Services, progress: Progress) -> dict[str, object]:
    review = services.storage.reviews.get(str(payload["review_id"]))
    if review is None:  # erased since: nothing is left to learn from
        return {"found": False}
    if review.sentiment is None and read(services, [review]):
        return {"found": True, "held": True}
    scored = services.storage.reviews.get(review.review_id)
    if scored is None:
        return {"found": False}
    return {"found": True, "sentiment": scored.sentiment, "label": scored.sentiment_label}


def score_backlog(payload: dict[str, object], services: Services, progress: Progress) -> dict[str, object]:
    """Job ``score_backlog``: every review that was not looked at or has no score, 256 at a time; can be stopped and repeated
    anywhere."""
    storage = services.storage
    total = storage.reviews.count()
    done = held = 0
    while batch := storage.review_checks.unchecked(256) or storage.reviews.unscored(256):
        held += len(read(services, batch) & {review.review_id for review in batch})
        done += len(batch)
        progress(min(1.0, done / max(total, 1)), f"{done} reviews read")
    return {"scored": done, "held": held}
