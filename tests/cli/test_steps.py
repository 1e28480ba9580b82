"""What a person reads while something takes its time, on a terminal and in a log file."""

from __future__ import annotations

import io

import pytest
from rich.console import Console

from cli.steps import Steps, seconds_text


@pytest.fixture
def file() -> io.StringIO:
    return io.StringIO()


@pytest.fixture
def steps(file: io.StringIO) -> Steps:
    return Steps(Console(file=file, highlight=False, soft_wrap=True))


@pytest.mark.parametrize(
    ("seconds", "text"), [(0.04, "0.0 s"), (59.94, "59.9 s"), (59.96, "1 min 0 s"), (119.6, "2 min 0 s"), (754, "12 min 34 s")]
)
def test_seconds_read_as_people_say_them(seconds: float, text: str):
    assert seconds_text(seconds) == text


def test_a_log_file_gets_a_line_at_the_start_and_one_at_the_end_and_no_control_characters(steps: Steps, file: io.StringIO):
    with steps.step("Building the index") as report:
        assert file.getvalue().strip() == "… Building the index"
        report(0.5, "half")
        report(1.0, "600 products")
    lines = file.getvalue().splitlines()
    assert len(lines) == 2
    assert lines[1].startswith("  ✓ Building the index, 600 products (")
    assert "\x1b" not in file.getvalue()


def test_a_long_line_stays_one_line_in_a_log_file(steps: Steps, file: io.StringIO):
    steps.current("x" * 300)
    assert len(file.getvalue().splitlines()) == 1


def test_a_failed_step_is_named_and_the_error_goes_on(steps: Steps, file: io.StringIO):
    with pytest.raises(ValueError), steps.step("Training"):
        raise ValueError
    assert "✗ Training: failed after" in file.getvalue()


def test_ctrl_c_is_no_failure(steps: Steps, file: io.StringIO):
    with pytest.raises(KeyboardInterrupt), steps.step("Training"):
        raise KeyboardInterrupt
    assert "✗ Training: stopped after" in file.getvalue()


@pytest.mark.parametrize("terminal", [True, False])
def test_brackets_in_a_name_or_a_note_are_printed_as_they_are(terminal: bool):
    file = io.StringIO()
    steps = Steps(Console(file=file, force_terminal=terminal, width=120, highlight=False, color_system=None))
    with steps.step("Importing [bold]list[/x].csv") as report:
        report(1.0, "[red]3 rows[/y]")
    assert "✓ Importing [bold]list[/x].csv, [red]3 rows[/y]" in file.getvalue()


def test_a_note_stands_on_a_line_of_its_own_with_its_brackets(steps: Steps, file: io.StringIO):
    steps.note("kept aside [see above]")
    assert file.getvalue() == "  ! kept aside [see above]\n"
