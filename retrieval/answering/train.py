"""Fits the judge of answers: ``python -m retrieval.answering.train --encoder artifacts/encoder``.

Reads our own records and questions in ``written/`` and writes weights, examples and card into ``shipped/``. An eighth of
the records trains nothing, is no example, and measures. Of the others, five folds by record give scores of records that the
fold's weights never saw; the line is drawn there so that of the ordinary questions that nothing answers 8 in 100 are answered.
Ordinary are those whose words the record does not have: one in six of ours sits beside what the record says ("can you replace
the ear pads" – "the cushions spare the ears"), and that share is the writers', who had the record before them. A minute on
two cores.
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
from retrieval.answering.features import NAMES, Candidate, Rows, akin, features
from retrieval.answering.judge import SHIPPED, Judge
from retrieval.answering.question import Asked, take_apart
from retrieval.answering.vouching import may_answer
from retrieval.answering.written import Question, Record, asked_and_answered, records
from retrieval.encoder.encoder import Encoder
from retrieval.encoder.remembered import Encodes, Remembered
from retrieval.text import Tokeniser, sentences
from shop.catalogue import Product

FALSE_ANSWERS = 0.08
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
    """``near``: it asks about a part or a matter that the record speaks of, perhaps in another respect."""

    record: int
    question: Question
    of_people: bool
    pools: tuple[Pool, ...]
    near: bool


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
                _pool(question, of, features(asked, record.name, of, encoder, tokeniser, others), shown=of is not silent)
                for of in (own, said, silent)
                if of and (of is not silent or len(silent) < len(own))
            ]
            kept = tuple(pool for pool in pools if len(pool.rows))
            found.append(Case(number, question, asked.of_people, kept, names_a_part(asked, record, own, tokeniser)))
    return found


def _pool(question: Question, of: Sequence[Candidate], rows: Rows, *, shown: bool) -> Pool:
    may = np.array(may_answer(question.text, of))
    kept = [c for c, one in zip(of, may, strict=True) if one]
    answers = np.array([question.answered_by(c) for c in kept], dtype=bool)
    return Pool(rows[may], tuple(c.rank for c in kept), answers, of[0].source == "reviews", shown)


def names_a_part(asked: Asked, record: Record, own: Sequence[Candidate], tokeniser: Tokeniser) -> bool:
    """Does the question ask about a thing that the record itself speaks of, beyond what the product is called?"""
    called = set(tokeniser.stems(f"{record.type} {record.name}"))
    said = {stem for c in own for stem in tokeniser.stems(f"{c.source} {c.text}")} - called
    return any(akin(word, stem) for word in asked.words for stem in said)


def fit(of: Sequence[Case], known: Examples) -> Judge:
    """With no line yet."""
    rows = np.concatenate([pool.rows for case in of for pool in case.pools])
    answers = np.concatenate([pool.answers for case in of for pool in case.pools])
    scaler = StandardScaler().fit(rows)
    model = LogisticRegression(C=C, max_iter=2000).fit(scaler.transform(rows), answers)
    weights = model.coef_[0] / scaler.scale_
    return Judge(weights, float(model.intercept_[0] - weights @ scaler.mean_), 0.0, known)


def line_for(of: Sequence[Case], known: Examples) -> float:
    """The line that FALSE_ANSWERS of ordinary questions without an answer pass, from weights that never saw their record."""
    groups = np.array([case.record for case in of])
    best = []
    for train, test in GroupKFold(FOLDS, shuffle=True, random_state=7).split(groups, groups=groups):
        judge = fit([of[i] for i in train], known)
        # where nothing may answer at all, no line keeps anything back
        asked = [of[i] for i in test if not of[i].question.answers and not of[i].near and of[i].pools]
        best += [max(max(judge.scores(p.rows)) for p in case.pools if p.shown) for case in asked]
    return float(np.quantile(best, 1 - FALSE_ANSWERS, method="higher"))


def measure(judge: Judge, of: Sequence[Case]) -> dict[str, float]:
    """``exact_support`` of the questions that something answers, by kind too; ``false_answers`` of those that nothing does."""
    right: dict[str, list[bool]] = {}
    silent = [case for case in of if not case.question.answers]
    false = [answer_of(judge, case) is not None for case in silent]
    for case in of:
        if case.question.answers:
            right.setdefault(case.question.kind, []).append(bool(answer_of(judge, case)))
    every = [one for kind in right.values() for one in kind]
    found = {
        "questions": len(every) + len(false),
        "exact_support": float(np.mean(every)),
        "false_answers": float(np.mean(false)),
        "false_answers_ordinary": float(np.mean([wrong for wrong, case in zip(false, silent, strict=True) if not case.near])),
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
