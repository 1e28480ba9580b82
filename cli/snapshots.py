"""``shoptalk snapshots``: what the recommender learns from, as parquet files for training elsewhere."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from cli.environment import JsonFile, opened, write_result
from cli.steps import Steps
from shop.errors import InvalidInput
from storage.snapshots import write_snapshots
from worker.services import Services
from worker.training_rows import training_rows

NAMES = ("events", "orders", "products")


def snapshots_command(
    folder: Annotated[Path, typer.Argument(help="A new or empty folder.")],
    raw: Annotated[
        bool, typer.Option("--raw", help="As stored, in little memory: without the cleaning that training begins with.")
    ] = False,
    json_file: JsonFile = None,
) -> None:
    """Write events, orders and products as parquet, under keys instead of customer ids, cleaned as for training."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise InvalidInput(f"{folder} is there already: name a folder that is new or empty.", code="not_empty")
    steps = Steps()
    with opened() as services, steps.step("Writing snapshots") as told:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)  # what people did is nobody else's
        result = _raw(services, folder) if raw else _cleaned(services, folder)
        told(1.0, ", ".join(f"{count:,} {name}" for name, count in result["rows"].items()))
    write_result(json_file, result)


def _raw(services: Services, folder: Path) -> dict[str, Any]:
    return {"rows": write_snapshots(services.storage, folder, only=NAMES), "as_of": services.clock().isoformat()}


def _cleaned(services: Services, folder: Path) -> dict[str, Any]:
    found = training_rows(services)
    rows = {name: getattr(found.rows, name) for name in NAMES}
    for name, frame in rows.items():
        frame.write_parquet(folder / f"{name}.parquet")
    counts = {name: frame.height for name, frame in rows.items()}
    return {"rows": counts, "as_of": found.as_of.isoformat(), "cleaning": found.report["cleaning"]}
