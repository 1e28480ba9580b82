"""The history of a model's versions and the checks of drift; the newest of each stay."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from sqlalchemy import Connection, RowMapping, Table, delete, insert, select

from shop.releases import DriftCheck, ReleaseNote
from storage.database import Database
from storage.tables_releases import drift_checks, model_releases

KEPT = 500  # of each model, notes as checks


class Releases:
    def __init__(self, database: Database) -> None:
        self._database = database

    def note(self, note: ReleaseNote) -> None:
        row = {
            "model": note.model,
            "version": note.version,
            "at": note.at,
            "deed": note.deed,
            "cause": note.cause,
            "verdict": dict(note.verdict),
        }
        with self._database.write() as connection:
            connection.execute(insert(model_releases).values(**row))
            _forget_old(connection, model_releases, note.model)

    def notes(self, model: str, limit: int = 50) -> list[ReleaseNote]:
        """Newest first."""
        newest = select(model_releases).where(model_releases.c.model == model).order_by(model_releases.c.note_id.desc())
        with self._database.read() as connection:
            return [_note(row) for row in connection.execute(newest.limit(limit)).mappings()]

    def latest(self, model: str, deeds: Collection[str] = (), version: str | None = None) -> ReleaseNote | None:
        """The newest note, of these deeds and of this version where they are given."""
        wanted = select(model_releases).where(model_releases.c.model == model)
        if deeds:
            wanted = wanted.where(model_releases.c.deed.in_(list(deeds)))
        if version is not None:
            wanted = wanted.where(model_releases.c.version == version)
        with self._database.read() as connection:
            row = connection.execute(wanted.order_by(model_releases.c.note_id.desc()).limit(1)).mappings().first()
        return _note(row) if row else None

    def add_check(self, check: DriftCheck) -> None:
        row = {
            "model": check.model,
            "version": check.version,
            "at": check.at,
            "parts": {name: dict(part) for name, part in check.parts.items()},
            "causes": list(check.causes),
        }
        with self._database.write() as connection:
            connection.execute(insert(drift_checks).values(**row))
            _forget_old(connection, drift_checks, check.model)

    def checks(self, model: str, limit: int = 20) -> list[DriftCheck]:
        """Newest first."""
        newest = select(drift_checks).where(drift_checks.c.model == model).order_by(drift_checks.c.check_id.desc()).limit(limit)
        with self._database.read() as connection:
            rows = connection.execute(newest).mappings().all()
        return [DriftCheck(r["model"], r["version"], r["at"], r["parts"], tuple(r["causes"])) for r in rows]


def _forget_old(connection: Connection, table: Table, model: str) -> None:
    (key,) = table.primary_key.columns
    own = table.c.model == model
    last: Any = connection.execute(select(key).where(own).order_by(key.desc()).offset(KEPT).limit(1)).scalar_one_or_none()
    if last is not None:
        connection.execute(delete(table).where(own, key <= last))


def _note(row: RowMapping) -> ReleaseNote:
    return ReleaseNote(row["model"], row["version"], row["at"], row["deed"], row["cause"], row["verdict"])
