"""What a dialect hands over: a table with named columns, and its records one after the other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Protocol


@dataclass(frozen=True)
class Record:
    """``line``: the physical line, from 1, on which the record starts. ``values`` by column: text, or for JSON also int,
    bool, None, list and dict; a JSON number with a point or exponent comes as its text, so that money never is a float.
    """

    line: int
    values: Mapping[str, Any]
    raw: str


@dataclass(frozen=True)
class Broken:
    """A record that could not be read."""

    line: int
    reason: str
    raw: str


class Table(Protocol):
    """``columns`` as the file calls them, in its order; for JSON lines, the keys of the first records."""

    columns: tuple[str, ...]

    def records(self) -> Iterator[Record | Broken]: ...


class Unfit(Exception):
    """A row that cannot go in. ``column`` is a field's name until the row's own column name is known."""

    def __init__(self, column: str, reason: str):
        super().__init__(reason)
        self.column = column
        self.reason = reason
