"""Whatever stands in a row: it goes in or to the rejects, and nothing else is raised."""

from __future__ import annotations

import csv
import io
import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shop.errors import InvalidInput
from storage.imports import KINDS
from storage.imports.kinds import KIND_TABLE

scalars = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=20)
    | st.sampled_from(["5", "$1", "2026-01-01", "yes", "view", "percent", "a", "customer"])
)
anything = st.recursive(
    scalars,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["sku", "quantity", "price", "author", "text"]) | st.text(max_size=8), inner, max_size=4
        )
    ),
    max_leaves=6,
)


def needed(kind: str) -> list[str]:
    return [field for choices in KIND_TABLE[kind].needs for field in choices[0]]


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(data=st.data())
def test_any_json_value_goes_in_or_to_the_rejects(reading, kind, data):
    fields = st.sampled_from(list(KIND_TABLE[kind].fields))
    rows = data.draw(st.lists(st.dictionaries(fields, anything, max_size=8), min_size=1, max_size=5))
    first = dict.fromkeys(needed(kind), "2026-01-01")
    report = reading(kind, "".join(json.dumps(row) + "\n" for row in [first, *rows]), "any.jsonl")
    assert report.rows == len(rows) + 1
    assert report.rejected <= report.rows
    assert reading(kind, "".join(json.dumps(row) + "\n" for row in [first, *rows]), "any.jsonl").changed == 0


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(data=st.data())
def test_any_text_goes_in_or_to_the_rejects(reading, kind, data):
    cells = st.text(st.characters(codec="utf-8"), max_size=12) | st.sampled_from(["5", "1.50", "2026-01-01", "view", 'a"b'])
    columns = needed(kind) + data.draw(st.lists(st.sampled_from(list(KIND_TABLE[kind].fields)), max_size=4))
    columns = list(dict.fromkeys(columns))
    rows = data.draw(st.lists(st.lists(cells, min_size=len(columns), max_size=len(columns)), min_size=1, max_size=5))
    file = io.StringIO()
    csv.writer(file).writerows([columns, *rows])
    report = reading(kind, file.getvalue())
    assert report.changed <= report.rows <= len(rows)


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(tail=st.binary(max_size=300))
def test_any_bytes_are_read_or_refused_with_a_sentence(reading, tail):
    for data in (b"question,answer\nq,a\n" + tail, tail):
        sentence = ""
        try:
            report = reading("faq", data)
        except InvalidInput as refusal:
            sentence = str(refusal)
        assert sentence.startswith("file.csv ") or report.rows >= report.rejected
