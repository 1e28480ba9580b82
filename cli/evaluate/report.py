"""What an evaluation found: printed for a person, and written for a program with ``--json``."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table


def report(title: str, result: Mapping[str, Any], json_file: Path | None) -> None:
    """``result``: names → numbers, texts, or mappings one or two levels deep; all of it goes to the file, as it is."""
    table = Table(title=title, show_header=False)
    for name, value in _flat(result):
        table.add_row(name, value)
    Console(highlight=False).print(table)
    if json_file is not None:
        json_file.parent.mkdir(parents=True, exist_ok=True)
        json_file.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")


def _flat(result: Mapping[str, Any], before: str = "") -> list[tuple[str, str]]:
    rows: list[tuple[str, str]] = []
    for name, value in result.items():
        if isinstance(value, Mapping):
            rows += _flat(value, f"{before}{name}.")
        else:
            rows.append((before + name, f"{value:.4f}" if isinstance(value, float) else str(value)))
    return rows
