"""Background work as rows. Killing a worker loses no job: its lease runs out and another one claims the row."""

from __future__ import annotations

import builtins
from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, RowMapping, and_, delete, exists, or_, select, text, update
from sqlalchemy.dialects import postgresql, sqlite

from shop.jobs import Job
from storage.database import Database
from storage.tables_service import jobs


class Jobs:
    def __init__(self, database: Database) -> None:
        self._database = database

    def add(
        self,
        kind: str,
        payload: Mapping[str, Any],
        *,
        unique: str | None = None,
        run_at: datetime | None = None,
        now: datetime | None = None,
    ) -> int:
        """Queue a job and return its id; while a job of the same ``unique`` key is queued, return that one's id instead."""
        created_at = now or datetime.now(UTC)
        with self._database.write() as connection:
            return add_job(self._database, connection, kind, payload, unique, created_at, run_at or created_at)

    def claim(self, worker_id: str, now: datetime, lease_seconds: float, kinds: Collection[str] | None = None) -> Job | None:
        """The job that is due longest, now running under this worker's lease; jobs whose lease ran out come back."""
        due = and_(jobs.c.status == "queued", jobs.c.run_at <= now)
        abandoned = and_(jobs.c.status == "running", jobs.c.lease_until <= now)
        pick = select(jobs.c.job_id).where(or_(due, abandoned)).order_by(jobs.c.run_at, jobs.c.job_id).limit(1)
        if kinds is not None:
            pick = pick.where(jobs.c.kind.in_(list(kinds)))
        with self._database.read() as connection:  # an idle worker must not take the write lock
            if connection.execute(pick).first() is None:
                return None
        with self._database.write() as connection:
            job_id = connection.execute(pick.with_for_update(skip_locked=True)).scalar_one_or_none()
            if job_id is None:
                return None
            claimed = update(jobs).where(jobs.c.job_id == job_id, or_(due, abandoned)).values(
                status="running",
                attempts=jobs.c.attempts + 1,
                worker_id=worker_id,
                lease_until=now + timedelta(seconds=lease_seconds),
                started_at=now,
                progress=0.0,
                progress_text="",
            )  # fmt: skip
            row = connection.execute(claimed.returning(jobs)).mappings().one()
        return _job(row)

    def heartbeat(self, job_id: int, worker_id: str, now: datetime, lease_seconds: float) -> bool:
        """Prolong the lease. False: the job is no longer this worker's, which should stop working on it."""
        return self._change(job_id, worker_id, lease_until=now + timedelta(seconds=lease_seconds))

    def progress(self, job_id: int, fraction: float, text: str) -> None:
        """How far a running job is, 0…1, and in words."""
        with self._database.write() as connection:
            running = update(jobs).where(jobs.c.job_id == job_id, jobs.c.status == "running")
            connection.execute(running.values(progress=min(max(fraction, 0.0), 1.0), progress_text=text))

    def finish(self, job_id: int, worker_id: str, result: Mapping[str, Any], now: datetime | None = None) -> bool:
        """False: the lease ran out and another worker has the job; nothing is changed then."""
        finished_at = now or datetime.now(UTC)
        done = {"status": "done", "result": dict(result), "error": None, "progress": 1.0, "finished_at": finished_at}
        return self._change(job_id, worker_id, lease_until=None, **done)

    def fail(
        self,
        job_id: int,
        worker_id: str,
        error_code: str,
        sentence: str,
        retry_at: datetime | None = None,
        now: datetime | None = None,
    ) -> bool:
        """Give up, or queue again for ``retry_at`` unless the same unique job is queued already. False: not this worker's."""
        error = {"code": error_code, "sentence": sentence}
        with self._database.write() as connection:
            row = connection.execute(_held(job_id, worker_id).with_for_update()).mappings().first()
            if row is None:
                return False
            again = retry_at is not None
            if again and row["unique_key"] is not None:
                queued = exists().where(jobs.c.unique_key == row["unique_key"], jobs.c.status == "queued")
                again = not connection.execute(select(queued)).scalar_one()
            changes: dict[str, Any] = {"status": "failed", "finished_at": now or datetime.now(UTC)}
            if again:
                changes = {"status": "queued", "run_at": retry_at}
            connection.execute(
                update(jobs).where(jobs.c.job_id == job_id).values(error=error, lease_until=None, worker_id=None, **changes)
            )
        return True

    def get(self, job_id: int) -> Job | None:
        with self._database.read() as connection:
            row = connection.execute(select(jobs).where(jobs.c.job_id == job_id)).mappings().first()
        return _job(row) if row else None

    def latest(self, kind: str) -> Job | None:
        """The job of this kind that was added last."""
        statement = select(jobs).where(jobs.c.kind == kind).order_by(jobs.c.job_id.desc()).limit(1)
        with self._database.read() as connection:
            row = connection.execute(statement).mappings().first()
        return _job(row) if row else None

    def list(self, limit: int) -> builtins.list[Job]:
        """Newest first."""
        with self._database.read() as connection:
            rows = connection.execute(select(jobs).order_by(jobs.c.job_id.desc()).limit(limit)).mappings().all()
        return [_job(row) for row in rows]

    def forget_done(self, kind: str, keep: int) -> int:
        """Delete the done jobs of a kind that comes with every deed, but for the newest ``keep``; returns how many went."""
        newest = select(jobs.c.job_id).where(jobs.c.kind == kind).order_by(jobs.c.job_id.desc()).offset(keep).limit(1)
        with self._database.write() as connection:
            last = connection.execute(newest).scalar_one_or_none()
            if last is None:
                return 0
            old = jobs.c.kind == kind, jobs.c.status == "done", jobs.c.job_id <= last
            return connection.execute(delete(jobs).where(*old)).rowcount

    def _change(self, job_id: int, worker_id: str, **values: Any) -> bool:
        held = jobs.c.job_id == job_id, jobs.c.worker_id == worker_id, jobs.c.status == "running"
        with self._database.write() as connection:
            return bool(connection.execute(update(jobs).where(*held).values(**values)).rowcount)


def _held(job_id: int, worker_id: str) -> Any:
    return select(jobs).where(jobs.c.job_id == job_id, jobs.c.worker_id == worker_id, jobs.c.status == "running")


def add_job(
    database: Database,
    connection: Connection,
    kind: str,
    payload: Mapping[str, Any],
    unique: str | None,
    now: datetime,
    run_at: datetime,
) -> int:
    """Inside the caller's writing transaction, so that a job and its cause are stored together or not at all."""
    made = _unless_queued(database).values(**_row(kind, payload, unique, now, run_at))
    while True:
        job_id: int | None = connection.execute(made.returning(jobs.c.job_id)).scalar_one_or_none()
        if job_id is None:  # the same job waits already, unless a worker claimed it in this moment
            waiting = select(jobs.c.job_id).where(jobs.c.unique_key == unique, jobs.c.status == "queued")
            job_id = connection.execute(waiting).scalar_one_or_none()
        if job_id is not None:
            return job_id


def add_unique_jobs(
    database: Database,
    connection: Connection,
    kind: str,
    wanted: Sequence[tuple[Mapping[str, Any], str]],
    now: datetime,
    run_at: datetime | None = None,
) -> None:
    """Like ``add_job`` for many ``(payload, unique)`` at once; those that are queued already are left as they are."""
    if wanted:
        rows = [_row(kind, payload, unique, now, run_at or now) for payload, unique in wanted]
        connection.execute(_unless_queued(database), rows)


def _unless_queued(database: Database) -> postgresql.Insert | sqlite.Insert:
    queued = text("status = 'queued'")
    return database.insert(jobs).on_conflict_do_nothing(index_elements=["unique_key"], index_where=queued)


def _row(kind: str, payload: Mapping[str, Any], unique: str | None, now: datetime, run_at: datetime) -> dict[str, Any]:
    return {
        "kind": kind,
        "payload": dict(payload),
        "unique_key": unique,
        "status": "queued",
        "attempts": 0,
        "progress": 0.0,
        "progress_text": "",
        "run_at": run_at,
        "created_at": now,
    }


def _job(row: RowMapping) -> Job:
    unshown = ("unique_key", "run_at", "worker_id", "lease_until")
    return Job(**{name: value for name, value in row.items() if name not in unshown})
