"""Amazon Beauty (2014, 5-core, as published with S3-Rec): who reviewed what in which order, and what each item is by number.

The published sequences hold no times: a row's timestamp is its place in its user's sequence, so that leave-last-out holds and a
split by time would mean nothing.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from data.public.files import Row, public_file, public_rows, write_csv

SEQUENCES = "interactions/amazon_beauty_sequences.csv.gz"
ATTRIBUTES = "interactions/amazon_beauty_attributes.json.gz"
COLUMNS = ("user_id", "item_id", "timestamp")
ITEM_COLUMNS = ("item_id", "attributes")


def interactions(rows: Iterable[Row] | None = None) -> list[tuple[str, ...]]:
    """Rows in ``COLUMNS``, user by user; ``rows`` as in the file, None reads it. Raises InvalidInput when it is not there."""
    return [
        (row["user"], item, str(place))
        for row in (rows if rows is not None else public_rows(SEQUENCES))
        for place, item in enumerate(row["items"].split())
    ]


def items(attributes: Mapping[str, Sequence[int]] | None = None) -> list[tuple[str, ...]]:
    """Rows in ``ITEM_COLUMNS``: an item's categories and brand as words of a letter and their number. As ``interactions``."""
    if attributes is None:
        with gzip.open(public_file(ATTRIBUTES), "rt", encoding="utf-8") as file:
            attributes = json.load(file)
    return [(item, " ".join(f"a{number}" for number in numbers)) for item, numbers in attributes.items()]


def write(folder: Path) -> tuple[Path, Path]:
    """``interactions.csv`` and ``items.csv`` for ``shoptalk evaluate recommend``."""
    deeds, described = folder / "interactions.csv", folder / "items.csv"
    write_csv(deeds, COLUMNS, interactions())
    write_csv(described, ITEM_COLUMNS, items())
    return deeds, described
