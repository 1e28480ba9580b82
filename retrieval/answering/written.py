"""Reads the records and questions in ``written/``: our own, made up to fit the judge of answers and to measure it.

A file holds records, one after the other::

    == The name | its type
    @ attribute: value
    Sentences of the description.
    > A review.
    ? a question = a part of the sentence that answers it & of another one that does

An answer is ``@attribute`` for that attribute, ``#part`` for the name, ``>part`` for a sentence of the reviews, else a part
of a sentence of the description; nothing where the record does not say. Beside the records, ``asked_and_answered.tsv`` has a
question and a sentence that answers it a line, of no record.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from retrieval.answering.features import Candidate
from shop.errors import InvalidInput

WRITTEN = Path(__file__).parent / "written"


@dataclass(frozen=True)
class Question:
    text: str
    answers: tuple[str, ...]

    @property
    def kind(self) -> str:
        kinds = {"@": "attribute", "#": "name", ">": "review"}
        return kinds.get(self.answers[0][0], "description") if self.answers else "none"

    def answered_by(self, candidate: Candidate) -> bool:
        return any(_answers(part, candidate) for part in self.answers)


@dataclass
class Record:
    name: str
    type: str
    attributes: dict[str, str] = field(default_factory=dict)
    lines: list[str] = field(default_factory=list)
    reviews: list[str] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)

    @property
    def description(self) -> str:
        return "\n".join(self.lines)

    @property
    def held_out(self) -> bool:
        """An eighth of the records trains nothing."""
        return int(hashlib.sha256(self.name.encode()).hexdigest(), 16) % 8 == 0


def records(folder: Path = WRITTEN) -> list[Record]:
    """In the order of the files' names. Raises InvalidInput with file and line where one cannot be read."""
    return [record for file in sorted(folder.glob("*.txt")) for record in _of_file(file)]


def asked_and_answered(folder: Path = WRITTEN) -> list[tuple[str, str]]:
    lines = (folder / "asked_and_answered.tsv").read_text(encoding="utf-8").splitlines()
    return [(question, answer) for question, _, answer in (line.partition("\t") for line in lines) if answer]


def _of_file(file: Path) -> Iterator[Record]:
    record: Record | None = None
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
        mark, rest = line[:2], line[2:].strip()
        if line.startswith("== "):
            if record is not None:
                yield record
            name, _, kind = line[3:].rpartition(" | ")
            record = Record(name.strip(), kind.strip())
        elif line.strip():
            if record is None:
                raise InvalidInput(f"{file.name}, line {number}: before the first record.")
            _add(record, mark, rest, line, f"{file.name}, line {number}")
    if record is not None:
        yield record


def _add(record: Record, mark: str, rest: str, line: str, where: str) -> None:
    if mark == "@ ":
        key, _, value = rest.partition(": ")
        record.attributes[key] = value
    elif mark == "> ":
        record.reviews.append(rest)
    elif mark == "? ":
        text, equals, answers = rest.rpartition("=")
        if not equals:
            raise InvalidInput(f"{where}: a question needs '=' before its answer.")
        record.questions.append(Question(text.strip(), tuple(a for a in (a.strip() for a in answers.split(" & ")) if a)))
    else:
        record.lines.append(line.strip())


def _answers(part: str, candidate: Candidate) -> bool:
    if part.startswith("@"):
        return candidate.source == part[1:].lower()
    source = {"#": "name", ">": "reviews"}.get(part[0], "description")
    wanted = part if source == "description" else part[1:]
    return candidate.source == source and wanted.casefold() in candidate.text.casefold()
