"""``shoptalk segments``: refresh, look, make an audience of look-alikes, take it away."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from cli.environment import opened
from cli.segments import app
from shop.customers import Consent, Customer
from shop.errors import InvalidInput, NotFound
from shop.orders import Order, OrderLine


def run(home: Path, *words: str) -> dict[str, Any]:
    out = home / "out.json"
    ended = CliRunner().invoke(app, [*words, "--json", str(out)], catch_exceptions=False)
    assert ended.exit_code == 0, ended.output
    found: dict[str, Any] = json.loads(out.read_text(encoding="utf-8"))
    return found


@pytest.fixture
def shop(home: Path) -> Path:
    now = datetime.now(UTC)
    with opened() as services:
        people = [Customer(f"c{n}", consent=Consent(True, False, now, "import")) for n in range(60)]
        services.storage.customers.upsert(people)
        services.storage.orders.upsert(
            Order(f"o{n}-{m}", f"c{n}", now - timedelta(days=1 + 7 * m + n), (OrderLine("s", 1 + n % 4, 900),), total=900)
            for n in range(60)
            for m in range(1 + n % 5)
        )
    return home


def test_groups_are_made_shown_and_drawn(shop: Path) -> None:
    made = run(shop, "refresh")
    assert made["customers"] == 60
    listed = run(shop, "list")["audiences"]
    assert [a["audience_id"] for a in listed] == [a["audience_id"] for a in made["list"]]
    assert all(a["members"] == a["size"] for a in listed)
    cells = run(shop, "rfm")["cells"]
    assert sum(cell["customers"] for cell in cells) == 60
    assert sum(cell["money"] for cell in cells) == pytest.approx(900 * sum(1 + n % 5 for n in range(60)))


def test_one_customer_is_shown_with_their_audiences_and_strangers_are_not(shop: Path) -> None:
    with pytest.raises(NotFound):
        CliRunner().invoke(app, ["of", "c9"], catch_exceptions=False)
    run(shop, "refresh")
    found = run(shop, "of", "c9")
    assert found["features"]["frequency"] == 1 + 9 % 5
    assert any(name.startswith("rfm-") for name in found["audiences"])
    assert 0 <= found["within_days"]["30"]["buys"] <= 1
    with pytest.raises(NotFound):
        CliRunner().invoke(app, ["of", "nobody"], catch_exceptions=False)


def test_people_make_and_remove_look_alikes_and_nothing_else(shop: Path) -> None:
    listed = run(shop, "refresh")["list"]
    base = next(a for a in listed if a["kind"] == "rfm" and 10 <= a["size"] <= 50)
    like = run(shop, "like", base["audience_id"], "--name", "More of these", "--share", "0.2")
    assert (like["kind"], like["definition"]) == ("lookalike", {"of": base["audience_id"], "share": 0.2})
    assert 0 < like["size"] <= 10
    with pytest.raises(InvalidInput):
        CliRunner().invoke(app, ["remove", base["audience_id"]], catch_exceptions=False)
    with pytest.raises(NotFound):
        CliRunner().invoke(app, ["like", "nobody", "--name", "x"], catch_exceptions=False)
    assert CliRunner().invoke(app, ["remove", like["audience_id"]]).exit_code == 0
    assert like["audience_id"] not in [a["audience_id"] for a in run(shop, "list")["audiences"]]
