"""A product that gets worse is noticed, shown less, and still found by whoever asks for it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from recommender.recommend import Recommender
from recommender.train import DATA
from recommender.versions import current
from recommender.worsening import read_worsening
from retrieval.encoder.export import export_encoder
from retrieval.filters import Filters
from retrieval.products import ProductIndex
from shop.catalogue import Product, Variant
from shop.customers import Consent, Customer
from shop.orders import Order, OrderLine
from shop.settings import load_settings
from storage import open_storage
from storage.migrations import migrate
from worker.loop import Loop
from worker.paths import ROOT
from worker.rebuild_index import build
from worker.services import Services
from worker.watch_products import KIND, watch_products

NOW = datetime(2036, 5, 1, 12, tzinfo=UTC)
NAMES = ("red tent", "blue tent", "rain jacket", "frying pan", "floor lamp", "kettle")


@pytest.fixture
def services(tmp_path: Path) -> Iterator[Services]:
    settings = load_settings({"SHOPTALK_HOME": str(tmp_path)})
    exported = ROOT / "artifacts" / "encoder"
    export_encoder(None, exported, NOW)
    settings.artifacts.mkdir()
    (settings.artifacts / "encoder").symlink_to(exported)
    migrate(settings.database_url)
    storage = open_storage(settings.database_url)
    storage.products.upsert(
        Product(name.replace(" ", "-"), name.title(), type=name.split()[-1], variants=(Variant(name, 900, stock=2),))
        for name in NAMES
    )
    storage.customers.upsert(Customer(f"c{n}", consent=Consent(profile=True)) for n in range(80))
    yield Services(settings, storage, lambda: NOW)
    storage.close()


def sell(services: Services, product: str, of: int, back: int, days: float) -> None:
    at = NOW - timedelta(days=days)
    services.storage.orders.upsert(
        Order(f"{product}-{days}-{n}", f"c{n}", at + timedelta(minutes=n), (OrderLine("", 1, 900, product, int(n < back)),))
        for n in range(of)
    )


def ranked(services: Services) -> list[str]:
    opened = Recommender.open(services.settings.artifacts, services.storage.products.all)
    return [r.product_id for r in opened.recommend(None, top_k=6, now=NOW, filters=lambda product_id: True)]


def test_the_kettle_whose_handles_come_off(services: Services) -> None:
    for product, times in (("kettle", 80), ("red-tent", 40), ("frying-pan", 30)):
        sell(services, product, times, 1, 90)
        sell(services, product, times // 2, 0, 45)
    build(services, lambda *_: None)
    told = json.loads((current(services.settings.artifacts / "recommender") / DATA).read_text(encoding="utf-8"))
    assert told["cleaning"]["before"]["order_lines"] - told["cleaning"]["after"]["order_lines"] == 3, "what came back"
    services.storage.jobs.add(KIND, {}, unique=KIND, now=NOW)
    loop = Loop(services, {KIND: watch_products}, "tester")
    assert loop.run_one()
    job = next(job for job in services.storage.jobs.list(10) if job.kind == KIND and job.result is not None)
    assert (job.result["worsening"], job.result["renewed"]) == ([], False)
    assert not loop.run_one(), "the next turn comes later"
    before = ranked(services)

    sell(services, "kettle", 30, 14, 5)
    told = watch_products({}, services, lambda *_: None)
    assert (told["worsening"], told["renewed"]) == (["kettle"], True)
    assert read_worsening(current(services.settings.artifacts / "recommender")) == ["kettle"]
    assert before.index("kettle") == 0 < ranked(services).index("kettle")
    hits = ProductIndex.open(services.settings.artifacts, services.encoder).search("kettle", Filters(), 3).hits
    assert hits[0].product_id == "kettle"
    assert watch_products({}, services, lambda *_: None)["renewed"] is False
    waiting = [job for job in services.storage.jobs.list(10) if job.kind == KIND and job.status == "queued"]
    assert len(waiting) == 1


def test_before_anything_is_built_there_is_nothing_to_renew(services: Services) -> None:
    assert watch_products({}, services, lambda *_: None) == {"worsening": [], "renewed": False}
