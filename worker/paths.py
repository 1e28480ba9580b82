"""Where the code of the product lies on this machine; settings say where its data lies."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BOT = ROOT / "bot"
BOT_PYTHON = ROOT / ".venv-bot" / "bin" / "python"
