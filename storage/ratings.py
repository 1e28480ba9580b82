"""Ratings of products without some reviews: a mean of which a review was a part is the mean of the others afterwards.

A shop's own rating, which our reviews do not explain, is the shop's to change: it stays as it is.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from sqlalchemy import Connection, select

from shop.catalogue import Product
from storage.database import Database
from storage.products import rewrite
from storage.tables import reviews


def without_reviews(database: Database, connection: Connection, review_ids: Collection[str]) -> list[str]:
    """Take these reviews, which are still stored, out of the ratings. Returns the products whose rating changed."""
    if not review_ids:
        return []
    theirs = select(reviews.c.product_id).where(reviews.c.review_id.in_(review_ids), reviews.c.stars.is_not(None)).distinct()
    changed = []
    for product_id in sorted(connection.execute(theirs).scalars()):
        rated = reviews.c.product_id == product_id, reviews.c.stars.is_not(None), reviews.c.held.is_(False)
        found = connection.execute(select(reviews.c.review_id, reviews.c.stars).where(*rated))
        stars: dict[str, int] = {row.review_id: row.stars for row in found}
        rest = [given for review_id, given in stars.items() if review_id not in review_ids]

        def corrected(product: Product, given: Sequence[int] = tuple(stars.values()), rest: Sequence[int] = rest) -> Product:
            return rated_by_the_rest(product, given, rest)

        if rewrite(database, connection, product_id, corrected):
            changed.append(product_id)
    return changed


def with_review(database: Database, connection: Connection, review_id: str) -> bool:
    """Put a review that is held back and will count into the rating of its product. True when the rating changed."""
    row = connection.execute(select(reviews.c.product_id, reviews.c.stars).where(reviews.c.review_id == review_id)).one()
    if row.stars is None:
        return False
    counting = reviews.c.product_id == row.product_id, reviews.c.stars.is_not(None), reviews.c.held.is_(False)
    given = list(connection.execute(select(reviews.c.stars).where(*counting)).scalars())

    def corrected(product: Product) -> Product:
        return rated_by_the_rest(product, given, [*given, row.stars])

    return rewrite(database, connection, row.product_id, corrected)


def rated_by_the_rest(product: Product, given: Sequence[int], rest: Sequence[int]) -> Product:
    """The product with the mean of ``rest`` for its rating, if its rating was the mean of ``given``, to as many decimals.

    ``given`` and ``rest`` are stars, 1 to 5; without any left there is no rating.
    """
    if product.rating is None or not given or product.rating_count != len(given):
        return product
    decimals = len(repr(product.rating).partition(".")[2])
    if round(sum(given) / len(given), decimals) != product.rating:
        return product
    rating = round(sum(rest) / len(rest), decimals) if rest else None
    return replace(product, rating=rating, rating_count=len(rest))
