"""What an import must know of one kind of record."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from storage.imports.cells import Cells
from storage.imports.records import Unfit

if TYPE_CHECKING:
    from storage.storage import Storage

Reject = Callable[[Cells, Unfit], None]


@dataclass(frozen=True)
class Stored:
    changed: int
    without_consent: int = 0


@dataclass(frozen=True)
class Kind:
    """``fields``: our field to the plain names (lower case, underscores) that files give it, the most telling first.

    ``needs``: each entry holds choices of which one must be there whole. ``foreign``: columns that no file of this kind has.
    ``money``: the fields that hold amounts. ``extras``: whether unknown columns are kept. ``instead``: a field to what
    another column must be called (``{field: {names}}``) for this plain name to be taken as the field.
    ``key`` gives the id that puts rows together, at most ``most_rows`` of them. ``build`` makes a record of the rows of one
    id, or None after it rejected them all. ``store`` is one transaction for up to 1,000 records.
    """

    name: str
    fields: Mapping[str, tuple[str, ...]]
    needs: Sequence[Sequence[tuple[str, ...]]]
    foreign: frozenset[str]
    key: Callable[[Cells], str]
    build: Callable[[list[Cells], Reject], Any]
    store: Callable[[Storage, list[Any]], Stored]
    money: tuple[str, ...] = ()
    extras: bool = False
    instead: Mapping[str, tuple[Mapping[str, frozenset[str]], str]] = field(default_factory=dict)
    most_rows: int = 1000


def one_row(make: Callable[[Cells], Any]) -> Callable[[list[Cells], Reject], Any]:
    """For kinds with one row per record. A later row with the same id is passed over when it says the same, else rejected."""

    def build(rows: list[Cells], reject: Reject) -> Any:
        first: Cells | None = None
        record = None
        for row in rows:
            if first is not None:
                if not row.same_as(first):
                    reject(row, Unfit("", f"has the id of line {first.line}, but says something else"))
                continue
            try:
                record = make(row)
                first = row
            except Unfit as trouble:
                reject(row, trouble)
        return record

    return build


def all_or_none(word: str, make: Callable[[list[Cells]], Any]) -> Callable[[list[Cells], Reject], Any]:
    """For records of several rows that make no sense in part. ``make`` raises ``UnfitRow``; then no row goes in."""

    def build(rows: list[Cells], reject: Reject) -> Any:
        try:
            return make(rows)
        except UnfitRow as found:
            for row in rows:
                other = Unfit("", f"the {word} cannot go in because of line {found.row.line}")
                reject(row, found.trouble if row is found.row else other)
        return None

    return build


class UnfitRow(Exception):
    def __init__(self, row: Cells, trouble: Unfit):
        super().__init__(trouble.reason)
        self.row = row
        self.trouble = trouble
