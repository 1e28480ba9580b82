"""``shoptalk evaluate entities``: what the bot's extractor finds in sentences whose entities are known."""

from __future__ import annotations

import json
import tempfile
from collections import Counter
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated, Any

import numpy as np
import typer

from cli.environment import JsonFile
from cli.evaluate.bot_entities import Entity, Extractor, extractor
from cli.evaluate.report import report
from cli.steps import Steps
from retrieval.learnt import derive
from retrieval.lookups import entries_of, write_lookups
from retrieval.text import fold
from retrieval.types import type_words
from shop.catalogue import Product
from shop.errors import InvalidInput
from shop.settings import load_settings
from storage.imports import read_records

Key = tuple[str, str, str]  # entity, value, role


@dataclass(frozen=True)
class Sentence:
    text: str
    entities: list[Entity]


@dataclass(frozen=True)
class Miss:
    """One sentence that was not read as wanted."""

    text: str
    missing: list[Key]
    extra: list[Key]


def entities_command(
    test: Annotated[Path, typer.Option(help='JSON lines: {"text", "entities": [{"entity", "value", "role"}]}.')],
    products: Annotated[
        Path | None, typer.Option(help="A catalogue whose words to use; else those built for the shop.")
    ] = None,
    today: Annotated[str | None, typer.Option(help='The day that "tomorrow" is counted from, as 2026-11-25.')] = None,
    json_file: JsonFile = None,
) -> None:
    """Precision, recall and F1 of (entity, value, role), each entity and all together."""
    settings, steps = load_settings(), Steps()
    sentences = read_sentences(test)
    day = read_day(today)
    with ExitStack() as stack:
        lookups = settings.artifacts / "lookups"
        if products is not None:
            lookups = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="shoptalk-evaluate-"))) / "lookups"
            with steps.step(f"Reading {products.name}") as told:
                found, _ = read_records("products", products, currency=settings.currency, now=datetime.now(UTC), progress=told)
                build_lookups([p for p in found if p.active], lookups)
        if not (lookups / "manifest.json").is_file():
            raise InvalidInput("There are no word lists yet; run `shoptalk build`, or give --products.", code="no_lookups")
        result, misses = measure(sentences, stack.enter_context(extractor(lookups, settings, day)))
    for miss in misses:
        said = [*(f"missing {_say(k)}" for k in miss.missing), *(f"extra {_say(k)}" for k in miss.extra)]
        steps.console.print(f"  {miss.text}: {'; '.join(said)}", markup=False)
    report("Entities", result, json_file)


def _say(key: Key) -> str:
    entity, value, role = key
    return f"{role} {entity} {value}".strip()


def read_day(given: str | None) -> date:
    if given is None:
        return datetime.now(UTC).date()
    try:
        return date.fromisoformat(given)
    except ValueError as error:
        raise InvalidInput(f"{given[:20]!r} is no day; write it as 2026-11-25.", fields={"today": "ISO day"}) from error


def read_sentences(path: Path) -> list[Sentence]:
    """Raises InvalidInput: no such file, not JSON lines, a line without text or entities, no lines."""
    if not path.is_file():
        raise InvalidInput(f"There is no file {path}.", code="no_file")
    out = []
    for number, line in enumerate(path.read_text(encoding="utf-8-sig").splitlines(), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            named = [dict(e) for e in row["entities"]]
            if not isinstance(row["text"], str) or not all("entity" in e and "value" in e for e in named):
                raise ValueError("text or entities")
        except (ValueError, KeyError, TypeError) as error:
            wanted = '{"text": …, "entities": [{"entity", "value"}]}'
            raise InvalidInput(f"{path}, line {number} is not {wanted}.", code="not_entities") from error
        out.append(Sentence(row["text"], named))
    if not out:
        raise InvalidInput(f"{path} has no sentences.", code="no_rows")
    return out


def build_lookups(products: Sequence[Product], folder: Path) -> None:
    """The word lists of a catalogue, as ``shoptalk build`` writes them."""
    write_lookups(entries_of(products, derive(products)), len(products), folder, datetime.now(UTC), {})


def key_of(entity: Entity) -> Key:
    """What two readings of a sentence are compared by: numbers as numbers, words without case, a type without number."""
    name, value = str(entity["entity"]), entity["value"]
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        said = f"{value:g}"
    elif name == "type":
        said = " ".join(type_words(str(value))) or fold(str(value))
    else:
        said = fold(str(value))
    return name, said, str(entity.get("role") or "")


def measure(sentences: Sequence[Sentence], by: Extractor) -> tuple[dict[str, Any], list[Miss]]:
    """The figures that the command reports, and the sentences that were read otherwise than wanted."""
    right: Counter[str] = Counter()
    extra: Counter[str] = Counter()
    missing: Counter[str] = Counter()
    misses: list[Miss] = []
    spent = []
    for sentence in sentences:
        found, ms = by.read(sentence.text)
        spent.append(ms)
        got, want = Counter(map(key_of, found)), Counter(map(key_of, sentence.entities))
        for counts, keys in ((right, got & want), (extra, got - want), (missing, want - got)):
            for (name, _, _), count in keys.items():
                counts[name] += count
        if got != want:
            misses.append(Miss(sentence.text, list((want - got).elements()), list((got - want).elements())))
    names = sorted({*right, *extra, *missing})
    return {
        "sentences": len(sentences),
        "exact": round(1 - len(misses) / len(sentences), 4),
        **_scores(right.total(), extra.total(), missing.total()),
        "parse_ms_p50": round(float(np.percentile(spent, 50)), 3),
        "parse_ms_p95": round(float(np.percentile(spent, 95)), 3),
        "entities": {name: _scores(right[name], extra[name], missing[name]) for name in names},
    }, misses


def _scores(right: int, extra: int, missing: int) -> dict[str, float]:
    """Micro-averaged; 1 where there was nothing to find and nothing was found."""
    precision = right / (right + extra) if right + extra else 1.0
    recall = right / (right + missing) if right + missing else 1.0
    f1 = 2 * right / (2 * right + extra + missing) if right + extra + missing else 1.0
    return {"precision": round(precision, 4), "recall": round(recall, 4), "f1": round(f1, 4)}
