"""Return, defect and complaint rates per product and brand, each with how sure it is."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection, func, select

from shop.errors import InvalidInput
from storage.database import Database
from storage.insights.clock import Clock, label
from storage.insights.intervals import beta_prior, shrunk, wilson
from storage.insights.measures import counted
from storage.insights.shapes import Insight, Point, Series, Span
from storage.tables import products, reviews
from storage.tables_profiles import review_aspects

_UNIT = {"returns": "share of order lines", "defects": "share of reviews", "complaints": "share of reviews"}


def rates(database: Database, span: Span, measure: str = "returns", by: str = "product", limit: int = 50) -> Insight:
    """One series, a point per product or brand: ``y`` is the share, with ``of``, ``hits`` and a 95% interval ``low``, ``high``
    (Wilson); ``shrunk`` is drawn to what the others have (beta-binomial), and the highest comes first. Raises InvalidInput.
    """
    if not 1 <= limit <= 500:
        raise InvalidInput("limit is a number from 1 to 500.", fields={"limit": "not in range"})
    with database.read() as connection:
        found = counted(connection, span, measure, by)
        prior = beta_prior([(row.hits, row.of) for row in found])
        ordered = sorted(found, key=lambda row: (-shrunk(row.hits, row.of, prior), row.key))[:limit]
        names = names_of(connection, (row.key for row in ordered)) if by == "product" else {}
    points = []
    for row in ordered:
        low, high = wilson(row.hits, row.of)
        sure = {"of": row.of, "hits": row.hits, "low": low, "high": high, "shrunk": shrunk(row.hits, row.of, prior)}
        points.append(Point(row.key, row.hits / row.of, {"name": names.get(row.key, row.key), **sure}))
    return Insight("rates", _UNIT[measure], span, [Series(f"{measure} by {by}", points)])


def aspects(database: Database, span: Span, product_id: str = "") -> Insight:
    """What reviews of the span speak of: a series per aspect, a point per product (the 50 most spoken of, or ``product_id``).

    ``y`` is the mean value −1 to 1, with ``of`` (mentions), ``negative`` and the ``low`` and ``high`` of its share. No series
    where no aspects were read.
    """
    found: dict[str, list[Point]] = {}
    told = review_aspects.c
    inside = [reviews.c.at >= span.start, reviews.c.at < span.end]
    if product_id:
        inside.append(told.product_id == product_id)
    count, below = func.count(), func.count().filter(told.value < 0)
    statement = (
        select(told.aspect, told.product_id, count, below, func.avg(told.value))
        .join_from(review_aspects, reviews, reviews.c.review_id == told.review_id)
        .where(*inside)
        .group_by(told.aspect, told.product_id)
        .order_by(told.aspect, count.desc(), told.product_id)
    )
    with database.read() as connection:
        for aspect, product, of, negative, mean in connection.execute(statement):
            low, high = wilson(negative, of)
            more = {"of": of, "negative": negative, "low": low, "high": high}
            found.setdefault(aspect, []).append(Point(product, float(mean), more))
    series = [Series(aspect, points[:50]) for aspect, points in found.items()]
    return Insight("aspects", "−1 to 1", span, series)


def aspects_over_time(database: Database, span: Span, period: str = "month", product_id: str = "") -> Insight:
    """How reviews speak of each aspect as time goes on: a series per aspect, the most spoken of first, a point per period.

    ``y`` is the mean value −1 to 1 (None where nobody spoke of it), with ``of`` mentions and how many are ``negative``.
    Raises InvalidInput for an unknown period.
    """
    told, bucket = review_aspects.c, Clock(database, span).period(reviews.c.at, period).label("bucket")
    inside = [reviews.c.at >= span.start, reviews.c.at < span.end]
    if product_id:
        inside.append(told.product_id == product_id)
    statement = (
        select(told.aspect, bucket, func.count(), func.count().filter(told.value < 0), func.avg(told.value))
        .join_from(review_aspects, reviews, reviews.c.review_id == told.review_id)
        .where(*inside)
        .group_by(told.aspect, "bucket")
    )
    found: dict[str, dict[str, Point]] = {}
    with database.read() as connection:
        for aspect, x, of, negative, mean in connection.execute(statement):
            found.setdefault(aspect, {})[x] = Point(x, float(mean), {"of": of, "negative": negative})
    labels = list(dict.fromkeys(label(day, period) for day in span.days()))
    spoken = sorted(found, key=lambda aspect: (-sum(int(p.more["of"]) for p in found[aspect].values()), aspect))
    nobody = {"of": 0, "negative": 0}
    series = [Series(aspect, [found[aspect].get(x, Point(x, None, nobody)) for x in labels]) for aspect in spoken]
    return Insight("aspects", "−1 to 1", span, series)


def names_of(connection: Connection, product_ids: Iterable[str]) -> dict[str, str]:
    """Names by id, of those in the catalogue."""
    ids = list(product_ids)
    found = connection.execute(select(products.c.product_id, products.c.name).where(products.c.product_id.in_(ids)))
    return {row[0]: row[1] for row in found}
