"""``shoptalk evaluate nlu``: the shipped pipeline, trained by Rasa on any intents and asked in Rasa, beside a plain head."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import numpy as np
import typer
from sklearn.linear_model import LogisticRegression

from cli.build import ensure_encoder
from cli.environment import JsonFile
from cli.evaluate.bootstrap import paired_gain
from cli.evaluate.nlu_metrics import OOS, reliability, scores
from cli.evaluate.nlu_project import Parsed, parse, pipeline, train
from cli.evaluate.report import report
from cli.evaluate.tables import read_rows
from cli.steps import Steps
from retrieval.encoder.encoder import Encoder
from shop.errors import InvalidInput
from shop.settings import load_settings

LONGEST = 2000  # characters; the gateway cuts a message there
BASELINE_C = 30.0


@dataclass(frozen=True)
class Labelled:
    texts: list[str]
    intents: list[str]


def nlu_command(
    train: Annotated[Path, typer.Option(help="CSV: text, intent (`oos` = out of scope).")],
    test: Annotated[Path, typer.Option(help="CSV: the same columns.")],
    json_file: JsonFile = None,
) -> None:
    """Train the shipped pipeline in Rasa on one file's intents and measure it on another file."""
    steps = Steps()
    taught, asked = read_labelled(train, for_training=True), read_labelled(test)
    settings = load_settings()
    ensure_encoder(settings, steps)
    report("Intents", evaluate(taught, asked, settings.artifacts / "encoder", steps), json_file)


def read_labelled(path: Path, *, for_training: bool = False) -> Labelled:
    """Raises InvalidInput: a row without intent, and for training a row without text or fewer than two intents.

    A text longer than a message may be is cut as a message would be; line breaks and the like become spaces.
    """
    texts, intents = [], []
    for number, row in enumerate(read_rows(path, ["text", "intent"]), 2):
        if not row["intent"]:
            raise InvalidInput(f"{path}, row {number}: there is no intent.", code="no_intent")
        text = " ".join(row["text"].split())[:LONGEST]
        if for_training and not text:
            raise InvalidInput(f"{path}, row {number}: there is no text to learn from.", code="no_text")
        texts.append(text)
        intents.append(row["intent"])
    if for_training and len(set(intents) - {OOS}) + (OOS in intents) < 2:
        raise InvalidInput(f"{path} has one intent only; training needs two or more.", code="one_intent")
    return Labelled(texts, intents)


def evaluate(taught: Labelled, asked: Labelled, encoder: Path, steps: Steps) -> dict[str, Any]:
    """Everything that the command reports."""
    with tempfile.TemporaryDirectory(prefix="shoptalk-evaluate-") as folder:
        with steps.step("Training with Rasa") as told:
            trained = train(taught.texts, taught.intents, Path(folder), encoder)
            told(1.0, f"{trained.train_seconds:.1f} s")
        with steps.step(f"Asking {len(asked.texts):,} texts"):
            parsed, loaded = parse(trained, asked.texts)
    with steps.step("The baseline: one logistic regression on the encoder's vectors"):
        plain = baseline(taught, asked, encoder)
    got = [one.intent for one in parsed]
    right = [g == w for g, w in zip(got, asked.intents, strict=True)]
    times = [one.ms for one in parsed]
    return {
        "train_rows": len(taught.texts),
        "test_rows": len(asked.texts),
        "intents": len(set(taught.intents) - {OOS}),
        "trained_with_oos_rows": taught.intents.count(OOS),
        **scores(asked.intents, got),
        "train_seconds": round(trained.train_seconds, 2),
        "parse_ms_p50": round(float(np.percentile(times, 50)), 2),
        "parse_ms_p95": round(float(np.percentile(times, 95)), 2),
        "load_seconds": round(loaded["load_seconds"], 2),
        "bot_memory_mb": round(loaded["memory_mb"], 1),
        "reliability": _reliability(parsed, right),
        "baseline": {"what": f"MiniLM and logistic regression at C={BASELINE_C:g}", **scores(asked.intents, plain)},
        "gain_over_baseline": paired_gain(
            [float(r) for r in right], [float(p == w) for p, w in zip(plain, asked.intents, strict=True)]
        ),
        "components_left_out": pipeline()[1],
    }


def _reliability(parsed: Sequence[Parsed], right: Sequence[bool]) -> dict[str, object]:
    """Of the rows that were given an intent: how sure the bot was of it, and how often it was right."""
    answered = [i for i, one in enumerate(parsed) if one.intent != OOS]
    if not answered:
        return {"rows": 0}
    found = reliability([parsed[i].confidence for i in answered], [right[i] for i in answered])
    return {"rows": len(answered), **found}


def baseline(taught: Labelled, asked: Labelled, encoder: Path) -> list[str]:
    """The likeliest label of a logistic regression on sentence vectors, ``oos`` one of them when it has rows."""
    model = Encoder(encoder, threads=1)
    head = LogisticRegression(C=BASELINE_C, max_iter=300, class_weight="balanced")
    head.fit(model.encode(taught.texts), np.asarray(taught.intents))
    return [str(label) for label in head.predict(model.encode(asked.texts))]
