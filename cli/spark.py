"""``shoptalk spark``: training above one machine, from snapshots to files, on whatever Spark can reach."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console

from cli.environment import JsonFile, opened, write_result
from cli.steps import Steps
from recommender.candidates.sources import kinds
from recommender.ranker.configuration import Configuration
from recommender.releases import take
from recommender.spark.session import require, session
from shop.errors import InvalidInput
from shop.releases import RECOMMENDER, ReleaseNote

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
    configuration: Annotated[
        Path | None,
        typer.Option(help="JSON as under `settings` in an earlier manifest.json; else settings and weights are chosen."),
    ] = None,
    conf: Annotated[list[str] | None, typer.Option(help="A setting of Spark, as spark.driver.memory=8g; repeat it.")] = None,
    json_file: JsonFile = None,
) -> None:
    """Count and fit by Spark, and write the files that a ranking is opened from."""
    require()
    from recommender.spark.fit import fit  # after the sentence that says what to install

    chosen = None if configuration is None else read_configuration(configuration)
    moment, given = _moment(now), _conf(conf or [])
    steps = Steps()
    with steps.step("Fitting by Spark") as told:
        told(0.0, "starting Spark")
        with session(master, given) as started:
            report = fit(started, snapshots, into, moment, chosen, told)
    steps.console.print(f"  Written to {into}; `shoptalk spark take` puts it into use.", markup=False)
    write_result(json_file, {**report, "into": str(into), "now": moment.isoformat()})


@app.command("take")
def take_command(
    folder: Annotated[Path, typer.Argument(help="What `shoptalk spark fit` wrote.")], json_file: JsonFile = None
) -> None:
    """Put what was fitted into use here, unjudged; running servers take it with their next answer."""
    with opened() as services:
        version = take(folder, services.settings.artifacts)
        services.storage.releases.note(ReleaseNote(RECOMMENDER, version, services.clock(), "promoted", "fitted by Spark"))
    console = Console(highlight=False, soft_wrap=True)
    console.print(
        f"In use now: {version}. It stays until one is learnt that is surely better; `shoptalk models rollback` goes back."
    )
    write_result(json_file, {"version": version})


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


def read_configuration(path: Path) -> Configuration:
    """``{"settings": {source: all of its settings}, "weights": {source: weight}}``, all numbers. Raises InvalidInput."""
    try:
        found: Any = json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise InvalidInput(f"{path} is no JSON.", fields={"configuration": "not JSON"}) from error
    settings, weights = (found.get(name) if isinstance(found, dict) else None for name in ("settings", "weights"))
    if not isinstance(settings, dict) or not isinstance(weights, dict) or set(settings) != set(weights) or not settings:
        form = '{"settings": {"popular": {"half_life": 0.1}}, "weights": {"popular": 1.0}}'
        raise InvalidInput(f"{path} is not of the form {form}.", fields={"configuration": "another form"})
    wanted = {kind.name: kind.choices[0] for kind in kinds()}
    for name, given in settings.items():
        if name not in wanted:
            raise InvalidInput(f"There is no source {name}.", fields={name: "unknown"})
        if not _numbers(given) or set(given) != set(wanted[name]):
            raise InvalidInput(f"{name} takes these numbers: {', '.join(wanted[name])}.", fields={name: "other settings"})
    if not _numbers(weights) or min(weights.values()) < 0:
        raise InvalidInput("A weight is a number of 0 or more.", fields={"weights": "no such number"})
    return Configuration(settings, weights, None)


def _numbers(values: Any) -> bool:
    return isinstance(values, dict) and all(type(value) in (int, float) for value in values.values())
