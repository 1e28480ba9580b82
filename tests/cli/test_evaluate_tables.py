"""What is measured is read from CSV, plain or gzip'd; anything else is told clearly."""

import gzip
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cli.evaluate.bootstrap import paired_gain
from cli.evaluate.tables import read_rows
from shop.errors import InvalidInput


def test_a_gzipped_file_reads_like_a_plain_one(tmp_path: Path):
    text = 'text,intent\n"red, please", colour\nhi,greet\n'
    (tmp_path / "a.csv").write_text(text, encoding="utf-8")
    (tmp_path / "b.csv.gz").write_bytes(gzip.compress(text.encode()))
    assert read_rows(tmp_path / "a.csv", ["text", "intent"]) == read_rows(tmp_path / "b.csv.gz", ["text", "intent"])
    assert read_rows(tmp_path / "a.csv", ["text"])[0] == {"text": "red, please", "intent": "colour"}


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"text\nhi\n", "missing_column"),
        (b"text,intent\n", "no_rows"),
        (b"\xff\xfe\x00text", "not_csv"),
        (b"\x1f\x8bxx", "not_csv"),
    ],
)
def test_a_file_that_does_not_fit_is_told_apart(tmp_path: Path, content: bytes, code: str):
    (tmp_path / "a.csv").write_bytes(content)
    with pytest.raises(InvalidInput) as raised:
        read_rows(tmp_path / "a.csv", ["text", "intent"])
    assert raised.value.code == code


def test_a_missing_file_is_told(tmp_path: Path):
    with pytest.raises(InvalidInput, match="There is no file"):
        read_rows(tmp_path / "none.csv", ["text"])


@given(st.lists(st.tuples(st.floats(0, 1), st.floats(0, 1)), min_size=1, max_size=40))
def test_the_interval_of_a_gain_holds_it_and_turns_round_with_the_sides(pairs: list[tuple[float, float]]):
    ours, baseline = [p[0] for p in pairs], [p[1] for p in pairs]
    found, turned = paired_gain(ours, baseline, samples=500), paired_gain(baseline, ours, samples=500)
    assert found["low"] - 1e-3 <= found["gain"] <= found["high"] + 1e-3
    assert found["gain"] == -turned["gain"]


def test_a_gain_on_every_item_is_sure():
    assert paired_gain([1.0] * 50, [0.0] * 50) == {"gain": 1.0, "low": 1.0, "high": 1.0}
