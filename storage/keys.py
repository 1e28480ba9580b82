"""API keys of the shop's own servers, kept as sha256 of the key."""

from __future__ import annotations

import builtins
import secrets
from datetime import datetime

from sqlalchemy import select, update

from shop.errors import NotFound
from shop.staff import ApiKey
from storage.database import Database
from storage.tables_service import api_keys

_SHOWN = (api_keys.c.key_id, api_keys.c.name, api_keys.c.prefix, api_keys.c.created_at, api_keys.c.revoked_at)


class Keys:
    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, name: str, key_sha256: str, prefix: str, now: datetime) -> str:
        """Returns the key's id."""
        row = {"key_id": secrets.token_hex(6), "name": name, "key_sha256": key_sha256, "prefix": prefix, "created_at": now}
        with self._database.write() as connection:
            connection.execute(api_keys.insert().values(**row))
        return row["key_id"]  # type: ignore[return-value]

    def check(self, key_sha256: str) -> ApiKey | None:
        """The key, unless it is unknown or revoked."""
        valid = select(*_SHOWN).where(api_keys.c.key_sha256 == key_sha256, api_keys.c.revoked_at.is_(None))
        with self._database.read() as connection:
            row = connection.execute(valid).first()
        return ApiKey(*row) if row else None

    def list(self) -> builtins.list[ApiKey]:
        """Oldest first, revoked ones too."""
        with self._database.read() as connection:
            rows = connection.execute(select(*_SHOWN).order_by(api_keys.c.created_at, api_keys.c.key_id)).all()
        return [ApiKey(*row) for row in rows]

    def revoke(self, key_id: str, now: datetime) -> None:
        """Revoking again keeps the first time. Raises NotFound."""
        with self._database.write() as connection:
            known = connection.execute(select(api_keys.c.key_id).where(api_keys.c.key_id == key_id)).first()
            if known is None:
                raise NotFound("There is no such key.", code="unknown_key")
            live = api_keys.c.key_id == key_id, api_keys.c.revoked_at.is_(None)
            connection.execute(update(api_keys).where(*live).values(revoked_at=now))
