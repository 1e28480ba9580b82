"""``shoptalk evaluate said``: which facts are read in what customers say of themselves, in sentences whose facts are known."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from cli.build import ensure_encoder
from cli.environment import JsonFile
from cli.evaluate.bootstrap import paired_gain
from cli.evaluate.report import report
from cli.steps import Steps
from recommender.stated import ATTRIBUTES, GIFT, ME, Reader, Stated, Vocabulary, canonical, of_lookups
from recommender.stated.shop_words import read_vocabulary
from retrieval.encoder.encoder import Encoder
from retrieval.learnt import derive
from retrieval.lookups import entries_of
from shop.errors import InvalidInput
from shop.settings import load_settings
from storage.imports import read_records

Key = tuple[str, str, str, bool]  # attribute, value, scope, negated
#: What was done before: a word of the catalogue in a sentence with one of these is liked or disliked, whoever speaks of whom.
_KEYWORD_DISLIKES = re.compile(
    r"\bi (?:really |just )?(?:hate|dislike|can'?t stand|never (?:wear|use|buy)|do(?:n'?t| not) (?:like|wear|use|eat|buy))\b"
    r"|\ballergic to\b",
    re.IGNORECASE,
)
_KEYWORD_LIKES = re.compile(
    r"\bi(?:'m| am)? (?:really |just |always )?(?:love|like|prefer|adore|a fan of)\b|\bmy favou?rite\b", re.IGNORECASE
)
_KEYWORD_FACETS = ("brand", "type", "colour", "material")


@dataclass(frozen=True)
class Sentence:
    text: str
    facts: frozenset[Key]


def said_command(
    test: Annotated[Path, typer.Option(help='JSON lines: {"text", "facts": [{"attribute", "value", "scope", "negated"}]}.')],
    products: Annotated[
        Path | None, typer.Option(help="A catalogue whose words to use; else those built for the shop, if any.")
    ] = None,
    json_file: JsonFile = None,
) -> None:
    """Precision, recall and F1 of (attribute, value, scope, negated), beside the keyword rule that came before."""
    settings, steps = load_settings(), Steps()
    sentences = read_sentences(test)
    if products is not None:
        with steps.step(f"Reading {products.name}") as told:
            found, _ = read_records("products", products, currency=settings.currency, now=datetime.now(UTC), progress=told)
            active = [p for p in found if p.active]
            vocabulary = of_lookups(entries_of(active, derive(active)))
    else:
        vocabulary = read_vocabulary(settings.artifacts / "lookups")
    ensure_encoder(settings, steps)  # its vocabulary says what is a word and what a slip of the finger
    reader = Reader(vocabulary, Encoder(settings.artifacts / "encoder", int8=True).is_word)
    result, misses = measure(sentences, lambda text: (fact.key for fact in reader.read(text)), by_keywords(vocabulary))
    for text, missing, extra in misses:
        told_off = [*(f"missing {_say(k)}" for k in missing), *(f"extra {_say(k)}" for k in extra)]
        steps.console.print(f"  {text}: {'; '.join(told_off)}", markup=False)
    report(f"Facts said in {test.name}", result, json_file)


def _say(key: Key) -> str:
    attribute, value, scope, negated = key
    return f"{'not ' if negated else ''}{attribute} {value}{' (gift)' if scope == GIFT else ''}"


def read_sentences(path: Path) -> list[Sentence]:
    """Raises InvalidInput: no such file, a line that is not of the form, an unknown attribute or scope, no lines."""
    if not path.is_file():
        raise InvalidInput(f"There is no file {path}.", code="no_file")
    out = []
    for number, line in enumerate(path.read_text(encoding="utf-8-sig").splitlines(), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            facts = frozenset(_key(fact) for fact in row["facts"])
            if not isinstance(row["text"], str):
                raise ValueError("text")
        except (ValueError, KeyError, TypeError) as error:
            wanted = '{"text": …, "facts": [{"attribute", "value", "scope", "negated"}]}'
            raise InvalidInput(f"{path}, line {number} is not {wanted} with known names.", code="not_facts") from error
        out.append(Sentence(row["text"], facts))
    if not out:
        raise InvalidInput(f"{path} has no sentences.", code="no_rows")
    return out


def _key(fact: dict[str, Any]) -> Key:
    attribute, scope, negated = str(fact["attribute"]), str(fact.get("scope", ME)), fact.get("negated", False)
    if attribute not in ATTRIBUTES or scope not in (ME, GIFT) or not isinstance(negated, bool):
        raise ValueError("attribute, scope or negated")
    return Stated(attribute, canonical(attribute, str(fact["value"])), scope, negated).key


def by_keywords(vocabulary: Vocabulary) -> Callable[[str], Iterable[Key]]:
    """The baseline: no scope, no clause, no size, no diet."""

    def read(text: str) -> Iterable[Key]:
        dislikes, likes = bool(_KEYWORD_DISLIKES.search(text)), bool(_KEYWORD_LIKES.search(text))
        if dislikes or likes:
            for name in vocabulary.find(text.lower()):
                facet = next((f for f in _KEYWORD_FACETS if f in name.readings), None)
                if facet is not None:
                    yield Stated(facet, name.readings[facet], ME, dislikes or not likes).key

    return read


def measure(
    sentences: Sequence[Sentence], read: Callable[[str], Iterable[Key]], baseline: Callable[[str], Iterable[Key]]
) -> tuple[dict[str, Any], list[tuple[str, list[Key], list[Key]]]]:
    """The figures that the command reports, and the sentences that were read otherwise than wanted."""
    got = [frozenset(read(s.text)) for s in sentences]
    plain = [frozenset(baseline(s.text)) for s in sentences]
    wanted = [s.facts for s in sentences]
    right = [g == w for g, w in zip(got, wanted, strict=True)]
    plain_right = [g == w for g, w in zip(plain, wanted, strict=True)]
    present = [a for a in ATTRIBUTES if any(k[0] == a for keys in (*got, *wanted) for k in keys)]
    result: dict[str, Any] = {
        "sentences": len(sentences),
        "sentences_right": round(sum(right) / len(right), 4),
        **_scores(got, wanted),
        "keyword_rule": {"sentences_right": round(sum(plain_right) / len(right), 4), **_scores(plain, wanted)},
        "sentences_right_gain": paired_gain([float(r) for r in right], [float(r) for r in plain_right]),
        "attributes": {a: _scores(_only(got, a), _only(wanted, a)) for a in present},
    }
    misses = [(s.text, sorted(s.facts - g), sorted(g - s.facts)) for s, g in zip(sentences, got, strict=True) if g != s.facts]
    return result, misses


def _only(keys: Sequence[frozenset[Key]], attribute: str) -> list[frozenset[Key]]:
    return [frozenset(k for k in each if k[0] == attribute) for each in keys]


def _scores(got: Sequence[frozenset[Key]], wanted: Sequence[frozenset[Key]]) -> dict[str, float]:
    """Micro-averaged over all facts; 1 where there was nothing to find and nothing was found."""
    counts: Counter[str] = Counter()
    for found, want in zip(got, wanted, strict=True):
        counts.update(right=len(found & want), extra=len(found - want), missing=len(want - found))
    right, extra, missing = counts["right"], counts["extra"], counts["missing"]
    return {
        "precision": round(right / (right + extra), 4) if right + extra else 1.0,
        "recall": round(right / (right + missing), 4) if right + missing else 1.0,
        "f1": round(2 * right / (2 * right + extra + missing), 4) if right + extra + missing else 1.0,
    }
