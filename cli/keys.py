"""``shoptalk key``: API keys by which the shop's own server calls us. Only their sha256 is stored."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from cli.environment import opened
from shop.errors import NotFound
from storage import Storage
from web.api_keys import new_key
from worker.services import utc_now

app = typer.Typer(no_args_is_help=True)


def make_key(storage: Storage, name: str) -> str:
    """Stores the hash; returns the key, which cannot be shown again."""
    key, sha256, prefix = new_key()
    storage.keys.add(name, sha256, prefix, utc_now())
    return key


@app.command("add")
def add(name: Annotated[str, typer.Argument(help="What uses it, for example: web shop.")]) -> None:
    """Make a key and print it once."""
    with opened() as services:
        key = make_key(services.storage, name)
    Console(highlight=False, soft_wrap=True).print(f"Key for {name}, shown once: {key}", markup=False)


@app.command("list")
def show() -> None:
    """Keys there are, without their secrets."""
    table = Table("Id", "Name", "Starts with", "Made", "Revoked")
    with opened() as services:
        for key in services.storage.keys.list():
            revoked = f"{key.revoked_at:%Y-%m-%d}" if key.revoked_at else ""
            table.add_row(key.key_id, escape(key.name), key.prefix, f"{key.created_at:%Y-%m-%d}", revoked)
    Console(highlight=False).print(table if table.row_count else "No key yet. `shoptalk key add NAME` makes one.")


@app.command("revoke")
def revoke(key_id: str) -> None:
    """End a key at once."""
    with opened() as services:
        if not any(key.key_id == key_id for key in services.storage.keys.list()):
            raise NotFound(f"There is no key {key_id}; `shoptalk key list` shows them.")
        services.storage.keys.revoke(key_id, utc_now())
    Console(highlight=False).print(f"Key {key_id} is revoked.", markup=False)
