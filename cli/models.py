"""``shoptalk models``: the kept versions of what was learnt, how each was judged, and the way back to an earlier one."""

from __future__ import annotations

from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from cli.environment import JsonFile, opened, write_result
from recommender.releases import Version, list_versions
from recommender.train import FOLDER
from shop.errors import InvalidInput
from shop.releases import RECOMMENDER
from worker.roll_back import roll_back
from worker.services import Services
from worker.watch_drift import check_drift

app = typer.Typer(no_args_is_help=True)
Model = Annotated[str, typer.Argument(help="The only one that is kept in versions to go back to is: recommender.")]
HISTORY = 10


def _check(model: str) -> None:
    if model != RECOMMENDER:
        raise InvalidInput(f"Versions to go back to are kept of: {RECOMMENDER}.", fields={"model": "unknown"})


def _plain(version: Version) -> dict[str, Any]:
    return {
        "version": version.name,
        "learnt_at": version.created_at.isoformat(),
        "in_use": version.current,
        "held": version.held,
        "refused": version.refused,
        "verdict": dict(version.verdict),
    }


def _told(services: Services) -> dict[str, Any]:
    notes = services.storage.releases.notes(RECOMMENDER)
    return {
        "model": RECOMMENDER,
        "versions": [_plain(version) for version in list_versions(services.settings.artifacts / FOLDER)],
        "history": [{"at": n.at.isoformat(), "version": n.version, "deed": n.deed, "cause": n.cause} for n in notes],
    }


@app.command("list")
def show(model: Model = RECOMMENDER, json_file: JsonFile = None) -> None:
    """The kept versions, the newest first, with how well each foresaw what people turned to, and what happened lately."""
    _check(model)
    with opened() as services:
        told = _told(services)
    console = Console(highlight=False, soft_wrap=True)
    if not told["versions"]:
        console.print("Nothing was learnt yet; `shoptalk build` does.")
    for version in told["versions"]:
        console.print(_line(version), markup=False)
    if told["history"]:
        console.print("Lately:")
    for note in told["history"][:HISTORY]:
        why = f" ({note['cause']})" if note["cause"] else ""
        console.print(f"  {note['at'][:16]}  {note['deed'].replace('_', ' ')}: {note['version']}{why}", markup=False)
    write_result(json_file, told)


def _line(version: dict[str, Any]) -> str:
    """Name and day, the figures, the verdict: a line each, so that a name is never cut short."""
    verdict, mark = version["verdict"], "held" if version["held"] else "in use" if version["in_use"] else ""
    mark = mark or ("refused" if version["refused"] else "kept")
    lines = [f"{mark:<8}{version['version']}, learnt {version['learnt_at'][:16]}"]
    figures = verdict.get("metrics", {})
    if figures:
        told = ", ".join(
            f"{name.replace('_at_', '@').replace('ndcg', 'NDCG')} {one['new']:.4f}" for name, one in figures.items()
        )
        ndcg = figures["ndcg_at_10"]
        beside = (
            f"; NDCG beside {verdict['against']} {ndcg['gain']:+.4f} ({ndcg['low']:+.4f} to {ndcg['high']:+.4f})"
            if "gain" in ndcg
            else ""
        )
        lines.append(f"{told}{beside}; by {verdict['people']} people")
    lines.append(verdict.get("sentence", "Made before versions were judged."))
    return "\n        ".join(lines)


@app.command("rollback")
def rollback(
    model: Model,
    version: Annotated[str | None, typer.Argument(help="Which, or how its name begins; else the one before.")] = None,
    json_file: JsonFile = None,
) -> None:
    """Bring a kept version into use again; running servers take it with their next answer."""
    _check(model)
    with opened() as services:
        result = roll_back(services, version)
    console = Console(highlight=False, soft_wrap=True)
    console.print(f"In use now: {result['version']} (before: {result['before'] or 'none'}).")
    if result["held"]:
        console.print("It stays until a version is learnt that is surely better, or until you name a newer one here.")
    write_result(json_file, result)


@app.command("drift")
def drift(
    model: Model = RECOMMENDER,
    check: Annotated[bool, typer.Option("--check", help="Look now, instead of showing what was found last.")] = False,
    json_file: JsonFile = None,
) -> None:
    """Whether people do what they did when the version in use was learnt, and whether it is still as good."""
    _check(model)
    with opened() as services:
        if check:
            check_drift(services)
        found = services.storage.releases.checks(RECOMMENDER, 1)
    console = Console(highlight=False, soft_wrap=True)
    if not found:
        console.print("Nothing was looked at yet: the worker does twice a day, and `--check` does now.")
        write_result(json_file, {"model": RECOMMENDER, "parts": {}, "causes": []})
        return
    (last,) = found
    table = Table("", "Figure", "Now", "Threshold", "People", title=f"{last.at:%Y-%m-%d %H:%M}, version {last.version}")
    for name, part in last.parts.items():
        value = "too few people" if part["value"] is None else f"{part['value']:.4f}"
        edge = f"{'at least' if part['kind'] == 'quality' else 'at most'} {part['threshold']:.4f}"
        table.add_row("drift" if part["drifted"] else "", name.replace("_", " "), value, edge, str(part["people"]))
    Console(highlight=False).print(table)
    for cause in last.causes:
        console.print(cause)
    told = {"model": RECOMMENDER, "version": last.version, "at": last.at.isoformat(), "parts": last.parts}
    write_result(json_file, {**told, "causes": list(last.causes)})
