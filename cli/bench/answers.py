"""Answers: StackFAQ beside BM25 and plain vectors, what is not known, and questions about products of two catalogues.

``product_questions.jsonl`` names each supporting sentence by its sha256 alone: one of the catalogues is not ours to copy.
"""

from __future__ import annotations

import os
import shutil
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from cli.build import ensure_encoder
from cli.evaluate import answers, faq
from cli.steps import Steps
from data.public import stackfaq
from data.public.files import public_file
from data.sample import REFERENCE, make
from retrieval.encoder import Encoder
from shop.settings import load_settings
from storage.imports import read_records

PAIRS = Path(__file__).parent / "product_questions.jsonl"
VESPA = "search/vespa_shop_products.csv.gz"
#: At first sight, before anything was changed for them; the pairs were written without knowledge of the code.
FIRST_SIGHT = {"exact_support": 0.2286, "false_answers": 0.0}


def run() -> dict[str, Any]:
    settings = load_settings()
    steps = Steps()
    ensure_encoder(settings, steps)
    encoder = Encoder(settings.artifacts / "encoder")
    result: dict[str, Any] = {"load_average": [round(x, 1) for x in os.getloadavg()]}
    with TemporaryDirectory(prefix="shoptalk-bench-") as name:
        folder = Path(name)
        stackfaq.write(folder)
        result["stackfaq"] = faq.evaluate(
            faq.read_faqs(folder / "answers.csv"), faq.read_asked(folder / "queries.csv"), encoder, steps
        )
        asked = answers.read_pairs(PAIRS)
        shop = make(seed=7, scale=1.0, now=REFERENCE)
        products = {p.product_id: p for p in shop.products}
        with steps.step("Reading the second catalogue") as told:
            vespa = shutil.copyfile(public_file(VESPA), folder / "vespa.csv.gz")
            found, _ = read_records("products", vespa, currency="USD", now=datetime.now(UTC), progress=told)
        wanted = {pair.product_id for pair in asked}
        products |= {p.product_id: p for p in found if p.product_id in wanted}
        said: dict[str, list[str]] = {}
        for review in shop.reviews:
            said.setdefault(review.product_id, []).append(review.text)
        with steps.step("Asking about products"):
            result["product_questions"] = {**answers.evaluate(asked, products, said, encoder), "first_sight": FIRST_SIGHT}
    result["load_average_after"] = [round(x, 1) for x in os.getloadavg()]
    return result
