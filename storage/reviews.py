"""Reviews, and the job that scores each of them, written in the same transaction."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields
from datetime import UTC, datetime

from sqlalchemy import Connection, RowMapping, delete, func, select, update

from shop.errors import NotFound
from shop.events import Event
from shop.orders import Review
from storage.database import Database
from storage.events import add_events
from storage.jobs import add_unique_jobs
from storage.messages import locked
from storage.profiles import relearn
from storage.tables import reviews, shop_events
from storage.tables_profiles import review_aspects
from storage.upserts import CHUNK, Row, changed_rows, chunks, content_hash, write_rows

_REVIEW = tuple(one.name for one in fields(Review))


class Reviews:
    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, review: Review, *, conversation_id: str | None = None) -> Review:
        """Store a review and its ``score_review`` job. A repeated review_id returns the stored one and adds no job.

        ``conversation_id`` is where it was written: a visitor's review is theirs by this alone. Raises NotFound
        ``unknown_conversation`` when that was erased meanwhile.
        """
        with self._database.write() as connection:
            if conversation_id is not None:
                locked(connection, conversation_id)
            new = {**_row(review), "conversation_id": conversation_id}
            made = self._database.insert(reviews).values(**new).on_conflict_do_nothing(index_elements=["review_id"])
            if connection.execute(made.returning(reviews.c.review_id)).first() is not None:
                self._ask_for_score(connection, [review.review_id])
            row = connection.execute(select(reviews).where(reviews.c.review_id == review.review_id)).mappings().one()
        return review_from(row)

    def upsert(self, items: Iterable[Review], *, score: bool = True) -> int:
        """Import: insert or replace by id; returns how many changed. One transaction per 1,000.

        A changed review loses its score unless it brings one; with ``score`` each unscored change gets a job.
        """
        changed = 0
        for chunk in chunks(items):
            rows = [_row(item) for item in chunk]
            with self._database.write() as connection:
                different = changed_rows(connection, reviews, rows)
                write_rows(self._database, connection, reviews, list(different.values()))
                if score:
                    unscored = [id_ for id_, row in different.items() if row["sentiment"] is None]
                    self._ask_for_score(connection, unscored)
            changed += len(different)
        return changed

    def get(self, review_id: str) -> Review | None:
        with self._database.read() as connection:
            row = connection.execute(select(reviews).where(reviews.c.review_id == review_id)).mappings().first()
        return review_from(row) if row else None

    def of_product(self, product_id: str, limit: int) -> list[Review]:
        """Those that are not held back (``storage.review_checks``), newest first."""
        newest = reviews.c.at.desc(), reviews.c.review_id.desc()
        shown = reviews.c.product_id == product_id, reviews.c.held.is_(False)
        statement = select(reviews).where(*shown).order_by(*newest).limit(limit)
        with self._database.read() as connection:
            return [review_from(row) for row in connection.execute(statement).mappings()]

    def all(self) -> Iterator[Review]:
        """Streams by review id, 1,000 at a time; no transaction stays open between them."""
        after = ""
        while True:
            statement = select(reviews).where(reviews.c.review_id > after).order_by(reviews.c.review_id).limit(CHUNK)
            with self._database.read() as connection:
                page = [review_from(row) for row in connection.execute(statement).mappings()]
            if not page:
                return
            yield from page
            after = page[-1].review_id

    def count(self) -> int:
        with self._database.read() as connection:
            return connection.execute(select(func.count()).select_from(reviews)).scalar_one()

    def unscored(self, limit: int) -> list[Review]:
        """By review id; what is held back waits until it is released."""
        unread = reviews.c.sentiment.is_(None), reviews.c.held.is_(False)
        statement = select(reviews).where(*unread).order_by(reviews.c.review_id).limit(limit)
        with self._database.read() as connection:
            return [review_from(row) for row in connection.execute(statement).mappings()]

    def set_sentiment(
        self,
        review_id: str,
        sentiment: float,
        label: str,
        event: Event | None,
        aspects: Mapping[str, float] | None = None,
        quotes: Mapping[str, str] | None = None,
    ) -> None:
        """Store the score, what is said of each aspect (−1…1) with the sentence that says it, and the ``review`` event, in one
        transaction.

        Idempotent; a review that was changed since and says something else now is learnt anew. Raises NotFound.
        """
        with self._database.write() as connection:
            scored = update(reviews).where(reviews.c.review_id == review_id).values(sentiment=sentiment, sentiment_label=label)
            product_id = connection.execute(scored.returning(reviews.c.product_id)).scalar_one_or_none()
            if product_id is None:
                raise NotFound("There is no such review.", code="unknown_review")
            other = write_aspects(connection, review_id, product_id, aspects or {}, quotes or {})
            if event is not None:
                self._learn(connection, event, other)

    def _learn(self, connection: Connection, event: Event, other_aspects: bool) -> None:
        known = select(shop_events.c.value, shop_events.c.customer_id).where(shop_events.c.event_id == event.event_id)
        stored = connection.execute(known).first()
        if stored is not None and (stored.value != event.value or other_aspects):
            connection.execute(delete(shop_events).where(shop_events.c.event_id == event.event_id))
            relearn(self._database, connection, stored.customer_id, event.event_id)
        add_events(self._database, connection, [event], visitor_consent=True)

    def aspects_of_customer(self, customer_id: str) -> dict[str, dict[str, float]]:
        """By the event id of each of their reviews: aspect to −1…1."""
        said = select(review_aspects).join(reviews, reviews.c.review_id == review_aspects.c.review_id)
        found: dict[str, dict[str, float]] = {}
        with self._database.read() as connection:
            for row in connection.execute(said.where(reviews.c.customer_id == customer_id)).mappings():
                found.setdefault(event_id_of(row["review_id"]), {})[row["aspect"]] = row["value"]
        return found

    def aspects_of_product(self, product_id: str) -> dict[str, tuple[float, int]]:
        """Aspect to the mean of what reviews say of it (−1…1) and how many do, by aspect."""
        aspect, value = review_aspects.c.aspect, review_aspects.c.value
        said = select(aspect, func.avg(value), func.count()).where(review_aspects.c.product_id == product_id)
        with self._database.read() as connection:
            rows = connection.execute(said.group_by(aspect).order_by(aspect)).all()
        return {name: (float(mean), count) for name, mean, count in rows}

    def _ask_for_score(self, connection: Connection, review_ids: Iterable[str]) -> None:
        wanted = [({"review_id": id_}, f"score_review:{id_}") for id_ in review_ids]
        add_unique_jobs(self._database, connection, "score_review", wanted, datetime.now(UTC))


def event_id_of(review_id: str) -> str:
    """The id of the event by which a profile learns from a review."""
    return f"review:{review_id}"


def write_aspects(
    connection: Connection,
    review_id: str,
    product_id: str,
    aspects: Mapping[str, float],
    quotes: Mapping[str, str],
) -> bool:
    """Replace what a review says of each aspect; True when the values are others than before."""
    of_review = review_aspects.c.review_id == review_id
    rows_of = select(review_aspects.c.aspect, review_aspects.c.value, review_aspects.c.quote).where(of_review)
    known = {row.aspect: (row.value, row.quote) for row in connection.execute(rows_of)}
    wanted = {aspect: (value, quotes.get(aspect, "")) for aspect, value in sorted(aspects.items())}
    if known == wanted:
        return False
    connection.execute(delete(review_aspects).where(of_review))
    of_it = {"review_id": review_id, "product_id": product_id}
    rows = [{**of_it, "aspect": aspect, "value": value, "quote": quote} for aspect, (value, quote) in wanted.items()]
    if rows:
        connection.execute(review_aspects.insert(), rows)
    return {aspect: value for aspect, (value, _) in known.items()} != dict(aspects)


def _row(item: Review) -> Row:
    row: Row = {
        "review_id": item.review_id,
        "product_id": item.product_id,
        "text": item.text,
        "at": item.at,
        "customer_id": item.customer_id,
        "title": item.title,
        "stars": item.stars,
        "sentiment": item.sentiment,
        "sentiment_label": item.sentiment_label,
    }
    row["content_hash"] = content_hash(row)
    # What says something else is looked at anew, whatever was found in it or decided before.
    return {**row, "checked_at": None, "flags": {}, "held": False, "released_at": None, "released_by": None}


def review_from(row: RowMapping) -> Review:
    return Review(**{name: row[name] for name in _REVIEW})
