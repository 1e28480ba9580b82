"""Large files: memory does not grow with the rows. Measured in a process of its own, so that no other test's memory counts."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from storage.migrations import migrate

_CHILD = """
import json, resource, sys
from datetime import UTC, datetime
from pathlib import Path
from storage import open_storage
from storage.imports import run_import

def peak():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024

storage = open_storage(sys.argv[1])
now = datetime(2026, 3, 1, tzinfo=UTC)
run_import(storage, "faq", Path(sys.argv[2]), currency="USD", now=now)
small = peak()
report = run_import(storage, "faq", Path(sys.argv[3]), currency="USD", now=now)
print(json.dumps({"small": small, "large": peak(), **report.as_dict()}))
"""


def _write(path: Path, rows: int) -> Path:
    with path.open("w", encoding="utf-8") as file:
        file.write("faq_id,question,answer\n")
        file.writelines(f"{path.stem}-{n},How about {n}?,{'An answer of some length. ' * 10}\n" for n in range(rows))
        file.write(f"{path.stem}-0,Again?,Other words\n")
    return path


def test_100_000_rows_take_as_much_memory_as_20_000(tmp_path: Path):
    url = f"sqlite:///{tmp_path / 'shop.db'}"
    migrate(url)
    files = [_write(tmp_path / f"{rows}.csv", rows) for rows in (20_000, 100_000)]
    command = [sys.executable, "-c", _CHILD, url, *map(str, files)]
    done = subprocess.run(command, check=True, capture_output=True, text=True, timeout=200)
    told = json.loads(done.stdout)
    assert (told["rows"], told["changed"], told["rejected"]) == (100_001, 100_000, 1)
    assert told["large"] < told["small"] * 1.15, told
