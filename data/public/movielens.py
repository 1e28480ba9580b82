"""MovieLens-100K (GroupLens): who rated which film when, and what each film is."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from data.public.files import Row, public_rows, write_csv

RATINGS = "interactions/ml100k_ratings.csv.gz"
FILMS = "interactions/ml100k_items.csv.gz"
COLUMNS = ("user_id", "item_id", "timestamp", "rating")
ITEM_COLUMNS = ("item_id", "title", "year", "genres")


def interactions(rows: Iterable[Row] | None = None) -> list[tuple[str, ...]]:
    """Rows in ``COLUMNS``, in file order; ``rows`` as in the file, None reads it. Raises InvalidInput when it is not there."""
    found = rows if rows is not None else public_rows(RATINGS)
    return [(row["user_id"], row["item_id"], row["timestamp"], row["rating"]) for row in found]


def items(rows: Iterable[Row] | None = None) -> list[tuple[str, ...]]:
    """Rows in ``ITEM_COLUMNS``. A year is kept by its decade too, since films of one decade are alike. As ``interactions``."""
    found = rows if rows is not None else public_rows(FILMS)
    return [(row["item_id"], row["movie_title"], _years(row["release_year"]), row["class"]) for row in found]


def genres(rows: Iterable[Row] | None = None) -> dict[str, str]:
    """Film → the first genre named, "unknown" where none is."""
    return {item: named.split(" ")[0] or "unknown" for item, _, _, named in items(rows)}


def _years(year: str) -> str:
    return f"{year} {year[:3]}0s" if len(year) == 4 and year.isdigit() else year


def write(folder: Path) -> tuple[Path, Path]:
    """``interactions.csv`` and ``items.csv`` for ``shoptalk evaluate recommend``."""
    deeds, described = folder / "interactions.csv", folder / "items.csv"
    write_csv(deeds, COLUMNS, interactions())
    write_csv(described, ITEM_COLUMNS, items())
    return deeds, described
