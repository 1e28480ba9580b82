"""A home of its own for each test, with no setting taken over from whoever runs the tests."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from cli.bench.service import free_ports
from shop.settings import SETTINGS, Settings, load_settings


@pytest.fixture(autouse=True)
def signals_as_in_a_terminal() -> Iterator[None]:
    """A run in the background, or under nohup, starts with SIGINT or SIGHUP ignored; these tests send them."""
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)}
    for number in before:
        signal.signal(number, signal.default_int_handler)
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """``SHOPTALK_HOME``, set for this process too: commands read it."""
    for setting in SETTINGS:
        monkeypatch.delenv(setting.name, raising=False)
    folder = tmp_path / "home"
    folder.mkdir()
    monkeypatch.setenv("SHOPTALK_HOME", str(folder))
    return folder


@pytest.fixture
def settings(home: Path) -> Settings:
    """Loopback, SQLite, on ports that were free a moment ago."""
    names = ("SHOPTALK_PORT", "SHOPTALK_RASA_PORT", "SHOPTALK_ACTIONS_PORT", "SHOPTALK_DRAFT_PORT")
    ports = dict(zip(names, map(str, free_ports(4)), strict=True))
    return load_settings({"SHOPTALK_HOME": str(home), **ports})
