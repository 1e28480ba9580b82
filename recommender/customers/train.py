"""From order lines to ``artifacts/customers/<version>/``: groups, forecasts and intentions, with a manifest."""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np

from recommender.customers.features import features
from recommender.customers.intention import WITHIN, fit_intention
from recommender.customers.models import CustomerModels, from_json
from recommender.customers.next_purchase import fit_next_purchase
from recommender.customers.order_lines import DAY, OrderLines
from recommender.customers.segments import Segments, fit_segments
from recommender.customers.value import fit_worth
from recommender.versions import current, publish
from shop.errors import Corrupt, InvalidInput

FOLDER = "customers"
MODELS = "models.json"
AHEAD = (30.0, 91.0)  # days: the next month, and the quarter after which who did not come is leaving

Progress = Callable[[float, str], None]


def learn_customers(
    lines: OrderLines, now: datetime, before: Segments | None = None, progress: Progress = lambda fraction, text: None
) -> tuple[CustomerModels, dict[str, Any]]:
    """Everything from the orders before ``now``, and what is worth saying of it. ``before`` lends its labels to the groups."""
    at = now.timestamp() / DAY
    buying, worth, ways = {}, {}, {}
    for days in AHEAD:
        progress(0.1, f"who buys in the next {days:.0f} days")
        buying[days], errors = fit_next_purchase(lines, at, days)
        worth[days] = fit_worth(lines, at, days)
        ways[f"{days:.0f}"] = {
            "way": buying[days].way,
            "worth": worth[days].way,
            "squared_error": {name: round(e, 4) for name, e in errors.items()},
        }
    intention, learnt = {}, {}
    for days in WITHIN:
        progress(0.4, f"what they buy within {days:.0f} days")
        intention[days], learnt[f"{days:.0f}"] = fit_intention(lines, at, days)
    progress(0.8, "groups")
    found = features(lines, at)
    try:
        segments = fit_segments(found.values, before)
    except InvalidInput:
        segments = None
    models = CustomerModels(lines.categories, buying, intention, worth, segments)
    return models, {
        "customers": int(found.customer.size),
        "orders": int(np.unique(lines.order[lines.day < at]).size),
        "buying": ways,
        "intention": learnt,
        "segments": len(segments.names) if segments else 0,
        "silhouette": round(segments.silhouette, 4) if segments else None,
    }


def write_models(models: CustomerModels, lines: OrderLines, artifacts: Path, now: datetime, report: dict[str, Any]) -> str:
    """Make them the current version; returns its name."""
    folder = artifacts / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    draft = Path(tempfile.mkdtemp(prefix=".draft-", dir=folder))
    try:
        (draft / MODELS).write_text(json.dumps(models.to_json()), encoding="utf-8")
        return publish(
            folder,
            draft,
            now=now,
            inputs={"order_lines": _digest(lines)},
            settings={"ahead_days": list(AHEAD), "within_days": list(WITHIN)},
            metrics=report,
        )
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def read_models(artifacts: Path) -> CustomerModels | None:
    """The current version; None where none was ever made. Raises Corrupt for one that was changed."""
    if not (artifacts / FOLDER / "CURRENT").exists():
        return None
    folder = current(artifacts / FOLDER)
    try:
        return from_json(json.loads((folder / MODELS).read_text(encoding="utf-8")))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise Corrupt("What was learnt of customers cannot be read; run `shoptalk segments refresh`.") from error


def _digest(lines: OrderLines) -> str:
    digest = hashlib.sha256()
    for column in (lines.customer, lines.order, lines.category, lines.day, lines.value, lines.returned):
        digest.update(np.ascontiguousarray(column).tobytes())
    return digest.hexdigest()
