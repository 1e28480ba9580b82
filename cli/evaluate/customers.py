"""``shoptalk evaluate customers``: groups, who buys next, of what and for how much, beside baselines, on a later period."""

from __future__ import annotations

import resource
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import numpy as np
import typer

from cli.environment import JsonFile
from cli.evaluate.customers_ahead import buying, worth_of
from cli.evaluate.customers_groups import groups, look_alikes
from cli.evaluate.customers_intention import intention
from cli.evaluate.report import report
from cli.evaluate.tables import read_rows
from cli.steps import Steps
from recommender.customers.order_lines import OrderLine, OrderLines, order_lines
from shop.errors import InvalidInput

PERIODS = (30.0, 91.0)  # days held out, the last of the file
COLUMNS = ("customer_id", "order_id", "placed_at", "value")


def customers_command(
    orders: Annotated[
        Path,
        typer.Option(help="CSV: customer_id, order_id, placed_at, value and, where known, category, returned; a line a row."),
    ],
    json_file: JsonFile = None,
) -> None:
    """Learn from a shop's orders up to some time before the last one, and measure on what came after it."""
    steps = Steps()
    with steps.step(f"Reading {orders.name}") as told:
        lines = read_orders(orders)
        told(1.0, f"{len(lines):,} lines of {len(lines.customer_ids):,} customers")
    report("Customers", evaluate(lines, steps), json_file)


def read_orders(path: Path) -> OrderLines:
    """Raises InvalidInput naming the row: a time that is none, a value or returned amount that is no number from 0 on."""
    found = []
    for number, row in enumerate(read_rows(path, COLUMNS), 2):
        try:
            at = datetime.fromisoformat(row["placed_at"])
            value, returned = float(row["value"]), float(row.get("returned") or 0)
        except ValueError:
            raise InvalidInput(
                f"{path}, row {number}: placed_at is a time in ISO 8601, value and returned are numbers."
            ) from None
        at = at if at.tzinfo else at.replace(tzinfo=UTC)
        found.append(OrderLine(row["customer_id"], row["order_id"], at, value, row.get("category") or "", returned))
    return order_lines(found)


def evaluate(lines: OrderLines, steps: Steps) -> dict[str, Any]:
    """Everything that the command reports. Raises InvalidInput for less than two of the shorter periods of orders."""
    started = time.perf_counter()
    end = float(np.floor(lines.day.max()) + 1)
    span = end - float(np.floor(lines.day.min()))
    if span < 3 * PERIODS[0]:
        raise InvalidInput(f"These orders span {span:.0f} days; {3 * PERIODS[0]:.0f} are needed.", code="too_few")
    periods = [days for days in PERIODS if span >= 3 * days]
    result: dict[str, Any] = {"customers": len(lines.customer_ids), "orders": len(lines.order_ids), "days": round(span)}
    for days in periods:
        with steps.step(f"Who buys in the last {days:.0f} days, and for how much"):
            model, result[f"next_{days:.0f}_days"] = buying(lines, end - days, days)
            result[f"worth_{days:.0f}_days"] = worth_of(lines, end - days, model)
    with steps.step("What they buy"):
        result["intention"] = intention(lines, end) if len(lines.categories) > 1 else {"categories": len(lines.categories)}
    with steps.step("Groups"):
        result["groups"] = groups(lines, end - PERIODS[0], PERIODS[0])
    with steps.step("Look-alikes"):
        result["look_alikes"] = look_alikes(lines, end - PERIODS[0], PERIODS[0])
    result["seconds"] = round(time.perf_counter() - started, 1)
    result["memory_mb"] = round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
    return result
