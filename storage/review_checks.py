"""Which reviews count: what was found in them (``shop.review_checks``), what is held back, and what staff released.

Whoever reads reviews for others reads those that count alone: ``counting()``.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import ColumnElement, Connection, and_, delete, func, select, tuple_, update

from shop.errors import Conflict, NotFound
from shop.orders import Review
from shop.review_checks import (
    BEING_CHECKED,
    BURST,
    BURST_SPAN,
    HOLDING,
    PUBLISHED,
    RECEIVED,
    Around,
    has_hour,
    holds,
)
from storage.database import Database
from storage.jobs import add_unique_jobs
from storage.profiles import relearn
from storage.ratings import with_review, without_reviews
from storage.rebuilds import ask_for_rebuilds
from storage.reviews import event_id_of, review_from
from storage.tables import order_lines, orders, reviews, shop_events, variants
from storage.tables_profiles import review_aspects

#: Reviews of a product with which a new one is compared: the newest up to it.
COMPARED = 2000
Flags = Mapping[str, str]


@dataclass(frozen=True)
class Flagged:
    """A review with what was found in it, for staff."""

    review: Review
    flags: Flags
    held: bool
    released_at: datetime | None
    released_by: str | None


def counting() -> ColumnElement[bool]:
    """The condition that a review counts and may be shown: read, and not held back."""
    return and_(reviews.c.held.is_(False), reviews.c.sentiment.is_not(None))


class ReviewChecks:
    def __init__(self, database: Database) -> None:
        self._database = database

    def unchecked(self, limit: int) -> list[Review]:
        """By product and time, so that those of one product are compared together."""
        order = reviews.c.product_id, reviews.c.at, reviews.c.review_id
        statement = select(reviews).where(reviews.c.checked_at.is_(None)).order_by(*order).limit(limit)
        with self._database.read() as connection:
            return [review_from(row) for row in connection.execute(statement).mappings()]

    def around(self, checked: Sequence[Review]) -> dict[str, Around]:
        """By review id, what ``shop.review_checks.check`` asks for."""
        authors = sorted({r.customer_id for r in checked if r.customer_id})
        with self._database.read() as connection:
            of_product = {id_: self._of_product(connection, id_, checked) for id_ in {r.product_id for r in checked}}
            rows = connection.execute(select(reviews).where(reviews.c.customer_id.in_(authors))).mappings().all()
            own = [review_from(row) for row in rows]
            held = frozenset(row["review_id"] for row in rows if row["held"])
            bought = _bought(connection, {(r.customer_id, r.product_id) for r in checked if r.customer_id})
            ids = [r.review_id for r in checked]
            freed = reviews.c.review_id.in_(ids), reviews.c.released_at.is_not(None)
            released = set(connection.execute(select(reviews.c.review_id).where(*freed)).scalars())
            found = {}
            for review in checked:
                first = bought.get((review.customer_id or "", review.product_id))
                found[review.review_id] = Around(
                    of_product=of_product[review.product_id],
                    of_author=[r for r in own if review.customer_id and r.customer_id == review.customer_id],
                    held=held,
                    bought=first is not None and first <= review.at,
                    newcomers=_newcomers(connection, review, of_product[review.product_id]),
                    released=review.review_id in released,
                )
        return found

    def store(self, found: Mapping[str, Flags], others: Mapping[str, Flags], now: datetime) -> set[str]:
        """What was found in reviews that were looked at, and what that means for ``others``. Returns the ids that are held.

        A review that is held from now on counts nowhere any more: its score, aspects, event and stars go, in one transaction.
        A released one stays released.
        """
        wanted = {id_: {**others.get(id_, {}), **found.get(id_, {})} for id_ in sorted({*found, *others})}
        held = set()
        with self._database.write() as connection:
            known = connection.execute(select(reviews).where(reviews.c.review_id.in_(list(wanted))).with_for_update())
            holding = []
            for row in known.mappings().all():
                id_ = row["review_id"]
                flags = {**row["flags"], **wanted[id_]}
                stop = holds(flags) and row["released_at"] is None
                held |= {id_} if stop else set()
                holding += [row["review_id"]] if stop and not row["held"] else []
                values = {"flags": flags} | ({"checked_at": now} if id_ in found else {})
                connection.execute(update(reviews).where(reviews.c.review_id == id_).values(**values))
            if holding:
                self._hold(connection, holding, now)
        return held

    def flagged(self, limit: int, *, held: bool, replaced: bool | None = None) -> list[Flagged]:
        """Newest first: those held back, or those that count and whose stars and words differ.

        ``replaced``: of the held only those, or none of those, that are held for nothing but a later review of the author.
        """
        newest = reviews.c.at.desc(), reviews.c.review_id.desc()
        which = reviews.c.held.is_(held)
        statement = select(reviews).where(which).order_by(*newest)
        found: list[Flagged] = []
        if not held:
            statement = statement.where(reviews.c.stars.in_((1, 5)), reviews.c.checked_at.is_not(None))
        with self._database.read() as connection:
            for row in connection.execute(statement.execution_options(yield_per=500)).mappings():
                only_replaced = [reason for reason in row["flags"] if reason in HOLDING] == ["repeated"]
                if "stars_differ" in row["flags"] if not held else replaced in (None, only_replaced):
                    freed = row["released_at"], row["released_by"]
                    found.append(Flagged(review_from(row), row["flags"], row["held"], *freed))
                if len(found) == limit:
                    break
        return found

    def release(self, review_id: str, by: str, now: datetime) -> None:
        """Staff let it count; the worker reads it at once. Raises NotFound, and Conflict for one that is not held."""
        with self._database.write() as connection:
            row = (
                connection.execute(select(reviews).where(reviews.c.review_id == review_id).with_for_update()).mappings().first()
            )
            if row is None:
                raise NotFound("There is no such review.", code="unknown_review")
            if not row["held"]:
                raise Conflict("This review is not held back.", code="not_held")
            rated = with_review(self._database, connection, review_id)
            freed = {"held": False, "released_at": now, "released_by": by}
            connection.execute(update(reviews).where(reviews.c.review_id == review_id).values(**freed))
            wanted = [({"review_id": review_id}, f"score_review:{review_id}")]
            add_unique_jobs(self._database, connection, "score_review", wanted, datetime.now(UTC))
            if rated:
                add_unique_jobs(self._database, connection, "update_index", [({}, "update_index")], datetime.now(UTC))

    def state_of(self, review_id: str) -> str:
        """received (nobody looked at it yet), being_checked (held back until staff look), published. Raises NotFound."""
        with self._database.read() as connection:
            found = select(reviews.c.checked_at, reviews.c.held).where(reviews.c.review_id == review_id)
            row = connection.execute(found).first()
        if row is None:
            raise NotFound("There is no such review.", code="unknown_review")
        return BEING_CHECKED if row.held else RECEIVED if row.checked_at is None else PUBLISHED

    def _hold(self, connection: Connection, review_ids: Sequence[str], now: datetime) -> None:
        rated = without_reviews(self._database, connection, review_ids)
        these = reviews.c.review_id.in_(review_ids)
        connection.execute(update(reviews).where(these).values(held=True, sentiment=None, sentiment_label=None))
        connection.execute(delete(review_aspects).where(review_aspects.c.review_id.in_(review_ids)))
        learnt = shop_events.c.event_id.in_([event_id_of(id_) for id_ in review_ids])
        gone = connection.execute(select(shop_events.c.event_id, shop_events.c.customer_id).where(learnt)).all()
        connection.execute(delete(shop_events).where(learnt))
        for event in gone:
            if event.customer_id is not None:
                relearn(self._database, connection, event.customer_id, event.event_id)
        if gone:
            ask_for_rebuilds(self._database, connection, now)
        if rated:
            add_unique_jobs(self._database, connection, "update_index", [({}, "update_index")], now)

    def _of_product(self, connection: Connection, product_id: str, checked: Sequence[Review]) -> list[Review]:
        """The newest up to the last of those that are looked at."""
        last = max(r.at for r in checked if r.product_id == product_id)
        of_it = reviews.c.product_id == product_id, reviews.c.at <= last
        statement = select(reviews).where(*of_it).order_by(reviews.c.at.desc()).limit(COMPARED)
        return [review_from(row) for row in connection.execute(statement).mappings()]


def _bought(connection: Connection, pairs: Collection[tuple[str | None, str]]) -> dict[tuple[str, str], datetime]:
    """When each (customer, product) was first ordered; an order line may name its SKU alone."""
    if not pairs:
        return {}
    product = func.coalesce(func.nullif(order_lines.c.product_id, ""), variants.c.product_id)
    linked = orders.join(order_lines, order_lines.c.order_id == orders.c.order_id)
    linked = linked.outerjoin(variants, variants.c.sku == order_lines.c.sku)
    theirs = tuple_(orders.c.customer_id, product).in_(sorted(pairs, key=str)), orders.c.status != "cancelled"
    first = select(orders.c.customer_id, product.label("product_id"), orders.c.placed_at).select_from(linked).where(*theirs)
    found: dict[tuple[str, str], datetime] = {}
    for row in connection.execute(first):
        key = (row.customer_id, row.product_id)
        found[key] = min(found.get(key, row.placed_at), row.placed_at)
    return found


def _newcomers(connection: Connection, review: Review, of_product: Iterable[Review]) -> list[Review]:
    near = [r for r in of_product if review.at - BURST_SPAN <= r.at <= review.at and has_hour(r.at)]
    if len(near) < BURST or not has_hour(review.at):
        return []
    authors = sorted({r.customer_id for r in near if r.customer_id})
    written = select(reviews.c.customer_id, func.min(reviews.c.at)).where(reviews.c.customer_id.in_(authors))
    first = {row[0]: row[1] for row in connection.execute(written.group_by(reviews.c.customer_id)).all()}
    bought = _bought(connection, {(author, review.product_id) for author in authors})
    return [
        r for r in near if not r.customer_id or (first[r.customer_id] >= r.at and (r.customer_id, r.product_id) not in bought)
    ]
