"""``shoptalk up`` around stand-in programs: however it ends, nothing of it stays."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner

from cli import supervise, up
from cli.__main__ import app
from cli.supervise import Program, Supervisor
from shop.errors import ShopError


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch, home: Path) -> Callable[[], list[int]]:
    """The ids of what the last ``up`` started; set-up itself is left out."""
    pids: list[int] = []
    monkeypatch.setattr(supervise, "PROGRAMS", (Program("sleeper", ("-c", "import time; time.sleep(600)")),))
    monkeypatch.setattr(up, "check_ports", lambda settings: None)
    monkeypatch.setattr(up, "_set_up", lambda settings, steps, sample: {"agent": {"login": "agent@demo", "password": "[/b]x"}})

    def running() -> list[int]:
        return [pid for pid in pids if pid in supervise._members(pids[0])]

    def wait_until_there(supervisor: Supervisor) -> None:
        leader = supervisor._process.pid if supervisor._process else 0
        deadline = time.monotonic() + 20
        while len(supervise._members(leader)) < 2:
            assert time.monotonic() < deadline
            time.sleep(0.05)
        time.sleep(1.5)  # past the moment between fork and exec, in which a signal would be lost
        pids[:] = sorted(supervise._members(leader))

    monkeypatch.setattr(Supervisor, "wait_ready", wait_until_there)
    return running


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_interrupted_while_starting_it_stops_everything(
    started: Callable[[], list[int]], monkeypatch: pytest.MonkeyPatch, number: signal.Signals
):
    wait_until_there = Supervisor.wait_ready
    before = signal.signal(number, signal.default_int_handler)  # also where the tests run under nohup, which ignores SIGHUP

    def interrupted(supervisor: Supervisor) -> None:
        wait_until_there(supervisor)
        assert len(started()) == 2
        os.kill(os.getpid(), number)

    monkeypatch.setattr(Supervisor, "wait_ready", interrupted)
    try:
        ended = CliRunner().invoke(app, ["up"])
    finally:
        signal.signal(number, before)
    assert ended.exit_code == 0
    assert "Stopping ..." in ended.output
    assert "Ready" not in ended.output
    assert started() == []


def test_what_does_not_get_ready_is_stopped_and_said(started: Callable[[], list[int]], monkeypatch: pytest.MonkeyPatch):
    wait_until_there = Supervisor.wait_ready

    def never(supervisor: Supervisor) -> None:
        wait_until_there(supervisor)
        raise ShopError("Not ready: rasa.")

    monkeypatch.setattr(Supervisor, "wait_ready", never)
    ended = CliRunner().invoke(app, ["up"])
    assert isinstance(ended.exception, ShopError)
    assert "✗ Starting web, Rasa, actions and worker: failed" in ended.output
    assert started() == []


def test_ready_names_every_page_and_prints_passwords_as_they_are(
    started: Callable[[], list[int]], monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(Supervisor, "wait", lambda supervisor: os.kill(os.getpid(), signal.SIGINT))
    ended = CliRunner().invoke(app, ["up"])
    assert ended.exit_code == 0
    for page in ("http://127.0.0.1:8080/\n", "/desk\n", "/console\n"):
        assert page in ended.output
    assert "agent@demo  password [/b]x" in ended.output
    assert started() == []
