"""The card that stands beside the weights of the judge of answers."""

from __future__ import annotations

from collections.abc import Mapping

from retrieval.answering.judge import Judge

_TEXT = """# The judge of answers

Says how likely a sentence of a product's record answers a question about the product: a logistic regression over {features}
numbers (`features.py`) that compare the two with the encoder `{encoder}`, by words, by what the question is about, and with
{examples} questions and the sentences that answered them (`examples.safetensors`, their vectors in whole numbers). From
{line:.2f} (log-odds) on a sentence is given as the answer.

## Trained on
{records} records with {questions} questions, written by us for this purpose (`written/`); no public data set, and no record
or question of those that `make bench SUITE=answers` measures on; and questions with answers of no record
(`asked_and_answered.tsv`), which are examples alone. An eighth of the records, by the sha256 of the name, trains nothing
and is no example. The line is drawn on the training records alone, so that 8 in 100 of the ordinary questions without an
answer are answered (`train.py` says which are ordinary).

## Measured
| questions | exact support | false answers | of ordinary ones | attributes | descriptions | reviews |
|---|---|---|---|---|---|---|
{rows}

The lists of words that mean the same (`alike.py`), of matters (`question_concepts.py`) and of questions of no record were
written with all of these records in view, so that the records held out are new to the weights and not to the lists. The
figures that nothing was chosen on are those of `make bench SUITE=answers`.

## Where it errs
Where an answer follows only from knowledge of the world ("is it mdf?" – "birch plywood"), where a sentence near to the
question speaks of another part of the thing, and on negation. It reads English only and is bound to the encoder named
above: with another one it must be trained again (`python -m retrieval.answering.train`).
"""


def card_text(
    judge: Judge,
    features: int,
    records: int,
    *,
    encoder: str,
    trained_on: Mapping[str, float],
    held_out: Mapping[str, float],
) -> str:
    measured = (("trained on", trained_on), ("held out", held_out))
    columns = (
        "exact_support",
        "false_answers",
        "false_answers_ordinary",
        "exact_support_attribute",
        "exact_support_description",
        "exact_support_review",
    )
    return _TEXT.format(
        features=features,
        encoder=encoder,
        line=judge.line,
        examples=len(judge.examples.records),
        records=records,
        questions=int(trained_on["questions"] + held_out["questions"]),
        rows="\n".join(
            f"| {int(m['questions'])} {what} | " + " | ".join(f"{m[c]:.3f}" for c in columns) + " |" for what, m in measured
        ),
    )
