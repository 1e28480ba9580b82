"""The supervisor: its file, and a real supervisord over small stand-in programs."""

from __future__ import annotations

import configparser
import dataclasses
import io
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from rich.console import Console

from cli import supervise
from cli.alone import Alone
from cli.steps import Steps
from cli.supervise import PROGRAMS, Program, Supervisor, configuration, stop_leftover
from shop.errors import ShopError
from shop.settings import Settings
from worker.draft_server import supervisor_socket

SLEEPER = Program("sleeper", ("-c", "import time; time.sleep(600)"))


def until(condition: Callable[[], bool], seconds: float = 20) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.05)


def pid_of(settings: Settings, name: str = "sleeper") -> int:
    """0 while it does not run."""
    told = subprocess.run(
        [sys.executable, "-m", "supervisor.supervisorctl", "-c", settings.var / "supervisord.conf", "pid", name],
        capture_output=True,
        text=True,
        check=False,
    ).stdout
    return int(told) if told.strip().isdigit() else 0


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


@pytest.fixture
def quiet() -> Steps:
    return Steps(Console(file=io.StringIO()))


@pytest.fixture
def sleeper(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[Supervisor]:
    monkeypatch.setattr(supervise, "PROGRAMS", (SLEEPER,))
    supervisor = Supervisor(settings)
    yield supervisor
    supervisor.stop()


def read(settings: Settings) -> configparser.ConfigParser:
    parser = configparser.ConfigParser(inline_comment_prefixes=(";",))  # as supervisord reads it: % is its own sign
    parser.read_string(configuration(settings))
    return parser


def test_every_program_is_restarted_and_stopped_with_all_it_started(settings: Settings):
    parser = read(settings)
    assert {s.removeprefix("program:") for s in parser.sections() if s.startswith("program:")} == {
        "web", "actions", "rasa", "worker", "rasa-draft",
    }  # fmt: skip
    for program in PROGRAMS:
        section = parser[f"program:{program.name}"]
        assert section["killasgroup"] == "true"
        assert section["autorestart"] == ("true" if program.autostart else "unexpected")
        assert section["autostart"] == ("false" if program.name == "rasa-draft" else "true")


def test_the_file_holds_no_secret(settings: Settings):
    secret = dataclasses.replace(
        settings, database_url="postgresql://shop:hunter2@db/shop", redis_url="redis://:hunter3@redis/0"
    )
    text = configuration(secret)
    held = [secret.master_secret, secret.customer_jwt_secret, "hunter2", "hunter3"]
    held += [secret.secret(purpose) for purpose in ("channel", "rasa-jwt", "internal", "payload", "cookie")]
    assert not [value for value in held if value in text]


def test_a_percent_sign_in_a_path_is_a_percent_sign(settings: Settings, tmp_path: Path):
    text = configuration(dataclasses.replace(settings, home=tmp_path / "100% wool"))
    assert "100%% wool" in text
    assert "100% wool" not in text.replace("%%", "")
    assert "100% wool" in read(dataclasses.replace(settings, home=tmp_path / "100% wool"))["supervisord"]["logfile"]


def test_a_dead_program_comes_back_and_stopping_leaves_no_process(settings: Settings, sleeper: Supervisor):
    sleeper.start()
    until(lambda: pid_of(settings) > 0)
    first = pid_of(settings)
    os.kill(first, signal.SIGKILL)
    until(lambda: pid_of(settings) not in (0, first))
    second = pid_of(settings)
    sleeper.stop()
    assert not sleeper.running()
    assert not alive(second)
    assert not Path(supervisor_socket(settings)).exists()


def test_when_the_supervisor_is_killed_what_it_started_goes_too(settings: Settings, sleeper: Supervisor):
    sleeper.start()
    until(lambda: pid_of(settings) > 0)
    child = pid_of(settings)
    os.kill(int((settings.var / "supervisor.pid").read_text()), signal.SIGKILL)
    with pytest.raises(ShopError, match=r"supervisor\.log says why"):
        sleeper.wait()
    assert alive(child)
    sleeper.stop()
    assert not alive(child)


def test_what_a_killed_run_left_behind_is_stopped(settings: Settings, sleeper: Supervisor, quiet: Steps):
    sleeper.start()
    until(lambda: pid_of(settings) > 0)
    child = pid_of(settings)
    stop_leftover(settings, quiet)
    assert not alive(child)
    assert not sleeper.running()


def test_a_stale_socket_and_a_stale_pid_file_are_harmless(settings: Settings, sleeper: Supervisor, quiet: Steps):
    Path(supervisor_socket(settings)).touch()
    (settings.var / "supervisor.pid").write_text("1")
    stop_leftover(settings, quiet)
    sleeper.start()
    until(lambda: pid_of(settings) > 0)


def test_parts_that_do_not_answer_are_named_with_where_to_look(settings: Settings, sleeper: Supervisor):
    sleeper.start()
    until(lambda: pid_of(settings) > 0)
    with pytest.raises(ShopError, match="Not ready: the gateway") as raised:
        sleeper.wait_ready(seconds=0.5)
    assert str(settings.var / "log") in raised.value.message


def test_a_second_start_in_the_same_home_is_told_who_runs(tmp_path: Path):
    with Alone(tmp_path / "up.lock"), pytest.raises(ShopError, match=f"kill {os.getpid()}"), Alone(tmp_path / "up.lock"):
        pass
    with Alone(tmp_path / "up.lock"):
        pass
