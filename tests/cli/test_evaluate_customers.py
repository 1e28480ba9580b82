"""``shoptalk evaluate customers`` on made-up orders, and what it refuses."""

from __future__ import annotations

import csv
import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from cli.evaluate.app import app
from cli.evaluate.customers import evaluate, read_orders
from cli.steps import Steps
from shop.errors import InvalidInput
from tests.recommender.customers.made_up_orders import BEGIN, shop


@pytest.fixture(scope="module")
def orders(tmp_path_factory: pytest.TempPathFactory) -> Path:
    lines = shop(300)
    path = tmp_path_factory.mktemp("orders") / "orders.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["customer_id", "order_id", "placed_at", "value", "category", "returned"])
        for n in range(len(lines)):
            at = BEGIN + timedelta(days=float(lines.day[n]) - BEGIN.timestamp() / 86400)
            who, order = lines.customer_ids[lines.customer[n]], lines.order_ids[lines.order[n]]
            kind = lines.categories[lines.category[n]]
            writer.writerow([who, order, at.isoformat(), lines.value[n], kind, lines.returned[n]])
    return path


@pytest.fixture(scope="module")
def result(orders: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    out = tmp_path_factory.mktemp("result") / "result.json"
    ended = CliRunner().invoke(app, ["customers", "--orders", str(orders), "--json", str(out)])
    assert ended.exit_code == 0, ended.output
    found: dict[str, Any] = json.loads(out.read_text(encoding="utf-8"))
    return found


def test_every_figure_stands_beside_its_baseline(result: dict[str, Any]) -> None:
    assert result["customers"] == 300
    for days in (30, 91):
        ahead = result[f"next_{days}_days"]
        assert ahead["chosen"] in ahead
        assert {"as_last_period", "bg_nbd"} <= set(ahead)
        assert {"gain", "low", "high"} == set(ahead["bg_nbd"]["gain"]["squared_error"])
        assert {"gamma_gamma", "as_last_period", "own_mean"} <= set(result[f"worth_{days}_days"]["order_value"])
    for within in ("within_7_days", "within_30_days"):
        found = result["intention"][within]
        assert {"shipped", "as_last_period", "gain", "reliability"} <= set(found)
        assert sum(b["pairs"] for b in found["reliability"]) == found["pairs"]
    clear = result["intention"]["clear"]
    assert 0 < clear["customers"] < 300
    assert clear["first_bought"] > clear["next_bought"]
    assert result["groups"]["segments"]["groups"] >= 2
    assert sum(s["customers"] for s in result["groups"]["segments"]["of"].values()) <= 300
    assert "lift_shipped" in result["look_alikes"]["all"]


def test_the_same_orders_give_the_same_figures(orders: Path, result: dict[str, Any]) -> None:
    again = json.loads(json.dumps(evaluate(read_orders(orders), Steps())))
    apart = ("seconds", "memory_mb")
    assert {k: v for k, v in again.items() if k not in apart} == {k: v for k, v in result.items() if k not in apart}


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("a,o1,yesterday,5", "row 2"),
        ("a,o1,2025-01-01,much", "row 2"),
        ("a,o1,2025-01-01,-5", "from 0 on"),
        ("a,o1,2025-01-01,5", "span"),
    ],
)
def test_what_cannot_be_measured_is_refused_with_the_reason(tmp_path: Path, row: str, said: str) -> None:
    path = tmp_path / "orders.csv"
    path.write_text(f"customer_id,order_id,placed_at,value\n{row}\n", encoding="utf-8")
    with pytest.raises(InvalidInput, match=said):
        evaluate(read_orders(path), Steps())
