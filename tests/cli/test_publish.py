"""Waiting for a publication: the worker does it; where none runs, the command does."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator

import pytest

from cli import publish as command
from cli.publish import _sentences, _wait
from shop.errors import ShopError
from shop.settings import Settings
from storage import open_storage
from storage.migrations import migrate
from worker.services import Services, utc_now


@pytest.fixture
def services(settings: Settings) -> Iterator[Services]:
    migrate(settings.database_url)
    storage = open_storage(settings.database_url)
    yield Services(settings, storage)
    storage.close()


class Told:
    def __init__(self) -> None:
        self.texts: list[str] = []

    def __call__(self, fraction: float, text: str) -> None:
        self.texts.append(text)


def test_a_worker_does_it_and_its_progress_is_shown(services: Services):
    jobs = services.storage.jobs
    job_id = jobs.add("publish", {"by": "Milo"})

    def work() -> None:
        job = jobs.claim("worker", utc_now(), 60)
        assert job is not None
        jobs.progress(job_id, 0.5, "training the assistant")
        time.sleep(0.8)
        jobs.finish(job_id, "worker", {"changes": ["Added the answer “Parking”"]})

    worker = threading.Thread(target=work)
    worker.start()
    told = Told()
    result = _wait(services, job_id, told)
    worker.join()
    assert _sentences(result) == ["Added the answer “Parking”"]
    assert "training the assistant" in told.texts


def test_a_failure_is_the_workers_own_sentence(services: Services):
    jobs = services.storage.jobs
    job_id = jobs.add("publish", {})
    assert jobs.claim("worker", utc_now(), 60) is not None
    jobs.fail(job_id, "worker", "not_publishable", "The answer “Hours” has a brace without its partner.")
    with pytest.raises(ShopError, match="a brace without its partner"):
        _wait(services, job_id, Told())


def test_without_a_worker_the_command_does_it_itself(services: Services, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(command, "PATIENCE_SECONDS", 0.1)
    monkeypatch.setattr(command, "publish", lambda payload, services, progress: {"changes": [payload["by"]]})
    job_id = services.storage.jobs.add("publish", {"by": "the command"})
    assert _wait(services, job_id, Told()) == {"changes": ["the command"]}


def test_it_does_not_wait_for_ever(services: Services, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(command, "WAIT_SECONDS", 0.5)
    job_id = services.storage.jobs.add("publish", {})
    assert services.storage.jobs.claim("a worker that hangs", utc_now(), 60) is not None
    with pytest.raises(ShopError, match="took too long"):
        _wait(services, job_id, Told())
