"""The page of figures says what was measured."""

import json
from pathlib import Path

from cli.bench.quality import FIGURES, TITLES, render

ROOT = Path(__file__).resolve().parents[2]
BENCH = ROOT / "docs" / "bench"


def test_the_page_is_made_from_the_kept_results():
    assert (ROOT / "docs" / "quality.md").read_text(encoding="utf-8") == render(BENCH), (
        'run: python -c "from pathlib import Path; from cli.bench.quality import render; '
        "Path('docs/quality.md').write_text(render(Path('docs/bench')))\""
    )


def test_a_suite_that_was_not_run_is_named_with_its_command(tmp_path: Path):
    page = render(tmp_path)
    assert all(f"make bench SUITE={suite}" in page for suite in TITLES)


def test_each_figure_of_a_kept_result_is_there():
    for suite in TITLES:
        path = BENCH / f"{suite}.json"
        if path.is_file():
            page = render(BENCH)
            rows = [
                line
                for line in page.splitlines()
                if any(line.startswith(f"| {f.label} |") for f in FIGURES if f.suite == suite)
            ]
            assert rows
            assert not [row for row in rows if "not measured" in row], json.loads(path.read_text(encoding="utf-8"))["command"]
