"""Drift is noticed twice a day, written down, and has the recommender learnt anew with the cause."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner

from cli.__main__ import app
from retrieval.encoder.export import export_encoder
from shop.catalogue import Product, Variant
from shop.customers import Consent, Customer
from shop.events import Event
from shop.releases import RECOMMENDER
from shop.settings import load_settings
from storage import open_storage
from storage.migrations import migrate
from worker.handlers import HANDLERS
from worker.loop import Loop
from worker.paths import ROOT
from worker.rebuild_index import build
from worker.scheduled_training import KIND as TRAIN
from worker.services import Services
from worker.watch_drift import KIND, check_drift

NOW = datetime(2036, 5, 1, 12, tzinfo=UTC)
KINDS = ("tent", "lamp", "boot", "mug")


def at(services: Services, days: float) -> Services:
    return replace(services, clock=lambda: NOW + timedelta(days=days))


@pytest.fixture
def services(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Services]:
    """Built at NOW, after ninety people looked at tents and lamps for a month."""
    monkeypatch.setenv("SHOPTALK_HOME", str(tmp_path))
    settings = load_settings({"SHOPTALK_HOME": str(tmp_path), "SHOPTALK_TRAIN_HOURS": "0"})
    exported = ROOT / "artifacts" / "encoder"
    export_encoder(None, exported, NOW)
    settings.artifacts.mkdir()
    (settings.artifacts / "encoder").symlink_to(exported)
    migrate(settings.database_url)
    storage = open_storage(settings.database_url)
    storage.products.upsert(
        Product(
            f"{kind}-{n}", f"{kind} {n}".title(), type=kind, category=kind, variants=(Variant(f"s-{kind}-{n}", 900, stock=5),)
        )
        for kind in KINDS
        for n in range(60)
    )
    storage.customers.upsert(Customer(f"c{n:03}", consent=Consent(True, at=NOW)) for n in range(90))
    made = Services(settings, storage, lambda: NOW)
    look_at(made, ("tent", "lamp"), -30, 0)
    build(made, lambda *_: None)
    yield made
    storage.close()


def look_at(services: Services, kinds: tuple[str, ...], first_day: int, last_day: int) -> None:
    services.storage.events.add(
        Event(
            f"{n}-{day}",
            "view",
            NOW + timedelta(days=day, minutes=n),
            customer_id=f"c{n:03}",
            product_id=f"{kinds[n % len(kinds)]}-{(7 * n + day) % 60}",
            value=30,
        )
        for n in range(90)
        for day in range(first_day, last_day)
        if (n + day) % 3 == 0
    )


def run_jobs(services: Services) -> None:
    loop = Loop(services, {kind: HANDLERS[kind] for kind in (KIND, TRAIN)}, "tester")
    while loop.run_one():
        pass


def jobs(services: Services, kind: str) -> list:
    return [job for job in services.storage.jobs.list(100) if job.kind == kind]


def test_people_who_go_on_as_before_are_no_drift(services: Services) -> None:
    look_at(services, ("tent", "lamp"), 0, 14)
    services.storage.jobs.add(KIND, {}, unique=KIND, now=NOW)
    run_jobs(at(services, 14))
    (check,) = services.storage.releases.checks(RECOMMENDER)
    assert check.causes == ()
    assert check.parts["categories"]["value"] < 0.05
    assert check.parts["foreseen"]["value"] is not None
    assert jobs(services, TRAIN) == []
    assert [job.status for job in jobs(services, KIND)] == ["queued", "done"]


def test_people_who_turn_to_other_things_have_it_learnt_anew_with_the_cause(services: Services) -> None:
    look_at(services, ("boot", "mug"), 0, 14)
    services.storage.jobs.add(KIND, {}, unique=KIND, now=NOW)
    run_jobs(at(services, 14))
    (check,) = services.storage.releases.checks(RECOMMENDER)
    assert check.parts["categories"]["drifted"]
    assert check.parts["categories"]["value"] > 0.25
    (trained,) = jobs(services, TRAIN)
    assert trained.status == "done"
    note = services.storage.releases.notes(RECOMMENDER)[0]
    assert note.cause == " ".join(check.causes)
    assert "People turn to other categories" in note.cause
    services.storage.jobs.add(KIND, {}, unique="again", now=NOW)
    run_jobs(at(services, 14.1))
    assert len(jobs(services, TRAIN)) == 1, "what was learnt an hour ago is not learnt again"


def test_nothing_is_watched_before_the_first_build(services: Services, tmp_path: Path) -> None:
    bare = replace(services, settings=load_settings({"SHOPTALK_HOME": str(tmp_path / "bare")}))
    assert check_drift(bare) is None
    assert services.storage.releases.checks(RECOMMENDER) == []


def test_the_command_shows_what_was_found_last_or_looks_now(services: Services, tmp_path: Path) -> None:
    run, out = CliRunner(), tmp_path / "out.json"
    ended = run.invoke(app, ["models", "drift"])
    assert (ended.exit_code, "Nothing was looked at yet" in ended.output) == (0, True)
    look_at(services, ("boot", "mug"), 0, 14)
    check_drift(at(services, 14))
    ended = run.invoke(app, ["models", "drift", "--json", str(out)])
    assert "People turn to other categories" in ended.output
    told = json.loads(out.read_text())
    assert told["parts"]["categories"]["drifted"]
    assert run.invoke(app, ["models", "drift", "--check"]).exit_code == 0
    assert len(services.storage.releases.checks(RECOMMENDER)) == 2
