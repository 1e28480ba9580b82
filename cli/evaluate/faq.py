"""``shoptalk evaluate faq``: the shipped answer index on labelled questions, and whether it knows what it does not know."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import numpy as np
import typer

from cli.build import ensure_encoder
from cli.environment import JsonFile
from cli.evaluate.bootstrap import paired_gain
from cli.evaluate.plain_faq import PlainFaqBm25, PlainFaqVectors
from cli.evaluate.report import report
from cli.evaluate.tables import read_rows
from cli.steps import Steps
from retrieval.encoder.encoder import Encoder
from retrieval.faq import FaqIndex, build_faq
from shop.catalogue import Faq
from shop.errors import InvalidInput
from shop.settings import load_settings


@dataclass(frozen=True)
class Asked:
    """One labelled question: the text and the id of the entry that answers it."""

    text: str
    faq_id: str


def faq_command(
    answers: Annotated[Path, typer.Option(help="CSV: faq_id, question, answer, and alternatives parted by | where there are.")],
    queries: Annotated[Path, typer.Option(help="CSV: query, faq_id.")],
    json_file: JsonFile = None,
) -> None:
    """Find the right answer to labelled questions, beside plain BM25 and plain vectors; and say so where there is none."""
    steps = Steps()
    settings = load_settings()
    faqs, asked = read_faqs(answers), read_asked(queries)
    unknown = {a.faq_id for a in asked} - {f.faq_id for f in faqs}
    if unknown:
        raise InvalidInput(f"{queries} names entries that {answers} lacks, {sorted(unknown)[0][:40]!r} among them.")
    ensure_encoder(settings, steps)
    report("Questions and answers", evaluate(faqs, asked, Encoder(settings.artifacts / "encoder"), steps), json_file)


def read_faqs(path: Path) -> list[Faq]:
    """Rows of one id are one entry whose answer has so many paragraphs. Raises InvalidInput without a question or an answer."""
    found: dict[str, Faq] = {}
    for number, row in enumerate(read_rows(path, ["faq_id", "question", "answer"]), 2):
        if not row["faq_id"] or not row["question"] or not row["answer"]:
            raise InvalidInput(f"{path}, row {number}: faq_id, question and answer must be there.")
        said = tuple(a.strip() for a in row.get("alternatives", "").split("|") if a.strip())
        before = found.get(row["faq_id"])
        if before is None:
            found[row["faq_id"]] = Faq(row["faq_id"], row["question"], row["answer"], alternatives=said)
        else:
            more = said if row["question"] == before.question else (row["question"], *said)
            found[row["faq_id"]] = Faq(
                before.faq_id,
                before.question,
                f"{before.answer}\n\n{row['answer']}",
                alternatives=tuple(dict.fromkeys((*before.alternatives, *more))),
            )
    return list(found.values())


def read_asked(path: Path) -> list[Asked]:
    return [Asked(row["query"], row["faq_id"]) for row in read_rows(path, ["query", "faq_id"]) if row["query"]]


def evaluate(faqs: Sequence[Faq], asked: Sequence[Asked], encoder: Encoder, steps: Steps) -> dict[str, Any]:
    """Everything that the command reports. ``answered_without``: the share of questions that are answered although their own
    entry was taken out; ``answered_right``: the share that is answered, and rightly, with it; both by the line that the build
    draws from the entries alone."""
    with tempfile.TemporaryDirectory(prefix="shoptalk-evaluate-") as folder:
        artifacts = Path(folder)
        started = time.perf_counter()
        with steps.step("Building the index"):
            build_faq(faqs, encoder, artifacts / "index" / "faq", datetime.now(UTC))
        seconds = time.perf_counter() - started
        index = FaqIndex.open(artifacts, encoder)
        with steps.step("Building what it is compared with"):
            words, meaning = PlainFaqBm25(faqs, artifacts / "plain.bm25"), PlainFaqVectors(faqs, encoder)
    ranks: list[int] = []
    times: list[float] = []
    right = wrong = without = 0
    with steps.step("Asking") as told:
        for done, question in enumerate(asked, 1):
            started = time.perf_counter()
            hits = index.search(question.text, len(faqs))
            times.append(1000 * (time.perf_counter() - started))
            ranks.append(1 + next(place for place, hit in enumerate(hits) if hit.faq_id == question.faq_id))
            right += hits[0].sure and ranks[-1] == 1
            wrong += hits[0].sure and ranks[-1] != 1
            left = index.search(question.text, 1, without=question.faq_id)
            without += bool(left) and left[0].sure
            told(done / len(asked), f"{done:,} of {len(asked):,} questions")
    plain = {
        "bm25": [words.rank(q.text, q.faq_id) for q in asked],
        "encoder": [meaning.rank(q.text, q.faq_id) for q in asked],
    }
    total = len(asked)
    return {
        "entries": len(faqs),
        "queries": total,
        **_summary(ranks),
        "query_ms_p50": round(float(np.percentile(times, 50)), 2),
        "query_ms_p95": round(float(np.percentile(times, 95)), 2),
        "build_seconds": round(seconds, 2),
        "sure_from": index.line.sure,
        "answered_without": round(without / total, 4),
        "answered_right": round(right / total, 4),
        "answered_wrong": round(wrong / total, 4),
        "baselines": {name: _summary(found) for name, found in plain.items()},
        "gain": {
            name: {
                "p_at_1": paired_gain([float(r == 1) for r in ranks], [float(r == 1) for r in found]),
                "mrr": paired_gain([1 / r for r in ranks], [1 / r for r in found]),
            }
            for name, found in plain.items()
        },
    }


def _summary(ranks: Sequence[int]) -> dict[str, float]:
    return {
        "p_at_1": round(float(np.mean([r == 1 for r in ranks])), 4),
        "mrr": round(float(np.mean([1 / r for r in ranks])), 4),
    }
