"""StackFAQ (2018): 125 questions about web applications with their answers, and 630 other ways to ask them. Measuring only."""

from __future__ import annotations

import argparse
import gzip
import json
import sys
from collections.abc import Iterator
from pathlib import Path

from data.public.files import public_file, public_rows, write_csv
from shop.errors import ShopError


def answers() -> Iterator[tuple[str, str, str]]:
    """(faq_id, question, answer); the several answers to one question are paragraphs of one."""
    with gzip.open(public_file("faq/stackfaq_faqs.jsonl.gz"), "rt", encoding="utf-8") as file:
        for row in map(json.loads, file):
            yield str(row["faq_id"]), row["question"], "\n\n".join(row["answers"])


def queries() -> Iterator[tuple[str, str]]:
    """(query, faq_id)."""
    for row in public_rows("faq/stackfaq_queries.csv.gz"):
        yield row["query"], row["faq_id"]


def write(folder: Path) -> None:
    """``answers.csv`` and ``queries.csv``."""
    write_csv(folder / "answers.csv", ("faq_id", "question", "answer"), answers())
    write_csv(folder / "queries.csv", ("query", "faq_id"), queries())


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m data.public.stackfaq", description="Write answers.csv and queries.csv.")
    parser.add_argument("out", type=Path, help="folder to write to")
    try:
        write(parser.parse_args().out)
    except ShopError as error:
        sys.stderr.write(error.message + "\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
