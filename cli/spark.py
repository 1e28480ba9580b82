"""``shoptalk spark``: training above one machine, from snapshots to files, on whatever Spark can reach."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from cli.environment import JsonFile, write_result
from cli.steps import Steps
from recommender.spark.session import require, session
from shop.errors import InvalidInput

app = typer.Typer(no_args_is_help=True)


@app.callback()
def spark() -> None:
    """Train above one machine: the recommender's sources by Spark, from snapshots."""


@app.command("fit")
def fit_command(
    snapshots: Annotated[str, typer.Option(help="Where `shoptalk snapshots` wrote; any place that Spark can read.")],
    into: Annotated[Path, typer.Option(help="A new or empty folder for the fitted files.")],
    master: Annotated[
        str | None,
        typer.Option(help="local[4], spark://host:7077, yarn … Else that of spark-submit, or all cores here."),
    ] = None,
    now: Annotated[str | None, typer.Option(help="Learn nothing later than this, as 2026-06-01T12:00:00+00:00.")] = None,
    settings: Annotated[
        Path | None, typer.Option(help='JSON of the sources to fit and their settings: {"rules": {"decay": 0.6, …}, …}.')
    ] = None,
    conf: Annotated[list[str] | None, typer.Option(help="A setting of Spark, as spark.driver.memory=8g; repeat it.")] = None,
    json_file: JsonFile = None,
) -> None:
    """Count and fit by Spark, and write the files that a ranking is opened from."""
    require()
    from recommender.spark.fit import DEFAULTS, fit  # after the sentence that says what to install

    chosen = DEFAULTS if settings is None else _settings(settings, DEFAULTS)
    moment, given = _moment(now), _conf(conf or [])
    steps = Steps()
    with steps.step("Fitting by Spark") as told:
        told(0.0, "starting Spark")
        with session(master, given) as opened:
            report = fit(opened, snapshots, into, moment, chosen, told)
    steps.console.print(f"  Written to {into}; docs/spark.md says how to carry them back.", markup=False)
    write_result(json_file, {**report, "into": str(into), "now": moment.isoformat()})


def _moment(text: str | None) -> datetime:
    if text is None:
        return datetime.now(UTC)
    try:
        found = datetime.fromisoformat(text)
    except ValueError as error:
        raise InvalidInput("--now is no time such as 2026-06-01T12:00:00+00:00.", fields={"now": "not ISO 8601"}) from error
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _conf(pairs: list[str]) -> dict[str, str]:
    split = [pair.partition("=") for pair in pairs]
    if wrong := [name for name, sign, _ in split if not sign or not name.startswith("spark.")]:
        raise InvalidInput(f"--conf wants spark.name=value, not {wrong[0]!r}.", fields={"conf": "not name=value"})
    return {name: value for name, _, value in split}


def _settings(path: Path, defaults: Mapping[str, Mapping[str, float]]) -> dict[str, dict[str, float]]:
    """Each named source with all of its settings, as numbers."""
    try:
        found: Any = json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise InvalidInput(f"{path} is no JSON.", fields={"settings": "not JSON"}) from error
    if not isinstance(found, dict) or not found:
        raise InvalidInput(f'{path} must name sources: {{"rules": {{"decay": 0.6, …}}}}.', fields={"settings": "no sources"})
    for name, given in found.items():
        wanted = defaults.get(name)
        if wanted is None:
            raise InvalidInput(f"Not fitted by Spark: {name}. There are: {', '.join(defaults)}.", fields={name: "unknown"})
        numbers = isinstance(given, dict) and all(
            isinstance(value, int | float) and not isinstance(value, bool) for value in given.values()
        )
        if not numbers or set(given) != set(wanted):
            raise InvalidInput(f"{name} takes these numbers: {', '.join(wanted)}.", fields={name: "other settings"})
    return found
