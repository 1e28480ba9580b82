"""The codes of promotions reach the bot by a job that is written together with each change."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from shop.manifest import check_manifest
from shop.promotions import Promotion
from shop.settings import load_settings
from storage import open_storage
from storage.migrations import migrate
from worker.handlers import HANDLERS
from worker.loop import Loop
from worker.services import Services

NOW = datetime(2036, 5, 1, 12, tzinfo=UTC)


def promotion(code: str, **fields: object) -> Promotion:
    return Promotion(code.casefold() or "automatic", f"Offer {code}", "percent", 10, code=code, **fields)  # type: ignore[arg-type]


@pytest.fixture
def services(tmp_path: Path) -> Iterator[Services]:
    settings = load_settings({"SHOPTALK_HOME": str(tmp_path)})
    migrate(settings.database_url)
    storage = open_storage(settings.database_url)
    yield Services(settings, storage, lambda: datetime.now(UTC))
    storage.close()


def known(services: Services) -> list[str]:
    folder = services.settings.artifacts / "codes"
    check_manifest(folder)
    codes: list[str] = json.loads((folder / "codes.json").read_text(encoding="utf-8"))
    return codes


def test_the_codes_of_all_promotions_are_written_those_that_are_over_too(services: Services):
    services.storage.promotions.upsert(
        [promotion("FERNWEH"), promotion("Old-Days", ends_at=NOW.replace(year=2020)), promotion("")]
    )
    worker = Loop(services, HANDLERS, "tester")
    assert worker.run_one()
    assert known(services) == ["FERNWEH", "Old-Days"]
    assert not worker.run_one()


def test_a_new_promotion_asks_for_it_and_an_unchanged_one_does_not(services: Services):
    worker = Loop(services, HANDLERS, "tester")
    services.storage.promotions.upsert([promotion("FERNWEH")])
    assert worker.run_one()
    services.storage.promotions.upsert([promotion("FERNWEH")])
    assert not worker.run_one()
    services.storage.promotions.upsert([promotion("LAKESIDE30")])
    assert worker.run_one()
    assert known(services) == ["FERNWEH", "LAKESIDE30"]
