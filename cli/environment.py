"""What every command starts with: settings, an opened and migrated database, and a place for its result."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer

from shop.settings import Settings, load_settings
from storage import Storage, open_storage
from storage.migrations import migrate
from worker.services import Services

JsonFile = Annotated[Path | None, typer.Option("--json", help="Write the result to this file as JSON.")]


@contextmanager
def opened(settings: Settings | None = None) -> Iterator[Services]:
    """Services over a database at the newest schema; closed at the end."""
    settings = settings or load_settings()
    settings.var.mkdir(mode=0o700, parents=True, exist_ok=True)
    migrate(settings.database_url)
    storage: Storage = open_storage(settings.database_url)
    try:
        yield Services(settings, storage)
    finally:
        storage.close()


def write_result(path: Path | None, result: dict[str, Any]) -> None:
    if path is not None:
        path.write_text(json.dumps(result, indent=1, default=str, sort_keys=True) + "\n", encoding="utf-8")
