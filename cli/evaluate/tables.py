"""Reading what is to be measured: CSV with a header, plain or gzip'd, UTF-8."""

from __future__ import annotations

import csv
import gzip
from collections.abc import Sequence
from pathlib import Path
from typing import IO

from shop.errors import InvalidInput

Row = dict[str, str]
LONGEST_CELL = 1_000_000  # characters; a description may be long


def read_rows(path: Path, columns: Sequence[str]) -> list[Row]:
    """Rows in file order, each cell stripped.

    Raises InvalidInput: no such file, not CSV, a column of ``columns`` missing, no rows.
    """
    if not path.is_file():
        raise InvalidInput(f"There is no file {path}.", code="no_file")
    csv.field_size_limit(LONGEST_CELL)
    try:
        with _open(path) as file:
            reader = csv.DictReader(file)
            missing = [c for c in columns if c not in (reader.fieldnames or ())]
            if missing:
                has = ", ".join(reader.fieldnames or ()) or "no header"
                raise InvalidInput(f"{path} lacks the column {', '.join(missing)}; it has: {has}.", code="missing_column")
            rows = [{k: (v or "").strip() for k, v in row.items() if isinstance(k, str)} for row in reader]
    except (UnicodeDecodeError, csv.Error, EOFError, gzip.BadGzipFile) as error:
        raise InvalidInput(f"{path} is not a CSV file in UTF-8 (plain or gzip'd).", code="not_csv") from error
    if not rows:
        raise InvalidInput(f"{path} has a header and no rows.", code="no_rows")
    return rows


def _open(path: Path) -> IO[str]:
    zipped = path.read_bytes()[:2] == b"\x1f\x8b"
    return gzip.open(path, "rt", encoding="utf-8-sig", newline="") if zipped else path.open(encoding="utf-8-sig", newline="")
