"""``shoptalk key``: shown once, stored as a sha256, ended at once."""

from __future__ import annotations

import hashlib
from pathlib import Path

from typer.testing import CliRunner

from cli.__main__ import app
from shop.settings import load_settings
from storage import open_storage
from worker.services import utc_now


def shoptalk(*arguments: str) -> str:
    ended = CliRunner().invoke(app, list(arguments), catch_exceptions=False)
    assert ended.exit_code == 0, ended.output
    return ended.output


def test_a_key_is_printed_once_and_only_its_sha256_is_stored(home: Path):
    told = shoptalk("key", "add", "web shop")
    key = told.split("shown once:")[1].strip()
    assert key.startswith("sk_")
    assert told.count(key) == 1
    assert key not in shoptalk("key", "list")
    storage = open_storage(load_settings().database_url)
    known = storage.keys.check(hashlib.sha256(key.encode()).hexdigest())
    storage.close()
    assert known is not None
    assert known.name == "web shop"
    for file in (home / "var").glob("shoptalk.db*"):
        assert key.encode() not in file.read_bytes()


def test_a_revoked_key_ends_at_once(home: Path):
    key = shoptalk("key", "add", "old server").split("shown once:")[1].strip()
    storage = open_storage(load_settings().database_url)
    digest = hashlib.sha256(key.encode()).hexdigest()
    known = storage.keys.check(digest)
    assert known is not None
    assert "revoked" in shoptalk("key", "revoke", known.key_id)
    assert storage.keys.check(digest) is None
    storage.close()
    assert f"{utc_now():%Y-%m-%d}" in shoptalk("key", "list")


def test_an_unknown_key_is_not_revoked(home: Path):
    ended = CliRunner().invoke(app, ["key", "revoke", "nonsense"])
    assert ended.exit_code == 1
    assert "There is no key nonsense" in str(ended.exception)


def test_a_name_with_brackets_is_printed_as_it_is(home: Path):
    assert "Key for [bold]till[/x], shown once" in shoptalk("key", "add", "[bold]till[/x]")
    assert "[bold]till[/x]" in shoptalk("key", "list")


def test_without_keys_the_list_says_how_to_make_one(home: Path):
    assert "shoptalk key add NAME" in shoptalk("key", "list")
