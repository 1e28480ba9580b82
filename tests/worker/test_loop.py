"""Jobs: claimed once, kept alive, repeated after a crash, failed with a sentence."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from shop.errors import InvalidInput, Unavailable
from shop.settings import load_settings
from storage import Storage
from worker.loop import ATTEMPTS, LEASE_SECONDS, Loop, retry_seconds
from worker.services import Services


class Clock:
    def __init__(self) -> None:
        self.now = datetime(2036, 5, 1, 12, tzinfo=UTC)  # later than any job that is due now

    def __call__(self) -> datetime:
        return self.now

    def forward(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def services(storage: Storage, tmp_path: Path, clock: Clock) -> Services:
    return Services(load_settings({"SHOPTALK_HOME": str(tmp_path)}), storage, clock)


def loop(services: Services, **handlers) -> Loop:
    return Loop(services, handlers, "tester")


def test_a_job_runs_once_and_keeps_its_result(services: Services):
    ran = []
    job_id = services.storage.jobs.add("publish", {"by": "me"})

    def handler(payload, services, progress):
        ran.append(payload)
        progress(0.5, "half")
        return {"live": True}

    worker = loop(services, publish=handler)
    assert worker.run_one()
    assert not worker.run_one()
    job = services.storage.jobs.get(job_id)
    assert ran == [{"by": "me"}]
    assert job.status == "done"
    assert job.result == {"live": True}


def test_a_worker_that_died_loses_no_job(services: Services, clock: Clock):
    job_id = services.storage.jobs.add("publish", {})
    assert services.storage.jobs.claim("dead", clock(), LEASE_SECONDS, kinds=("publish",))
    worker = loop(services, publish=lambda payload, services, progress: {})
    assert not worker.run_one(), "the lease of the dead worker still holds"
    clock.forward(LEASE_SECONDS + 1)
    assert worker.run_one()
    assert services.storage.jobs.get(job_id).status == "done"


def test_a_refusal_is_final_and_speaks_in_a_sentence(services: Services):
    def handler(payload, services, progress):
        raise InvalidInput("“Trees” needs at least 4 examples.", code="not_publishable")

    job_id = services.storage.jobs.add("publish", {})
    loop(services, publish=handler).run_one()
    job = services.storage.jobs.get(job_id)
    assert job.status == "failed"
    assert job.error["code"] == "not_publishable"
    assert job.error["sentence"] == "“Trees” needs at least 4 examples."


def test_an_unexpected_error_is_tried_again_later_and_never_shows_its_text(services: Services, clock: Clock):
    def handler(payload, services, progress):
        raise RuntimeError("secret of customer 17")

    job_id = services.storage.jobs.add("publish", {})
    worker = loop(services, publish=handler)
    for attempt in range(1, ATTEMPTS + 1):
        assert worker.run_one()
        job = services.storage.jobs.get(job_id)
        assert "secret" not in str(job.error)
        assert job.status == ("queued" if attempt < ATTEMPTS else "failed")
        assert not worker.run_one(), "it waits before it is tried again"
        clock.forward(retry_seconds(attempt) + 1)


def test_kinds_without_a_handler_are_left_for_others(services: Services):
    job_id = services.storage.jobs.add("publish", {})
    assert not loop(services, score_review=lambda payload, services, progress: {}).run_one()
    assert services.storage.jobs.get(job_id).status == "queued"


def test_a_lease_is_kept_alive_after_the_database_was_away_for_a_moment(services: Services, monkeypatch):
    tried = threading.Event()

    class Quick(threading.Event):
        def wait(self, timeout=None):
            return super().wait(0.02)

    def away(*_: object) -> None:
        if tried.is_set():
            again.set()
        tried.set()
        raise Unavailable("away")

    again, done = threading.Event(), Quick()
    services.storage.jobs.add("publish", {})
    job = services.storage.jobs.claim("tester", services.clock(), LEASE_SECONDS, kinds=("publish",))
    monkeypatch.setattr(services.storage.jobs, "heartbeat", away)
    keeper = threading.Thread(target=loop(services)._keep_lease, args=(job, done), daemon=True)
    keeper.start()
    assert again.wait(5), "the keeper ended with the first failure"
    done.set()
    keeper.join(5)
    assert not keeper.is_alive()
