"""Write the Rasa project that a training run reads: our ``bot/`` folder with marketing's intents and answers for its own."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from worker.seed_content import read_domain

_LEFT_OUT = shutil.ignore_patterns("__pycache__", "*.pyc", ".rasa", "models", "nlu", "requirements.txt")


def _lines(examples: list[str]) -> str:
    return "".join(f"- {' '.join(example.split())}\n" for example in examples if example.strip())


def _rules(intent: str, answer: str) -> list[dict[str, Any]]:
    """The answer; in the midst of a review it is given and the form asks again."""
    again: list[dict[str, Any]] = [{"action": "review_form"}, {"active_loop": "review_form"}]
    return [
        {"rule": f"answer {intent}", "steps": [{"intent": intent}, {"action": answer}]},
        {
            "rule": f"asked in the midst of the review, {intent}",
            "condition": [{"active_loop": "review_form"}],
            "steps": [{"intent": intent}, {"action": answer}, *again],
        },
    ]


def write_project(bot: Path, content: Mapping[str, Mapping[str, Any]], out: Path) -> Path:
    """``content`` is {kind: {key: value}}, already checked. ``out`` is made anew, Rasa's cache in it kept. Returns ``out``."""
    for old in ("data", "components"):
        shutil.rmtree(out / old, ignore_errors=True)
    shutil.copytree(bot, out, ignore=_LEFT_OUT, dirs_exist_ok=True)
    intents = content.get("intent", {})
    answers = content.get("answer", {})

    nlu = [{"intent": name, "examples": _lines(list(value["examples"]))} for name, value in sorted(intents.items())]
    (out / "data" / "nlu.yml").write_text(
        yaml.safe_dump({"version": "3.1", "nlu": nlu}, allow_unicode=True, sort_keys=False), encoding="utf-8"
    )

    domain = read_domain(bot)
    responses: dict[str, Any] = domain.setdefault("responses", {})
    for name, value in answers.items():
        responses[name] = [{"text": text} for text in value["texts"]]
    known = [next(iter(i)) if isinstance(i, dict) else i for i in domain["intents"]]
    own = {name: value for name, value in sorted(intents.items()) if not value.get("base") and name not in known}
    domain["intents"] = [*domain["intents"], *own]
    (out / "domain.yml").write_text(yaml.safe_dump(domain, allow_unicode=True, sort_keys=False), encoding="utf-8")

    rules = [rule for name, value in own.items() for rule in _rules(name, str(value["answer"]))]
    (out / "data" / "published_rules.yml").write_text(
        yaml.safe_dump({"version": "3.1", "rules": rules}, allow_unicode=True, sort_keys=False), encoding="utf-8"
    )
    return out


def project_sha256(bot: Path, content: Mapping[str, Mapping[str, Any]]) -> str:
    """What a model is made from: our bot folder and the content (promotions aside). The same again needs no training."""
    digest = hashlib.sha256()
    for path in sorted(p for p in bot.rglob("*") if p.suffix in (".py", ".yml") and "__pycache__" not in p.parts):
        digest.update(path.relative_to(bot).as_posix().encode())
        digest.update(path.read_bytes())
    kept = {kind: dict(items) for kind, items in content.items() if kind in ("intent", "answer")}
    digest.update(json.dumps(kept, sort_keys=True, ensure_ascii=False).encode())
    return digest.hexdigest()
