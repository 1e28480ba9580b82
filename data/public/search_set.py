"""A product search set with graded labels, as the three tables of ``shoptalk evaluate search``."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from data.public.files import write_csv
from shop.errors import ShopError


@dataclass(frozen=True)
class SearchSet:
    """Rows of the three tables: (product_id, name, description), (query_id, query), (query_id, product_id, grade)."""

    products: list[tuple[str, str, str]]
    queries: list[tuple[str, str]]
    labels: list[tuple[str, str, str]]

    def write(self, folder: Path) -> None:
        """``products.csv``, ``queries.csv`` and ``labels.csv``."""
        write_csv(folder / "products.csv", ("product_id", "name", "description"), self.products)
        write_csv(folder / "queries.csv", ("query_id", "query"), self.queries)
        write_csv(folder / "labels.csv", ("query_id", "product_id", "grade"), self.labels)


def grade(relevance: str) -> str:
    """Both sets grade from 1, which is "not relevant"; ours starts at 0."""
    return f"{round(float(relevance) - 1, 4):g}"


def main(name: str, read: Callable[[], SearchSet]) -> int:
    parser = argparse.ArgumentParser(
        prog=f"python -m data.public.{name}", description="Write products.csv, queries.csv and labels.csv."
    )
    parser.add_argument("out", type=Path, help="folder to write to")
    out: Path = parser.parse_args().out
    try:
        read().write(out)
    except ShopError as error:
        sys.stderr.write(error.message + "\n")
        return 1
    return 0
