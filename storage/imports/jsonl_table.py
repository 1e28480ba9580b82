"""JSON lines: one object per line."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import islice
from typing import Any

from storage.imports.records import Broken, Record
from storage.imports.source import LONGEST_LINE, Source

_LOOK_AHEAD = 100


def recognises(source: Source) -> bool:
    return next((line.lstrip()[0] in "{[" for line in source.lines() if line.strip()), False)


class JsonlTable:
    def __init__(self, source: Source):
        self._source = source
        first = list(islice(self.records(), _LOOK_AHEAD))
        keys = {key: None for record in first if isinstance(record, Record) for key in record.values}
        if not keys:
            if first and first[0].raw.lstrip().startswith("["):
                raise source.wrong_kind(
                    "is one JSON array. Give JSON lines, one object per line (jq -c '.[]' FILE > FILE.jsonl makes them)."
                )
            raise source.wrong_kind("is not JSON lines: none of its first lines is a JSON object.")
        self.columns = tuple(keys)

    def records(self) -> Iterator[Record | Broken]:
        for number, line in enumerate(self._source.lines(), 1):
            if line.strip():
                yield _record(number, line.strip())


def _record(number: int, line: str) -> Record | Broken:
    if len(line) >= LONGEST_LINE:
        return Broken(number, f"The line is longer than {LONGEST_LINE:,} characters.", line)
    try:
        value: Any = json.loads(line, parse_float=str, parse_constant=str)
    except json.JSONDecodeError as error:
        return Broken(number, f"Not a JSON object on one line ({error.msg.lower()} at character {error.colno}).", line)
    except (ValueError, RecursionError):
        return Broken(number, "Not a JSON object: a number is too long or lists lie too deep.", line)
    if not isinstance(value, dict):
        return Broken(number, "Not a JSON object.", line)
    return Record(number, value, line)
