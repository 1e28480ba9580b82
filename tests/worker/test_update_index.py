"""One product's change reaches search by a small job; the rebuild follows, or comes at once when much has changed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from retrieval.encoder.export import export_encoder
from retrieval.filters import Filters
from retrieval.products import ProductIndex
from retrieval.versions import current_pair, has_changes
from shop.catalogue import Product, Variant
from shop.settings import load_settings
from storage import open_storage
from storage.migrations import migrate
from worker.loop import Loop
from worker.paths import ROOT
from worker.rebuild_index import build, rebuild_index
from worker.services import Services
from worker.update_index import REBUILD_AFTER, built_version, update, update_index

NAMES = ("red tent", "blue tent", "rain jacket", "frying pan", "floor lamp", "kettle")
NOW = datetime(2036, 5, 1, 12, tzinfo=UTC)


class Clock:
    now = NOW

    def __call__(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now


def product(name: str, stock: int = 2) -> Product:
    id_ = name.replace(" ", "-")
    kind = name.split()[-1]
    return Product(id_, name.title(), f"A {name}.", type=kind, variants=(Variant(id_ + "-1", 1000, stock=stock),))


@pytest.fixture
def services(tmp_path: Path) -> Iterator[Services]:
    settings = load_settings({"SHOPTALK_HOME": str(tmp_path)})
    exported = ROOT / "artifacts" / "encoder"
    export_encoder(None, exported, NOW)
    settings.artifacts.mkdir()
    (settings.artifacts / "encoder").symlink_to(exported)
    migrate(settings.database_url)
    storage = open_storage(settings.database_url)
    storage.products.upsert([product(name) for name in NAMES])
    made = Services(settings, storage, Clock())
    build(made, quiet)
    yield made
    storage.close()


def quiet(fraction: float, text: str) -> None:
    pass


def found(services: Services, query: str, filters: Filters | None = None) -> list[str]:
    index = ProductIndex.open(services.settings.artifacts, services.encoder)
    return [h.product_id for h in index.search(query, filters or Filters(), 10).hits]


def folder(services: Services) -> Path:
    return services.settings.artifacts / "index" / "products"


def test_added_changed_and_removed_products_are_seen_without_a_rebuild(services: Services):
    main = current_pair(folder(services))[0]
    services.storage.products.upsert(
        [product("canoe"), product("rain jacket", stock=0), replace(product("kettle"), active=False)]
    )
    assert update_index({}, services, quiet) == {"changes": 3}
    assert found(services, "canoe")[0] == "canoe"
    assert "rain-jacket" not in found(services, "rain jacket", Filters(in_stock=True))
    assert "kettle" not in found(services, "kettle")
    assert current_pair(folder(services))[0] == main
    types = json.loads((services.settings.artifacts / "lookups" / "types.json").read_text())
    assert "canoe" in {entry["value"] for entry in types}
    assert built_version(services.settings.artifacts) == services.storage.products.catalogue_version()


def test_changes_are_taken_in_later_once_and_only_while_there_are_any(services: Services):
    for name in ("canoe", "kayak"):
        services.storage.products.upsert([product(name)])
        update_index({}, services, quiet)
    [job] = services.storage.jobs.list(10)
    assert (job.kind, job.payload) == ("rebuild_index", {"if_changed": True})
    worker = Loop(services, {"rebuild_index": rebuild_index}, "tester")
    assert not worker.run_one(), "not due yet"
    services.clock.now += REBUILD_AFTER
    assert worker.run_one()
    assert not has_changes(folder(services))
    assert found(services, "canoe")[0] == "canoe"
    assert rebuild_index({"if_changed": True}, services, quiet) == {"rebuilt": False}


def test_a_whole_new_catalogue_is_rebuilt_at_once(services: Services):
    services.storage.products.upsert([product(f"canoe {n}") for n in range(600)])
    answer = update_index({}, services, quiet)
    [job] = services.storage.jobs.list(10)
    assert (answer, job.kind, job.payload) == ({"rebuild": job.job_id}, "rebuild_index", {})


def test_without_an_index_one_is_built(services: Services):
    (folder(services) / "CURRENT").unlink()
    answer = update_index({}, services, quiet)
    assert answer == {"rebuild": services.storage.jobs.list(1)[0].job_id}


def test_what_changes_while_an_index_is_built_is_in_it_when_it_is_served(services: Services):
    def meanwhile(fraction: float, text: str) -> None:
        if text == "products":
            services.storage.products.upsert([product("canoe"), replace(product("kettle"), active=False)])

    build(services, meanwhile)
    assert found(services, "canoe")[0] == "canoe"
    assert "kettle" not in found(services, "kettle")
    assert has_changes(folder(services))
    assert built_version(services.settings.artifacts) == services.storage.products.catalogue_version()
    assert update(services) == 2, "the same changes, not written again"
