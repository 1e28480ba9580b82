"""``shoptalk evaluate data``: what the shop's data is like, and what each cleaning rule takes away before training."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Any

import typer

from cli.environment import JsonFile, opened, write_result
from cli.evaluate.report import report
from cli.steps import Steps
from recommender.train import DATA, FOLDER
from recommender.versions import current
from shop.errors import NotFound
from worker.training_rows import training_rows

MOVED = 0.05  # deviations, or share of rows


def data_command(
    trained: Annotated[bool, typer.Option("--trained", help="Of the data that the recommender in use was trained on.")] = False,
    json_file: JsonFile = None,
) -> None:
    """Missing, repeated, impossible and unknown rows of the database as it is now, and the effect of each cleaning rule."""
    steps = Steps()
    with opened() as services:
        if trained:
            found = _kept(services.settings.artifacts)
        else:
            with steps.step("Reading and cleaning the data"):
                found = training_rows(services).report
    told = {**found["quality"], "shift": _shown(found.get("shift", {})), "cleaning": _summary(found["cleaning"])}
    report("Data quality", told, None)
    write_result(json_file, found)


def _kept(artifacts: Path) -> dict[str, Any]:
    path = current(artifacts / FOLDER) / DATA
    if not path.is_file():
        raise NotFound("The recommender in use was built before data was reported on; run `shoptalk build`.", code="no_report")
    kept: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return kept


def _shown(shift: dict[str, dict[str, float]]) -> dict[str, dict[str, float]]:
    """What has moved enough to look at; the file has all of it."""
    moved = {table: {name: by for name, by in told.items() if abs(by) >= MOVED} for table, told in shift.items()}
    return {table: told for table, told in moved.items() if told}


def _summary(cleaning: dict[str, Any]) -> dict[str, Any]:
    said = {r["rule"]: f"{r['removed']:,} removed, {r['changed']:,} changed" if r["on"] else "off" for r in cleaning["rules"]}
    return {"before": cleaning["before"], "after": cleaning["after"], **said}
