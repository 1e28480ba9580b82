"""Named steps with progress and how long each took, for a terminal or a log file."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

Report = Callable[[float, str], None]


def seconds_text(seconds: float) -> str:
    return f"{seconds:.1f} s" if seconds < 59.95 else f"{round(seconds) // 60} min {round(seconds) % 60} s"


class Steps:
    """Names and notes are plain text: brackets in them (a file's name, say) are printed as they are."""

    def __init__(self, console: Console | None = None):
        self.console = console or Console(highlight=False, soft_wrap=True)

    @contextmanager
    def step(self, name: str) -> Iterator[Report]:
        """A bar on a terminal; elsewhere a line at the start and one when done. What is raised passes through, after saying
        which step it was."""
        started = time.monotonic()
        note = ""
        progress = Progress(
            TextColumn("  {task.description}", markup=False),
            BarColumn(24),
            TextColumn("{task.fields[note]}", markup=False),
            TimeElapsedColumn(),
            console=self.console,
            transient=True,
            disable=not self.console.is_terminal,
        )
        if not self.console.is_terminal:
            self._print(f"  … {escape(name)}")
        with progress:
            task = progress.add_task(name, total=1.0, note="")

            def report(fraction: float, text: str) -> None:
                nonlocal note
                note = text
                progress.update(task, completed=fraction, note=text)

            try:
                yield report
            except BaseException as error:
                ended = "failed" if isinstance(error, Exception) else "stopped"
                self._print(f"  [red]✗[/red] {escape(name)}: {ended} after {seconds_text(time.monotonic() - started)}")
                raise
        told = f", {note}" if note else ""
        self._print(f"  [green]✓[/green] {escape(name + told)} [dim]({seconds_text(time.monotonic() - started)})[/dim]")

    def current(self, name: str) -> None:
        self._print(f"  [green]✓[/green] {escape(name)} [dim](up to date)[/dim]")

    def note(self, text: str) -> None:
        """Something that a person should know of what was just done."""
        self._print(f"  [yellow]![/yellow] {escape(text)}")

    def _print(self, line: str) -> None:
        self.console.print(line, highlight=False)
