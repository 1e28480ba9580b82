"""What marketing staff edit and publish. A key that was deleted and published stays known, so that seeding never revives it."""

from __future__ import annotations

import builtins
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import RowMapping, select, update

from shop.content import CONTENT_KINDS, ContentItem, Publication
from shop.errors import InvalidInput, NotFound
from storage.database import Database
from storage.tables_service import content, publications

NOBODY = ""  # who edited what came with the assistant and was never touched
Snapshot = dict[str, dict[str, Any]]


class Content:
    def __init__(self, database: Database) -> None:
        self._database = database

    def list(self, kind: str | None = None) -> builtins.list[ContentItem]:
        """By kind and key; what is deleted both in the draft and live is left out."""
        items = self._all()
        return [i for i in items if (kind is None or i.kind == kind) and (i.draft is not None or i.live is not None)]

    def get(self, kind: str, key: str) -> ContentItem | None:
        with self._database.read() as connection:
            row = connection.execute(select(content).where(*_at(kind, key))).mappings().first()
        item = _item(row) if row else None
        return item if item is not None and (item.draft is not None or item.live is not None) else None

    def put_draft(self, kind: str, key: str, value: Mapping[str, Any] | None, by: str, now: datetime) -> ContentItem:
        """Set the draft; None deletes the item in the draft. Raises InvalidInput for an unknown kind."""
        _check(kind)
        draft = None if value is None else dict(value)
        made = self._database.insert(content).values(kind=kind, key=key, draft=draft, updated_at=now, updated_by=by)
        replaced = {name: made.excluded[name] for name in ("draft", "updated_at", "updated_by")}
        made = made.on_conflict_do_update(index_elements=["kind", "key"], set_=replaced)
        with self._database.write() as connection:
            return _item(connection.execute(made.returning(*content.c)).mappings().one())

    def revert(self, kind: str, key: str) -> ContentItem:
        """Make the draft what is live. Raises NotFound."""
        reverted = update(content).where(*_at(kind, key)).values(draft=content.c.live).returning(*content.c)
        with self._database.write() as connection:
            row = connection.execute(reverted).mappings().first()
        if row is None:
            raise NotFound("There is nothing of that name.", code="unknown_content")
        return _item(row)

    def diff(self) -> builtins.list[ContentItem]:
        """Items whose draft differs from what is live, by kind and key."""
        return [item for item in self._all() if item.draft != item.live]

    def snapshot(self, draft: bool = True) -> Snapshot:
        """``{kind: {key: value}}`` of the draft or of what is live, taken in one moment; every kind is there."""
        values: Snapshot = {kind: {} for kind in CONTENT_KINDS}
        for item in self._all():
            value = item.draft if draft else item.live
            if value is not None:
                values[item.kind][item.key] = value
        return values

    def make_live(self, snapshot: Mapping[str, Mapping[str, Any]], publication: Publication) -> None:
        """Let what is live equal the snapshot, and record the publication; drafts edited since the snapshot stay drafts."""
        with self._database.write() as connection:
            connection.execute(update(content).values(live=None))
            rows = [
                {
                    "kind": kind,
                    "key": key,
                    "draft": value,
                    "live": value,
                    "updated_at": publication.at,
                    "updated_by": publication.by,
                }
                for kind in sorted(snapshot)
                for key, value in sorted(snapshot[kind].items())
            ]
            if rows:
                made = self._database.insert(content)
                made = made.on_conflict_do_update(index_elements=["kind", "key"], set_={"live": made.excluded.live})
                connection.execute(made, rows)
            connection.execute(publications.insert().values(**{**vars(publication), "changes": [*publication.changes]}))

    def seed(self, kind: str, key: str, value: Mapping[str, Any], *, renew: bool = False) -> bool:
        """Insert as draft and live if the key was never there; returns whether anything changed. ``renew``: what was seeded
        before and never edited is replaced, so that a new release brings its content; what somebody edited stays theirs."""
        _check(kind)
        row = {"kind": kind, "key": key, "draft": dict(value), "live": dict(value), "updated_by": NOBODY}
        made = self._database.insert(content).values(**row).on_conflict_do_nothing(index_elements=["kind", "key"])
        unedited = (*_at(kind, key), content.c.updated_by == NOBODY)
        with self._database.write() as connection:
            if connection.execute(made.returning(content.c.key)).first() is not None:
                return True
            known = connection.execute(select(content.c.live).where(*unedited)).first() if renew else None
            if known is None or known.live == row["live"]:
                return False
            connection.execute(update(content).where(*unedited).values(draft=row["draft"], live=row["live"]))
        return True

    def record(self, publication: Publication) -> None:
        """Note a publication that did not go live."""
        with self._database.write() as connection:
            connection.execute(publications.insert().values(**{**vars(publication), "changes": [*publication.changes]}))

    def publications(self, limit: int) -> builtins.list[Publication]:
        """Newest first, failed ones too."""
        return self._publications(limit)

    def last_publication(self) -> Publication | None:
        """The newest one that went live."""
        return next(iter(self._publications(1, status="live")), None)

    def _publications(self, limit: int, status: str | None = None) -> builtins.list[Publication]:
        newest = publications.c.at.desc(), publications.c.publication_id.desc()
        statement = select(publications).order_by(*newest).limit(limit)
        if status is not None:
            statement = statement.where(publications.c.status == status)
        with self._database.read() as connection:
            rows = connection.execute(statement).mappings().all()
        return [Publication(**{**row, "changes": tuple(row["changes"])}) for row in rows]

    def _all(self) -> builtins.list[ContentItem]:
        with self._database.read() as connection:
            rows = connection.execute(select(content).order_by(content.c.kind, content.c.key)).mappings().all()
        return [_item(row) for row in rows]


def _check(kind: str) -> None:
    if kind not in CONTENT_KINDS:
        raise InvalidInput("There is no such kind of content.", fields={"kind": "one of " + ", ".join(CONTENT_KINDS)})


def _at(kind: str, key: str) -> tuple[Any, Any]:
    return content.c.kind == kind, content.c.key == key


def _item(row: RowMapping) -> ContentItem:
    return ContentItem(**row)
