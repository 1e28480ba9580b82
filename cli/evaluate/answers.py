"""``shoptalk evaluate answers``: questions about products, each with the sentence that answers it or with none."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from cli.build import ensure_encoder
from cli.environment import JsonFile
from cli.evaluate.report import report
from cli.steps import Steps
from retrieval.answer import Passage, best_passage
from retrieval.encoder.encoder import Encoder
from retrieval.text import Tokeniser
from shop.catalogue import Product
from shop.errors import InvalidInput
from shop.settings import load_settings
from storage.imports import read_records


@dataclass(frozen=True)
class Pair:
    """``support``: the sentences (or attribute values) that answer, or their sha256 after ``plain``; none: nothing answers."""

    product_id: str
    question: str
    kind: str
    support: tuple[str, ...]


def answers_command(
    pairs: Annotated[
        Path, typer.Option(help="JSON lines: product_id, question, kind, support (empty: none), also, or sha256.")
    ],
    products: Annotated[list[Path], typer.Option(help="Files that an import of products understands.")],
    reviews: Annotated[list[Path] | None, typer.Option(help="Files that an import of reviews understands.")] = None,
    json_file: JsonFile = None,
) -> None:
    """How often the very sentence that answers is given, and how often one is given where nothing answers."""
    steps = Steps()
    settings = load_settings()
    asked = read_pairs(pairs)
    wanted = {pair.product_id for pair in asked}
    now = datetime.now(UTC)
    catalogue: dict[str, Product] = {}
    said: dict[str, list[str]] = {}
    with steps.step("Reading products and reviews") as told:
        for file in products:
            found, _ = read_records("products", file, currency=settings.currency, now=now, progress=told)
            catalogue |= {p.product_id: p for p in found if p.product_id in wanted}
        for file in reviews or []:
            found, _ = read_records("reviews", file, currency=settings.currency, now=now, progress=told)
            for review in found:
                if review.product_id in wanted:
                    said.setdefault(review.product_id, []).append(review.text)
    ensure_encoder(settings, steps)
    report("Questions about products", evaluate(asked, catalogue, said, Encoder(settings.artifacts / "encoder")), json_file)


def read_pairs(path: Path) -> list[Pair]:
    """Raises InvalidInput for a line that is no object with a product_id and a question, and when there is none."""
    found = []
    if not path.is_file():
        raise InvalidInput(f"There is no file {path}.", code="no_file")
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            also = row.get("also") or []
            support = [row.get("support") or "", *([also] if isinstance(also, str) else also), row.get("sha256") or ""]
            found.append(Pair(row["product_id"], row["question"], str(row.get("kind") or ""), tuple(s for s in support if s)))
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise InvalidInput(f"{path}, line {number}: an object with product_id and question is needed.") from error
    if not found:
        raise InvalidInput(f"{path} has no pairs.", code="no_rows")
    return found


def evaluate(
    asked: Sequence[Pair], catalogue: Mapping[str, Product], reviews: Mapping[str, Sequence[str]], encoder: Encoder
) -> dict[str, Any]:
    """``exact_support`` of those that something answers; ``false_answers`` of those that nothing does."""
    tokeniser = Tokeniser()
    right: dict[str, list[bool]] = {}
    false: list[bool] = []
    silent = 0
    left_out = 0
    for pair in asked:
        product = catalogue.get(pair.product_id)
        if product is None:
            left_out += 1
            continue
        found = best_passage(product, pair.question, encoder, tokeniser, reviews.get(pair.product_id, ()))
        if pair.support:
            right.setdefault(pair.kind or "answered", []).append(found is not None and supported(found, pair.support))
            silent += found is None
        else:
            false.append(found is not None)
    every = [one for kind in right.values() for one in kind]
    return {
        "pairs": len(every) + len(false),
        "left_out": left_out,
        "exact_support": round(sum(every) / len(every), 4) if every else None,
        "false_answers": round(sum(false) / len(false), 4) if false else None,
        "not_answered": silent,
        "by_kind": {kind: f"{sum(ok)} of {len(ok)}" for kind, ok in sorted(right.items())},
    }


def supported(found: Passage, support: Sequence[str]) -> bool:
    """Is one of the sentences given the very one (or holds it), or is its sha256 among ``support``?"""
    given = [plain(text) for text in (found.text, found.text.partition(": ")[2], *found.quotes) if text.strip()]
    wanted = [plain(text) for text in support]
    digests = {hashlib.sha256(text.encode()).hexdigest() for text in given}
    return any(w in digests or any(w == g or (len(g) > 20 and g in w) or w in g for g in given) for w in wanted)


def plain(text: str) -> str:
    return " ".join(text.casefold().split()).rstrip(".!? ")
