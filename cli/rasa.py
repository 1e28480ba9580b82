"""``python -m cli.rasa live|draft``: write what Rasa needs (endpoints, credentials) and become the Rasa server.

Secrets go by environment, never on the command line; the server listens where only our own processes reach it.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import yaml

from shop.errors import InvalidInput, ShopError
from shop.settings import Settings, load_settings
from storage.rasa_schema import SCHEMA, ensure_rasa_file, ensure_rasa_schema
from worker.paths import BOT, BOT_PYTHON
from worker.train_bot import bot_environment, read_pointer

TRACKER_STORE = "tracker_database.TrackerDatabase"  # in bot/: Rasa's own SQL store with less work a turn


def tracker_store(settings: Settings, which: str) -> dict[str, Any]:
    """The draft server keeps its conversations in memory: what a marketer tries is nobody's record."""
    if which == "draft":
        return {"type": "InMemoryTrackerStore"}
    if settings.embedded:
        return {"type": TRACKER_STORE, "dialect": "sqlite", "db": str(settings.var / "rasa.db")}
    url = urlsplit(settings.database_url)
    store = {
        "type": TRACKER_STORE,
        "dialect": "postgresql",
        "url": url.hostname or "localhost",
        "port": url.port or 5432,
        "db": url.path.lstrip("/"),
        "username": unquote(url.username or ""),
        "password": unquote(url.password or ""),
    }
    return store


def lock_store(settings: Settings, which: str) -> dict[str, Any]:
    if which == "draft" or not settings.redis_url:
        return {"type": "in_memory"}
    url = urlsplit(settings.redis_url)
    store: dict[str, Any] = {
        "type": "redis",
        "url": url.hostname or "localhost",
        "port": url.port or 6379,
        "db": int(url.path.lstrip("/") or 0),
        "key_prefix": "".join(c for c in settings.redis_prefix if c.isalnum()) or "shoptalk",
        "use_ssl": url.scheme == "rediss",
    }
    if url.username:
        store["username"] = unquote(url.username)
    if url.password:
        store["password"] = unquote(url.password)
    return store


def endpoints(settings: Settings, which: str) -> dict[str, Any]:
    """Rasa replaces ``${NAME}`` by the environment, so the file holds no token. A database password is written: mode 0600."""
    return {
        "action_endpoint": {
            "url": "${SHOPTALK_ACTIONS_URL}/webhook",
            "headers": {"Authorization": "Bearer ${SHOPTALK_INTERNAL_TOKEN}"},
        },
        "tracker_store": tracker_store(settings, which),
        "lock_store": lock_store(settings, which),
    }


def _write_private(path: Path, content: dict[str, Any]) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    os.fchmod(descriptor, 0o600)  # also where the file was there before
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        yaml.safe_dump(content, file, sort_keys=False)


def listen_on(settings: Settings, which: str) -> str:
    """Loopback, wherever the gateway listens, unless ``RASA_URLS`` says that it is reached over a private network."""
    near = all(urlsplit(url).hostname in ("127.0.0.1", "::1", "localhost") for url in settings.rasa_urls)
    return "127.0.0.1" if near or which == "draft" else "0.0.0.0"  # noqa: S104


def command(settings: Settings, which: str) -> tuple[list[str], dict[str, str]]:
    """The process to become, and its environment. Raises InvalidInput when there is no model to serve."""
    model = read_pointer(settings, "current" if which == "live" else "draft")
    if model is None:
        raise InvalidInput("There is no trained assistant yet; run `shoptalk train`.", code="no_model")
    folder = settings.var / "bot" / f"serve-{which}"
    folder.mkdir(parents=True, exist_ok=True)
    _write_private(folder / "endpoints.yml", endpoints(settings, which))
    _write_private(folder / "credentials.yml", {"channel.ShoptalkInput": None})
    environment = bot_environment(settings)
    if which == "live" and not settings.embedded:
        ensure_rasa_schema(settings.database_url, SCHEMA)
        environment["POSTGRESQL_SCHEMA"] = SCHEMA
    elif which == "live":
        ensure_rasa_file(settings.var / "rasa.db")
    environment |= {
        "SHOPTALK_RASA_MODEL": str(model.path),
        "SHOPTALK_RASA_ENDPOINTS": str(folder / "endpoints.yml"),
        "SHOPTALK_RASA_CREDENTIALS": str(folder / "credentials.yml"),
        "SHOPTALK_RASA_INTERFACE": listen_on(settings, which),
        "SHOPTALK_RASA_PORT": str(settings.rasa_port if which == "live" else settings.draft_port),
        "SANIC_WORKERS": "1",
        "OPENBLAS_NUM_THREADS": "1",  # a message is one small product: a second thread would only wait beside it
    }
    return [str(BOT_PYTHON), str(BOT / "serve.py")], environment


def main() -> int:
    which = sys.argv[1] if len(sys.argv) == 2 else ""
    if which not in ("live", "draft"):
        sys.stderr.write("usage: python -m cli.rasa live|draft\n")
        return 2
    try:
        arguments, environment = command(load_settings(), which)
    except ShopError as error:
        sys.stderr.write(f"{error.message}\n")
        return 2
    os.chdir(BOT)
    os.execve(arguments[0], arguments, environment)  # noqa: S606 - our own interpreter, arguments are ours


if __name__ == "__main__":
    sys.exit(main())
