"""``shoptalk export customer`` and ``shoptalk erase customer``."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from cli.__main__ import app
from cli.environment import opened
from shop.customers import Customer
from shop.errors import InvalidInput, NotFound

RUN = CliRunner()


@pytest.fixture(autouse=True)
def _home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHOPTALK_HOME", str(tmp_path))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    with opened() as services:
        services.storage.customers.upsert([Customer("ada", "Ada Lind", "ada@example.com")])


def known() -> bool:
    with opened() as services:
        return services.storage.customers.get("ada") is not None


def test_an_export_is_readable_and_its_file_is_the_owners_alone(tmp_path: Path) -> None:
    file = tmp_path / "ada.json"
    said = RUN.invoke(app, ["export", "customer", "ada", "--json", str(file)])
    assert said.exit_code == 0
    assert "Name: Ada Lind" in said.output
    assert "Consent to profile: no" in said.output
    assert json.loads(file.read_text())["kept"]["customers"][0]["email"] == "ada@example.com"
    assert file.stat().st_mode & 0o777 == 0o600


def test_erasing_with_yes_erases_and_says_what(tmp_path: Path) -> None:
    said = RUN.invoke(app, ["erase", "customer", "ada", "--yes", "--json", str(tmp_path / "e.json")])
    assert said.exit_code == 0
    assert "customers: 1" in said.output
    assert json.loads((tmp_path / "e.json").read_text()) == {"erased": {"customer_keys": 1, "customers": 1}}
    assert not known()


def test_without_anybody_to_ask_nothing_is_erased() -> None:
    said = RUN.invoke(app, ["erase", "customer", "ada"], input="")
    assert isinstance(said.exception, InvalidInput)
    assert known()


@pytest.mark.parametrize(("answer", "left"), [("n\n", True), ("y\n", False)])
def test_somebody_who_is_asked_decides(monkeypatch: pytest.MonkeyPatch, answer: str, left: bool) -> None:
    monkeypatch.setattr("cli.customers.asks", lambda: True)
    said = RUN.invoke(app, ["erase", "customer", "ada"], input=answer)
    assert "Name: Ada Lind" in said.output
    assert said.exit_code == (1 if left else 0)
    assert known() is left


@pytest.mark.parametrize("command", [["export", "customer", "nobody"], ["erase", "customer", "nobody", "--yes"]])
def test_an_unknown_customer_is_a_clear_error(command: list[str]) -> None:
    said = RUN.invoke(app, command)
    assert isinstance(said.exception, NotFound)
    assert said.exception.message == "Nothing is kept under this customer id."
