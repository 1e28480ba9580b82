"""Train and ask the shipped pipeline with intents of any file: a Rasa project in a folder of its own, run in ``.venv-bot``."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from shop.errors import ShopError
from worker.paths import BOT, BOT_PYTHON

OOS = "oos"
#: What the bot's components know as out of scope; the file's ``oos`` is trained under this name.
OUT_OF_SCOPE = "out_of_scope"
FALLBACK = "nlu_fallback"
#: Two of these answer with an intent of our shop (a search, "another language"), which no other file has; Rasa's own fallback
#: is how the shop's bot decides to ask back which of two meanings was meant, not that a message is out of scope.
OF_THE_SHOP = (
    "components.catalogue_intent.CatalogueIntent",
    "components.language_detector.LanguageDetector",
    "FallbackClassifier",
)
TIMEOUT_SECONDS = 1800
_LEFT_OUT = shutil.ignore_patterns(
    "__pycache__", "*.pyc", ".rasa", "models", "data", "domain.yml", "config.yml", "requirements.txt"
)


@dataclass(frozen=True)
class Parsed:
    """What the model made of one text: an intent of the file or ``oos``, how sure it is (0 to 1), and how long it took."""

    intent: str
    confidence: float
    ms: float


@dataclass(frozen=True)
class Trained:
    """A trained project. ``train_seconds``: from the command to the model file, start of Python and Rasa included."""

    folder: Path
    names: dict[str, str]
    train_seconds: float


def safe_names(intents: Sequence[str]) -> dict[str, str]:
    """The file's intents → names that Rasa takes (letters, digits, underscores; none twice). ``oos`` → ``out_of_scope``."""
    names: dict[str, str] = {}
    for intent in sorted(set(intents)):
        readable = re.sub(r"[^A-Za-z0-9]+", "_", intent).strip("_")[:40]
        tail = hashlib.sha256(intent.encode()).hexdigest()[:6]
        names[intent] = OUT_OF_SCOPE if intent == OOS else f"of_file_{readable}_{tail}"
    return names


def pipeline() -> tuple[dict[str, Any], list[str]]:
    """The shipped configuration without the components of the shop, and the names of those left out."""
    config: dict[str, Any] = yaml.safe_load((BOT / "config.yml").read_text(encoding="utf-8"))
    left_out = [part["name"] for part in config["pipeline"] if part["name"] in OF_THE_SHOP]
    config["pipeline"] = [part for part in config["pipeline"] if part["name"] not in OF_THE_SHOP]
    return config, left_out


def write_project(texts: Sequence[str], intents: Sequence[str], folder: Path) -> dict[str, str]:
    """Rows of a training file as a Rasa project in ``folder``; returns the names that its intents have in there."""
    names = safe_names(intents)
    shutil.copytree(BOT, folder, ignore=_LEFT_OUT, dirs_exist_ok=True)
    (folder / "data").mkdir()
    # JSON, because Rasa's YAML reads square brackets in a text as the mark of an entity
    examples = [{"text": text, "intent": names[intent], "entities": []} for text, intent in zip(texts, intents, strict=True)]
    data = {"rasa_nlu_data": {"common_examples": examples}}
    (folder / "data" / "nlu.json").write_text(json.dumps(data), encoding="utf-8")
    domain = {
        "version": "3.1",
        "intents": sorted({*names.values(), FALLBACK}),
        "responses": {"utter_understood": [{"text": "Understood."}], "utter_lost": [{"text": "Not understood."}]},
        "actions": ["action_fallback"],
    }
    rules = [
        {"rule": name, "steps": [{"intent": name}, {"action": "utter_lost" if name == FALLBACK else "utter_understood"}]}
        for name in domain["intents"]
    ]
    _write_yaml(folder / "domain.yml", domain)
    _write_yaml(folder / "data" / "rules.yml", {"version": "3.1", "rules": rules})
    _write_yaml(folder / "config.yml", pipeline()[0])
    return names


def train(texts: Sequence[str], intents: Sequence[str], folder: Path, encoder: Path) -> Trained:
    """Raises ShopError with the end of Rasa's output when there is no model afterwards."""
    started = time.perf_counter()
    names = write_project(texts, intents, folder / "bot")
    _write_artifacts(folder, encoder)
    _run(folder, ["-m", "rasa", "train", "--fixed-model-name", "model", "--out", "models"])
    if not (folder / "bot" / "models" / "model.tar.gz").is_file():
        raise ShopError("Rasa ended without a model.")
    return Trained(folder, names, time.perf_counter() - started)


def parse(trained: Trained, texts: Sequence[str]) -> tuple[list[Parsed], dict[str, float]]:
    """Each text alone, one after the other, inside Rasa; then what the loaded bot needs: ``load_seconds``, ``memory_mb``."""
    asked, answered = trained.folder / "texts.json", trained.folder / "parsed.json"
    asked.write_text(json.dumps(list(texts)), encoding="utf-8")
    as_supervised = {"OPENBLAS_NUM_THREADS": "1"}
    _run(trained.folder, ["parse_texts.py", "models/model.tar.gz", str(asked), str(answered)], as_supervised)
    result = json.loads(answered.read_text(encoding="utf-8"))
    intents = {name: intent for intent, name in trained.names.items()}
    parsed = [Parsed(intents.get(one["intent"], OOS), one["confidence"], one["ms"]) for one in result["parsed"]]
    return parsed, {"load_seconds": result["load_seconds"], "memory_mb": result["memory_mb"]}


def measure_heads(texts: Sequence[str], intents: Sequence[str], folder: Path, encoder: Path) -> dict[str, Any]:
    """What each head of the classifier is worth on folds of these rows; see ``bot/measure_heads.py``. Nothing is tested."""
    rows = [[text, OUT_OF_SCOPE if intent == OOS else intent] for text, intent in zip(texts, intents, strict=True)]
    _write_artifacts(folder, encoder)
    (folder / "bot").mkdir()
    asked, answered = folder / "rows.json", folder / "parts.json"
    asked.write_text(json.dumps(rows), encoding="utf-8")
    _run(folder, [str(BOT / "measure_heads.py"), str(asked), str(answered)])
    found: dict[str, Any] = json.loads(answered.read_text(encoding="utf-8"))
    return found


def _write_artifacts(folder: Path, encoder: Path) -> None:
    """The encoder, and no word lists: a file of sentences has no catalogue."""
    (folder / "artifacts").mkdir()
    (folder / "artifacts" / "encoder").symlink_to(encoder.resolve(), target_is_directory=True)


def _write_yaml(path: Path, content: Mapping[str, Any]) -> None:
    path.write_text(yaml.safe_dump(dict(content), allow_unicode=True, sort_keys=False), encoding="utf-8")


def _run(folder: Path, arguments: list[str], more: Mapping[str, str] | None = None) -> None:
    kept = {k: v for k, v in os.environ.items() if k in ("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "OMP_NUM_THREADS")}
    environment = {
        **kept,
        "RASA_TELEMETRY_ENABLED": "false",
        "TF_CPP_MIN_LOG_LEVEL": "3",
        "CUDA_VISIBLE_DEVICES": "",
        "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
        "PYTHONWARNINGS": "ignore",
        "SHOPTALK_ARTIFACTS": str(folder / "artifacts"),
        **(more or {}),
    }
    try:
        ended = subprocess.run(  # noqa: S603 - our own interpreter, arguments are ours
            [str(BOT_PYTHON), *arguments],
            cwd=folder / "bot",
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=TIMEOUT_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise ShopError(f"Rasa took longer than {TIMEOUT_SECONDS} s and was ended.") from error
    except OSError as error:
        raise ShopError("The Rasa environment .venv-bot is missing; run `make run` to set it up.") from error
    if ended.returncode != 0:
        last = "\n".join((ended.stderr or ended.stdout).strip().splitlines()[-5:])
        raise ShopError(f"Rasa ended with an error:\n{last}")
