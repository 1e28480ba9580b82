"""Parse many texts with the live model, in the Rasa environment and without a running server."""

from __future__ import annotations

import json
import subprocess
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from shop.errors import InvalidInput, ShopError
from shop.settings import Settings
from worker.paths import BOT, BOT_PYTHON
from worker.train_bot import bot_environment, read_pointer

TIMEOUT_SECONDS = 900


@dataclass(frozen=True)
class Parse:
    """What the model made of one text."""

    text: str
    intent: str
    entities: list[dict[str, Any]]


def parse_texts(settings: Settings, texts: Sequence[str]) -> list[Parse]:
    """In the order of the texts. Raises InvalidInput where nothing is trained, ShopError where Rasa fails."""
    model = read_pointer(settings, "current")
    if model is None:
        raise InvalidInput("There is no trained assistant yet; run `shoptalk train`.", code="no_model")
    with tempfile.TemporaryDirectory(prefix="shoptalk-parse-") as folder:
        given, out, log = (Path(folder) / name for name in ("texts.json", "parsed.json", "log"))
        given.write_text(json.dumps(list(texts)), encoding="utf-8")
        command = [str(BOT_PYTHON), str(BOT / "parse_texts.py"), str(model.path), str(given), str(out)]
        with log.open("w", encoding="utf-8") as output:
            try:
                ended = subprocess.run(  # noqa: S603 - our own interpreter, arguments are ours
                    command,
                    cwd=BOT,
                    env=bot_environment(settings),
                    stdin=subprocess.DEVNULL,
                    stdout=output,
                    stderr=subprocess.STDOUT,
                    timeout=TIMEOUT_SECONDS,
                    check=False,
                ).returncode
            except (OSError, subprocess.TimeoutExpired) as error:
                raise ShopError(
                    "The Rasa environment .venv-bot is missing or too slow; run `make run` to set it up."
                ) from error
        if ended != 0 or not out.is_file():
            raise ShopError(f"Rasa could not parse the texts:\n{log.read_text(encoding='utf-8', errors='replace')[-1500:]}")
        parsed = json.loads(out.read_text(encoding="utf-8"))["parsed"]
    return [Parse(text, str(p["intent"]), p["entities"]) for text, p in zip(texts, parsed, strict=True)]
