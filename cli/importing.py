"""``shoptalk import KIND FILE``: bring a file into the database; what does not fit goes to a rejects file."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from cli.environment import JsonFile, opened, write_result
from cli.steps import Steps
from shop.errors import InvalidInput
from storage.imports import FORMATS, KINDS, quality_text, run_import


def _pairs(given: list[str], option: str) -> dict[str, str]:
    pairs: dict[str, str] = {}
    for item in given:
        left, mark, right = item.partition("=")
        if not (left.strip() and mark and right.strip()):
            raise InvalidInput(f"{option} takes NAME=VALUE, not {item!r}.", fields={option: "not NAME=VALUE"})
        pairs[left.strip()] = right.strip()
    return pairs


def import_file(
    kind: Annotated[str, typer.Argument(help=f"One of: {', '.join(KINDS)}.")],
    file: Annotated[Path, typer.Argument(help="A CSV or JSON lines file; .gz is read too.")],
    dialect: Annotated[str, typer.Option("--format", help=f"auto or one of: {', '.join(FORMATS)}.")] = "auto",
    mapping: Annotated[list[str] | None, typer.Option("--map", help="column=field, as often as needed.")] = None,
    unit: Annotated[list[str] | None, typer.Option("--unit", help="price=cents where the file counts in cents.")] = None,
    currency: Annotated[str, typer.Option(help="Currency of the prices; empty: SHOPTALK_CURRENCY.")] = "",
    rejects: Annotated[Path | None, typer.Option(help="Where rows that do not fit go; default: beside the file.")] = None,
    json_file: JsonFile = None,
) -> None:
    """Import products, reviews, customers, orders, events, faq, promotions or conversations."""
    steps = Steps()
    with opened() as services:
        with steps.step(f"Importing {kind} from {file.name}") as report:
            outcome = run_import(
                services.storage,
                kind,
                file,
                dialect=dialect,
                mapping=_pairs(mapping or [], "--map"),
                units=_pairs(unit or [], "--unit"),
                currency=currency or services.settings.currency,
                rejects=rejects,
                now=services.clock(),
                progress=report,
            )
            report(1.0, f"{outcome.rows} rows, {outcome.changed} changed, {outcome.rejected} rejected")
        if outcome.rejected:
            steps.console.print(f"  Rows that did not fit, with line, column and reason: {outcome.rejects}")
        for line in quality_text(outcome.quality):
            steps.console.print(f"  The file: {line}.", markup=False)
        if kind in ("products", "faq") and outcome.changed:
            job = "update_index" if kind == "products" else "update_faq"
            services.storage.jobs.add(job, {}, unique=job)
            steps.console.print("  A running worker brings search up to date now; `shoptalk build` does it at once.")
        if kind == "reviews" and outcome.changed:
            services.storage.jobs.add("score_backlog", {}, unique="score_backlog")
        write_result(json_file, outcome.as_dict())
