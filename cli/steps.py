"""Named steps with progress and how long each took, for a terminal or a log file."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

Report = Callable[[float, str], None]


def seconds_text(seconds: float) -> str:
    return f"{seconds:.1f} s" if seconds < 60 else f"{seconds // 60:.0f} min {seconds % 60:.0f} s"


class Steps:
    def __init__(self, console: Console | None = None):
        self.console = console or Console(highlight=False)

    @contextmanager
    def step(self, name: str) -> Iterator[Report]:
        """A bar on a terminal; elsewhere one line when done. What is raised passes through, after saying which step it was."""
        started = time.monotonic()
        note = ""
        progress = Progress(
            TextColumn("  {task.description}"), BarColumn(24), TextColumn("{task.fields[note]}"), TimeElapsedColumn(),
            console=self.console, transient=True, disable=not self.console.is_terminal,
        )  # fmt: skip
        with progress:
            task = progress.add_task(name, total=1.0, note="")

            def report(fraction: float, text: str) -> None:
                nonlocal note
                note = text
                progress.update(task, completed=fraction, note=text)

            try:
                yield report
            except BaseException:
                self.console.print(f"  [red]✗[/red] {name}: failed after {seconds_text(time.monotonic() - started)}")
                raise
        told = f", {note}" if note else ""
        self.console.print(f"  [green]✓[/green] {name}{told} [dim]({seconds_text(time.monotonic() - started)})[/dim]")

    def current(self, name: str) -> None:
        self.console.print(f"  [green]✓[/green] {name} [dim](up to date)[/dim]")
