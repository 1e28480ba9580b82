"""``shoptalk export customer ID`` and ``shoptalk erase customer ID``: a customer's right to see, and to be forgotten."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console

from cli.environment import JsonFile, opened, write_result
from shop.errors import InvalidInput
from shop.kept import sections
from storage import Storage

exporting = typer.Typer(no_args_is_help=True)
erasing = typer.Typer(no_args_is_help=True)
CustomerId = Annotated[str, typer.Argument(help="The customer's id, as the shop gave it.")]


@exporting.callback()
@erasing.callback()
def _about() -> None:
    """A subcommand says whose."""


@exporting.command("customer")
def export_customer(customer_id: CustomerId, json_file: JsonFile = None) -> None:
    """Show everything that is kept of one customer; --json writes every row, readable by you alone."""
    console = Console(highlight=False, soft_wrap=True)
    with opened() as services:
        kept = services.storage.privacy.export_customer(customer_id)
        now = services.clock()
        show(console, kept, services.storage)
    if json_file is not None:
        write_private(json_file, {"customer_id": customer_id, "exported_at": now.isoformat(), "kept": kept})
        console.print(f"Every row is in {json_file}.", markup=False)


@erasing.command("customer")
def erase_customer(
    customer_id: CustomerId,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    json_file: JsonFile = None,
) -> None:
    """Erase one customer for good. Orders and ledgers keep their sums and name nobody."""
    console = Console(highlight=False, soft_wrap=True)
    with opened() as services:
        privacy = services.storage.privacy
        if not yes:
            show(console, privacy.export_customer(customer_id), services.storage)
            if not asks():
                raise InvalidInput(
                    "Nothing was erased: there is nobody to ask. --yes erases without asking.", code="not_confirmed"
                )
            if not typer.confirm("Erase all of this for good?"):
                console.print("Nothing was erased.")
                raise typer.Exit(1)
        erased = privacy.erase_customer(customer_id, services.clock(), door="cli")
    for table, count in sorted(erased.counts.items()):
        console.print(f"  {table.replace('_', ' ')}: {count}", markup=False)
    console.print("Erased. A running worker now builds recommendations anew and clears the assistant's own record.")
    write_result(json_file, {"erased": erased.counts})


def asks() -> bool:
    """Whether there is somebody to answer a question."""
    return sys.stdin.isatty()


def show(console: Console, kept: dict[str, list[dict[str, Any]]], storage: Storage) -> None:
    reviewed = sorted({row["product_id"] for row in kept.get("reviews", ())})
    names = {product.product_id: product.name for product in storage.products.get_many(reviewed)}
    for section in sections(kept, names):
        console.print(f"{section.title} ({section.count})", style="bold", markup=False)
        for line in section.lines:
            console.print(f"  {line}", markup=False)


def write_private(path: Path, result: dict[str, Any]) -> None:
    """A new file that only its owner may read; an old one is replaced."""
    path.unlink(missing_ok=True)
    os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    write_result(path, result)
