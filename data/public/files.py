"""Where public sets lie and how their rows are read and written."""

from __future__ import annotations

import csv
import gzip
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from shop.errors import InvalidInput
from shop.settings import load_settings

Row = dict[str, str]


def public_file(name: str) -> Path:
    """``name`` below SHOPTALK_DATASETS. Raises InvalidInput, naming the setting, when it is not there."""
    folder = load_settings().datasets
    if folder is None or not (folder / name).is_file():
        where = "is unset" if folder is None else f"is {folder}"
        raise InvalidInput(
            f"This needs public data: the folder SHOPTALK_DATASETS must hold {name} (it {where}).", code="no_file"
        )
    return folder / name


def public_rows(name: str) -> Iterator[Row]:
    """Rows of a gzip'd CSV below SHOPTALK_DATASETS, in file order."""
    with gzip.open(public_file(name), "rt", encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def write_csv(path: Path, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(rows)
