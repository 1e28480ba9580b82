"""What people say of a product, aspect by aspect, out of the reviews that count."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import exists, func, select

from shop.said import NEUTRAL_BAND, AspectSaid, Quote, summarised
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

    def praise(self, product_ids: Collection[str] | None = None) -> dict[str, dict[str, tuple[float, int]]]:
        """Product id to aspect to the mean (−1…1) of the reviews that praise or blame it, and how many these are.

        Of all products, or of ``product_ids`` (a few hundred at most). What a review says in a neutral way is left out.
        """
        told = review_aspects.c
        # not a join: SQLite would begin with all reviews that are not held, however few products are asked for
        counts = exists().where(reviews.c.review_id == told.review_id, counting())
        statement = (
            select(told.product_id, told.aspect, func.avg(told.value), func.count())
            .where(counts, func.abs(told.value) > NEUTRAL_BAND)
            .group_by(told.product_id, told.aspect)
        )
        if product_ids is not None:
            statement = statement.where(told.product_id.in_(product_ids))
        found: dict[str, dict[str, tuple[float, int]]] = {}
        with self._database.read() as connection:
            for product_id, aspect, mean, count in connection.execute(statement):
                found.setdefault(product_id, {})[aspect] = float(mean), count
        return found
