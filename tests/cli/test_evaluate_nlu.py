"""``shoptalk evaluate nlu``: what it refuses, how intents travel through Rasa, its figures, and one real training."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from cli.evaluate import nlu, nlu_project
from cli.evaluate.nlu_metrics import reliability, scores
from shop.errors import InvalidInput
from shop.settings import load_settings
from worker.paths import BOT, BOT_PYTHON, ROOT

TAUGHT = {
    "What is my ___?": [
        "what is my balance",
        "how much money do I have",
        "show me my balance",
        "tell me what is in my account",
        "[balance](now) please",
        "my current balance",
    ],
    "pay/bill [now]": [
        "pay my electricity bill",
        "I want to pay a bill",
        "settle the invoice for me",
        "pay the gas bill today",
        "can you pay my phone bill",
        "bill payment",
    ],
    "weather": [
        "will it rain tomorrow",
        "what is the weather like",
        "is it going to be sunny",
        "weather forecast for today",
        "how cold is it outside",
        "do I need an umbrella",
    ],
    "oos": [
        "who won the match",
        "tell me a joke",
        "how tall is the tower",
        "translate this word",
        "play some jazz",
        "recipe for pancakes",
    ],
}
ASKED = [
    ("how much is in my account", "What is my ___?"),
    ("please pay the water bill", "pay/bill [now]"),
    ("is it raining outside", "weather"),
    ("sing me a song", "oos"),
    ("/restart", "oos"),
]


def write(path: Path, rows: list[tuple[str, str]], header: tuple[str, str] = ("text", "intent")) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([header, *rows])
    return path


@pytest.mark.parametrize(
    ("rows", "header", "says"),
    [
        ([("hi", "a"), ("ho", "b")], ("text", "label"), "lacks the column intent"),
        ([("hi", "a"), ("", "b")], ("text", "intent"), "row 3: there is no text"),
        ([("hi", "a"), ("ho", "")], ("text", "intent"), "row 3: there is no intent"),
        ([("hi", "a"), ("ho", "a")], ("text", "intent"), "one intent only"),
        ([], ("text", "intent"), "no rows"),
    ],
)
def test_a_bad_training_file_is_refused_with_its_reason(tmp_path, rows, header, says):
    with pytest.raises(InvalidInput, match=re.escape(says)):
        nlu.read_labelled(write(tmp_path / "t.csv", rows, header), for_training=True)


def test_a_test_row_without_text_is_kept_and_a_long_one_is_cut_as_a_message_is(tmp_path):
    read = nlu.read_labelled(write(tmp_path / "t.csv", [("", "a"), ("x " * 5000, "b"), ("two\nlines", "b")]))
    assert read.texts[0] == ""
    assert len(read.texts[1]) == nlu.LONGEST
    assert read.texts[2] == "two lines"


@given(st.lists(st.text(min_size=1), min_size=1, unique=True))
def test_any_intent_gets_a_name_of_its_own_that_rasa_takes(intents):
    names = nlu_project.safe_names(intents)
    assert len(set(names.values())) == len(intents)
    assert all(re.fullmatch(r"[A-Za-z0-9_]+", name) for name in names.values())


def test_the_trained_pipeline_is_the_shipped_one_without_the_shops_own_components():
    shipped = yaml.safe_load((BOT / "config.yml").read_text(encoding="utf-8"))["pipeline"]
    config, left_out = nlu_project.pipeline()
    assert [part for part in shipped if part["name"] not in left_out] == config["pipeline"]
    assert "components.linear_intent_classifier.LinearIntentClassifier" not in left_out


def test_oos_counts_as_a_label_like_any_other():
    found = scores(["a", "a", "b", "oos", "oos"], ["a", "oos", "b", "oos", "a"])
    assert found["accuracy"] == pytest.approx(3 / 5)
    assert found["in_scope_accuracy"] == pytest.approx(2 / 3)
    assert found["oos_recall"] == pytest.approx(1 / 2)
    assert found["oos_precision"] == pytest.approx(1 / 2)
    assert found["macro_f1"] == pytest.approx((2 / 4 + 1 + 2 / 4) / 3)


def test_without_oos_rows_there_is_no_oos_recall():
    found = scores(["a", "b"], ["a", "oos"])
    assert found["oos_recall"] is None
    assert found["oos_precision"] is None


@given(st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=1))
def test_every_row_is_in_one_bin_and_the_error_is_a_share(rows):
    found = reliability([c for c, _ in rows], [r for _, r in rows])
    assert sum(b["rows"] for b in found["bins"].values()) == len(rows)
    assert 0 <= found["expected_calibration_error"] <= 1


def test_a_confidence_that_is_right_as_often_as_it_says_has_no_error():
    assert reliability([0.75] * 4, [True, True, True, False])["expected_calibration_error"] == 0


@pytest.mark.timeout(600)
def test_a_tiny_file_is_trained_and_asked_inside_rasa(tmp_path, monkeypatch):
    encoder = load_settings().artifacts / "encoder"
    if not BOT_PYTHON.is_file() or not (encoder / "manifest.json").is_file():
        pytest.skip("needs the Rasa environment and the exported encoder: run `make run` once")
    train = write(tmp_path / "train.csv", [(text, intent) for intent, texts in TAUGHT.items() for text in texts])
    test = write(tmp_path / "test.csv", [*ASKED, ("", "weather")])
    result = tmp_path / "result.json"
    monkeypatch.chdir(ROOT)
    nlu.nlu_command(train=train, test=test, json_file=result)
    found = json.loads(result.read_text(encoding="utf-8"))
    assert found["intents"] == 3
    assert found["trained_with_oos_rows"] == 6
    assert found["accuracy"] >= 4 / 6  # five plain sentences and one without text, which nobody can answer
    assert found["train_seconds"] > 0
    assert found["parse_ms_p95"] >= found["parse_ms_p50"] > 0
    assert set(found["baseline"]) >= {"accuracy", "oos_recall"}
    assert found["gain_over_baseline"]["low"] <= found["gain_over_baseline"]["gain"] <= found["gain_over_baseline"]["high"]
