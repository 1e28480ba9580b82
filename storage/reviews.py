"""Reviews, and the job that scores each of them, written in the same transaction."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime

from sqlalchemy import Connection, RowMapping, func, select, update

from shop.errors import NotFound
from shop.events import Event
from shop.orders import Review
from storage.database import Database
from storage.events import add_events
from storage.jobs import add_unique_jobs
from storage.tables import reviews
from storage.upserts import CHUNK, Row, changed_rows, chunks, content_hash, write_rows


class Reviews:
    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, review: Review) -> Review:
        """Store a review and its ``score_review`` job. A repeated review_id returns the stored one and adds no job."""
        with self._database.write() as connection:
            made = self._database.insert(reviews).values(**_row(review)).on_conflict_do_nothing(index_elements=["review_id"])
            if connection.execute(made.returning(reviews.c.review_id)).first() is not None:
                self._ask_for_score(connection, [review.review_id])
            row = connection.execute(select(reviews).where(reviews.c.review_id == review.review_id)).mappings().one()
        return _review(row)

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
        return _review(row) if row else None

    def of_product(self, product_id: str, limit: int) -> list[Review]:
        """Newest first."""
        newest = reviews.c.at.desc(), reviews.c.review_id.desc()
        statement = select(reviews).where(reviews.c.product_id == product_id).order_by(*newest).limit(limit)
        with self._database.read() as connection:
            return [_review(row) for row in connection.execute(statement).mappings()]

    def all(self) -> Iterator[Review]:
        """Streams by review id, 1,000 at a time; no transaction stays open between them."""
        after = ""
        while True:
            statement = select(reviews).where(reviews.c.review_id > after).order_by(reviews.c.review_id).limit(CHUNK)
            with self._database.read() as connection:
                page = [_review(row) for row in connection.execute(statement).mappings()]
            if not page:
                return
            yield from page
            after = page[-1].review_id

    def count(self) -> int:
        with self._database.read() as connection:
            return connection.execute(select(func.count()).select_from(reviews)).scalar_one()

    def unscored(self, limit: int) -> list[Review]:
        """By review id."""
        statement = select(reviews).where(reviews.c.sentiment.is_(None)).order_by(reviews.c.review_id).limit(limit)
        with self._database.read() as connection:
            return [_review(row) for row in connection.execute(statement).mappings()]

    def set_sentiment(self, review_id: str, sentiment: float, label: str, event: Event | None) -> None:
        """Store the score and, in the same transaction, the ``review`` event. Idempotent. Raises NotFound."""
        with self._database.write() as connection:
            scored = update(reviews).where(reviews.c.review_id == review_id).values(sentiment=sentiment, sentiment_label=label)
            if not connection.execute(scored).rowcount:
                raise NotFound("There is no such review.", code="unknown_review")
            if event is not None:
                add_events(self._database, connection, [event], visitor_consent=True)

    def _ask_for_score(self, connection: Connection, review_ids: Iterable[str]) -> None:
        wanted = [({"review_id": id_}, f"score_review:{id_}") for id_ in review_ids]
        add_unique_jobs(self._database, connection, "score_review", wanted, datetime.now(UTC))


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
    return row


def _review(row: RowMapping) -> Review:
    return Review(**{name: value for name, value in row.items() if name != "content_hash"})
