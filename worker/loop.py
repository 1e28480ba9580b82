"""The worker's loop: claim a job, keep its lease alive while it runs, write how it ended.

A job is a row written with its cause; Redis only wakes the loop sooner. A worker that dies leaves a lease that expires, and the
job is taken up again; each job can be repeated, so nothing is lost and nothing is done twice.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from datetime import timedelta

import structlog

from shop.errors import ShopError
from shop.jobs import Job
from worker.services import Progress, Services

Handler = Callable[[dict[str, object], Services, Progress], dict[str, object]]

LEASE_SECONDS = 60
ATTEMPTS = 5
_log = structlog.get_logger("worker")


def retry_seconds(attempts: int) -> float:
    """2, 8, 32, 128 seconds after the first, second… failure."""
    return float(2 * 4 ** max(0, attempts - 1))


class Loop:
    def __init__(self, services: Services, handlers: Mapping[str, Handler], worker_id: str):
        self._services = services
        self._handlers = handlers
        self._worker_id = worker_id
        self.stopping = threading.Event()
        self.wake = threading.Event()

    def run(self, idle_seconds: float = 0.25) -> None:
        """Until ``stopping`` is set. A database that does not answer is waited for, not died of."""
        while not self.stopping.is_set():
            try:
                busy = self.run_one()
            except Exception as error:  # noqa: BLE001 - the edge of a job: nothing may end the worker
                _log.error("worker.claim_failed", error=type(error).__name__)
                busy = False
                self.stopping.wait(2)
            if not busy:
                self.wake.wait(idle_seconds)
                self.wake.clear()

    def run_one(self) -> bool:
        """Claim and run one job. False when nothing was due."""
        jobs = self._services.storage.jobs
        job = jobs.claim(self._worker_id, self._services.clock(), LEASE_SECONDS, kinds=tuple(self._handlers))
        if job is None:
            return False
        done = threading.Event()
        keeper = threading.Thread(target=self._keep_lease, args=(job, done), daemon=True)
        keeper.start()
        try:
            self._run(job)
        finally:
            done.set()
            keeper.join(timeout=5)
        return True

    def _keep_lease(self, job: Job, done: threading.Event) -> None:
        while not done.wait(LEASE_SECONDS / 4):
            try:
                self._services.storage.jobs.heartbeat(job.job_id, self._worker_id, self._services.clock(), LEASE_SECONDS)
            except ShopError as error:  # a database that is away for a moment: the lease outlasts three of these
                _log.warning("worker.lease_not_kept", kind=job.kind, job_id=job.job_id, code=error.code)

    def _run(self, job: Job) -> None:
        jobs = self._services.storage.jobs

        def progress(fraction: float, text: str) -> None:
            jobs.progress(job.job_id, fraction, text)

        try:
            result = self._handlers[job.kind](dict(job.payload), self._services, progress)
        except ShopError as error:
            _log.warning("job.refused", kind=job.kind, job_id=job.job_id, code=error.code)
            jobs.fail(job.job_id, self._worker_id, error.code, error.message)
        except Exception as error:  # noqa: BLE001 - the edge of a job
            retry = job.attempts < ATTEMPTS
            at = self._services.clock() + timedelta(seconds=retry_seconds(job.attempts)) if retry else None
            _log.error("job.failed", kind=job.kind, job_id=job.job_id, error=type(error).__name__, retry=retry)
            sentence = "This did not work and is tried again." if retry else "This did not work; the worker's log says more."
            jobs.fail(job.job_id, self._worker_id, "job_failed", sentence, retry_at=at)
        else:
            jobs.finish(job.job_id, self._worker_id, result)
            _log.info("job.done", kind=job.kind, job_id=job.job_id)
