"""``shoptalk segments``: who the shop's customers are as groups, and audiences of people who are like others."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from cli.environment import JsonFile, opened, write_result
from cli.evaluate.report import report
from cli.steps import Steps
from recommender.customers.audiences import LIKE, grid
from recommender.customers.outlook import outlook
from recommender.customers.train import read_models
from shop.audiences import Audience
from shop.errors import InvalidInput, NotFound
from shop.money import money_text
from storage import Storage
from worker.customer_lines import agreed_lines, day_of
from worker.refresh_segments import MADE_BY_PEOPLE, make_look_alike, refresh_segments

app = typer.Typer(no_args_is_help=True)


def _plain(audience: Audience, members: int) -> dict[str, Any]:
    return {**asdict(audience), "made_at": audience.made_at.isoformat(), "members": members}


def _listed(storage: Storage) -> list[dict[str, Any]]:
    return [_plain(audience, storage.audiences.count(audience.audience_id)) for audience in storage.audiences.all()]


@app.command("refresh")
def refresh(json_file: JsonFile = None) -> None:
    """Learn groups and forecasts anew from the orders of those who agreed, and fill the audiences."""
    with opened() as services:
        with Steps().step("Grouping customers") as told:
            result = refresh_segments({}, services, told)
            told(1.0, f"{result['customers']} customers, {result['audiences']} audiences")
        write_result(json_file, {**result, "list": _listed(services.storage)})


@app.command("list")
def show(json_file: JsonFile = None) -> None:
    """All audiences, with how many are in them now."""
    with opened() as services:
        found = _listed(services.storage)
    table = Table("Id", "Kind", "Name", "Members", "Made")
    for audience in found:
        table.add_row(
            audience["audience_id"],
            audience["kind"],
            escape(audience["name"]),
            str(audience["members"]),
            audience["made_at"][:10],
        )
    Console(highlight=False).print(table if found else "No audience yet. `shoptalk segments refresh` makes them.")
    write_result(json_file, {"audiences": found})


@app.command("rfm")
def rfm_table(json_file: JsonFile = None) -> None:
    """Customers and their money by how lately (5 = just now) and how often (5 = most) they buy."""
    with opened() as services:
        lines, currency = agreed_lines(services), services.settings.currency
        if lines is None:
            raise InvalidInput("There is no order of a customer who agreed to a profile.", code="no_rows")
        cells = grid(lines, day_of(services))
    table = Table("Lately", *(f"{frequency}" for frequency in range(1, 6)), title="How often")
    for recency in range(5, 0, -1):
        row = [cell for cell in cells if cell.recency == recency]
        said = [f"{cell.group}\n{cell.customers}\n{money_text(round(cell.money), currency)}" for cell in row]
        table.add_row(str(recency), *said, end_section=True)
    Console(highlight=False).print(table)
    write_result(json_file, {"cells": [asdict(cell) for cell in cells]})


@app.command("of")
def of(customer_id: str, json_file: JsonFile = None) -> None:
    """One customer: groups, and what they are likely to buy, when and for how much."""
    with opened() as services:
        models, lines = read_models(services.settings.artifacts), agreed_lines(services)
        if models is None:
            raise NotFound("Nothing was learnt of customers yet; `shoptalk segments refresh` does.")
        found = outlook(lines, models, day_of(services), customer_id) if lines else None
        if found is None:
            raise NotFound("There is no order of such a customer who agreed to a profile.", code="unknown_customer")
        found["audiences"] = services.storage.audiences.of_customer(customer_id)
    report(f"Customer {customer_id}", found, json_file)


@app.command("like")
def like(
    audience_id: Annotated[str, typer.Argument(help="The audience whose like is wanted.")],
    name: Annotated[str, typer.Option(help="What to call the new audience.")],
    share: Annotated[float, typer.Option(help="Of the other customers, so many.")] = LIKE,
    json_file: JsonFile = None,
) -> None:
    """Make an audience of the customers who are most like those of another; it is refreshed with the rest."""
    with opened() as services:
        made = make_look_alike(services, audience_id, name, share)
        write_result(json_file, _plain(made, made.size))
    Console(highlight=False).print(f"{made.audience_id}: {made.size} customers", markup=False)


@app.command("remove")
def remove(audience_id: str) -> None:
    """Remove an audience that a person made."""
    with opened() as services:
        found = services.storage.audiences.get(audience_id)
        if found is None:
            raise NotFound("There is no audience with this id; `shoptalk segments list` shows them.")
        if found.kind not in MADE_BY_PEOPLE:
            raise InvalidInput("This audience is made by every refresh; only those that people made can be removed.")
        services.storage.audiences.delete(audience_id)
    Console(highlight=False).print(f"{audience_id} is removed.", markup=False)
