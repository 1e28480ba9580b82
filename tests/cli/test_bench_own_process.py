"""What a part of a suite measures in its own process comes back, and a failure says what it printed."""

from __future__ import annotations

from pathlib import Path

import pytest

from cli.bench.own_process import in_own_process
from shop.errors import ShopError

WRITES = """
import json, os, sys
if sys.argv[1] == "fails":
    sys.exit("it broke")
names = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS")
open(sys.argv[-1], "w").write(json.dumps({"said": sys.argv[1:-1], "threads": [os.environ[name] for name in names]}))
"""


@pytest.fixture(autouse=True)
def module(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a_part_of_a_suite.py").write_text(WRITES, encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))


def test_what_was_written_comes_back_measured_with_the_threads_that_were_said() -> None:
    found = in_own_process("a_part_of_a_suite", "one", "2", threads=2)
    assert found == {"said": ["one", "2"], "threads": ["2", "1"]}


def test_a_failure_says_what_was_printed() -> None:
    with pytest.raises(ShopError, match="it broke"):
        in_own_process("a_part_of_a_suite", "fails", threads=1)
