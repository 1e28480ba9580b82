"""After an erasure, or a consent taken back, what is built equals what is built where the customer never was."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine, text

from recommender.releases import list_versions, releasing
from recommender.train import FOLDER
from recommender.versions import current
from retrieval.encoder.export import export_encoder
from retrieval.filters import Filters
from retrieval.products import ProductIndex
from shop.catalogue import Product, Variant
from shop.customers import Consent, Customer
from shop.events import Event
from shop.orders import Order, OrderLine, Review
from shop.settings import load_settings
from storage import Storage, open_storage
from storage.database import driver_url
from storage.migrations import migrate
from storage.rasa_trackers import forget_senders
from worker.count_anew import count_anew
from worker.forget_talks import forget_talks
from worker.handlers import HANDLERS
from worker.loop import Loop
from worker.paths import ROOT
from worker.rebuild_index import build
from worker.roll_back import roll_back
from worker.services import Services
from worker.train_recommendations import train_recommendations

NOW = datetime(2036, 5, 1, 12, tzinfo=UTC)
NAMES = ("tent", "lamp", "pan", "jacket", "kettle", "boots")
PEOPLE = ("ada", "bob", "cleo", "dan")
LEARNT = (
    "popularity.npz",
    "source_rules.npz",
    "source_item_knn.npz",
    "item_facts.npz",
    "ranking.json",
    "alike.npz",
    "vectors.npy",
    "products.json",
)


def quiet(fraction: float, words: str) -> None:
    return None


def fill(storage: Storage, people: tuple[str, ...]) -> None:
    """Everybody views, buys and reviews some of everything; what each does depends on nobody else."""
    stars = {"ada": 1, "bob": 4, "cleo": 5, "dan": 3}
    products = []
    for number, name in enumerate(NAMES):
        given = [stars[who] for who in people if (number + PEOPLE.index(who)) % 2]
        rating = round(sum(given) / len(given), 1) if given else None
        kind = (Variant(f"{name}-1", 900, stock=3),)
        products.append(
            Product(name, name.title(), f"A {name}.", type=name, rating=rating, rating_count=len(given), variants=kind)
        )
    storage.products.upsert(products)
    storage.customers.upsert(Customer(who, consent=Consent(True, at=NOW)) for who in people)
    for who in people:
        first = PEOPLE.index(who)
        for number in range(first, first + 4):
            at, name = NOW - timedelta(days=9, hours=-number), NAMES[number % len(NAMES)]
            storage.events.add([Event(f"{who}-{number}", "view", at, who, product_id=name, value=40)])
            if number % 2:
                storage.orders.upsert([Order(f"{who}-{number}", who, at, (OrderLine(f"{name}-1", 1, 900, name),), total=900)])
        for number, name in enumerate(NAMES):
            if (number + first) % 2:
                storage.reviews.add(Review(f"{who}-{name}", name, f"{who} says so.", NOW, who, stars=stars[who]))


@contextmanager
def shop(home: Path, people: tuple[str, ...]) -> Iterator[Services]:
    settings = load_settings({"SHOPTALK_HOME": str(home)})
    exported = ROOT / "artifacts" / "encoder"
    export_encoder(None, exported, NOW)
    settings.artifacts.mkdir(parents=True)
    (settings.artifacts / "encoder").symlink_to(exported)
    migrate(settings.database_url)
    storage = open_storage(settings.database_url)
    try:
        fill(storage, people)
        services = Services(settings, storage, lambda: NOW)
        build(services, quiet)
        yield services
    finally:
        storage.close()


def later(services: Services) -> Services:
    return replace(services, clock=lambda: NOW + timedelta(hours=1))


def run_jobs(services: Services, kinds: tuple[str, ...]) -> None:
    loop = Loop(later(services), {kind: HANDLERS[kind] for kind in kinds}, "w")
    while loop.run_one():
        pass


def at(services: Services, days: float) -> Services:
    return replace(services, clock=lambda: NOW + timedelta(days=days))


def learnt(services: Services) -> dict[str, bytes]:
    folder = current(services.settings.artifacts / FOLDER)
    return {name: (folder / name).read_bytes() for name in LEARNT}


def learnt_of(services: Services, day: datetime) -> dict[str, bytes]:
    (folder,) = (services.settings.artifacts / FOLDER).glob(f"{day:%Y%m%dT%H%M%S}-*")
    return {name: (folder / name).read_bytes() for name in LEARNT}


def every_file(folder: Path) -> dict[str, bytes]:
    """What all versions and their copies learnt from deeds, by the day of the version."""
    return {
        f"{path.parent.parent.name}/{path.parent.name.split('-')[0]}/{path.name}": path.read_bytes()
        for path in folder.glob("**/*.npz")
    }


def index_of(services: Services) -> ProductIndex:
    return ProductIndex.open(services.settings.artifacts, services.encoder)


def ratings(services: Services) -> dict[str, tuple[float | None, int]]:
    return {p.product_id: (p.rating, p.rating_count) for p in services.storage.products.all()}


@pytest.mark.parametrize("way", ["erased", "withdrawn"])
def test_what_is_learnt_afterwards_equals_what_is_learnt_without_the_customer(tmp_path: Path, way: str) -> None:
    with shop(tmp_path / "with", PEOPLE) as services, shop(tmp_path / "without", PEOPLE[1:]) as never:
        assert learnt(services) != learnt(never)
        if way == "erased":
            services.storage.privacy.erase_customer("ada", NOW, door="api")
        else:
            services.storage.customers.set_consent("ada", Consent(False, at=NOW + timedelta(1)))
        run_jobs(services, ("count_anew",))
        count_anew({}, later(never), quiet)
        assert learnt(services) == learnt(never)
        assert services.storage.orders.count() == 8  # the money is still there


def test_no_version_that_somebody_can_go_back_to_holds_a_part_of_the_customer(tmp_path: Path) -> None:
    with shop(tmp_path / "with", PEOPLE) as services, shop(tmp_path / "without", PEOPLE[1:]) as never:
        for one in (services, never):
            train_recommendations(at(one, days=-5), one.storage.products.all(), "test")
            train_recommendations(at(one, days=1), one.storage.products.all(), "test")
        folders = [one.settings.artifacts / FOLDER for one in (services, never)]
        before, without = every_file(folders[0]), every_file(folders[1])
        assert len(list_versions(folders[0])) == 3
        assert before != without
        services.storage.privacy.erase_customer("ada", NOW, door="api")
        run_jobs(services, ("count_anew",))
        assert every_file(folders[0]) == without
        assert all(version.verdict["code"] == "forgotten" for version in list_versions(folders[0]))
        roll_back(services, None)
        assert learnt(services) == learnt_of(never, NOW)


def test_who_is_forgotten_by_one_worker_while_another_learns_is_counted_out_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with shop(tmp_path / "with", PEOPLE) as services, shop(tmp_path / "without", PEOPLE[1:]) as never:
        judge = releasing._judge

        def while_another_forgets(*args: Any) -> Any:
            if services.storage.customers.get("ada") is not None:
                services.storage.privacy.erase_customer("ada", NOW, door="api")
                run_jobs(services, ("count_anew",))
            return judge(*args)

        monkeypatch.setattr(releasing, "_judge", while_another_forgets)
        train_recommendations(later(services), services.storage.products.all(), "test")
        train_recommendations(later(never), never.storage.products.all(), "test")
        assert learnt(services) != learnt(never)
        run_jobs(services, ("count_anew",))
        assert learnt(services) == learnt(never)


def test_ratings_and_the_search_index_equal_those_without_the_customer(tmp_path: Path) -> None:
    with shop(tmp_path / "with", PEOPLE) as services, shop(tmp_path / "without", PEOPLE[1:]) as never:
        assert ratings(services) != ratings(never)
        services.storage.privacy.erase_customer("ada", NOW, door="api")
        assert ratings(services) == ratings(never)
        assert services.storage.products.marks() == never.storage.products.marks()
        run_jobs(services, ("update_index",))
        by_rating = [index_of(s).search("", Filters(), 6) for s in (services, never)]
        assert by_rating[0] == by_rating[1]
        build(services, quiet)  # ten minutes later, by its job, when the change is taken into the index itself
        by_words = [index_of(s).search("a tent or a lamp", Filters(), 6) for s in (services, never)]
        assert by_words[0] == by_words[1]


def test_a_rating_that_the_reviews_do_not_explain_is_the_shops_and_stays(tmp_path: Path) -> None:
    with shop(tmp_path, PEOPLE) as services:
        storage = services.storage
        tent = storage.products.get("tent")
        assert tent is not None
        storage.products.upsert([replace(tent, rating=4.8, rating_count=1200)])
        storage.privacy.erase_customer("bob", NOW, door="api")
        assert ratings(services)["tent"] == (4.8, 1200)


def test_orders_of_who_agreed_to_nothing_teach_nothing(tmp_path: Path) -> None:
    with shop(tmp_path / "with", PEOPLE) as services:
        before = learnt(services)
        storage = services.storage
        storage.customers.upsert([Customer("eve")])
        storage.orders.upsert([Order("eve-1", "eve", NOW, (OrderLine("tent-1", 9, 900, "tent"),), total=8100)])
        storage.orders.upsert([Order("x-1", "never named", NOW, (OrderLine("tent-1", 9, 900, "tent"),), total=8100)])
        build(services, quiet)
        assert learnt(services) == before


def tracker_file(path: Path, *senders: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("CREATE TABLE IF NOT EXISTS events (id INTEGER PRIMARY KEY, sender_id TEXT, data TEXT)")
        connection.executemany("INSERT INTO events (sender_id, data) VALUES (?, 'a secret wish')", [(s,) for s in senders])


def senders_in(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as connection:
        return [row[0] for row in connection.execute("SELECT sender_id FROM events ORDER BY id")]


def test_the_assistants_own_record_is_cleared_at_once_and_again_after_a_turn_in_flight(tmp_path: Path) -> None:
    with shop(tmp_path, PEOPLE) as services:
        storage, file = services.storage, services.settings.var / "rasa.db"
        for name, who in (("c1", "ada"), ("c2", "ada"), ("c3", "bob")):
            storage.conversations.start(name, NOW, visitor_id="v", customer_id=who)
        tracker_file(file, "c1", "c3", "c2", "c1")
        now = datetime.now(UTC)
        storage.privacy.erase_customer("ada", now, door="api")
        due = Loop(replace(services, clock=lambda: now), {"forget_talks": forget_talks}, "w")
        while due.run_one():
            pass
        assert senders_in(file) == ["c3"]
        tracker_file(file, "c1")  # a turn that was under way ends now
        run_jobs(services, ("forget_talks",))
        assert senders_in(file) == ["c3"]
        assert b"c1" not in file.read_bytes()


def test_a_record_that_was_never_made_is_no_trouble(tmp_path: Path) -> None:
    assert forget_senders("sqlite:///none.db", tmp_path / "rasa.db", ["c1"]) == 0
    assert not (tmp_path / "rasa.db").exists()
    sqlite3.connect(tmp_path / "empty.db").close()
    assert forget_senders("sqlite:///none.db", tmp_path / "empty.db", ["c1"]) == 0


def test_on_postgresql_the_record_lies_in_a_schema_of_its_own_and_on_sqlite_in_a_file(
    database_url: str, tmp_path: Path
) -> None:
    if not database_url.startswith("postgresql"):
        record = sqlite3.connect(tmp_path / "rasa.db")
        record.execute("CREATE TABLE events (id INTEGER PRIMARY KEY, sender_id VARCHAR)")
        record.executemany("INSERT INTO events (sender_id) VALUES (?)", [("c1",), ("c2",), ("c1",)])
        record.commit()
        assert forget_senders(database_url, tmp_path / "rasa.db", ["c1", "nobody"]) == 2
        assert record.execute("SELECT sender_id FROM events").fetchall() == [("c2",)]
        record.close()
        return
    assert forget_senders(database_url, None, ["c1"]) == 0
    engine = create_engine(driver_url(database_url))
    try:
        with engine.begin() as connection:
            connection.execute(text("CREATE SCHEMA rasa"))
            connection.execute(text("CREATE TABLE rasa.events (id SERIAL PRIMARY KEY, sender_id VARCHAR)"))
            connection.execute(text("INSERT INTO rasa.events (sender_id) VALUES ('c1'), ('c2'), ('c1')"))
        assert forget_senders(database_url, None, ["c1", "nobody"]) == 2
        with engine.begin() as connection:
            assert connection.execute(text("SELECT sender_id FROM rasa.events")).scalars().all() == ["c2"]
    finally:
        with engine.begin() as connection:
            connection.execute(text("DROP SCHEMA IF EXISTS rasa CASCADE"))
        engine.dispose()
