"""The guide to importing names every kind and every field; each example in it is a file that goes in."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from storage.imports import FORMATS, KINDS
from storage.imports.kinds import KIND_TABLE

GUIDE = (Path(__file__).parents[3] / "docs" / "import.md").read_text(encoding="utf-8")


def section(kind: str) -> str:
    found = re.search(rf"^### {kind}\n(.*?)(?=^##|\Z)", GUIDE, re.MULTILINE | re.DOTALL)
    assert found, f"docs/import.md has no section on {kind}"
    return found[1]


@pytest.mark.parametrize("kind", KINDS)
def test_every_field_and_every_other_name_of_it_is_in_the_guide(kind):
    rows = dict(re.findall(r"^\| `(\w+)` \|(.*?)\|", section(kind), re.MULTILINE))
    told = {field: tuple(re.findall(r"\w+", names)) for field, names in rows.items()}
    assert told == {field: tuple(names) for field, names in KIND_TABLE[kind].fields.items()}


@pytest.mark.parametrize("kind", KINDS)
def test_every_example_of_the_guide_goes_in(reading, kind):
    examples = re.findall(r"^```(?:csv|json)\n(.*?)^```", section(kind), re.MULTILINE | re.DOTALL)
    assert examples
    for text in examples:
        report = reading(kind, text)
        assert report.rejected == 0, report.rejects and report.rejects.read_text()
        assert report.changed or report.without_consent


def test_the_formats_are_in_the_guide():
    assert all(f"`{name}`" in GUIDE for name in FORMATS)
