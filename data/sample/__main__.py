"""``python -m data.sample --out folder``: the sample shop as JSON Lines, one file per kind of record, and its pictures."""

from __future__ import annotations

import argparse
import dataclasses
import json
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from data.sample.make import make
from data.sample.pictures import write_pictures


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m data.sample", description="Write the sample shop as JSON Lines.")
    parser.add_argument("--out", type=Path, required=True, help="folder to write to")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--scale", type=float, default=1.0, help="above 0, up to 1; shrinks all counts")
    given = parser.parse_args(arguments)
    if not 0 < given.scale <= 1:
        parser.error("--scale must be above 0 and at most 1")
    shop = make(given.seed, given.scale)
    given.out.mkdir(parents=True, exist_ok=True)
    for kind in (f.name for f in dataclasses.fields(shop)):
        with (given.out / f"{kind}.jsonl").open("w", encoding="utf-8") as file:
            for record in getattr(shop, kind):
                file.write(json.dumps(dataclasses.asdict(record), default=_text, ensure_ascii=False) + "\n")
    write_pictures(shop.products, given.out / "pictures")
    return 0


def _text(value: object) -> str:
    if isinstance(value, datetime):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no JSON form")


if __name__ == "__main__":
    raise SystemExit(main())
