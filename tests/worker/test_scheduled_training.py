"""The recommender's versions through the worker's jobs and the command: learnt when due, judged, refused, switched back."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from cli.__main__ import app
from recommender.recommend import Recommender
from recommender.releases import list_versions
from recommender.train import FOLDER
from recommender.versions import Pointer, current, pointer
from recommender.worsening import read_worsening
from retrieval.encoder.export import export_encoder
from retrieval.reload import Reloading
from shop.catalogue import Product, Variant
from shop.customers import Consent, Customer
from shop.errors import InvalidInput, NotFound
from shop.events import Event
from shop.orders import Order, OrderLine
from shop.releases import RECOMMENDER
from shop.settings import load_settings
from storage import open_storage
from storage.migrations import migrate
from worker.handlers import HANDLERS
from worker.loop import Loop
from worker.paths import ROOT
from worker.rebuild_index import build
from worker.roll_back import roll_back
from worker.scheduled_training import KIND, train_on_schedule
from worker.services import Services

NOW = datetime(2036, 5, 1, 12, tzinfo=UTC)
THINGS = 40
IDS = [f"p{n:02}" for n in range(THINGS)]
WORDS = ("lamp", "tent", "mug", "rope", "boot", "chair", "stove", "flask", "axe", "map")


def quiet(fraction: float, words: str) -> None:
    return None


def at(services: Services, days: float) -> Services:
    return replace(services, clock=lambda: NOW + timedelta(days=days))


def walks(name: str, people: int, stride: int, first_day: float, last_day: float, steps: int = 10) -> list[Event]:
    """Each goes on from a product of their own to the one ``stride`` further, evenly between two days after NOW."""
    rng = np.random.default_rng(5)
    return [
        Event(
            f"{name}{n}-{stride}-{first_day}-{k}",
            "cart_add",
            NOW + timedelta(days=first_day + (last_day - first_day) * k / steps, minutes=n),
            customer_id=f"{name}{n:03}",
            product_id=IDS[(start + k * stride) % THINGS],
            channel="web",
        )
        for n, start in enumerate(rng.integers(0, THINGS, people).tolist())
        for k in range(steps)
    ]


@pytest.fixture
def services(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Services]:
    """A shop that was built at NOW from sixty days of seventy people."""
    monkeypatch.setenv("SHOPTALK_HOME", str(tmp_path))
    settings = load_settings({"SHOPTALK_HOME": str(tmp_path)})
    exported = ROOT / "artifacts" / "encoder"
    export_encoder(None, exported, NOW)
    settings.artifacts.mkdir()
    (settings.artifacts / "encoder").symlink_to(exported)
    migrate(settings.database_url)
    storage = open_storage(settings.database_url)
    storage.products.upsert(
        Product(i, f"{WORDS[n % 10]} number {n}".title(), variants=(Variant(f"s-{i}", 900, stock=5),))
        for n, i in enumerate(IDS)
    )
    names = [f"c{n:03}" for n in range(70)] + [f"x{n:03}" for n in range(300)]
    storage.customers.upsert(Customer(name, consent=Consent(True, at=NOW)) for name in names)
    storage.events.add(walks("c", 70, 1, -60, -0.5))
    made = Services(settings, storage, lambda: NOW)
    build(made, quiet)
    yield made
    storage.close()


def mislead(services: Services) -> None:
    """A crowd that walked other ways, told of later by an import."""
    services.storage.events.add(walks("x", 300, 7, -40, -20))


def folder(services: Services) -> Path:
    return services.settings.artifacts / FOLDER


def run_due(services: Services) -> None:
    loop = Loop(services, {KIND: HANDLERS[KIND]}, "tester")
    while loop.run_one():
        pass


def results(services: Services) -> list[bool]:
    done = [job for job in services.storage.jobs.list(100) if job.kind == KIND and job.status == "done"]
    return [bool(job.result and job.result["trained"]) for job in reversed(done)]


def test_learnt_anew_once_a_day_counted_from_the_last_learning_whatever_caused_it(services: Services) -> None:
    services.storage.jobs.add(KIND, {}, unique=KIND, now=NOW)
    run_due(services)
    assert results(services) == [False], "it was built just now"
    run_due(at(services, 0.9))
    assert results(services) == [False]
    run_due(at(services, 1.01))
    assert results(services) == [False, True]
    run_due(at(services, 1.5))
    build(at(services, 1.9), quiet)
    run_due(at(services, 2.1))
    assert results(services) == [False, True, False]
    run_due(at(services, 2.95))
    assert results(services) == [False, True, False, True]
    causes = [note.cause for note in services.storage.releases.notes(RECOMMENDER)]
    assert causes == ["its time had come", "the catalogue was indexed anew"] * 2
    waiting = [job for job in services.storage.jobs.list(100) if job.kind == KIND and job.status == "queued"]
    assert len(waiting) == 1


def test_with_no_hours_it_is_learnt_only_when_asked_for(services: Services) -> None:
    never = replace(services, settings=replace(services.settings, train_hours=0))
    assert train_on_schedule({}, at(never, 90), quiet) == {"trained": False}
    told = train_on_schedule({"cause": "Categories moved."}, at(never, 90), quiet)
    assert (told["trained"], told["cause"]) == (True, "Categories moved.")


def test_nothing_is_learnt_before_the_first_build(services: Services, tmp_path: Path) -> None:
    bare = replace(services, settings=load_settings({"SHOPTALK_HOME": str(tmp_path / "bare")}))
    assert train_on_schedule({"cause": "test"}, bare, quiet) == {"trained": False}


def test_a_worse_version_is_refused_and_what_customers_see_stays(services: Services) -> None:
    good = current(folder(services)).name
    mislead(services)
    told = train_on_schedule({}, at(services, 1.1), quiet)
    assert told["verdict"]["code"] == "worse"
    assert current(folder(services)).name == good
    note = services.storage.releases.notes(RECOMMENDER)[0]
    assert (note.deed, note.version, note.verdict["against"]) == ("refused", told["version"], good)


def test_a_running_server_takes_the_version_gone_back_to_and_the_schedule_does_not_undo_it(services: Services) -> None:
    first = current(folder(services)).name
    artifacts, products = services.settings.artifacts, services.storage.products.all
    opened = []

    def open_current() -> Recommender:
        opened.append(current(artifacts / FOLDER).name)
        return Recommender.open(artifacts, products)

    serving = Reloading(open_current, artifacts / FOLDER)
    serving.get()
    second = str(train_on_schedule({}, at(services, 1.1), quiet)["version"])
    serving.get()
    assert roll_back(at(services, 1.2), None) == {"version": first, "before": second, "held": True}
    serving.get()
    assert opened == [first, second, first]
    told = train_on_schedule({}, at(services, 2.3), quiet)
    assert (told["verdict"]["code"], told["verdict"]["against"]) == ("held", first)
    assert pointer(folder(services)) == Pointer(first, held=True)
    assert roll_back(at(services, 2.4), second)["held"] is False
    assert train_on_schedule({}, at(services, 3.5), quiet)["verdict"]["promoted"]
    deeds = [note.deed for note in reversed(services.storage.releases.notes(RECOMMENDER))]
    assert deeds == ["promoted", "promoted", "rolled_back", "refused", "brought_forward", "promoted"]


def test_a_product_that_got_worse_is_shown_less_after_going_back_too(services: Services) -> None:
    train_on_schedule({}, at(services, 1.1), quiet)

    def sell(name: str, of: int, back: int, days: float) -> None:
        moment = NOW + timedelta(days=days)
        services.storage.orders.upsert(
            Order(f"{name}-{n}", f"c{n % 70:03}", moment + timedelta(minutes=n), (OrderLine("", 1, 900, "p07", int(n < back)),))
            for n in range(of)
        )

    sell("before", 80, 1, -90)
    sell("lately", 30, 14, -4)
    roll_back(at(services, 1.2), None)
    assert read_worsening(current(folder(services))) == ["p07"]
    present = pointer(folder(services))
    assert present is not None
    assert present.held


def test_what_cannot_be_gone_back_to_is_refused_in_words(services: Services) -> None:
    with pytest.raises(NotFound, match="No earlier version"):
        roll_back(services, None)
    with pytest.raises(NotFound, match="no such version"):
        roll_back(services, "20200101T000000-abc")
    with pytest.raises(InvalidInput, match="in use already"):
        roll_back(services, current(folder(services)).name)
    train_on_schedule({}, at(services, 1.1), quiet)
    with pytest.raises(NotFound, match="More than one"):
        roll_back(services, "2036")


def test_an_erasure_while_a_roll_back_holds_leaves_the_roll_back_in_force(services: Services) -> None:
    train_on_schedule({}, at(services, 1.1), quiet)
    roll_back(at(services, 1.2), None)
    held = next(version for version in list_versions(folder(services)) if version.current)
    services.storage.privacy.erase_customer("c003", NOW, door="api")
    HANDLERS["count_anew"]({}, at(services, 1.3), quiet)
    after = next(version for version in list_versions(folder(services)) if version.current)
    assert after.held
    assert after.name != held.name
    assert after.created_at == held.created_at
    assert after.manifest["metrics"]["users"] == held.manifest["metrics"]["users"] - 1


def test_the_command_lists_versions_and_goes_back(services: Services, tmp_path: Path) -> None:
    first = current(folder(services)).name
    second = str(train_on_schedule({}, at(services, 1.1), quiet)["version"])
    mislead(services)
    third = str(train_on_schedule({}, at(services, 2.2), quiet)["version"])
    run = CliRunner()
    out = tmp_path / "out.json"
    listed = run.invoke(app, ["models", "list", "--json", str(out)])
    assert listed.exit_code == 0
    for said in (f"refused {third}, learnt 2036-05-03", f"in use  {second}", f"kept    {first}", f"NDCG beside {second} -0."):
        assert said in listed.output
    told = json.loads(out.read_text())
    assert [(v["version"], v["in_use"], v["refused"]) for v in told["versions"]] == [
        (third, False, True),
        (second, True, False),
        (first, False, False),
    ]
    assert told["versions"][0]["verdict"]["metrics"]["ndcg_at_10"]["high"] < 0
    assert [entry["deed"] for entry in told["history"]] == ["refused", "promoted", "promoted"]
    ended = run.invoke(app, ["models", "rollback", "recommender"])
    assert (ended.exit_code, f"In use now: {first}" in ended.output) == (0, True)
    assert current(folder(services)).name == first
    assert run.invoke(app, ["models", "rollback", "recommender", second]).exit_code == 0
    assert current(folder(services)).name == second
    assert isinstance(run.invoke(app, ["models", "rollback", "weather"]).exception, InvalidInput)
