"""The figures of hand-over rules, on dialogues whose answers can be worked out by hand."""

from __future__ import annotations

import gzip
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from cli.bench.mood import BASELINE, RULES, SHIPPED, Rated, failures_in_a_row, measure, mood_or_two_failures, read, whole_mood
from cli.evaluate.bootstrap import paired_gain_of
from shop.errors import NotFound


@dataclass(frozen=True)
class Read:
    value: float


def score(texts: Sequence[str]) -> list[Read]:
    return [Read(-1.0 if "useless" in text else 0.0) for text in texts]


def turn(who: str, text: str, act: str = "", *ratings: int) -> dict[str, Any]:
    return {"s": who, "t": text, "a": act, "r": list(ratings)}


def write(folder: Path, *dialogues: list[dict[str, Any]]) -> Path:
    file = folder / "dialogues.jsonl.gz"
    with gzip.open(file, "wt", encoding="utf-8") as out:
        for number, turns in enumerate(dialogues):
            out.write(json.dumps({"dataset": "T", "dialogue": number, "turns": turns}) + "\n")
    return file


HAPPY = [turn("USER", "a table for two", "", 3, 3), turn("SYSTEM", "Done.", "OFFER"), turn("USER", "thanks", "", 4, 4),
         turn("USER", "OVERALL", "", 4, 4)]  # fmt: skip
ANGRY = [turn("USER", "a table for two", "", 3, 3), turn("SYSTEM", "What?", "REQUEST"),
         turn("USER", "THIS BOT IS STUPID AND useless", "", 1, 2), turn("USER", "OVERALL", "", 1, 1)]  # fmt: skip
FAILED = [turn("USER", "a room", "", 3), turn("SYSTEM", "None.", "NOTIFY_FAILURE"), turn("USER", "another", "", 3),
          turn("SYSTEM", "I am sorry, I can't find any."), turn("USER", "a third", "", 2),
          turn("USER", "OVERALL", "", 2)]  # fmt: skip


def test_turns_are_read_with_what_failed_before_them(tmp_path: Path) -> None:
    assert read(write(tmp_path, FAILED)) == [
        Rated("T", ("a room", "another", "a third"), (False, True, True), (False, False, True), True)
    ]
    with pytest.raises(NotFound):
        read(tmp_path / "none.gz")


def test_each_rule_is_counted_and_compared_with_two_failures(tmp_path: Path) -> None:
    found = measure(write(tmp_path, HAPPY, ANGRY, FAILED), score)
    assert (found["dialogues"], found["turns"], found["dissatisfied_turns"], found["dissatisfied_dialogues"]) == (3, 7, 2, 2)
    by_turn = found["by_turn"]
    assert by_turn.keys() == RULES.keys()
    assert (by_turn[BASELINE]["precision"], by_turn[BASELINE]["recall"], by_turn[BASELINE]["fires"]) == (1.0, 0.5, 1)
    assert (by_turn["mood"]["precision"], by_turn["mood"]["recall"]) == (1.0, 0.5)
    assert (by_turn[SHIPPED]["precision"], by_turn[SHIPPED]["recall"], by_turn[SHIPPED]["f1"]) == (1.0, 1.0, 1.0)
    assert by_turn[SHIPPED]["f1_gain"]["gain"] == pytest.approx(1 - 2 / 3, abs=1e-4)
    assert found["by_dialogue"][SHIPPED]["auc"] == 1.0


def test_equal_scores_count_half_in_the_auc(tmp_path: Path) -> None:
    found = measure(write(tmp_path, HAPPY, ANGRY), score)["by_turn"]
    assert found[BASELINE]["auc"] == 0.5
    assert found[BASELINE]["precision"] is None


def test_a_failure_counts_for_the_mood_from_the_next_message_on() -> None:
    talk = Rated("T", ("a red thing", "one whatsit", "a gizmo then", "hello"), (False, True, True, True), (False,) * 4, None)
    fine = Rated("T", talk.texts, (False,) * 4, (False,) * 4, None)
    sentiments = [-0.5] * 4
    assert whole_mood(talk, sentiments)[:2] == whole_mood(fine, sentiments)[:2]
    assert whole_mood(talk, sentiments)[3] > whole_mood(fine, sentiments)[3]
    assert failures_in_a_row(talk) == [0, 1, 2, 3]
    assert mood_or_two_failures(talk, sentiments)[2] >= 1


def test_a_paired_interval_of_a_figure_that_is_no_mean() -> None:
    ours, base = np.array([1.0, 1.0, 0.0, 1.0]), np.array([0.0, 1.0, 0.0, 0.0])
    same = paired_gain_of(lambda w: float(w @ ours), lambda w: float(w @ ours), 4)
    assert (same["gain"], same["low"], same["high"]) == (0, 0, 0)
    found = paired_gain_of(lambda w: float(w @ ours / w.sum()), lambda w: float(w @ base / w.sum()), 4)
    assert found["gain"] == 0.5
    assert found["low"] <= 0.5 <= found["high"]
    with pytest.raises(ValueError, match="group"):
        paired_gain_of(lambda w: 0.0, lambda w: 0.0, 0)
