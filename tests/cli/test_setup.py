"""``bin/setup`` in a copy of the few files it reads, with stand-ins for the Pythons: nothing is really installed."""

from __future__ import annotations

import shutil
import subprocess
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TOOLS = ("sh", "env", "cat", "cut", "date", "dirname", "grep", "ls", "rm", "mkdir", "cp", "sha256sum", "shasum", "perl")

#: Says its version, makes an "environment" of copies of itself, and stands in for pip, whose calls it writes down.
STAND_IN = """#!/bin/sh
version={version}
case "$1" in
-c)
    case "$2" in
    *version_info*) echo "$version" ;;
    *) echo "$0" ;;
    esac ;;
-m)
    case "$2" in
    venv)
        [ -n "${{VENV_FAILS:-}}" ] && {{ mkdir -p "$3"; echo "ensurepip is not available" >&2; exit 1; }}
        mkdir -p "$3/bin"
        cp "$0" "$3/bin/python"
        echo "#!$(pwd -P)/$3/bin/python" >"$3/bin/pip" ;;
    pip)
        echo "$version $*" >>"$CALLS"
        case "$*" in *"${{PIP_FAILS:-nothing fails}}"*) echo "no matching distribution" >&2; exit 1 ;; esac ;;
    esac ;;
esac
"""


class Setup:
    """A folder with ``bin/setup`` and a PATH of its own."""

    def __init__(self, folder: Path):
        self.folder = folder / "check out"  # a space, as in many a home folder
        self.path = folder / "path"
        self.calls = folder / "calls"
        self.path.mkdir()
        for name in ("bin/setup", "pyproject.toml", "constraints.txt", "bot/requirements.txt"):
            target = self.folder / name
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, target)
        for tool in TOOLS:
            if found := shutil.which(tool):
                (self.path / tool).symlink_to(found)

    def python(self, version: str) -> None:
        stand_in = self.path / f"python{version}"
        stand_in.write_text(STAND_IN.format(version=version))
        stand_in.chmod(0o755)

    def run(self, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [self.folder / "bin" / "setup", *arguments],
            env={"PATH": str(self.path), "CALLS": str(self.calls), **environment},
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )

    def installed(self) -> list[str]:
        return self.calls.read_text().splitlines() if self.calls.exists() else []

    def files(self) -> dict[str, tuple[int, bytes]]:
        found = sorted(p for p in self.folder.rglob("*") if p.is_file())
        return {str(p.relative_to(self.folder)): (p.stat().st_mtime_ns, p.read_bytes()) for p in found}


@pytest.fixture
def setup(tmp_path: Path) -> Setup:
    return Setup(tmp_path)


@pytest.mark.parametrize(("there", "missing"), [("3.11", "3.10"), ("3.10", "3.11")])
def test_a_missing_python_is_named_with_how_to_get_it_and_nothing_is_half_made(setup: Setup, there: str, missing: str):
    setup.python(there)
    before = setup.files()
    ended = setup.run()
    assert ended.returncode == 3
    assert f"needs Python {missing} " in ended.stderr
    for way in (f"uv python install {missing}", f"pyenv install {missing}", f"apt-get install python{missing}"):
        assert way in ended.stderr
    assert setup.files() == before
    assert setup.installed() == []


def test_a_python_of_another_version_under_the_right_name_does_not_count(setup: Setup):
    setup.python("3.10")
    (setup.path / "python3.11").symlink_to(setup.path / "python3.10")
    ended = setup.run()
    assert ended.returncode == 3
    assert "needs Python 3.11" in ended.stderr


def test_both_environments_are_installed_from_the_locks_and_a_second_run_changes_nothing(setup: Setup):
    setup.python("3.10")
    setup.python("3.11")
    ended = setup.run()
    assert ended.returncode == 0, ended.stderr
    assert [line for line in setup.installed() if "-c constraints.txt -e ." in line and line.startswith("3.11")]
    assert [line for line in setup.installed() if "--no-deps -r bot/requirements.txt" in line and line.startswith("3.10")]
    assert "ready (" in ended.stdout
    files, calls = setup.files(), setup.installed()
    started = time.monotonic()
    again = setup.run()
    assert (again.returncode, again.stdout, again.stderr) == (0, "", "")
    assert time.monotonic() - started < 5
    assert setup.files() == files
    assert setup.installed() == calls


def test_a_finished_setup_needs_no_python_on_the_path(setup: Setup):
    setup.python("3.10")
    setup.python("3.11")
    assert setup.run().returncode == 0
    (setup.path / "python3.10").unlink()
    (setup.path / "python3.11").unlink()
    assert setup.run().returncode == 0


def test_a_changed_lock_is_installed_again_and_only_that_one(setup: Setup):
    setup.python("3.10")
    setup.python("3.11")
    setup.run()
    setup.calls.unlink()
    with (setup.folder / "bot" / "requirements.txt").open("a") as file:
        file.write("# another\n")
    assert setup.run().returncode == 0
    assert [line.split()[0] for line in setup.installed()] == ["3.10"]


def test_the_developers_tools_come_on_request_and_stay(setup: Setup):
    setup.python("3.10")
    setup.python("3.11")
    setup.run()
    assert not any("--group dev" in line for line in setup.installed())
    setup.run("--dev")
    assert any("--group dev" in line for line in setup.installed())
    calls = setup.installed()
    setup.run()
    assert setup.installed() == calls


@pytest.mark.parametrize(("fails", "folder"), [("-e .", ".venv"), ("bot/requirements.txt", ".venv-bot")])
def test_a_failed_installation_says_what_to_do_and_can_be_repeated(setup: Setup, fails: str, folder: str):
    setup.python("3.10")
    setup.python("3.11")
    ended = setup.run(PIP_FAILS=fails)
    assert ended.returncode == 4
    assert "no matching distribution" in ended.stderr
    assert f"Installing into {folder} failed" in ended.stderr
    assert "run the same command again" in ended.stderr
    assert not (setup.folder / folder / ".stamp").exists()
    assert setup.run().returncode == 0


def test_an_environment_that_cannot_be_made_leaves_nothing(setup: Setup):
    setup.python("3.10")
    setup.python("3.11")
    ended = setup.run(VENV_FAILS="1")
    assert ended.returncode == 4
    assert "apt-get install python3.11-venv" in ended.stderr
    assert not (setup.folder / ".venv").exists()


def test_an_interrupted_installation_does_not_count_as_done(setup: Setup):
    setup.python("3.10")
    setup.python("3.11")
    setup.run()
    (setup.folder / "constraints.txt").write_text("")
    assert setup.run(PIP_FAILS="-e .").returncode == 4
    shutil.copy(ROOT / "constraints.txt", setup.folder / "constraints.txt")
    setup.calls.unlink()
    assert setup.run().returncode == 0
    assert setup.installed(), "the old lock fits again, but what lies there may be half of the new one"


def test_a_moved_checkout_makes_its_environments_anew(setup: Setup):
    setup.python("3.10")
    setup.python("3.11")
    setup.run()
    moved = setup.folder.with_name("elsewhere")
    setup.folder.rename(moved)
    setup.folder = moved
    setup.calls.unlink()
    assert setup.run().returncode == 0
    assert setup.installed()
    assert str(moved) in (moved / ".venv" / "bin" / "pip").read_text()
