"""Promotions, quotes and redemptions. How often a promotion was used is counted here alone; no import changes it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, fields
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import RowMapping, func, or_, select

from shop.errors import InvalidInput
from shop.pricing import check_promotion
from shop.promotions import Applied, Promotion, Quote, QuoteLine, Redemption, Refusal
from storage import redemptions
from storage.customer_keys import key_for
from storage.database import Database
from storage.jobs import add_unique_jobs
from storage.tables import customer_keys
from storage.tables_promotions import promotion_customers, promotions, quotes
from storage.upserts import Row, chunks

_TUPLES = ("categories", "brands", "product_ids", "tiers")
_NAMES = tuple(f.name for f in fields(Promotion))
_QUOTE_CONTENT = ("lines", "subtotal", "discount", "total", "applied", "refused", "codes", "trace")


class Promotions:
    def __init__(self, database: Database) -> None:
        self._database = database

    def upsert(self, items: Iterable[Promotion]) -> int:
        """Insert or replace by id; returns how many changed. One transaction per 1,000, with the job that tells the bot.

        ``used`` counts only for a promotion that is new; of a known one the stored count stays, or a second import would
        hand out every coupon again. Raises InvalidInput naming the fields of the first promotion that makes no sense.
        """
        changed = 0
        for chunk in chunks(items):
            rows = {item.promotion_id: _row(item) for item in chunk}
            with self._database.write() as connection:
                known = select(promotions).where(promotions.c.promotion_id.in_(list(rows)))
                stored = {row["promotion_id"]: _row(_promotion(row)) for row in connection.execute(known).mappings()}
                different = [rows[id_] for id_ in sorted(rows) if _unlike(rows[id_], stored.get(id_))]
                if different:
                    statement = self._database.insert(promotions)
                    replaced = {name: statement.excluded[name] for name in different[0] if name not in ("promotion_id", "used")}
                    connection.execute(
                        statement.on_conflict_do_update(index_elements=["promotion_id"], set_=replaced), different
                    )
                    add_unique_jobs(self._database, connection, "update_codes", [({}, "update_codes")], datetime.now(UTC))
            changed += len(different)
        return changed

    def get(self, promotion_id: str) -> Promotion | None:
        return next(iter(self._select(promotions.c.promotion_id == promotion_id)), None)

    def by_code(self, code: str, now: datetime | None = None) -> Promotion | None:
        """Letter case does not matter. Of several with one code the one that runs at ``now``, else the latest to start."""
        found = self._select(promotions.c.code_key == code.strip().casefold())
        if not found or not code.strip():
            return None
        latest = sorted(found, key=lambda p: (p.starts_at.timestamp() if p.starts_at else 0.0, p.promotion_id))
        running = [p for p in latest if p.active and now is not None and _runs(p, now)]
        return (running or [p for p in latest if p.active] or latest)[-1]

    def active(self, now: datetime) -> list[Promotion]:
        """Those that run at ``now``, used up or not, by (priority, id)."""
        return [p for p in self._select(promotions.c.active) if _runs(p, now)]

    def for_cart(self, codes: Sequence[str], now: datetime) -> list[Promotion]:
        """What ``shop.pricing.price`` needs: those without a code that run at ``now``, and all with one of ``codes``."""
        folded = [code.strip().casefold() for code in codes if code.strip()]
        found = self._select(or_(promotions.c.code_key.is_(None), promotions.c.code_key.in_(folded)))
        return [p for p in found if p.code or (p.active and _runs(p, now))]

    def all(self) -> list[Promotion]:
        """By (priority, id)."""
        return self._select()

    def codes(self) -> list[str]:
        """Of all promotions, running or not, as the shop writes them, sorted."""
        with self._database.read() as connection:
            found = connection.execute(select(promotions.c.code).where(promotions.c.code_key.is_not(None)).distinct())
            return sorted(row.code for row in found)

    def count(self) -> int:
        with self._database.read() as connection:
            return connection.execute(select(func.count()).select_from(promotions)).scalar_one()

    def uses_of_customer(self, promotion_id: str, customer_id: str) -> int:
        return self.uses(customer_id).get(promotion_id, 0)

    def uses(self, customer_id: str | None) -> dict[str, int]:
        """How often this customer has used each promotion, by promotion id; a visitor has used none."""
        if customer_id is None:
            return {}
        statement = (
            select(promotion_customers.c.promotion_id, promotion_customers.c.used)
            .join(customer_keys, customer_keys.c.customer_key == promotion_customers.c.customer_key)
            .where(customer_keys.c.customer_id == customer_id, promotion_customers.c.used > 0)
        )
        with self._database.read() as connection:
            return {row.promotion_id: row.used for row in connection.execute(statement)}

    def save_quote(self, quote: Quote) -> None:
        """Store a quote, or put it in the place of the one with its id."""
        content = {name: value for name, value in asdict(quote).items() if name in _QUOTE_CONTENT}
        with self._database.write() as connection:
            row = {
                "quote_id": quote.quote_id,
                "customer_key": key_for(self._database, connection, quote.customer_id) if quote.customer_id else None,
                "currency": quote.currency,
                "content": content,
                "created_at": quote.created_at,
                "expires_at": quote.expires_at,
            }
            statement = self._database.insert(quotes).values(**row)
            replaced = {name: statement.excluded[name] for name in row if name != "quote_id"}
            connection.execute(statement.on_conflict_do_update(index_elements=["quote_id"], set_=replaced))

    def quote(self, quote_id: str) -> Quote | None:
        """``customer_id`` is None for a visitor, and for a customer who has been erased since."""
        statement = (
            select(quotes, customer_keys.c.customer_id)
            .outerjoin(customer_keys, customer_keys.c.customer_key == quotes.c.customer_key)
            .where(quotes.c.quote_id == quote_id)
        )
        with self._database.read() as connection:
            row = connection.execute(statement).mappings().first()
        return _quote(row) if row else None

    def redeem(self, quote: Quote, order_id: str, now: datetime) -> Redemption:
        """Use the quote's promotions for an order, all or none. The caller has priced the quote anew.

        The same ``order_id`` again returns the first redemption. Raises Conflict: ``limit_reached``,
        ``customer_limit_reached``, ``sign_in_required``, ``promotion_gone``, ``quote_used`` (for another order).
        """
        return redemptions.redeem(self._database, quote, order_id, now)

    def cancel(self, redemption_id: str, now: datetime) -> Redemption:
        """Give the uses back, once; cancelling again changes nothing. Raises NotFound."""
        return redemptions.cancel(self._database, redemption_id, now)

    def redemption(self, redemption_id: str) -> Redemption | None:
        return redemptions.find(self._database, redemption_id=redemption_id)

    def redemption_of_order(self, order_id: str) -> Redemption | None:
        """The one that counts now, cancelled ones left out."""
        return redemptions.find(self._database, order_id=order_id)

    def _select(self, *conditions: Any) -> list[Promotion]:
        statement = select(promotions).where(*conditions).order_by(promotions.c.priority, promotions.c.promotion_id)
        with self._database.read() as connection:
            return [_promotion(row) for row in connection.execute(statement).mappings()]


def _runs(promotion: Promotion, now: datetime) -> bool:
    starts, ends = promotion.starts_at, promotion.ends_at
    return (starts is None or starts <= now) and (ends is None or now < ends)


def _row(item: Promotion) -> Row:
    errors = check_promotion(item)
    if errors:
        what = "; ".join(f"{field} {problem}" for field, problem in errors)
        raise InvalidInput(f"Promotion {item.promotion_id[:60]}: {what}.", code="invalid_promotion", fields=dict(errors))
    row: Row = {name: getattr(item, name) for name in _NAMES}
    row.update({name: list(row[name]) for name in _TUPLES})
    row["code_key"] = item.code.casefold() or None
    return row


def _unlike(row: Row, stored: Row | None) -> bool:
    return stored is None or any(row[name] != stored[name] for name in row if name != "used")


def _promotion(row: RowMapping) -> Promotion:
    values = {name: row[name] for name in _NAMES}
    return Promotion(**values | {name: tuple(values[name]) for name in _TUPLES})


def _quote(row: RowMapping) -> Quote:
    content = row["content"]
    return Quote(
        quote_id=row["quote_id"],
        customer_id=row["customer_id"],
        currency=row["currency"],
        lines=tuple(QuoteLine(**line) for line in content["lines"]),
        subtotal=content["subtotal"],
        discount=content["discount"],
        total=content["total"],
        applied=tuple(Applied(**one) for one in content["applied"]),
        refused=tuple(Refusal(**one) for one in content["refused"]),
        created_at=row["created_at"],
        expires_at=row["expires_at"],
        codes=tuple(content["codes"]),
        trace=tuple(content["trace"]),
    )
