from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

from storage import Storage


def test_a_job_runs_through_its_life(storage: Storage, now: datetime) -> None:
    job_id = storage.jobs.add("publish", {"by": "Mia"}, now=now)
    job = storage.jobs.claim("w1", now, 30)
    assert job is not None
    assert (job.job_id, job.status, job.attempts, job.payload) == (job_id, "running", 1, {"by": "Mia"})
    storage.jobs.progress(job_id, 0.5, "Training")
    halfway = storage.jobs.get(job_id)
    assert halfway is not None
    assert (halfway.progress, halfway.progress_text) == (0.5, "Training")
    assert storage.jobs.heartbeat(job_id, "w1", now, 60)
    assert storage.jobs.finish(job_id, "w1", {"model": "abc"}, now)
    done = storage.jobs.get(job_id)
    assert done is not None
    assert (done.status, done.result, done.progress, done.finished_at) == ("done", {"model": "abc"}, 1.0, now)
    assert storage.jobs.claim("w1", now, 30) is None


def test_a_queued_job_of_the_same_key_is_not_queued_twice(storage: Storage, now: datetime) -> None:
    first = storage.jobs.add("rebuild_index", {}, unique="rebuild", now=now)
    assert storage.jobs.add("rebuild_index", {}, unique="rebuild", now=now) == first
    assert storage.jobs.claim("w1", now, 30) is not None
    assert storage.jobs.add("rebuild_index", {}, unique="rebuild", now=now) != first


def test_each_job_is_claimed_by_one_worker(storage: Storage, now: datetime) -> None:
    for number in range(30):
        storage.jobs.add("score_review", {"n": number}, now=now)

    def work(worker: int) -> list[int]:
        mine = []
        while (job := storage.jobs.claim(f"w{worker}", now, 30)) is not None:
            mine.append(job.job_id)
            assert storage.jobs.finish(job.job_id, f"w{worker}", {})
        return mine

    with ThreadPoolExecutor(6) as pool:
        claimed = [job_id for mine in pool.map(work, range(6)) for job_id in mine]
    # a worker may find every due row locked and stop early, but no job is claimed twice
    assert len(claimed) == len(set(claimed))
    assert sorted(claimed + work(9)) == sorted(job.job_id for job in storage.jobs.list(100))


def test_one_unique_job_results_from_many_threads(storage: Storage, now: datetime) -> None:
    with ThreadPoolExecutor(6) as pool:
        ids = list(pool.map(lambda _: storage.jobs.add("publish", {}, unique="p", now=now), range(12)))
    assert len(set(ids)) == 1
    assert len(storage.jobs.list(10)) == 1


def test_an_abandoned_job_comes_back_and_its_old_worker_may_not_finish_it(storage: Storage, now: datetime) -> None:
    job_id = storage.jobs.add("publish", {}, now=now)
    storage.jobs.claim("dead", now, 30)
    assert storage.jobs.claim("w2", now + timedelta(seconds=29), 30) is None
    again = storage.jobs.claim("w2", now + timedelta(seconds=30), 30)
    assert again is not None
    assert (again.job_id, again.attempts) == (job_id, 2)
    assert not storage.jobs.finish(job_id, "dead", {})
    assert not storage.jobs.heartbeat(job_id, "dead", now, 30)
    assert not storage.jobs.fail(job_id, "dead", "x", "y")
    assert storage.jobs.finish(job_id, "w2", {})


def test_a_failed_job_says_why_and_is_tried_again_when_asked(storage: Storage, now: datetime) -> None:
    later = now + timedelta(minutes=1)
    job_id = storage.jobs.add("publish", {}, unique="p", now=now)
    storage.jobs.claim("w1", now, 30)
    assert storage.jobs.fail(job_id, "w1", "rasa_down", "The bot does not answer.", retry_at=later)
    assert storage.jobs.claim("w1", now, 30) is None
    assert storage.jobs.claim("w1", later, 30) is not None
    assert storage.jobs.fail(job_id, "w1", "rasa_down", "The bot does not answer.")
    failed = storage.jobs.get(job_id)
    assert failed is not None
    assert (failed.status, failed.error) == ("failed", {"code": "rasa_down", "sentence": "The bot does not answer."})


def test_a_retry_makes_way_for_the_same_job_queued_meanwhile(storage: Storage, now: datetime) -> None:
    first = storage.jobs.add("publish", {}, unique="p", now=now)
    storage.jobs.claim("w1", now, 30)
    second = storage.jobs.add("publish", {}, unique="p", now=now)
    storage.jobs.fail(first, "w1", "x", "y", retry_at=now)
    assert [(job.job_id, job.status) for job in storage.jobs.list(5)] == [(second, "queued"), (first, "failed")]


def test_jobs_wait_for_their_time_and_kind(storage: Storage, now: datetime) -> None:
    storage.jobs.add("publish", {}, run_at=now + timedelta(hours=1), now=now)
    due = storage.jobs.add("try_draft", {}, now=now)
    assert storage.jobs.claim("w1", now, 30, kinds=["publish"]) is None
    claimed = storage.jobs.claim("w1", now, 30, kinds=["publish", "try_draft"])
    assert claimed is not None
    assert claimed.job_id == due
    latest = storage.jobs.latest("try_draft")
    assert latest is not None
    assert latest.job_id == due
