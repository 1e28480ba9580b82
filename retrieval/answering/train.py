"""Fits the judge of answers: ``python -m retrieval.answering.train --encoder artifacts/encoder``.

Reads our own records and questions in ``written/`` and writes weights, examples and card into ``shipped/``. An eighth of
the records trains nothing, is no example, and measures. Of the others, five folds by record give scores of records that the
fold's weights never saw; the line is drawn there so that of the questions that nothing answers one in ten is answered. Such
questions are those written without an answer, and the others asked of their record without the sentences that answer. A
minute on two cores.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import numpy.typing as npt
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold
from sklearn.preprocessing import StandardScaler

from retrieval.answer import choose, of_record
from retrieval.answering.card import card_text
from retrieval.answering.examples import Examples
from retrieval.answering.features import NAMES, Candidate, Rows, features
from retrieval.answering.judge import SHIPPED, Judge
from retrieval.answering.question import take_apart
from retrieval.answering.written import Question, Record, asked_and_answered, records
from retrieval.encoder.encoder import Encoder
from retrieval.encoder.remembered import Encodes, Remembered
from retrieval.text import Tokeniser, sentences
from shop.catalogue import Product

FALSE_ANSWERS = 0.10
FOLDS = 5
C = 0.1
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Pool:
    """What one question is asked of; ``answers``: which rows answer it. ``shown``: a question as written, not one of which the
    answer was taken out."""

    rows: Rows
    ranks: tuple[int, ...]
    answers: npt.NDArray[np.bool_]
    of_reviews: bool
    shown: bool


@dataclass(frozen=True)
class Case:
    record: int
    question: Question
    of_people: bool
    pools: tuple[Pool, ...]


def candidates(record: Record) -> tuple[list[Candidate], list[Candidate]]:
    """Of the record, and of its reviews."""
    product = Product("", record.name, description=record.description, type=record.type, attributes=record.attributes)
    return of_record(product), [Candidate(s, "reviews") for text in record.reviews for s in sentences(text)]


def examples(written: Sequence[Record], encoder: Encodes) -> Examples:
    """Of the records that are not held out, and of none (-1)."""
    found = [(-1, question, answer) for question, answer in asked_and_answered()]
    for number, record in enumerate(written):
        if not record.held_out:
            own, said = candidates(record)
            for question in record.questions:
                found += [(number, question.text, c.text) for c in (*own, *said) if question.answered_by(c)]
    numbers, questions, answers = zip(*found, strict=True)
    return Examples(encoder.encode(questions), encoder.encode(answers), np.array(numbers, dtype=np.int32))


def cases(written: Sequence[Record], encoder: Encodes, known: Examples) -> list[Case]:
    tokeniser = Tokeniser()
    found = []
    for number, record in enumerate(written):
        own, said = candidates(record)
        others = known.without(number)
        for question in record.questions:
            asked = take_apart(question.text, f"{record.type} {record.name}", tokeniser)
            silent = [c for c in own if not question.answered_by(c)]
            pools = [
                Pool(
                    features(asked, record.name, of, encoder, tokeniser, others),
                    tuple(c.rank for c in of),
                    np.array([question.answered_by(c) for c in of]),
                    of is said,
                    of is not silent,
                )
                for of in (own, said, silent)
                if of and (of is not silent or len(silent) < len(own))
            ]
            found.append(Case(number, question, asked.of_people, tuple(pools)))
    return found


def fit(of: Sequence[Case], known: Examples) -> Judge:
    """With no line yet."""
    rows = np.concatenate([pool.rows for case in of for pool in case.pools])
    answers = np.concatenate([pool.answers for case in of for pool in case.pools])
    scaler = StandardScaler().fit(rows)
    model = LogisticRegression(C=C, max_iter=2000).fit(scaler.transform(rows), answers)
    weights = model.coef_[0] / scaler.scale_
    return Judge(weights, float(model.intercept_[0] - weights @ scaler.mean_), 0.0, known)


def line_for(of: Sequence[Case], known: Examples) -> float:
    """The line that one in ten of the questions without an answer passes, from weights that never saw their record."""
    groups = np.array([case.record for case in of])
    best = []
    for train, test in GroupKFold(FOLDS, shuffle=True, random_state=7).split(groups, groups=groups):
        judge = fit([of[i] for i in train], known)
        for case in (of[i] for i in test):
            shown = [max(judge.scores(p.rows)) for p in case.pools if p.shown]
            if not case.question.answers:
                best.append(max(shown))
            best += [max(judge.scores(p.rows)) for p in case.pools if not p.shown]
    return float(np.quantile(best, 1 - FALSE_ANSWERS))


def measure(judge: Judge, of: Sequence[Case]) -> dict[str, float]:
    """``exact_support`` of the questions that something answers, by kind too; ``false_answers`` of those that nothing does."""
    right: dict[str, list[bool]] = {}
    false = [answer_of(judge, case) is not None for case in of if not case.question.answers]
    for case in of:
        if case.question.answers:
            right.setdefault(case.question.kind, []).append(bool(answer_of(judge, case)))
    every = [one for kind in right.values() for one in kind]
    found = {
        "questions": len(every) + len(false),
        "exact_support": float(np.mean(every)),
        "false_answers": float(np.mean(false)),
    }
    found |= {f"exact_support_{kind}": float(np.mean(ok)) for kind, ok in sorted(right.items())}
    return {name: round(value, 4) for name, value in found.items()}


def answer_of(judge: Judge, case: Case) -> bool | None:
    """Is the sentence given one that answers? None: none is given. The record is asked before reviews."""
    for pool in (p for p in case.pools if p.shown and (p.of_reviews or not case.of_people)):
        chosen = choose(judge.scores(pool.rows), pool.ranks, judge.line)
        if chosen is not None:
            return bool(pool.answers[chosen])
    return None


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--encoder", type=Path, default=Path("artifacts/encoder"))
    encoder = Encoder(parser.parse_args().encoder)
    remembering = Remembered(encoder)
    written = records()
    known = examples(written, remembering)
    every = cases(written, remembering, known)
    training = [case for case in every if not written[case.record].held_out]
    judge = replace(fit(training, known), line=line_for(training, known))
    held_out = measure(judge, [case for case in every if written[case.record].held_out])
    trained_on = measure(judge, training)
    judge.save(SHIPPED, encoder=encoder.model, trained_on=trained_on, held_out=held_out)
    card = card_text(judge, len(NAMES), len(written), encoder=encoder.model, trained_on=trained_on, held_out=held_out)
    (SHIPPED / "card.md").write_text(card, encoding="utf-8")
    print(f"held out: {held_out}")


if __name__ == "__main__":
    main()
