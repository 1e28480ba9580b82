"""Simulated shoppers who want one product each, are asked two questions, and answer as the product's record tells."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from actions.services.askable import price_table
from actions.services.asking import CANDIDATES, TEMPERATURE, closure
from recommender.asking import Attribute, Band, Question, best_question, knows, learnt, options_of, softmax

Floats = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]
Knowing = Callable[[str], float]
QUESTIONS = 2
ENOUGH = 5  # products that are shown at once
FIXED = ("type", "brand", "price")


@dataclass(frozen=True)
class Wish:
    """What a vague wish leaves: how the recommender scores each candidate for somebody unknown, (n,), the tables that may be
    asked, and each candidate's prices. ``memory`` holds questions that were worked out before."""

    scores: Floats
    tables: tuple[Attribute, ...]
    prices: tuple[tuple[int, ...], ...]
    memory: dict[tuple[bytes, frozenset[str]], tuple[Question, ...]] = field(default_factory=dict)

    def looked_at(self, kept: Mask) -> tuple[Floats, list[Attribute]]:
        """Chances and tables of the likeliest in ``kept``, as the assistant looks at them; prices are parted among these."""
        rows = np.flatnonzero(kept)
        rows = rows[np.argsort(-self.scores[rows], kind="stable")[:CANDIDATES]]
        among = np.zeros(kept.size, dtype=bool)
        among[rows] = True
        chances = softmax(self.scores[among], TEMPERATURE)
        tables = [each.among(among) for each in self.tables]
        return chances, [*tables, price_table([self.prices[row] for row in np.flatnonzero(among)], chances)]

    def has(self, row: int, name: str, value: str) -> bool:
        if name == "price":
            return any(map(Band.named(value).holds, self.prices[row]))
        return bool(self.having(name, value)[row])

    def having(self, name: str, value: str) -> Mask:
        if name == "price":
            band = Band.named(value)
            return np.array([any(map(band.holds, each)) for each in self.prices])
        return next(each for each in self.tables if each.name == name).having(value)


#: All questions that a policy would ask of those in ``kept``, with nothing in ``known``; it asks the first, or draws one.
Policy = Callable[[Wish, Mask, frozenset[str]], tuple[Question, ...]]


@dataclass(frozen=True)
class Shopper:
    """``row``: the candidate that is wanted; ``able``: the chance that they can answer, by attribute; ``slips``: the chance
    that they press what is not so."""

    wish: Wish
    row: int
    seed: int
    able: Knowing
    slips: float = 0.0


def shipped(knowing: Knowing) -> Policy:
    """The shipped choice under an idea of what shoppers can answer."""
    memory: dict[tuple[int, bytes, frozenset[str]], tuple[Question, ...]] = {}

    def policy(wish: Wish, kept: Mask, known: frozenset[str]) -> tuple[Question, ...]:
        key = (id(wish), kept.tobytes(), known)
        if key not in memory:
            chances, tables = wish.looked_at(kept)
            found = best_question(chances, tables, known=known, knowing=knowing, enough=ENOUGH)
            memory[key] = (found,) if found else ()
        return memory[key]

    return policy


def any_question(wish: Wish, kept: Mask, known: frozenset[str]) -> tuple[Question, ...]:
    """Every question that leaves a choice."""
    key = (kept.tobytes(), known)
    if key not in wish.memory:
        chances, tables = wish.looked_at(kept)
        found = []
        for table in tables:
            codes = options_of(table, chances) if table.name not in known else []
            if len(codes) > 1:
                found.append(Question(table.name, tuple(table.values[code] for code in codes), 0.0))
        wish.memory[key] = tuple(found)
    return wish.memory[key]


def fixed_order(wish: Wish, kept: Mask, known: frozenset[str]) -> tuple[Question, ...]:
    """Type, brand, price, each where it leaves a choice."""
    found = {question.attribute: question for question in any_question(wish, kept, known)}
    return tuple(found[name] for name in FIXED if name in found)[:1]


def no_question(wish: Wish, kept: Mask, known: frozenset[str]) -> tuple[Question, ...]:
    return ()


@dataclass(frozen=True)
class Outcome:
    rank: int  # of the wanted one, from 1
    asked: tuple[tuple[Question, bool], ...]  # answered?


def talk(shopper: Shopper, policy: Policy) -> Outcome:
    """What fits the answers stands first, each part by its score; several questions of a policy are drawn from."""
    wish, rng = shopper.wish, np.random.default_rng(shopper.seed)
    kept, known = np.ones(wish.scores.size, dtype=bool), frozenset[str]()
    asked: list[tuple[Question, bool]] = []
    while len(asked) < QUESTIONS and int(kept.sum()) > ENOUGH:
        questions = policy(wish, kept, known)
        if not questions:
            break
        question = questions[int(rng.integers(len(questions)))]
        known |= closure([question.attribute])
        answer = _answer(shopper, question, rng)
        asked.append((question, answer is not None))
        if answer is not None:
            kept = kept & wish.having(question.attribute, answer)
    order = np.lexsort((-wish.scores, ~kept))
    return Outcome(int(np.flatnonzero(order == shopper.row)[0]) + 1, tuple(asked))


def _answer(shopper: Shopper, question: Question, rng: np.random.Generator) -> str | None:
    """None: "anything", of those who cannot say, whose product has no such value, or none of the options."""
    able, slip, which = rng.random(3)
    if able >= shopper.able(question.attribute):
        return None
    own = [option for option in question.options if shopper.wish.has(shopper.row, question.attribute, option)]
    options = list(question.options) if slip < shopper.slips else own
    return options[int(which * len(options))] if options else None


def talks(shoppers: Sequence[Shopper], policy: Policy) -> list[Outcome]:
    return [talk(shopper, policy) for shopper in shoppers]


def learning_talks(shoppers: Sequence[Shopper], every: int = 25) -> list[Outcome]:
    """The shipped choice as it begins, one shopper after another; what they could answer is learnt every few shoppers."""
    counts: dict[str, tuple[float, float]] = {}
    outcomes: list[Outcome] = []
    for start in range(0, len(shoppers), every):
        knowing = learnt(dict(counts)) if counts else knows
        policy = shipped(knowing)
        for outcome in talks(shoppers[start : start + every], policy):
            outcomes.append(outcome)
            for question, answered in outcome.asked:
                asked, told = counts.get(question.attribute, (0.0, 0.0))
                counts[question.attribute] = (asked + question.offered, told + answered)
    return outcomes
