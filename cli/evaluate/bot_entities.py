"""The bot's entity extractor, run in the bot's own environment: a text in, its entities out."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from shop.errors import InvalidInput
from shop.settings import Settings
from worker.paths import BOT, BOT_PYTHON
from worker.train_bot import bot_environment

Entity = dict[str, Any]


@dataclass
class Extractor:
    """``read`` gives a text's entities with their places, and the CPU milliseconds that finding them took."""

    process: subprocess.Popen[str]

    def read(self, text: str) -> tuple[list[Entity], float]:
        if self.process.stdin is None or self.process.stdout is None:
            raise RuntimeError("the extractor has no pipes")
        self.process.stdin.write(json.dumps({"text": text}) + "\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        if not line:
            raise InvalidInput(
                "The bot could not read the word lists or the encoder; run `shoptalk build`.", code="no_extractor"
            )
        answer = json.loads(line)
        return answer["entities"], float(answer["ms"])


@contextmanager
def extractor(lookups: Path, settings: Settings, today: date) -> Iterator[Extractor]:
    """An extractor with these word lists. Raises InvalidInput where the bot's environment is not installed."""
    if not BOT_PYTHON.exists():
        raise InvalidInput("The bot's environment is not installed; run `make run` once.", code="no_bot_environment")
    command = [str(BOT_PYTHON), "read_entities.py", str(lookups.resolve()), str((settings.artifacts / "encoder").resolve())]
    with subprocess.Popen(  # noqa: S603 - our own interpreter and script
        [*command, today.isoformat()],
        cwd=BOT,
        env=bot_environment(settings),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        encoding="utf-8",
    ) as process:
        try:
            yield Extractor(process)
        finally:
            if process.stdin is not None:
                process.stdin.close()
            process.wait(timeout=20)
