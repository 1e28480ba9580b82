"""Reading interactions and items for ``shoptalk evaluate recommend``: any shop's, any data set's."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer

from cli.evaluate.tables import read_rows
from recommender.candidates.histories import Histories, histories
from recommender.interactions import Interactions, region_codes
from shop.errors import InvalidInput

COLUMNS = ("user_id", "item_id", "timestamp")
ITEM_COLUMNS = ("item_id",)
_LEAST = 100


@dataclass(frozen=True)
class Read:
    """``histories`` in codes; ``item_ids`` names the codes; ``described`` is a CSR (items, words), or None without items.

    ``deeds`` are the rows themselves, repeats in, sorted by user and time.
    """

    histories: Histories
    deeds: Interactions
    item_ids: tuple[str, ...]
    described: Any = None


def read_interactions(path: Path, items: Path | None = None) -> Read:
    """Ties in time keep the file's order; of a user's repeats of an item the first counts; ratings are not looked at.

    Items of ``items`` that nobody had are in the catalogue too. Raises InvalidInput naming the row of a bad timestamp (seconds
    or ISO 8601) or an empty id, and for fewer than 100 interactions. ``region``: a
    user is where the first of their rows that has one says.
    """
    rows = read_rows(path, COLUMNS)
    described = {row["item_id"]: row for row in read_rows(items, ITEM_COLUMNS)} if items else {}
    users: dict[str, int] = {}
    codes: dict[str, int] = {}
    user, item, at = [], [], []
    region_of: dict[int, str] = {}
    for number, row in enumerate(rows, 2):
        if not row["user_id"] or not row["item_id"]:
            raise InvalidInput(f"{path}, row {number}: user_id and item_id must not be empty.", code="bad_row")
        user.append(users.setdefault(row["user_id"], len(users)))
        item.append(codes.setdefault(row["item_id"], len(codes)))
        at.append(_seconds(row["timestamp"], path, number))
        if region := row.get("region", ""):
            region_of.setdefault(user[-1], region)
    if len(rows) < _LEAST:
        raise InvalidInput(f"{path} has {len(rows)} interactions; {_LEAST} are needed to measure anything.", code="too_few")
    for item_id in described:
        codes.setdefault(item_id, len(codes))
    user_codes, item_codes, times = (
        np.array(user, dtype=np.int64),
        np.array(item, dtype=np.int64),
        np.array(at, dtype=np.float64),
    )
    order = np.lexsort((np.arange(len(rows)), times, user_codes))
    codes_of, names = region_codes([region_of.get(code, "") for code in range(len(users))])
    found = Interactions(user_codes[order], item_codes[order], times[order], np.ones(len(rows)), codes_of, names)
    words = _words([described.get(item_id, {}) for item_id in codes]) if described else None
    return Read(histories(found, len(codes), len(users)), found, tuple(codes), words)


def _seconds(text: str, path: Path, number: int) -> float:
    try:
        value = float(text)
    except ValueError:
        try:
            moment = datetime.fromisoformat(text)
        except ValueError:
            raise InvalidInput(
                f"{path}, row {number}: timestamp is seconds or a time in ISO 8601, not {text[:40]!r}.", code="bad_row"
            ) from None
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()
    if not np.isfinite(value):
        raise InvalidInput(f"{path}, row {number}: timestamp is no finite number.", code="bad_row")
    return value


def _words(rows: list[Mapping[str, str]]) -> Any:
    """CSR (items, words): all columns but the id, as words weighted by how rare they are; None where there are none."""
    texts = [" ".join(value for name, value in row.items() if name != "item_id") for row in rows]
    try:
        return TfidfVectorizer(min_df=2, max_df=0.5, max_features=50_000, sublinear_tf=True).fit_transform(texts)
    except ValueError:  # no word stands in two items
        return None
