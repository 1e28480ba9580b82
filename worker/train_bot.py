"""Train the bot: a subprocess in the Rasa environment, from a written project to ``artifacts/bot/models/<sha256>.tar.gz``."""

from __future__ import annotations

import json
import os
import subprocess
import tempfile
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from shop.errors import ShopError
from shop.manifest import sha256_of
from shop.settings import Settings
from worker.paths import BOT_PYTHON

KEEP = 5  # models kept for going back


class TrainingFailed(ShopError):
    code = "training_failed"


@dataclass(frozen=True)
class TrainedBot:
    """A model file, its sha256, and the sha256 of what it was made from (``project_sha256``)."""

    path: Path
    sha256: str
    made_from: str


def bot_environment(settings: Settings) -> dict[str, str]:
    """What every process of the Rasa environment gets. Secrets travel here, never on a command line."""
    kept = {k: v for k, v in os.environ.items() if k in ("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "OMP_NUM_THREADS")}
    return {
        **kept,
        "RASA_TELEMETRY_ENABLED": "false",
        "TF_CPP_MIN_LOG_LEVEL": "3",
        "CUDA_VISIBLE_DEVICES": "",
        "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
        "PYTHONWARNINGS": "ignore",
        "SHOPTALK_ARTIFACTS": str(settings.artifacts),
        "SHOPTALK_CHANNEL_TOKEN": settings.secret("channel"),
        "SHOPTALK_INTERNAL_TOKEN": settings.secret("internal"),
        "SHOPTALK_RASA_JWT": settings.secret("rasa-jwt"),
        "SHOPTALK_ACTIONS_URL": settings.actions_url,
    }


def train_bot(settings: Settings, project: Path, made_from: str, *, timeout_seconds: float = 900) -> TrainedBot:
    """Raises TrainingFailed with a sentence; what Rasa printed is in ``var/log/train.log``."""
    log = settings.var / "log" / "train.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    models = settings.artifacts / "bot" / "models"
    models.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=models, prefix=".training-") as folder:
        command = [str(BOT_PYTHON), "-m", "rasa", "train", "--fixed-model-name", "model", "--out", folder]
        with log.open("w", encoding="utf-8") as output:
            try:
                ended = subprocess.run(  # noqa: S603 - our own interpreter, arguments are ours
                    command,
                    cwd=project,
                    env=bot_environment(settings),
                    stdin=subprocess.DEVNULL,
                    stdout=output,
                    stderr=subprocess.STDOUT,
                    timeout=timeout_seconds,
                    check=False,
                ).returncode
            except subprocess.TimeoutExpired as error:
                raise TrainingFailed(f"Training took longer than {timeout_seconds:.0f} s and was ended.") from error
            except OSError as error:
                raise TrainingFailed("The Rasa environment .venv-bot is missing; run `make run` to set it up.") from error
        made = Path(folder) / "model.tar.gz"
        if ended != 0 or not made.is_file():
            raise TrainingFailed(f"Training ended without a model; {log} says why.")
        digest = sha256_of(made)
        path = models / f"{digest}.tar.gz"
        os.replace(made, path)
        os.utime(path)
    _drop_old(settings, models)
    return TrainedBot(path, digest, made_from)


def _pointer(settings: Settings, name: str) -> Path:
    return settings.artifacts / "bot" / f"{name}.json"


def read_pointer(settings: Settings, name: str) -> TrainedBot | None:
    """``name`` is "current" (live) or "draft". None when there is none, or its file is gone or changed."""
    try:
        content = json.loads(_pointer(settings, name).read_text(encoding="utf-8"))
        path = settings.artifacts / content["model"]
        digest, made_from = str(content["sha256"]), str(content["made_from"])
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return TrainedBot(path, digest, made_from) if path.is_file() and sha256_of(path) == digest else None


def write_pointer(settings: Settings, name: str, bot: TrainedBot, now: datetime) -> None:
    path = _pointer(settings, name)
    draft = path.with_suffix(".tmp")
    content = {
        "model": bot.path.relative_to(settings.artifacts).as_posix(),
        "sha256": bot.sha256,
        "made_from": bot.made_from,
        "published_at": now.isoformat(),
    }
    draft.write_text(json.dumps(content, indent=1), encoding="utf-8")
    os.replace(draft, path)


def _drop_old(settings: Settings, models: Path) -> None:
    named = {bot.path.name for name in ("current", "draft") if (bot := read_pointer(settings, name))}
    files = sorted(models.glob("*.tar.gz"), key=lambda p: p.stat().st_mtime, reverse=True)
    for path in files[KEEP:]:
        if path.name not in named:
            path.unlink(missing_ok=True)
