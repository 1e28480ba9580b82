"""What customers really asked, ABCD and HINT3 sofmattress: the columns ``text,class`` of ``shoptalk evaluate coverage``."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable
from pathlib import Path

from data.public import abcd, hint3
from data.public.files import write_csv
from shop.errors import ShopError

LEFT_OUT = ("provide_info", "out_of_scope")  # an answer to the shop's question, and what asks for nothing of the shop


def read() -> list[tuple[str, str]]:
    """(text, class) of both sets in file order, each text of a set once."""
    return [*_once(abcd.read()), *_once(hint3.read())]


def _once(questions: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    first: dict[str, str] = {}
    for text, name in questions:
        first.setdefault(text, name)
    return [(text, name) for text, name in first.items() if text and name not in LEFT_OUT]


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m data.public.customer_questions", description="Write text,class.")
    parser.add_argument("out", type=Path, help="CSV file to write")
    out: Path = parser.parse_args().out
    try:
        write_csv(out, ("text", "class"), read())
    except ShopError as error:
        sys.stderr.write(error.message + "\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
