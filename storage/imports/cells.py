"""One row under the names of our fields, read with types. What does not fit raises ``Unfit`` with the field and the reason."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, TypeVar

from storage.imports import values
from storage.imports.names import renamed
from storage.imports.records import Unfit

LONGEST_ID = 200
Synonyms = Mapping[str, tuple[str, ...]]
T = TypeVar("T")
P = TypeVar("P")


@dataclass(frozen=True)
class Context:
    """``minor``: the money fields that the file counts in cents. ``currency``: where a row names none."""

    currency: str
    minor: frozenset[str]
    now: datetime


class Cells:
    """``fields`` by field name, ``extras`` by the file's column name: columns that are no field of the kind."""

    def __init__(self, line: int, fields: Mapping[str, Any], extras: Mapping[str, Any], context: Context):
        self.line = line
        self.fields = fields
        self.extras = extras
        self.context = context

    def has(self, field: str) -> bool:
        value = self.fields.get(field)
        return not (value is None or (isinstance(value, str) and not value.strip()) or value in ([], {}))

    def same_as(self, other: Cells) -> bool:
        return self.fields == other.fields and self.extras == other.extras

    def inner(self, field: str, value: Any, synonyms: Synonyms | None = None) -> Cells:
        """An object inside a JSON row, as cells of its own; with ``synonyms`` its keys become our fields."""
        if not isinstance(value, Mapping):
            raise Unfit(field, "not an object")
        return Cells(self.line, value if synonyms is None else renamed(value, synonyms), {}, self.context)

    def objects(self, field: str, synonyms: Synonyms | None = None) -> list[Cells]:
        """A list of objects in a JSON row; [] when the field is missing."""
        value = self.fields.get(field)
        if value is None or value == "":
            return []
        if not isinstance(value, list):
            raise Unfit(field, "not a list")
        return [self.inner(field, item, synonyms) for item in value]

    def text(self, field: str, default: str = "") -> str:
        return self._parsed(field, default, lambda value: value)

    def needed(self, field: str) -> str:
        value = self.text(field)
        if not value:
            raise Unfit(field, "missing")
        return value

    def key(self, field: str) -> str:
        """An id: one line, at most 200 characters, and there."""
        value = self.needed(field)
        if len(value) > LONGEST_ID or "\n" in value or "\r" in value:
            raise Unfit(field, f"an id is one line of at most {LONGEST_ID} characters")
        return value

    def key_or_none(self, field: str) -> str | None:
        return self.key(field) if self.has(field) else None

    def whole(self, field: str, default: T, low: int = 0, high: int = 10**9) -> int | T:
        return self._parsed(field, default, lambda value: values.whole(value, low, high))

    def real(self, field: str, low: float, high: float) -> float | None:
        return self._parsed(field, None, lambda value: values.real(value, low, high))

    def flag(self, field: str, default: T) -> bool | T:
        return self._parsed(field, default, values.flag)

    def time(self, field: str) -> datetime | None:
        return self._parsed(field, None, values.time)

    def past_time(self, field: str) -> datetime:
        """There, and not in the future; a day is allowed for clocks and zones."""
        value = self.time(field)
        if value is None:
            raise Unfit(field, "missing")
        if value > self.context.now + timedelta(days=1):
            raise Unfit(field, "lies in the future")
        return value

    def words(self, field: str) -> tuple[str, ...]:
        value = self.fields.get(field)
        if isinstance(value, list):
            return tuple(dict.fromkeys(word for item in value if (word := self.plain(field, item))))
        return self._parsed(field, tuple[str, ...](), values.words)

    def address(self, field: str) -> str | None:
        return self._parsed(field, None, values.web_address)

    def one_of(self, field: str, allowed: tuple[str, ...], default: str, others: Mapping[str, str] | None = None) -> str:
        value = self.text(field).lower().replace(" ", "_") or default
        value = (others or {}).get(value, value)
        if value not in allowed:
            raise Unfit(field, f"{value[:40]!r} is none of: {', '.join(allowed)}")
        return value

    def plain(self, field: str, value: Any) -> str:
        """One JSON or CSV value as clean text; None and missing are empty."""
        if value is None:
            return ""
        if isinstance(value, bool):
            return "true" if value else "false"
        if isinstance(value, list | dict):
            raise Unfit(field, f"a {'list' if isinstance(value, list) else 'JSON object'} where a text belongs")
        try:
            return values.text(value if isinstance(value, str) else str(value))
        except ValueError as error:
            raise Unfit(field, str(error)) from error

    def _parsed(self, field: str, default: T, parse: Callable[[str], P]) -> P | T:
        given = self.fields.get(field)
        value = self.plain(field, given) if given is not None and given != "" else ""
        if not value:
            return default
        try:
            return parse(value)
        except ValueError as error:
            raise Unfit(field, str(error)) from error


class Purse:
    """Reads the amounts of one record and sees to it that all are of one currency.

    A ``currency`` column decides; without one the first amount with a sign does, else the import's currency.
    """

    def __init__(self, cells: Cells, known: str | None = None):
        self._context = cells.context
        self._said: str | None = known
        if known is None and cells.has("currency"):
            try:
                self._said = values.currency_code(cells.text("currency"))
            except ValueError as error:
                raise Unfit("currency", str(error)) from error

    @property
    def said(self) -> str | None:
        """The currency that the record named so far."""
        return self._said

    @property
    def currency(self) -> str:
        return self._said or self._context.currency

    def amount(self, cells: Cells, field: str, default: T) -> int | T:
        """Minor units; ``default`` where the cell is empty."""
        value = cells.text(field)
        if not value:
            return default
        try:
            amount, currency = values.money(value, self.currency, minor=field in self._context.minor)
        except ValueError as error:
            raise Unfit(field, str(error)) from error
        if currency != self.currency:
            if self._said is not None:
                raise Unfit(field, f"is in {currency}, but the rest is in {self._said}")
            self._said = currency
        return amount
