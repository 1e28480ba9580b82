"""Staff and their logins. Tokens are kept as sha256 only; login names are lower case."""

from __future__ import annotations

import builtins
import secrets
from datetime import datetime

from sqlalchemy import RowMapping, delete, select, update

from shop.errors import Conflict, InvalidInput, NotFound
from shop.staff import STAFF_ROLES, Staff, StaffLogin
from storage.database import Database
from storage.tables_service import staff, staff_logins


class StaffBook:
    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, login: str, name: str, role: str, password_hash: str) -> Staff:
        """Raises Conflict ``login_taken``, and InvalidInput for a role that does not exist or an empty login."""
        login = login.strip().lower()
        if role not in STAFF_ROLES:
            raise InvalidInput("There is no such role.", fields={"role": "one of " + ", ".join(STAFF_ROLES)})
        if not login:
            raise InvalidInput("A login name is needed.", fields={"login": "missing"})
        person = Staff(secrets.token_hex(8), login, name, role, password_hash)
        made = self._database.insert(staff).values(**vars(person)).on_conflict_do_nothing(index_elements=["login"])
        with self._database.write() as connection:
            if connection.execute(made.returning(staff.c.staff_id)).first() is None:
                raise Conflict("This login name is taken.", code="login_taken")
        return person

    def by_login(self, login: str) -> Staff | None:
        with self._database.read() as connection:
            row = connection.execute(select(staff).where(staff.c.login == login.strip().lower())).mappings().first()
        return _staff(row) if row else None

    def get(self, staff_id: str) -> Staff | None:
        with self._database.read() as connection:
            row = connection.execute(select(staff).where(staff.c.staff_id == staff_id)).mappings().first()
        return _staff(row) if row else None

    def list(self) -> builtins.list[Staff]:
        """By login name."""
        with self._database.read() as connection:
            return [_staff(row) for row in connection.execute(select(staff).order_by(staff.c.login)).mappings()]

    def set_password(self, staff_id: str, password_hash: str) -> None:
        """Ends all logins of that person. Raises NotFound."""
        changed = update(staff).where(staff.c.staff_id == staff_id).values(password_hash=password_hash)
        with self._database.write() as connection:
            if not connection.execute(changed).rowcount:
                raise NotFound("There is no such member of staff.", code="unknown_staff")
            connection.execute(delete(staff_logins).where(staff_logins.c.staff_id == staff_id))

    def start_login(self, staff_id: str, token_sha256: str, csrf: str, now: datetime, expires_at: datetime) -> None:
        """Logins that have expired are cleared away on the way."""
        row = {"token_sha256": token_sha256, "staff_id": staff_id, "csrf": csrf, "started_at": now, "expires_at": expires_at}
        with self._database.write() as connection:
            connection.execute(delete(staff_logins).where(staff_logins.c.expires_at <= now))
            connection.execute(staff_logins.insert().values(**row))

    def login(self, token_sha256: str, now: datetime) -> StaffLogin | None:
        """None when unknown, ended or expired."""
        valid = staff_logins.c.token_sha256 == token_sha256, staff_logins.c.expires_at > now
        both = select(staff, staff_logins.c.csrf, staff_logins.c.started_at, staff_logins.c.expires_at)
        joined = both.select_from(staff_logins.join(staff, staff.c.staff_id == staff_logins.c.staff_id)).where(*valid)
        with self._database.read() as connection:
            row = connection.execute(joined).mappings().first()
        return StaffLogin(_staff(row), row["csrf"], row["started_at"], row["expires_at"]) if row else None

    def end_login(self, token_sha256: str) -> None:
        with self._database.write() as connection:
            connection.execute(delete(staff_logins).where(staff_logins.c.token_sha256 == token_sha256))


def _staff(row: RowMapping) -> Staff:
    return Staff(row["staff_id"], row["login"], row["name"], row["role"], row["password_hash"])
