"""What people say of a product, aspect by aspect, out of the reviews that count."""

from __future__ import annotations

from sqlalchemy import select

from shop.said import AspectSaid, Quote, summarised
from storage.database import Database
from storage.review_checks import counting
from storage.tables import reviews
from storage.tables_profiles import review_aspects


class ReviewSummaries:
    def __init__(self, database: Database) -> None:
        self._database = database

    def of_product(self, product_id: str) -> list[AspectSaid]:
        """Most spoken of first; empty where no review that counts names an aspect."""
        told = review_aspects.c
        statement = (
            select(told.aspect, told.value, told.quote, told.review_id, reviews.c.stars)
            .join_from(review_aspects, reviews, reviews.c.review_id == told.review_id)
            .where(told.product_id == product_id, counting())
        )
        with self._database.read() as connection:
            rows = connection.execute(statement).all()
        return summarised((row.aspect, row.value, Quote(row.quote, row.review_id, row.stars)) for row in rows)
