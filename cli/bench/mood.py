"""When should a person be offered? Named rules over what was written and how the assistant did, against people's judgment.

USS: dialogues with an assistant in which several people rated, after each message, how satisfied the user is (1 to 5).
A turn is dissatisfied where the mean is below 3; so is a dialogue by its overall rating. The set only measures: every rule and
number here was fixed beforehand. An assistant's failure, for the rules that count them, is a turn whose act says so (SGD:
NOTIFY_FAILURE; MultiWOZ: NoOffer, NoBook) or, as ReDial has no acts, whose words do.
"""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from cli.evaluate.bootstrap import paired_gain_of
from recommender.sentiment.scorer import SentimentScorer
from shop.errors import NotFound
from shop.mood import UPSET, Said, follow, heat, moods, negative
from worker.paths import ROOT

FILE = "dialogues/uss_satisfaction.jsonl.gz"
BASELINE = "two_failures"
SHIPPED = "mood_or_two_failures"
DISSATISFIED = 3.0  # a mean rating below it
_FAILED_ACT = re.compile(r"NOTIFY_FAILURE|NoOffer|NoBook")
_FAILED_WORDS = re.compile(
    r"\b(?:sorry|unfortunately|i (?:do not|don't|did not|didn't) (?:know|understand|have)|(?:can ?not|can't|unable to|could not"
    r"|couldn't) (?:find|help|book|do)|never heard|not sure what you)\b",
    re.IGNORECASE,
)
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Rated:
    """One dialogue: the user's messages with what the assistant did before each, whether people found the user dissatisfied
    after each, and at the end (None: not rated)."""

    kind: str
    texts: tuple[str, ...]
    failed: tuple[bool, ...]
    dissatisfied: tuple[bool, ...]
    at_the_end: bool | None


@dataclass(frozen=True)
class Rule:
    """``score`` gives one number a message, higher for more reason to offer; the rule fires from ``threshold`` on."""

    score: Callable[[Rated, Sequence[float]], list[float]]
    threshold: float


def failures_in_a_row(dialogue: Rated, _: Sequence[float] = ()) -> list[float]:
    found: list[float] = []
    for failed in dialogue.failed:
        found.append((found[-1] if found else 0.0) + 1 if failed else 0.0)
    return found


def failures_so_far(dialogue: Rated, _: Sequence[float] = ()) -> list[float]:
    return list(np.cumsum(dialogue.failed).astype(float))


def last_message(_: Rated, sentiments: Sequence[float]) -> list[float]:
    return [-value for value in sentiments]


def sentiment_trend(_: Rated, sentiments: Sequence[float]) -> list[float]:
    """The mood without the signs: the words themselves are hidden."""
    return [found.anger for found in moods([Said("", value) for value in sentiments])]


def whole_mood(dialogue: Rated, sentiments: Sequence[float]) -> list[float]:
    """The mood as the product computes it when a message comes: a failure on a message is known from the next on."""
    later = (*dialogue.failed[1:], False)
    said = [Said(*each) for each in zip(dialogue.texts, sentiments, later, strict=True)]
    so_far = [0.0, *(found.anger for found in moods(said))]
    newest = [heat([*said[:place], Said(each.text, each.sentiment)]) for place, each in enumerate(said)]
    return [follow(anger, each) for anger, each in zip(so_far, newest, strict=False)]


def mood_or_two_failures(dialogue: Rated, sentiments: Sequence[float]) -> list[float]:
    """Both in units of their own threshold, the larger counts: it fires where either does."""
    return [max(a / UPSET, b / 2) for a, b in zip(whole_mood(dialogue, sentiments), failures_in_a_row(dialogue), strict=True)]


RULES = {
    BASELINE: Rule(failures_in_a_row, 2),
    "two_failures_in_all": Rule(failures_so_far, 2),
    "last_message_negative": Rule(last_message, 0.25),
    "sentiment_trend": Rule(sentiment_trend, UPSET),
    "mood": Rule(whole_mood, UPSET),
    SHIPPED: Rule(mood_or_two_failures, 1),
}


def run(datasets: Path, artifacts: Path = ROOT / "artifacts") -> dict[str, Any]:
    """Raises NotFound where the set is not there."""
    return measure(datasets / FILE, SentimentScorer.open(artifacts).score)


def measure(file: Path, score: Callable[[Sequence[str]], Sequence[Any]]) -> dict[str, Any]:
    """``score`` is a scorer's: texts → sentiments with a ``value``. By turn and by dialogue, each beside the baseline."""
    dialogues = read(file)
    values = iter([float(found.value) for found in score([text for d in dialogues for text in d.texts])])
    sentiments = [[next(values) for _ in d.texts] for d in dialogues]
    scores = {name: [rule.score(d, s) for d, s in zip(dialogues, sentiments, strict=True)] for name, rule in RULES.items()}
    ended = [place for place, d in enumerate(dialogues) if d.at_the_end is not None]
    turns = _compare(
        {name: [np.array(each) for each in found] for name, found in scores.items()},
        [np.array(d.dissatisfied) for d in dialogues],
    )
    whole = _compare(
        {name: [np.array([max(found[place])]) for place in ended] for name, found in scores.items()},
        [np.array([dialogues[place].at_the_end]) for place in ended],
    )
    negative_words = [negative(value) > 0 for each in sentiments for value in each]
    return {
        "dialogues": len(dialogues),
        "turns": len(negative_words),
        "dissatisfied_turns": sum(sum(d.dissatisfied) for d in dialogues),
        "dissatisfied_dialogues": sum(bool(dialogues[place].at_the_end) for place in ended),
        "negative_messages": sum(negative_words),
        "baseline": BASELINE,
        "shipped": SHIPPED,
        "by_turn": turns,
        "by_dialogue": whole,
    }


def read(file: Path) -> list[Rated]:
    """Dialogues with at least one rated message. Raises NotFound."""
    if not file.is_file():
        raise NotFound(f"There is no {FILE} in SHOPTALK_DATASETS.")
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        found = [_rated(json.loads(line)) for line in lines]
    return [dialogue for dialogue in found if dialogue.texts]


def _rated(row: dict[str, Any]) -> Rated:
    texts, failed, dissatisfied = [], [], []
    at_the_end: bool | None = None
    badly = False
    for turn in row["turns"]:
        if turn["s"] == "SYSTEM":
            badly = badly or bool(_FAILED_ACT.search(turn["a"]) if turn["a"] else _FAILED_WORDS.search(turn["t"]))
            continue
        low = bool(turn["r"]) and sum(turn["r"]) / len(turn["r"]) < DISSATISFIED
        if turn["t"] == "OVERALL":
            at_the_end = low if turn["r"] else None
        elif turn["r"]:
            texts.append(turn["t"])
            failed.append(badly)
            dissatisfied.append(low)
            badly = False
    return Rated(row["dataset"], tuple(texts), tuple(failed), tuple(dissatisfied), at_the_end)


def _compare(scores: dict[str, list[Floats]], truth: list[npt.NDArray[np.bool_]]) -> dict[str, Any]:
    figures = {name: _Figures(found, truth, RULES[name].threshold) for name, found in scores.items()}
    base, once = figures[BASELINE], np.ones(len(truth))
    report: dict[str, Any] = {}
    for name, each in figures.items():
        report[name] = each.report(once)
        if name != BASELINE:
            report[name]["f1_gain"] = paired_gain_of(each.f1, base.f1, len(truth))
            report[name]["auc_gain"] = paired_gain_of(each.auc, base.auc, len(truth))
    return report


class _Figures:
    """Of one rule, for any weighting of the groups (dialogues)."""

    def __init__(self, scores: Sequence[Floats], truth: Sequence[npt.NDArray[np.bool_]], threshold: float):
        fired = [each >= threshold for each in scores]
        pairs = list(zip(fired, truth, strict=True))
        self._hits = np.array([float((f & t).sum()) for f, t in pairs])
        self._fired = np.array([float(f.sum()) for f, _ in pairs])
        self._true = np.array([float(t.sum()) for _, t in pairs])
        flat, self._group = np.concatenate(list(scores)), np.repeat(np.arange(len(scores)), [len(s) for s in scores])
        self._truth = np.concatenate(list(truth))
        self._order = np.argsort(flat, kind="stable")
        ordered = flat[self._order]
        self._starts = np.flatnonzero(np.concatenate([[True], ordered[1:] != ordered[:-1]]))  # of each run of equal scores

    def report(self, weights: Floats) -> dict[str, Any]:
        hits, fired, true = (float(weights @ each) for each in (self._hits, self._fired, self._true))
        return {
            "precision": round(hits / fired, 4) if fired else None,
            "recall": round(hits / true, 4),
            "f1": round(self.f1(weights), 4),
            "auc": round(self.auc(weights), 4),
            "fires": int(fired),
        }

    def f1(self, weights: Floats) -> float:
        return float(2 * (weights @ self._hits) / max(1e-12, weights @ self._fired + weights @ self._true))

    def auc(self, weights: Floats) -> float:
        """The chance that a dissatisfied item scores above a satisfied one; equal scores count half."""
        each, truth = weights[self._group][self._order], self._truth[self._order]
        low = np.add.reduceat(each * truth, self._starts)
        fine = np.add.reduceat(each * ~truth, self._starts)
        below = np.concatenate([[0.0], np.cumsum(fine)[:-1]])
        pairs = low.sum() * fine.sum()
        return float((low * (below + fine / 2)).sum() / pairs) if pairs else 0.5
