"""Using promotions up, and giving uses back: guarded UPDATEs, so that the last use is granted exactly once.

Locks are always taken in one order (redemption, then per promotion id ascending: promotion, customer's counter), so that
two redemptions never wait for each other. The ledger gets a row for each use and each return and is never changed.
"""

from __future__ import annotations

import secrets
from dataclasses import asdict
from datetime import datetime

from sqlalchemy import Connection, RowMapping, insert, or_, select, update
from sqlalchemy.exc import IntegrityError

from shop.errors import Conflict, NotFound
from shop.promotions import Applied, Quote, Redemption
from storage.customer_keys import key_for
from storage.database import Database
from storage.tables import customer_keys
from storage.tables_promotions import promotion_customers, promotions, redemption_ledger, redemptions


def redeem(database: Database, quote: Quote, order_id: str, now: datetime) -> Redemption:
    """See ``Promotions.redeem``. One transaction: a refusal on any promotion undoes them all."""
    try:
        with database.write() as connection:
            first = _live(connection, order_id=order_id)
            return first if first is not None else _redeem(database, connection, quote, order_id, now)
    except IntegrityError as error:  # another transaction was first with this order or this quote
        with database.read() as connection:
            first = _live(connection, order_id=order_id)
        if first is not None:
            return first
        raise Conflict("This quote has been redeemed for another order.", code="quote_used") from error


def cancel(database: Database, redemption_id: str, now: datetime) -> Redemption:
    """See ``Promotions.cancel``."""
    with database.write() as connection:
        stopped = connection.execute(
            update(redemptions)
            .where(redemptions.c.redemption_id == redemption_id, redemptions.c.cancelled_at.is_(None))
            .values(cancelled_at=now)
            .returning(redemptions.c.customer_key)
        ).first()
        found = _find(connection, redemption_id=redemption_id)
        if found is None:
            raise NotFound("There is no such redemption.", code="unknown_redemption")
        if stopped is not None:
            for applied in sorted(found.applied, key=lambda a: a.promotion_id):
                _give_back(connection, applied.promotion_id, stopped.customer_key)
            _write_ledger(connection, found, stopped.customer_key, -1, now)
        return found


def find(database: Database, *, redemption_id: str = "", order_id: str = "") -> Redemption | None:
    """By id, or the one of an order that is not cancelled."""
    with database.read() as connection:
        return _find(connection, redemption_id=redemption_id) if redemption_id else _live(connection, order_id=order_id)


def _redeem(database: Database, connection: Connection, quote: Quote, order_id: str, now: datetime) -> Redemption:
    customer_key = key_for(database, connection, quote.customer_id) if quote.customer_id else None
    redemption = Redemption(
        redemption_id="rd_" + secrets.token_hex(12),
        order_id=order_id,
        quote_id=quote.quote_id,
        customer_id=quote.customer_id,
        discount=quote.discount,
        applied=quote.applied,
        at=now,
        currency=quote.currency,
    )
    connection.execute(
        insert(redemptions).values(
            redemption_id=redemption.redemption_id,
            order_id=order_id,
            quote_id=quote.quote_id,
            customer_key=customer_key,
            currency=quote.currency,
            discount=quote.discount,
            applied=[asdict(a) for a in quote.applied],
            at=now,
        )
    )
    for applied in sorted(quote.applied, key=lambda a: a.promotion_id):
        _use(database, connection, applied, customer_key)
    _write_ledger(connection, redemption, customer_key, 1, now)
    return redemption


def _use(database: Database, connection: Connection, applied: Applied, customer_key: str | None) -> None:
    name = applied.code or applied.name
    mine = promotions.c.promotion_id == applied.promotion_id
    within = or_(promotions.c.total_limit.is_(None), promotions.c.used < promotions.c.total_limit)
    granted = connection.execute(
        update(promotions)
        .where(mine, promotions.c.active, within)
        .values(used=promotions.c.used + 1)
        .returning(promotions.c.customer_limit)
    ).first()
    if granted is None:
        if connection.execute(select(promotions.c.active).where(mine)).scalar_one_or_none():
            raise Conflict(f"{name} has been used up.", code="limit_reached")
        raise Conflict(f"{name} is not running any more.", code="promotion_gone")
    limit = granted.customer_limit
    if customer_key is None:
        if limit is not None:
            raise Conflict(f"{name} is limited per customer and needs a customer.", code="sign_in_required")
        return
    counter = promotion_customers.c
    first = database.insert(promotion_customers).values(promotion_id=applied.promotion_id, customer_key=customer_key, used=0)
    connection.execute(first.on_conflict_do_nothing(index_elements=["promotion_id", "customer_key"]))
    counted = update(promotion_customers).where(
        counter.promotion_id == applied.promotion_id, counter.customer_key == customer_key
    )
    if limit is not None:
        counted = counted.where(counter.used < limit)
    if connection.execute(counted.values(used=counter.used + 1)).rowcount != 1:
        raise Conflict(f"This customer has used {name} as often as it allows.", code="customer_limit_reached")


def _give_back(connection: Connection, promotion_id: str, customer_key: str | None) -> None:
    connection.execute(
        update(promotions)
        .where(promotions.c.promotion_id == promotion_id, promotions.c.used > 0)
        .values(used=promotions.c.used - 1)
    )
    counter = promotion_customers.c
    if customer_key is not None:
        connection.execute(
            update(promotion_customers)
            .where(counter.promotion_id == promotion_id, counter.customer_key == customer_key, counter.used > 0)
            .values(used=counter.used - 1)
        )


def _write_ledger(connection: Connection, redemption: Redemption, customer_key: str | None, uses: int, now: datetime) -> None:
    rows = [
        {
            "redemption_id": redemption.redemption_id,
            "promotion_id": applied.promotion_id,
            "customer_key": customer_key,
            "uses": uses,
            "discount": uses * applied.discount,
            "currency": redemption.currency,
            "at": now,
        }
        for applied in redemption.applied
    ]
    if rows:
        connection.execute(insert(redemption_ledger), rows)


def _find(connection: Connection, *, redemption_id: str) -> Redemption | None:
    row = connection.execute(_WITH_CUSTOMER.where(redemptions.c.redemption_id == redemption_id)).mappings().first()
    return _redemption(row) if row else None


def _live(connection: Connection, *, order_id: str) -> Redemption | None:
    live = _WITH_CUSTOMER.where(redemptions.c.order_id == order_id, redemptions.c.cancelled_at.is_(None))
    row = connection.execute(live).mappings().first()
    return _redemption(row) if row else None


_WITH_CUSTOMER = select(redemptions, customer_keys.c.customer_id).outerjoin(
    customer_keys, customer_keys.c.customer_key == redemptions.c.customer_key
)


def _redemption(row: RowMapping) -> Redemption:
    return Redemption(
        redemption_id=row["redemption_id"],
        order_id=row["order_id"],
        quote_id=row["quote_id"],
        customer_id=row["customer_id"],
        discount=row["discount"],
        applied=tuple(Applied(**one) for one in row["applied"]),
        at=row["at"],
        cancelled_at=row["cancelled_at"],
        currency=row["currency"],
    )
