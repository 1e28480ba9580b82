"""``shoptalk evaluate said``: the sentences' own form, what is counted, and how well our own sentences are read."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cli.evaluate.said import by_keywords, measure, read_sentences
from recommender.stated import Reader, Vocabulary
from shop.errors import InvalidInput

OURS = Path(__file__).parents[1] / "recommender" / "said_sentences.jsonl"


def write(folder: Path, *rows: object) -> Path:
    path = folder / "said.jsonl"
    path.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    return path


def fact(attribute: str, value: str, **more: object) -> dict[str, object]:
    return {"attribute": attribute, "value": value, "scope": "me", "negated": False, **more}


@pytest.mark.parametrize(
    "row",
    [
        {"text": "hello"},
        {"text": 3, "facts": []},
        {"text": "hello", "facts": [{"attribute": "diet"}]},
        {"text": "hello", "facts": [fact("mood", "good")]},
        {"text": "hello", "facts": [fact("diet", "vegan", scope="them")]},
        {"text": "hello", "facts": [fact("diet", "vegan", negated="no")]},
    ],
)
def test_a_line_of_another_form_is_refused_by_its_number(tmp_path: Path, row: object) -> None:
    with pytest.raises(InvalidInput, match="line 2"):
        read_sentences(write(tmp_path, {"text": "hi", "facts": []}, row))


def test_a_missing_and_an_empty_file_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match="There is no file"):
        read_sentences(tmp_path / "none.jsonl")
    with pytest.raises(InvalidInput, match="no sentences"):
        read_sentences(write(tmp_path))


def test_facts_are_counted_as_whole_tuples(tmp_path: Path) -> None:
    rows = [
        {"text": "one", "facts": [fact("diet", "vegan"), fact("size", "medium")]},
        {"text": "two", "facts": []},
    ]
    sentences = read_sentences(write(tmp_path, *rows))
    said = {"one": [("diet", "vegan", "me", False), ("size", "m", "gift", False)], "two": []}
    result, misses = measure(sentences, said.__getitem__, lambda _: [])
    assert (result["precision"], result["recall"], result["f1"]) == (0.5, 0.5, 0.5)
    assert result["sentences_right"] == 0.5
    assert result["attributes"]["diet"]["f1"] == 1
    assert result["keyword_rule"] == {"sentences_right": 0.5, "precision": 1.0, "recall": 0.0, "f1": 0.0}
    assert misses == [("one", [("size", "m", "me", False)], [("size", "m", "gift", False)])]


def test_our_own_sentences_are_read_far_better_than_by_keywords() -> None:
    """Written while the rules were made, so no measure of quality: a change must not lose them. Typing slips need the encoder's
    vocabulary, which is not here."""
    sentences = [s for s in read_sentences(OURS) if not any(slip in s.text for slip in ("vegn", "alergic", "vegitarian"))]
    reader = Reader(is_word=lambda word: True)
    result, misses = measure(sentences, lambda text: (f.key for f in reader.read(text)), by_keywords(Vocabulary()))
    assert len(sentences) > 350
    assert result["f1"] >= 0.97, misses
    assert result["f1"] > result["keyword_rule"]["f1"] + 0.4
