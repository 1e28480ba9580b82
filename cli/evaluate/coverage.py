"""``shoptalk evaluate coverage``: do the intents and the FAQ of this installation cover what customers ask?

Each sentence is parsed by the live model and, where the FAQ answers, looked up as the action looks it up. What counts as right
is written in the mapping, ``data/public/coverage_mapping.yml`` unless another is given.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import typer
import yaml

from actions.answer_faq import look_up
from actions.services.answers import Answers, ShopAnswer
from actions.services.named import ProductNames
from actions.services.told import Told
from cli.environment import JsonFile, opened
from cli.evaluate.bootstrap import share_interval
from cli.evaluate.parsing import Parse, parse_texts
from cli.evaluate.report import report
from cli.evaluate.tables import read_rows
from recommender.sentiment import SentimentScorer
from retrieval.encoder.encoder import Encoder
from retrieval.faq import FaqIndex
from retrieval.products import ProductIndex
from shop.errors import InvalidInput
from worker.paths import ROOT
from worker.services import Services

MAPPING = ROOT / "data" / "public" / "coverage_mapping.yml"
ANSWER = "answer"  # the class of an intent that the FAQ answers
LARGE = 10  # sentences of a class from which on its share says something
SHOWN = 12  # confusions


@dataclass(frozen=True)
class Served:
    """Class per intent and per FAQ entry; None serves no class. The FAQ answers the intents in ``answered_by_faq``."""

    intents: Mapping[str, str | None]
    faqs: Mapping[str, str | None]
    answered_by_faq: frozenset[str]


@dataclass(frozen=True)
class Verdict:
    """Classes, None = none: of what was ``answered``, of the topic ``understood`` without an answer, and of the first question
    ``offered`` back; ``as_what`` says it for people."""

    wanted: str
    as_what: str
    answered: str | None = None
    understood: str | None = None
    offered: str | None = None

    @property
    def right(self) -> bool:
        return self.wanted in (self.answered, self.understood)

    @property
    def right_with_choice(self) -> bool:
        return self.right or self.offered == self.wanted


def read_mapping(path: Path) -> Served:
    """Raises InvalidInput: no such file, or not of the form of ``coverage_mapping.yml``."""
    try:
        loaded = yaml.safe_load(path.read_text(encoding="utf-8"))
        kinds = {kind: {str(name): line["class"] for name, line in loaded[kind].items()} for kind in ("intents", "faqs")}
        by_faq = {name for name, line in loaded["intents"].items() if line.get("faq") or line["class"] == ANSWER}
    except FileNotFoundError as error:
        raise InvalidInput(f"There is no file {path}.", code="no_file") from error
    except (yaml.YAMLError, UnicodeDecodeError, KeyError, TypeError, AttributeError) as error:
        raise InvalidInput(f"{path} is no mapping; see data/public/coverage_mapping.yml.", code="not_a_mapping") from error
    own = {name: None if served == ANSWER else served for name, served in kinds["intents"].items()}
    return Served(own, kinds["faqs"], frozenset(by_faq))


def judge(wanted: str, parse: Parse, mapping: Served, asked: Callable[[Parse], ShopAnswer]) -> Verdict:
    """``asked`` looks a question up in the shop's FAQ."""
    intent = parse.intent
    own = mapping.intents.get(intent)
    if intent not in mapping.answered_by_faq:
        return Verdict(wanted, intent, answered=own)
    found = asked(parse)
    first = mapping.faqs.get(found.candidates[0].faq_id) if found.candidates else None
    if found.sure or found.likely:
        return Verdict(wanted, f"{intent}: {first}", answered=first)
    what = f"asks back ({first})" if found.candidates else "not known"
    return Verdict(wanted, f"{intent}: {what}", understood=own, offered=first)


def summary(verdicts: Sequence[Verdict]) -> dict[str, Any]:
    """Shares over all sentences and per class (largest first), the commonest confusions, and the classes below one half."""
    sizes = Counter(v.wanted for v in verdicts)
    names = sorted(sizes, key=lambda name: (-sizes[name], name))
    classes = {name: _shares([v for v in verdicts if v.wanted == name]) for name in names}
    wrong = Counter(f"{v.wanted} → {v.as_what}" for v in verdicts if not v.right)
    return {
        **_shares(verdicts),
        "right_interval": share_interval([v.right for v in verdicts]),
        "classes": classes,
        "classes_below_half": [name for name in names if sizes[name] >= LARGE and classes[name]["right"] < 0.5],
        "confusions": dict(wrong.most_common(SHOWN)),
    }


def _shares(verdicts: Sequence[Verdict]) -> dict[str, float]:
    def share(right: Callable[[Verdict], bool]) -> float:
        return round(sum(map(right, verdicts)) / len(verdicts), 4)

    return {
        "sentences": len(verdicts),
        "right": share(lambda v: v.right),
        "answered": share(lambda v: v.answered == v.wanted),
        "right_with_choice": share(lambda v: v.right_with_choice),
    }


def faq_of(services: Services) -> Answers:
    """The shop's FAQ as the actions have it."""
    artifacts = services.settings.artifacts
    encoder = Encoder(artifacts / "encoder")
    index = FaqIndex.open(artifacts, encoder)
    told = Told(services.storage, ProductNames(services.storage))
    products, sentiment = (lambda: ProductIndex.open(artifacts, encoder)), (lambda: SentimentScorer.open(artifacts))
    return Answers(services.storage, told, lambda: index, products, lambda: encoder, sentiment)


def measure(services: Services, questions: Sequence[tuple[str, str]], mapping: Served) -> list[Verdict]:
    """One verdict per (text, class), in their order, by the model and the FAQ index that are live in this installation."""
    answers = faq_of(services)
    parses = parse_texts(services.settings, [text for text, _ in questions])
    return [
        judge(wanted, parse, mapping, lambda p: look_up(answers, p.text, p.entities, p.intent)[0])
        for (_, wanted), parse in zip(questions, parses, strict=True)
    ]


def coverage_command(
    test: Annotated[Path, typer.Option(help="CSV with the columns text,class.")],
    mapping: Annotated[Path, typer.Option(help="Which class each intent and each FAQ entry serves.")] = MAPPING,
    json_file: JsonFile = None,
) -> None:
    """Measure whether the live assistant answers what customers ask: per class and in all."""
    rows = read_rows(test, ("text", "class"))
    classes = read_mapping(mapping)
    questions = [(row["text"], row["class"]) for row in rows if row["text"]]
    served = {name for kind in (classes.intents, classes.faqs) for name in kind.values() if name}
    unknown = sorted({name for _, name in questions} - served)
    if unknown:
        raise InvalidInput(f"{test} has classes that {mapping} does not serve: {', '.join(unknown)}.", code="unknown_class")
    with opened() as services:
        result = summary(measure(services, questions, classes))
    report(f"Coverage of {test.name}", result, json_file)
