"""Troubles of the machine are sentences that say what to do, never a traceback."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest

from cli.troubles import machine_trouble, what_to_do
from shop.errors import Conflict, Unavailable


def shoptalk(home: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "cli", *arguments],
        cwd=Path(__file__).resolve().parents[2],
        env={"PATH": os.environ["PATH"], "SHOPTALK_HOME": str(home), **environment},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (errno.ENOSPC, "disk is full"),
        (errno.EACCES, "SHOPTALK_HOME"),
        (errno.EROFS, "read-only"),
        (errno.EIO, "EIO"),
    ],
)
def test_each_says_what_happened_and_where(number: int, words: str):
    sentence = machine_trouble(OSError(number, "whatever the system says", "/srv/shop/var"))
    assert words in sentence
    assert "/srv/shop/var" in sentence
    assert "whatever" not in sentence


def test_a_home_that_cannot_be_made_is_named_without_a_traceback(tmp_path: Path):
    (tmp_path / "file").touch()
    ended = shoptalk(tmp_path / "file" / "home", "key", "list")
    assert ended.returncode == 1
    assert str(tmp_path / "file" / "home" / "var") in ended.stderr
    assert "Traceback" not in ended.stderr


def test_a_database_that_is_away_says_where_its_address_comes_from(tmp_path: Path):
    ended = shoptalk(tmp_path, "key", "list", DATABASE_URL="postgresql://shop:hunter2@127.0.0.1:1/shop")
    assert ended.returncode == 1
    assert "DATABASE_URL" in ended.stderr
    assert "hunter2" not in ended.stderr + ended.stdout
    assert "Traceback" not in ended.stderr


def test_a_setting_with_brackets_is_printed_as_it_is(tmp_path: Path):
    ended = shoptalk(tmp_path, "key", "list", SHOPTALK_PORT="[/bold]")
    assert ended.returncode == 1
    assert "SHOPTALK_PORT must be a number" in ended.stderr
    assert "[/bold]" in ended.stderr


def test_an_error_that_says_all_gets_nothing_added(home: Path):
    assert what_to_do(Conflict("It exists already.")) == ""


def test_a_held_database_file_is_worth_a_second_try(home: Path):
    (home / "var").mkdir()
    assert "run the same command again" in what_to_do(Unavailable("It does not answer.", code="database_unavailable"))
