"""One import from start to end: look, refuse or go on, read all rows aside, then store them in chunks."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from shop.errors import InvalidInput
from storage.imports import values
from storage.imports.cells import Cells, Context
from storage.imports.columns import Plan, plan
from storage.imports.dialects import read_table
from storage.imports.kinds import KIND_TABLE
from storage.imports.kinds.kind import Kind, Stored
from storage.imports.quality import Quality
from storage.imports.records import Broken, Table, Unfit
from storage.imports.rejects import rejects_path, write_rejects
from storage.imports.report import ImportReport
from storage.imports.source import Source
from storage.imports.spool import Spool, Spooled
from storage.storage import Storage
from storage.upserts import CHUNK, chunks

Progress = Callable[[float, str], None]
_READING = 0.5  # the part of the work that is reading; the rest is storing
_MINOR = {"cents": True, "minor": True, "major": False}


def run_import(
    storage: Storage,
    kind: str,
    path: Path,
    *,
    dialect: str = "auto",
    mapping: Mapping[str, str] | None = None,
    units: Mapping[str, str] | None = None,
    currency: str,
    rejects: Path | None = None,
    now: datetime,
    progress: Progress = lambda fraction, text: None,
) -> ImportReport:
    """``mapping``: column to field; ``units``: money field to ``cents`` or ``major``, ``price`` counting for all amounts that
    are not named; ``progress``: fraction of the work and a text, by bytes read, then by rows stored.

    Raises InvalidInput before anything changes when the file is not of this kind or an argument makes no sense. After that
    a row that does not fit goes to the rejects file, and the rest go in. The same file again changes nothing.
    """
    if kind not in KIND_TABLE:
        raise InvalidInput(f"Unknown kind {kind[:40]!r}. Known: {', '.join(KIND_TABLE)}.", code="unknown_kind")
    spec = KIND_TABLE[kind]
    context = Context(_currency(currency), _minor_fields(spec, units or {}), now)
    with Source(path) as source:
        table = read_table(source, dialect)
        chosen = plan(spec, source.name, table.columns, mapping or {})
        rejects = rejects_path(path, rejects)
        with Spool() as spool:
            job = _Job(spec, chosen, context, spool, progress, Quality(tuple(chosen.fields), now))
            return _store(storage, job, _read(source, table, job), rejects)


def read_records(
    kind: str, path: Path, *, currency: str, now: datetime, progress: Progress = lambda fraction, text: None
) -> tuple[list[Any], int]:
    """What an import of the file would store, without storing it, and how many rows would be rejected.

    Raises InvalidInput like ``run_import``.
    """
    spec = KIND_TABLE[kind]
    with Source(path) as source:
        table = read_table(source, "auto")
        chosen = plan(spec, source.name, table.columns, {})
        with Spool() as spool:
            context = Context(_currency(currency), frozenset(), now)
            job = _Job(spec, chosen, context, spool, progress, Quality(tuple(chosen.fields), now))
            _read(source, table, job)
            return [made.record for made in _records(job)], spool.rejected


@dataclass(frozen=True)
class _Job:
    kind: Kind
    plan: Plan
    context: Context
    spool: Spool
    progress: Progress
    quality: Quality

    def reject(self, row: Spooled, trouble: Unfit) -> None:
        self.quality.rejected(trouble.column, trouble.reason)
        column = self.plan.column_of(trouble.column) if trouble.column else ""
        self.spool.reject(row.line, column, trouble.reason, row.raw)


@dataclass(frozen=True)
class _Made:
    """A record and the rows it came from."""

    record: Any
    rows: list[Spooled]


def _read(source: Source, table: Table, job: _Job) -> int:
    rows = 0
    for record in table.records():
        rows += 1
        if isinstance(record, Broken):
            job.quality.unreadable += 1
            job.spool.reject(record.line, "", record.reason, record.raw)
        else:
            fields, extras = job.plan.values(record)
            row = Spooled(record.line, fields, extras, record.raw)
            cells = Cells(row.line, fields, extras, job.context)
            job.quality.row(cells)
            try:
                job.spool.add(job.kind.key(cells), row)
            except Unfit as trouble:
                job.reject(row, trouble)
        if rows % CHUNK == 0:
            job.progress(_READING * source.fraction, f"{rows:,} rows read")
    return rows


def _store(storage: Storage, job: _Job, rows: int, rejects: Path) -> ImportReport:
    changed = without_consent = done = 0
    for chunk in chunks(_records(job)):
        stored = _store_chunk(storage, job, chunk)
        job.quality.stored(storage, (made.record for made in chunk))
        changed += stored.changed
        without_consent += stored.without_consent
        done += sum(len(made.rows) for made in chunk)
        job.progress(_READING + (1 - _READING) * min(1.0, done / job.spool.rows), f"{done:,} of {rows:,} rows stored")
    if job.spool.rejected:
        write_rejects(rejects, job.spool.rejects())
    kept_aside = rejects if job.spool.rejected else None
    return ImportReport(rows, changed, job.spool.rejected, kept_aside, without_consent, job.quality.as_dict())


def _records(job: _Job) -> Iterator[_Made]:
    for rows, beyond in job.spool.groups(job.kind.most_rows):
        for row in beyond:
            job.reject(row, Unfit("", f"more than {job.kind.most_rows:,} rows with one id"))
        job.quality.rows_of_one(rows)
        by_line = {row.line: row for row in rows}
        cells = [Cells(row.line, row.fields, row.extras, job.context) for row in rows]
        refused: set[int] = set()

        def reject(bad: Cells, trouble: Unfit, by_line: dict[int, Spooled] = by_line, refused: set[int] = refused) -> None:
            refused.add(bad.line)
            job.reject(by_line[bad.line], trouble)

        record = job.kind.build(cells, reject)
        if record is not None:
            yield _Made(record, [row for row in rows if row.line not in refused])


def _store_chunk(storage: Storage, job: _Job, chunk: Sequence[_Made]) -> Stored:
    """Of a chunk that the database refuses as a whole, the halves are tried, down to the records that do not fit."""
    try:
        return job.kind.store(storage, [made.record for made in chunk])
    except InvalidInput as error:
        if len(chunk) == 1:
            for row in chunk[0].rows:
                job.reject(row, Unfit(next(iter(error.fields), ""), error.message))
            return Stored(0)
    middle = len(chunk) // 2
    first, second = (_store_chunk(storage, job, part) for part in (chunk[:middle], chunk[middle:]))
    return Stored(first.changed + second.changed, first.without_consent + second.without_consent)


def _currency(given: str) -> str:
    try:
        return values.currency_code(given)
    except ValueError as error:
        raise InvalidInput(f"--currency {given[:20]!r}: {error}.", fields={"currency": str(error)}) from error


def _minor_fields(kind: Kind, units: Mapping[str, str]) -> frozenset[str]:
    for field, unit in units.items():
        if field != "price" and field not in kind.money:
            known = ", ".join(dict.fromkeys(("price", *kind.money))) if kind.money else "none"
            raise InvalidInput(f"--unit {field[:40]}: amounts of {kind.name} are: {known}.", fields={field[:40]: "no amount"})
        if unit not in _MINOR:
            raise InvalidInput(f"--unit {field[:40]} takes cents or major, not {unit[:20]!r}.", fields={field[:40]: "unknown"})
    overall = units.get("price", "major")
    return frozenset(field for field in kind.money if _MINOR[units.get(field, overall)])
