"""``shoptalk evaluate data`` on a shop of a few rows."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest

from cli.evaluate.data import data_command
from recommender.train import train_recommender
from shop.catalogue import Product, Variant
from shop.errors import Corrupt
from shop.events import Event
from storage import open_storage
from storage.migrations import migrate


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SHOPTALK_HOME", str(tmp_path))
    url = f"sqlite:///{tmp_path / 'var' / 'shoptalk.db'}"
    migrate(url)
    storage = open_storage(url)
    at = datetime.now(UTC) - timedelta(days=2)
    storage.products.upsert([Product("p1", "Mug", variants=(Variant("s1", 900),))])
    storage.events.add([Event(f"e{n}", "view", at, None, "v", product_id="p1") for n in range(3)], visitor_consent=True)
    storage.close()
    return tmp_path


def test_the_database_as_it_is_now(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data_command(trained=False, json_file=home / "told.json")
    told = json.loads((home / "told.json").read_text())
    assert (told["quality"]["events"]["rows"], told["quality"]["events"]["duplicates"]) == (3, 2)
    assert told["cleaning"]["after"] == {"events": 1, "order_lines": 0}
    assert "2 removed" in capsys.readouterr().out


def test_what_the_recommender_in_use_was_trained_on(home: Path) -> None:
    with pytest.raises(Corrupt):
        data_command(trained=True, json_file=None)
    kept = {"quality": {"events": {"rows": 7}}, "cleaning": {"before": {}, "after": {}, "rules": []}}
    train_recommender([], [], [], np.zeros((0, 4)), [], home / "artifacts", datetime.now(UTC), data=kept)
    data_command(trained=True, json_file=home / "told.json")
    assert json.loads((home / "told.json").read_text()) == kept
