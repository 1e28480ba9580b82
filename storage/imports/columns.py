"""Which column of a file is which field of a kind, and whether the file is of that kind at all."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from shop.errors import InvalidInput
from storage.imports.kinds.kind import Kind
from storage.imports.names import normal
from storage.imports.records import Record

#: ``--map column=ignore`` leaves a column out.
IGNORE = "ignore"


@dataclass(frozen=True)
class Plan:
    """``fields``: our field to the file's column. ``extras``: the columns left over, by their own names."""

    fields: Mapping[str, str]
    extras: frozenset[str]
    ignored: frozenset[str]
    keep_new_keys: bool

    def values(self, record: Record) -> tuple[dict[str, Any], dict[str, Any]]:
        """The row's fields and its extras; a JSON key that the first lines did not have is an extra."""
        fields = {field: record.values[column] for field, column in self.fields.items() if column in record.values}
        if not self.keep_new_keys:
            return fields, {}
        taken = self.ignored.union(self.fields.values())
        return fields, {name: value for name, value in record.values.items() if name not in taken}

    def column_of(self, field: str) -> str:
        return self.fields.get(field, field)


def plan(kind: Kind, name: str, columns: Iterable[str], mapping: Mapping[str, str]) -> Plan:
    """``name``: the file's, for sentences. Raises InvalidInput: ``bad_mapping``, or ``wrong_kind`` with what is missing."""
    free = {column: normal(column) for column in columns}
    fields: dict[str, str] = {}
    ignored: set[str] = set()
    for given, target in mapping.items():
        column = _column(given, free, name)
        field = _field(kind, target)
        if field in fields:
            raise _bad_mapping(f"--map names {field} twice: {fields[field]} and {column}.", given)
        if field == IGNORE:
            ignored.add(column)
        else:
            fields[field] = column
        del free[column]
    for field, synonyms in kind.fields.items():
        if field not in fields:
            column = next((c for synonym in (field, *synonyms) for c, plain in free.items() if plain == synonym), "")
            if column:
                fields[field] = column
                del free[column]
    for field, (holders, synonym) in kind.instead.items():
        column = next((c for c, plain in free.items() if plain == synonym), "")
        if column and field not in fields and any(normal(fields.get(f, "")) in names for f, names in holders.items()):
            fields[field] = column
            del free[column]
    _refuse_incomplete(kind, name, fields, free)
    _refuse_other_kinds(kind, name, free)
    return Plan(fields, frozenset(free), frozenset(ignored), kind.extras)


def _column(given: str, free: Mapping[str, str], name: str) -> str:
    if given in free:
        return given
    for column, plain in free.items():
        if plain == normal(given):
            return column
    raise _bad_mapping(f"--map names the column {given[:60]!r}, but {name} has: {_listed(free)}.", given)


def _field(kind: Kind, target: str) -> str:
    plain = normal(target)
    if plain == IGNORE or plain in kind.fields:
        return plain
    for field, synonyms in kind.fields.items():
        if plain in synonyms:
            return field
    raise _bad_mapping(f"{kind.name} have no field {target[:60]!r}. Fields: {', '.join(kind.fields)}, {IGNORE}.", target)


def _bad_mapping(sentence: str, what: str) -> InvalidInput:
    return InvalidInput(sentence, code="bad_mapping", fields={what[:60]: "cannot be mapped"})


def _refuse_other_kinds(kind: Kind, name: str, free: Mapping[str, str]) -> None:
    for column, plain in free.items():
        if plain in kind.foreign:
            raise InvalidInput(
                f"{name} does not look like {kind.name}: it has the column {column!r}. "
                f"If it holds {kind.name} all the same, leave that column out with --map {column}={IGNORE}.",
                code="wrong_kind",
                fields={column[:60]: f"no column of {kind.name}"},
            )


def _refuse_incomplete(kind: Kind, name: str, fields: Mapping[str, str], free: Mapping[str, str]) -> None:
    missing = [choices for choices in kind.needs if not any(all(f in fields for f in choice) for choice in choices)]
    if not missing:
        return
    words = [" or ".join(" with ".join(choice) for choice in choices) for choices in missing]
    hints = [f"--map {_likely(kind, choices[0][0], free)}={choices[0][0]}" for choices in missing]
    raise InvalidInput(
        f"{name} does not look like {kind.name}: it lacks {', '.join(words)}{_stranger(kind, free)}. Its columns are: "
        f"{_listed([*fields.values(), *free])}. If one of them holds it, say which: {' '.join(hints)}",
        code="wrong_kind",
        fields={field: "missing" for choices in missing for field in choices[0] if field not in fields},
    )


def _stranger(kind: Kind, free: Mapping[str, str]) -> str:
    column = next((column for column, plain in free.items() if plain in kind.foreign), None)
    return "" if column is None else f", and has {column!r}"


def _likely(kind: Kind, field: str, free: Mapping[str, str]) -> str:
    names = {plain: column for column, plain in free.items() if plain and plain not in kind.foreign}
    for wanted in (field, *kind.fields[field]):
        if close := difflib.get_close_matches(wanted, names, 1, 0.6):
            return names[close[0]]
    ids = [column for plain, column in names.items() if field.endswith("_id") and plain.endswith("id")]
    return ids[0] if ids else "COLUMN"


def _listed(columns: Iterable[str]) -> str:
    shown = [column[:40] for column in columns if column]
    return ", ".join(shown[:30]) + (f" and {len(shown) - 30} more" if len(shown) > 30 else "")
