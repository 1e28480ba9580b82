"""Put the bot's own intents and answers where marketing edits them: the content table. What marketing edited is left alone."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from shop.promotions import Promotion
from storage import Storage


def read_examples(folder: Path) -> dict[str, list[str]]:
    """``{intent: [example, …]}`` from every NLU file of a bot folder, in file order; entity mark-up stays as written."""
    found: dict[str, list[str]] = {}
    for path in sorted(folder.glob("*.yml")):
        for block in (yaml.safe_load(path.read_text(encoding="utf-8")) or {}).get("nlu", []):
            if "intent" in block:
                lines = [line.strip()[2:].strip() for line in block["examples"].splitlines() if line.strip().startswith("- ")]
                found.setdefault(block["intent"], []).extend(lines)
    return found


def read_domain(bot: Path) -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load((bot / "domain.yml").read_text(encoding="utf-8"))
    return loaded


def read_labels(bot: Path) -> dict[str, dict[str, str]]:
    """Plain names for intents and answers (``labels.yml``); what has none gets its technical name in plain letters."""
    path = bot / "labels.yml"
    loaded: dict[str, dict[str, str]] = yaml.safe_load(path.read_text(encoding="utf-8")) if path.is_file() else {}
    return loaded


def plain_name(name: str) -> str:
    words = name.removeprefix("utter_").replace("_", " ").strip()
    return words[:1].upper() + words[1:]


def promotion_value(promotion: Promotion) -> dict[str, Any]:
    """A promotion as the console edits it: JSON types only, without the counter of uses."""
    from dataclasses import asdict

    value = {k: v for k, v in asdict(promotion).items() if k != "used"}
    for name in ("starts_at", "ends_at"):
        value[name] = value[name].isoformat() if value[name] else None
    for name in ("categories", "brands", "product_ids", "tiers"):
        value[name] = list(value[name])
    return value


def seed_content(storage: Storage, bot: Path) -> int:
    """Returns how many items were looked at. Base intents keep ``base: true``: wired to actions, they cannot be removed."""
    labels = read_labels(bot)
    count = 0
    for intent, examples in read_examples(bot / "data" / "nlu").items():
        label = labels.get("intents", {}).get(intent, plain_name(intent))
        value = {"label": label, "description": "", "examples": examples, "answer": None, "base": True}
        storage.content.seed("intent", intent, value, renew=True)
        count += 1
    for name, variations in read_domain(bot).get("responses", {}).items():
        texts = [v["text"] for v in variations if "text" in v]
        if texts:
            value = {"label": labels.get("answers", {}).get(name, plain_name(name)), "texts": texts, "base": True}
            storage.content.seed("answer", name, value, renew=True)
            count += 1
    for promotion in storage.promotions.all():
        storage.content.seed("promotion", promotion.promotion_id, promotion_value(promotion))
        count += 1
    return count
