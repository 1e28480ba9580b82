"""``bin/test`` counts: one closing line over everything, and what CI does not let pass."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from importlib.machinery import SourceFileLoader
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]
PROJECT = """
import os
import pytest

def test_passes(): pass
def test_passes_too(): pass
def test_needs_data(): pytest.skip("public data: SHOPTALK_DATASETS is not set")
def test_needs_java(): pytest.skip("no Java on this machine")
def test_needs_a_browser(): pytest.skip("no Chromium on this machine")
@pytest.mark.skipif("BREAK" not in os.environ, reason="no PostgreSQL on port 5432")
def test_fails(): raise AssertionError
"""


@pytest.fixture
def runner() -> ModuleType:
    loader = SourceFileLoader("run_tests", str(ROOT / "bin" / "test"))
    spec = importlib.util.spec_from_loader(loader.name, loader)
    assert spec is not None
    module = importlib.util.module_from_spec(spec)
    loader.exec_module(module)
    return module


@pytest.fixture
def project(tmp_path: Path) -> list[str]:
    (tmp_path / "test_small.py").write_text(PROJECT)
    (tmp_path / "pytest.ini").write_text("[pytest]\n")
    return [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-c", f"{tmp_path}/pytest.ini", str(tmp_path)]


def counted(
    runner: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, command: list[str], **environment: str
) -> tuple[int, int, int]:
    monkeypatch.delenv("CI", raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    result: tuple[int, int, int] = runner.run("small", command, tmp_path)
    return result


def test_on_a_laptop_every_skip_is_a_skip(
    runner: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, project: list[str]
):
    assert counted(runner, monkeypatch, tmp_path, project) == (2, 0, 4)


def test_with_ci_only_public_data_and_java_may_skip(
    runner: ModuleType,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    project: list[str],
    capfd: pytest.CaptureFixture[str],
):
    passed, failed, skipped = counted(runner, monkeypatch, tmp_path, project, CI="true")
    assert (passed, failed, skipped) == (2, 2, 2)
    told = capfd.readouterr().out
    assert "test_needs_a_browser may not skip here: no Chromium" in told
    assert "test_fails may not skip here: no PostgreSQL" in told


def test_a_known_gap_counts_as_skipped_and_fails_the_run_when_it_is_closed(
    runner: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, project: list[str]
):
    test = "\nimport pytest\n@pytest.mark.xfail(reason='known gap: no tea', strict=True)\ndef test_gap(): assert 'OPEN' in "
    (tmp_path / "test_gap.py").write_text(test + "''\n")
    assert counted(runner, monkeypatch, tmp_path, project, CI="true") == (2, 2, 3)
    (tmp_path / "test_gap.py").write_text(test + "'OPEN'\n")
    assert counted(runner, monkeypatch, tmp_path, project, CI="true") == (2, 3, 2)


def test_a_failed_test_is_counted(runner: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, project: list[str]):
    assert counted(runner, monkeypatch, tmp_path, project, BREAK="1")[:2] == (2, 1)


def test_a_run_that_cannot_report_counts_as_failed(runner: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    assert counted(runner, monkeypatch, tmp_path, [sys.executable, "-c", "raise SystemExit(3)"]) == (0, 1, 0)


def test_a_file_that_cannot_be_read_as_tests_is_not_a_pass(
    runner: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, project: list[str]
):
    (tmp_path / "test_broken.py").write_text("import a_module_that_is_nowhere\n")
    passed, failed, _ = counted(runner, monkeypatch, tmp_path, project)
    assert (passed, failed > 0) == (0, True)


def test_the_last_line_adds_both_environments_up(
    runner: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    monkeypatch.setattr(runner, "run", lambda name, *_: {"service": (1200, 0, 3), "bot": (80, 0, 1)}[name])
    monkeypatch.setattr(sys, "argv", ["bin/test"])
    assert runner.main() == 0
    assert capsys.readouterr().out.splitlines()[-1] == "1280 passed, 0 failed, 4 skipped"


@pytest.mark.parametrize("counts", [(5, 1, 0), (0, 0, 0), (0, 0, 9)])
def test_a_failure_or_nothing_passed_ends_with_1(
    runner: ModuleType, monkeypatch: pytest.MonkeyPatch, counts: tuple[int, int, int]
):
    monkeypatch.setattr(runner, "run", lambda *_: counts)
    monkeypatch.setattr(sys, "argv", ["bin/test", "tests/shop"])
    assert runner.main() == 1


def test_it_starts_as_make_starts_it():
    ended = subprocess.run([sys.executable, ROOT / "bin" / "test", "--version"], capture_output=True, text=True, check=False)
    assert ended.stdout.splitlines()[-1].endswith(" skipped")
