"""CSV with a header: comma, semicolon, tab or bar; quoted cells may hold line ends.

A quote that is never closed would swallow the rows after it. So a record over several lines that does not come out right is
taken back: its first line is broken, and reading goes on with the second.
"""

from __future__ import annotations

import csv
from collections import deque
from collections.abc import Iterator

from shop.errors import InvalidInput
from storage.imports.records import Broken, Record
from storage.imports.source import LONGEST_LINE, Source

_DELIMITERS = ",;\t|"
_LONGEST_RECORD = 2 * LONGEST_LINE


def recognises(source: Source) -> bool:
    return True


class CsvTable:
    def __init__(self, source: Source):
        self._source = source
        csv.field_size_limit(max(csv.field_size_limit(), _LONGEST_RECORD + LONGEST_LINE))
        self._delimiter, self.columns, self._header_lines = _header(source)
        named = [name for name in self.columns if name]
        twice = next((name for n, name in enumerate(named) if name in named[:n]), None)
        if twice is not None:
            raise InvalidInput(
                f"{source.name} has the column {twice[:60]!r} twice; give one of them another name.",
                code="wrong_kind",
                fields={twice[:60]: "appears twice"},
            )

    def records(self) -> Iterator[Record | Broken]:
        lines = _Lines(self._source.lines(), self._header_lines)
        reader = csv.reader(lines, delimiter=self._delimiter, strict=True)
        while True:
            lines.begin()
            try:
                cells = next(reader)
            except StopIteration:
                return
            except (csv.Error, _TooLong) as error:
                yield lines.take_back(_trouble(error, len(lines.taken)))
                continue
            if not any(cell.strip() for cell in cells):
                continue
            if any(cells[len(self.columns) :]) or len(cells) < len(self.columns):
                reason = f"{len(cells)} cells where the header has {len(self.columns)}."
                yield lines.take_back(reason)
                continue
            values = {name: cell for name, cell in zip(self.columns, cells, strict=False) if name}
            yield Record(lines.first, values, "".join(lines.taken).rstrip("\r\n"))


class _TooLong(Exception):
    pass


class _Lines:
    """Hands lines to the csv reader and remembers those of the record being read, to give them back."""

    def __init__(self, lines: Iterator[str], passed: int):
        self._lines = lines
        self._back: deque[str] = deque()
        self._next = 1
        self.taken: list[str] = []
        self.first = 1
        for _ in range(passed):
            next(self)
        self.begin()

    def begin(self) -> None:
        self.first = self._next
        self.taken = []
        self._length = 0

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self._back.popleft() if self._back else next(self._lines)
        self._next += 1
        self.taken.append(line)
        self._length = getattr(self, "_length", 0) + len(line)
        if len(line) >= LONGEST_LINE or self._length > _LONGEST_RECORD:
            raise _TooLong
        return line

    def take_back(self, reason: str) -> Broken:
        """The first line of the record is broken; the others will be read again as rows of their own."""
        first, *others = self.taken
        self._back.extendleft(reversed(others))
        self._next -= len(others)
        return Broken(self._next - 1, reason, first.rstrip("\r\n"))


def _trouble(error: Exception, lines: int) -> str:
    if isinstance(error, _TooLong):
        return "A quote is never closed." if lines > 1 else f"The line is longer than {LONGEST_LINE:,} characters."
    if "end of data" in str(error):
        return "A quote is never closed."
    return "A quote stands where none may stand; a quote inside a quoted cell is written twice."


def _header(source: Source) -> tuple[str, tuple[str, ...], int]:
    """The delimiter, the columns, and how many physical lines to pass over to reach the first record."""
    passed = 0
    for line in source.lines():
        passed += 1
        if line.strip().lower().startswith("sep=") and len(line.strip()) == 5:
            continue
        if line.strip():
            break
    best: tuple[str, tuple[str, ...], int] | None = None
    for delimiter in _DELIMITERS:
        lines = _Lines(source.lines(), passed - 1)
        try:
            cells = next(csv.reader(lines, delimiter=delimiter, strict=True))
        except (StopIteration, csv.Error, _TooLong):
            continue
        if best is None or len(cells) > len(best[1]):
            best = delimiter, tuple(_column(cell) for cell in cells), passed - 1 + len(lines.taken)
    if best is None:
        raise source.wrong_kind("has no header that can be read as CSV.")
    return best


def _column(cell: str) -> str:
    return "".join(character for character in cell if character.isprintable()).strip()
