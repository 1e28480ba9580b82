"""What Rasa is started with: its stores follow the settings, and secrets lie where only their owner reads them."""

from __future__ import annotations

import contextlib
import sqlite3
import stat
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml

from cli import rasa
from shop.errors import InvalidInput
from shop.manifest import sha256_of
from shop.settings import Settings, load_settings
from worker.train_bot import TrainedBot, write_pointer


def given(home: Path, **values: str) -> Settings:
    return load_settings({"SHOPTALK_HOME": str(home), **values})


@pytest.fixture
def trained(settings: Settings) -> Settings:
    path = settings.artifacts / "bot" / "models" / "m.tar.gz"
    path.parent.mkdir(parents=True)
    path.write_bytes(b"a model")
    bot = TrainedBot(path, sha256_of(path), "content")
    for name in ("current", "draft"):
        write_pointer(settings, name, bot, datetime(2026, 1, 1, tzinfo=UTC))
    return settings


def test_embedded_it_keeps_conversations_in_a_file_of_its_own(home: Path):
    settings = given(home)
    assert rasa.tracker_store(settings, "live") == {
        "type": "tracker_database.TrackerDatabase",
        "dialect": "sqlite",
        "db": str(settings.var / "rasa.db"),
    }
    assert rasa.lock_store(settings, "live") == {"type": "in_memory"}


def test_postgresql_is_taken_apart_as_rasa_wants_it(home: Path):
    settings = given(home, DATABASE_URL="postgresql://sh%40op:p%2Fw@db.internal:6432/store")
    assert rasa.tracker_store(settings, "live") == {
        "type": "tracker_database.TrackerDatabase",
        "dialect": "postgresql",
        "url": "db.internal",
        "port": 6432,
        "db": "store",
        "username": "sh@op",
        "password": "p/w",
    }


def test_redis_keeps_the_locks_under_our_prefix(home: Path):
    settings = given(home, REDIS_URL="rediss://ops:secret@cache:6380/3", REDIS_PREFIX="shop-talk:eu")
    store = rasa.lock_store(settings, "live")
    assert (store["type"], store["url"], store["port"], store["db"], store["use_ssl"]) == ("redis", "cache", 6380, 3, True)
    assert (store["username"], store["password"]) == ("ops", "secret")
    assert store["key_prefix"].isalnum(), "Rasa refuses a prefix with anything else in it"


def test_what_a_marketer_tries_is_kept_nowhere(home: Path):
    settings = given(home, DATABASE_URL="postgresql://a:b@db/store", REDIS_URL="redis://cache/0")
    assert rasa.tracker_store(settings, "draft") == {"type": "InMemoryTrackerStore"}
    assert rasa.lock_store(settings, "draft") == {"type": "in_memory"}


def test_the_action_server_is_called_with_a_token_that_stands_in_no_file(home: Path):
    settings = given(home)
    found: dict[str, Any] = rasa.endpoints(settings, "live")["action_endpoint"]
    assert found["headers"] == {"Authorization": "Bearer ${SHOPTALK_INTERNAL_TOKEN}"}
    assert settings.secret("internal") not in yaml.safe_dump(rasa.endpoints(settings, "live"))


@pytest.mark.parametrize("which", ["live", "draft"])
def test_no_secret_stands_on_the_command_line_and_files_are_private(trained: Settings, which: str):
    arguments, environment = rasa.command(trained, which)
    secrets = [trained.secret(purpose) for purpose in ("channel", "internal", "rasa-jwt")]
    assert not [s for s in secrets if any(s in argument for argument in arguments)]
    assert {environment[n] for n in ("SHOPTALK_CHANNEL_TOKEN", "SHOPTALK_INTERNAL_TOKEN", "SHOPTALK_RASA_JWT")} == set(secrets)
    for name in ("SHOPTALK_RASA_ENDPOINTS", "SHOPTALK_RASA_CREDENTIALS"):
        path = Path(environment[name])
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert not [s for s in secrets if s in path.read_text()]


def test_a_file_that_others_could_read_is_private_before_a_password_is_written(trained: Settings):
    path = trained.var / "bot" / "serve-live" / "endpoints.yml"
    path.parent.mkdir(parents=True)
    path.touch(mode=0o644)
    rasa.command(trained, "live")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_only_our_channel_is_loaded_and_nobody_is_called_home(trained: Settings):
    _, environment = rasa.command(trained, "live")
    assert list(yaml.safe_load(Path(environment["SHOPTALK_RASA_CREDENTIALS"]).read_text())) == ["channel.ShoptalkInput"]
    assert environment["RASA_TELEMETRY_ENABLED"] == "false"
    assert environment["SHOPTALK_RASA_INTERFACE"] == "127.0.0.1"


@pytest.mark.parametrize(
    ("values", "live"),
    [
        ({}, "127.0.0.1"),
        ({"SHOPTALK_HOST": "0.0.0.0"}, "127.0.0.1"),  # the gateway is public, the bot behind it is not
        ({"SHOPTALK_HOST": "0.0.0.0", "RASA_URLS": "http://rasa-1.internal:5005,http://rasa-2.internal:5005"}, "0.0.0.0"),
    ],
)
def test_rasa_is_reached_from_outside_only_where_its_address_says_so(home: Path, values: dict[str, str], live: str):
    settings = given(home, **values)
    assert (rasa.listen_on(settings, "live"), rasa.listen_on(settings, "draft")) == (live, "127.0.0.1")


def test_each_server_listens_on_its_own_port(trained: Settings):
    assert rasa.command(trained, "live")[1]["SHOPTALK_RASA_PORT"] == str(trained.rasa_port)
    assert rasa.command(trained, "draft")[1]["SHOPTALK_RASA_PORT"] == str(trained.draft_port)


def test_without_a_model_it_says_what_to_run(settings: Settings):
    with pytest.raises(InvalidInput, match="shoptalk train"):
        rasa.command(settings, "live")


def test_a_model_that_was_changed_is_not_served(trained: Settings):
    (trained.artifacts / "bot" / "models" / "m.tar.gz").write_bytes(b"another model")
    with pytest.raises(InvalidInput):
        rasa.command(trained, "live")


def test_the_file_of_conversations_is_written_ahead(trained: Settings):
    rasa.command(trained, "live")
    with contextlib.closing(sqlite3.connect(trained.var / "rasa.db")) as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
