"""The decision log of offers. It holds customer keys, never ids: without the key's link a line is nobody's."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sqlalchemy import RowMapping, Select, func, select

from shop.offers import OfferShown
from storage.customer_keys import keys_for
from storage.database import Database
from storage.tables import customer_keys, offers_shown
from storage.upserts import CHUNK, changed_rows, chunks, content_hash, write_rows


class Offers:
    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, items: Iterable[OfferShown]) -> int:
        """Append; an offer_id that is there is brought up to date (its outcome). Returns how many were new or different."""
        changed = 0
        for chunk in chunks(items):
            with self._database.write() as connection:
                keys = keys_for(self._database, connection, (o.customer_id for o in chunk if o.customer_id))
                rows = [
                    {
                        "offer_id": o.offer_id,
                        "customer_key": keys.get(o.customer_id) if o.customer_id else None,
                        "promotion_id": o.promotion_id,
                        "treatment": o.treatment,
                        "propensity": o.propensity,
                        "shown_at": o.shown_at,
                        "outcome": o.outcome,
                        "value": o.value,
                        "context": dict(o.context),
                    }
                    for o in chunk
                ]
                for row in rows:
                    row["content_hash"] = content_hash(row)
                different = changed_rows(connection, offers_shown, rows)
                write_rows(self._database, connection, offers_shown, list(different.values()))
            changed += len(different)
        return changed

    def all(self) -> Iterator[OfferShown]:
        """Streams by offer id, 1,000 at a time. ``customer_id`` is None where the customer was erased or never known."""
        after = ""
        while page := self._read(_select().where(offers_shown.c.offer_id > after).limit(CHUNK)):
            yield from page
            after = page[-1].offer_id

    def of_customer(self, customer_id: str) -> list[OfferShown]:
        """Newest first."""
        newest = offers_shown.c.shown_at.desc(), offers_shown.c.offer_id.desc()
        return self._read(_select().where(customer_keys.c.customer_id == customer_id).order_by(None).order_by(*newest))

    def count(self) -> int:
        with self._database.read() as connection:
            return connection.execute(select(func.count()).select_from(offers_shown)).scalar_one()

    def _read(self, statement: Select[tuple[object, ...]]) -> list[OfferShown]:
        with self._database.read() as connection:
            return [_offer(row) for row in connection.execute(statement).mappings()]


def _select() -> Select[tuple[object, ...]]:
    linked = offers_shown.outerjoin(customer_keys, customer_keys.c.customer_key == offers_shown.c.customer_key)
    columns = *offers_shown.c, customer_keys.c.customer_id
    return select(*columns).select_from(linked).order_by(offers_shown.c.offer_id)


def _offer(row: RowMapping) -> OfferShown:
    return OfferShown(**{name: value for name, value in row.items() if name not in ("customer_key", "content_hash")})
