from __future__ import annotations

import json
from pathlib import Path

import polars as pl
import pytest
from typer.testing import CliRunner

from cli.__main__ import app
from cli.environment import opened
from shop.errors import InvalidInput, ShopError
from shop.releases import RECOMMENDER
from shop.settings import Settings
from storage.snapshots import SCHEMAS


def fit(tmp_path: Path, *more: str) -> BaseException | None:
    given = ["--snapshots", str(tmp_path), "--into", str(tmp_path / "into"), *more]
    return CliRunner().invoke(app, ["spark", "fit", *given]).exception


def test_without_spark_the_command_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("recommender.spark.session.find_spec", lambda name: None)
    error = fit(tmp_path)
    assert isinstance(error, ShopError)
    assert "pip install" in error.message


@pytest.mark.parametrize(
    ("option", "value", "said"),
    [
        ("--now", "yesterday", "--now is no time"),
        ("--conf", "memory=8g", "--conf wants spark.name=value"),
        ("--conf", "spark.driver.memory", "--conf wants spark.name=value"),
        ("--configuration", "{", "is no JSON"),
        ("--configuration", "[]", "is not of the form"),
        ("--configuration", '{"settings": {"popular": {"half_life": 0.1}}, "weights": {}}', "is not of the form"),
        ("--configuration", '{"settings": {"taste": {}}, "weights": {"taste": 1}}', "no source taste"),
        (
            "--configuration",
            '{"settings": {"popular": {"half_life": "1"}}, "weights": {"popular": 1}}',
            "these numbers: half_life",
        ),
        ("--configuration", '{"settings": {"popular": {}}, "weights": {"popular": 1}}', "these numbers: half_life"),
        ("--configuration", '{"settings": {"popular": {"half_life": 1}}, "weights": {"popular": -1}}', "0 or more"),
    ],
)
def test_wrong_options_are_said_before_anything_starts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, option: str, value: str, said: str
) -> None:
    monkeypatch.setattr("cli.spark.require", lambda: None)
    if option == "--configuration":
        (tmp_path / "given.json").write_text(value)
        value = str(tmp_path / "given.json")
    error = fit(tmp_path, option, value)
    assert isinstance(error, InvalidInput)
    assert said in error.message


@pytest.mark.parametrize("raw", [False, True])
def test_snapshots_are_written_for_training_elsewhere(settings: Settings, tmp_path: Path, raw: bool) -> None:
    folder, out = tmp_path / "snapshots", tmp_path / "out.json"
    ended = CliRunner().invoke(app, ["snapshots", str(folder), "--json", str(out), *(["--raw"] if raw else [])])
    assert ended.exit_code == 0, ended.output
    assert json.loads(out.read_text())["rows"] == {"events": 0, "orders": 0, "products": 0}
    for name in ("events", "orders", "products"):
        assert dict(pl.read_parquet(folder / f"{name}.parquet").schema) == SCHEMAS[name]
    assert folder.stat().st_mode & 0o077 == 0
    again = CliRunner().invoke(app, ["snapshots", str(folder)])
    assert isinstance(again.exception, InvalidInput)


def test_what_was_taken_stands_in_the_history(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cli.spark.take", lambda folder, artifacts: f"{folder.name}-in-{artifacts.name}")
    ended = CliRunner().invoke(app, ["spark", "take", str(tmp_path / "fitted")])
    assert ended.exit_code == 0, ended.output
    with opened(settings) as services:
        (note,) = services.storage.releases.notes(RECOMMENDER)
    assert (note.version, note.deed, note.cause) == ("fitted-in-artifacts", "promoted", "fitted by Spark")
