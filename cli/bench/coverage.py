"""Do the intents and the FAQ of the shipped assistant and the sample shop cover what customers really ask?

Beside it: the FAQ alone, which looks every sentence up and has no intents, and the assistant before it had intents for these
classes, measured with the same command and labels.
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from actions.services.answers import ShopAnswer
from cli import sample_shop
from cli.build import ensure_encoder
from cli.environment import opened
from cli.evaluate.bootstrap import paired_gain
from cli.evaluate.coverage import ANSWER, MAPPING, Served, Verdict, faq_of, judge, measure, read_mapping, summary
from cli.evaluate.parsing import Parse
from cli.publish import train_live
from cli.steps import Steps
from data.public import customer_questions
from shop.settings import load_settings
from worker.rebuild_index import build
from worker.services import Services

SCALE = 0.25
#: Commit 85b8df2: 80 entries in the FAQ, one intent for all of it. 26 of the sentences were among its training examples.
BEFORE = {"sentences": 1156, "right": 0.4325, "answered": 0.4325, "right_with_choice": 0.5052}


def run() -> dict[str, Any]:
    questions = customer_questions.read()
    mapping = read_mapping(MAPPING)
    steps = Steps()
    with tempfile.TemporaryDirectory(prefix="shoptalk-bench-") as folder:
        settings = load_settings({"SHOPTALK_HOME": folder, "SHOPTALK_SAMPLE_SCALE": str(SCALE)})
        _lend_encoder(Path(folder))
        ensure_encoder(settings, steps)
        with opened(settings) as services:
            with steps.step("Creating the sample shop") as report:
                sample_shop.create(services, report)
            with steps.step("Building the indexes") as report:
                build(services, report)
            with steps.step("Training the assistant"):
                train_live(services)
            with steps.step(f"Asking {len(questions)} questions"):
                verdicts = measure(services, questions, mapping)
                alone = _faq_alone(services, questions, mapping)
    found = summary(verdicts)
    return {
        **found,
        "baselines": {
            "before": BEFORE,
            "faq_alone": {k: v for k, v in summary(alone).items() if k in BEFORE},
        },
        "gain_over_faq_alone": paired_gain([float(v.right) for v in verdicts], [float(v.right) for v in alone]),
    }


def _lend_encoder(home: Path) -> None:
    """Exported before: the same files, not the same minute again."""
    exported = load_settings().artifacts / "encoder"
    if (exported / "manifest.json").is_file():
        (home / "artifacts").mkdir(parents=True)
        (home / "artifacts" / "encoder").symlink_to(exported.resolve())


def _faq_alone(services: Services, questions: list[tuple[str, str]], mapping: Served) -> list[Verdict]:
    """Every sentence is looked up, whatever its intent."""
    answers = faq_of(services)

    def asked(parse: Parse) -> ShopAnswer:
        return answers.of_shop(parse.text)

    only = Served({ANSWER: None}, mapping.faqs, frozenset({ANSWER}))
    return [judge(wanted, Parse(text, ANSWER, []), only, asked) for text, wanted in questions]
