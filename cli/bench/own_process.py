"""A part of a suite measured in a process of its own: its memory is its own, and it has the threads that are said."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from shop.errors import ShopError


def in_own_process(module: str, *arguments: str, threads: int, seconds: float | None = None) -> dict[str, Any]:
    """What ``python -m module *arguments FILE`` writes into FILE as JSON. ``threads`` are OpenMP's, BLAS has one;
    ``seconds``: the longest it may take. Raises ShopError with the end of what it printed where it fails."""
    with TemporaryDirectory(prefix="shoptalk-bench-") as folder:
        into = Path(folder) / "measured.json"
        done = subprocess.run(  # noqa: S603 - our own command
            [sys.executable, "-m", module, *arguments, str(into)],
            capture_output=True,
            text=True,
            timeout=seconds,
            env={**os.environ, "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": str(threads)},
            check=False,
        )
        if done.returncode:
            raise ShopError(f"Measuring {' '.join(arguments)} failed:\n{done.stderr[-2000:]}")
        return dict(json.loads(into.read_text(encoding="utf-8")))
