"""Who buys only to try things: staff, and the customers that the shop names."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import func, or_, select

from storage.database import Database
from storage.tables import customer_keys, customers
from storage.tables_service import staff


def keys_of_testers(database: Database, named: Iterable[str]) -> frozenset[str]:
    """Customer keys of the customer ids ``named`` and of customers whose address is the login of somebody on the staff."""
    logins = select(func.lower(staff.c.login))
    linked = customer_keys.outerjoin(customers, customers.c.customer_id == customer_keys.c.customer_id)
    wanted = or_(customer_keys.c.customer_id.in_(sorted(set(named))), func.lower(customers.c.email).in_(logins))
    with database.read() as connection:
        return frozenset(connection.execute(select(customer_keys.c.customer_key).select_from(linked).where(wanted)).scalars())
