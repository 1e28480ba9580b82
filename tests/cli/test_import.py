"""``shoptalk import`` as the owner of a shop runs it."""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
from pathlib import Path


def _shoptalk(home: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [str(Path(sys.executable).with_name("shoptalk")), *arguments]
    kept = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "LANG")}
    environment = {**kept, "SHOPTALK_HOME": str(home), "COLUMNS": "200"}
    return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120, cwd=home)


def test_a_file_goes_in_with_its_rejects_beside_it_and_another_kind_is_refused(tmp_path: Path):
    file = tmp_path / "goods.csv"
    file.write_text("code;label;preis\np1;Zelt;199,00\np2;;5\np3;Lampe;-1\n", encoding="latin-1")
    options = ("--map", "code=product_id", "--map", "label=name", "--map", "preis=price", "--json", str(tmp_path / "told.json"))
    done = _shoptalk(tmp_path, "import", "products", str(file), *options)
    assert done.returncode == 0, done.stderr
    assert "3 rows, 1 changed, 2 rejected" in done.stdout
    told = json.loads((tmp_path / "told.json").read_text())
    assert (told["rows"], told["changed"], told["rejected"]) == (3, 1, 2)
    with Path(told["rejects"]).open(encoding="utf-8", newline="") as rejects:
        rows = list(csv.DictReader(rejects))
    assert [(row["line"], row["column"], row["reason"], row["raw"]) for row in rows] == [
        ("3", "label", "missing", "p2;;5"),
        ("4", "preis", "below 0", "p3;Lampe;-1"),
    ]
    again = _shoptalk(tmp_path, "import", "products", str(file), *options)
    assert "0 changed" in again.stdout

    refused = _shoptalk(tmp_path, "import", "reviews", str(file))
    assert refused.returncode != 0
    said = " ".join((refused.stdout + refused.stderr).split())
    assert "does not look like reviews" in said
    assert "Traceback" not in said
