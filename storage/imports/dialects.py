"""The formats an import understands, as one table. A new one is a file with a ``Dialect`` and a line here.

``auto`` takes the first whose ``recognises`` says yes, so a dialect that is a special case stands before the general one.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from shop.errors import InvalidInput
from storage.imports import csv_table, jsonl_table
from storage.imports.records import Table
from storage.imports.source import Source


@dataclass(frozen=True)
class Dialect:
    """``read`` raises InvalidInput when the file is no such table; a dialect of a shop system renames columns there."""

    recognises: Callable[[Source], bool]
    read: Callable[[Source], Table]


DIALECTS: dict[str, Dialect] = {
    "jsonl": Dialect(jsonl_table.recognises, jsonl_table.JsonlTable),
    "csv": Dialect(csv_table.recognises, csv_table.CsvTable),
}


def read_table(source: Source, name: str) -> Table:
    if name != "auto":
        if name not in DIALECTS:
            raise InvalidInput(f"Unknown format {name[:40]!r}. Known: auto, {', '.join(DIALECTS)}.", code="unknown_format")
        return DIALECTS[name].read(source)
    for dialect in DIALECTS.values():
        if dialect.recognises(source):
            return dialect.read(source)
    raise source.wrong_kind(f"is in no format known here ({', '.join(DIALECTS)}).")
