"""``python -m cli.bench SUITE``: run a suite, print it, keep it in ``docs/bench/<suite>.json`` and in ``docs/quality.md``."""

from __future__ import annotations

import importlib
import json
import os
import platform
import sys
from datetime import UTC, datetime

from rich.console import Console

from cli.bench.quality import render
from shop.errors import ShopError
from worker.paths import ROOT

SUITES = (
    "answers",
    "asking",
    "coverage",
    "customers",
    "dialogues",
    "growth",
    "index",
    "insights",
    "nlu",
    "profiles",
    "real_catalogue",
    "recommend",
    "releases",
    "replies",
    "reranking",
    "search",
    "sentiment",
)


def main() -> int:
    console = Console(highlight=False)
    name = sys.argv[1] if len(sys.argv) == 2 else ""
    if name not in SUITES:
        console.print(f"Which suite? make bench SUITE={'|'.join(SUITES)}", markup=False)
        return 2
    try:
        result = importlib.import_module(f"cli.bench.{name}").run()
    except ShopError as error:
        console.print(error.message, style="red", markup=False)
        return 1
    out = ROOT / "docs" / "bench" / f"{name}.json"
    out.parent.mkdir(parents=True, exist_ok=True)
    content = {
        "command": f"make bench SUITE={name}",
        "measured_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "machine": {"cores": os.cpu_count(), "python": platform.python_version()},
        "result": result,
    }
    out.write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")
    (ROOT / "docs" / "quality.md").write_text(render(out.parent), encoding="utf-8")
    console.print_json(json.dumps(content))
    return 0


if __name__ == "__main__":
    sys.exit(main())
