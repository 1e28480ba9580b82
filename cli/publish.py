"""``shoptalk train`` (train the assistant from what is live) and ``shoptalk publish`` (bring marketing's changes live)."""

from __future__ import annotations

import time

from cli.environment import JsonFile, opened, write_result
from cli.steps import Report, Steps
from shop.errors import ShopError
from worker.loop import Loop
from worker.paths import BOT
from worker.publish import problems_of, publish, train_content
from worker.seed_content import seed_content
from worker.services import Services
from worker.switch_model import loaded_sha256
from worker.train_bot import TrainedBot, read_pointer, write_pointer

WAIT_SECONDS = 900
PATIENCE_SECONDS = 3  # a running worker has claimed the job by then


def train_live(services: Services) -> TrainedBot:
    """Train from the live content and make it the model that Rasa starts with; running servers keep theirs until `publish`."""
    seed_content(services.storage, BOT)
    content = services.storage.content.snapshot(draft=False)
    if problems := problems_of(content):
        raise ShopError(problems[0].sentence, fields={f"{p.kind}:{p.key}": p.sentence for p in problems})
    bot = train_content(services, content, "live")
    write_pointer(services.settings, "current", bot, services.clock())
    return bot


def train_command(json_file: JsonFile = None) -> None:
    """Train the assistant from the live intents and answers."""
    steps = Steps()
    with opened() as services:
        started = time.monotonic()
        with steps.step("Training the assistant") as report:
            bot = train_live(services)
            report(1.0, f"model {bot.sha256[:12]}")
        running = [url for url in services.settings.rasa_urls if loaded_sha256(services.settings, url)]
        if running:
            steps.console.print("  The running assistant keeps its model; `shoptalk publish` switches it over.")
        write_result(json_file, {"model_sha256": bot.sha256, "seconds": time.monotonic() - started})


def publish_command(json_file: JsonFile = None) -> None:
    """Check, train and bring every change that is not live yet to the running assistant, without downtime."""
    steps = Steps()
    with opened() as services:
        changes = services.storage.content.diff()
        trained = read_pointer(services.settings, "current")
        urls = services.settings.rasa_urls
        if not changes and trained and all(loaded_sha256(services.settings, url) == trained.sha256 for url in urls):
            steps.console.print("  Nothing to publish: everything is live.")
            write_result(json_file, {"changes": []})
            return
        with steps.step(f"Publishing {len(changes)} changes") as report:
            job_id = services.storage.jobs.add("publish", {"by": "shoptalk publish"}, unique="publish")
            result = _wait(services, job_id, report)
        for sentence in _sentences(result):
            steps.console.print(f"  {sentence}")
        write_result(json_file, result)


def _sentences(result: dict[str, object]) -> list[str]:
    changes = result.get("changes")
    return [str(sentence) for sentence in changes] if isinstance(changes, list) else []


def _wait(services: Services, job_id: int, report: Report) -> dict[str, object]:
    """The worker does it; where none runs, nobody claims the job and it is done here."""
    deadline = time.monotonic() + WAIT_SECONDS
    patience = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        job = services.storage.jobs.get(job_id)
        if job is None:
            break
        if job.status == "done":
            return dict(job.result or {})
        if job.status == "failed":
            raise ShopError((job.error or {}).get("sentence") or "Publishing failed; the worker's log says why.")
        report(job.progress, job.progress_text)
        alone = job.status == "queued" and time.monotonic() > patience
        if not (alone and Loop(services, {"publish": publish}, "shoptalk-publish").run_one()):
            time.sleep(0.3)
    raise ShopError("Publishing took too long; the worker goes on with it. Look again with `shoptalk publish`.")
