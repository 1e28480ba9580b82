"""What the bot brings reaches an existing database, unless marketing made it theirs."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest
import yaml

from storage import Storage
from worker.paths import BOT
from worker.seed_content import seed_content

NOW = datetime(2026, 5, 1, tzinfo=UTC)


@pytest.fixture
def bot(tmp_path: Path) -> Path:
    """A copy of what seeding reads, to be changed like a new release changes it."""
    folder = tmp_path / "bot"
    shutil.copytree(BOT / "data" / "nlu", folder / "data" / "nlu")
    for name in ("domain.yml", "labels.yml"):
        shutil.copy(BOT / name, folder / name)
    return folder


def release(bot: Path, intent: str, example: str) -> None:
    path = bot / "data" / "nlu" / f"{intent}.yml"
    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    content["nlu"][0]["examples"] += f"- {example}\n"
    path.write_text(yaml.safe_dump(content), encoding="utf-8")


def examples(storage: Storage, intent: str) -> list[str]:
    item = storage.content.get("intent", intent)
    assert item is not None
    assert item.live is not None
    return list(item.live["examples"])


def test_new_examples_of_a_release_reach_a_database_that_was_seeded_before(storage: Storage, bot: Path) -> None:
    seed_content(storage, bot)
    release(bot, "thanks", "a thousand thanks to the shop")
    seed_content(storage, bot)
    assert "a thousand thanks to the shop" in examples(storage, "thanks")
    assert storage.content.diff() == []


def test_examples_that_marketing_edited_stay_theirs(storage: Storage, bot: Path) -> None:
    seed_content(storage, bot)
    item = storage.content.get("intent", "thanks")
    assert item is not None
    assert item.live is not None
    storage.content.put_draft(
        "intent", "thanks", {**item.live, "examples": ["ta", "cheers", "bless you", "thanks"]}, "Mia", NOW
    )
    release(bot, "thanks", "a thousand thanks to the shop")
    seed_content(storage, bot)
    (changed,) = storage.content.diff()
    assert changed.draft is not None
    assert changed.draft["examples"] == ["ta", "cheers", "bless you", "thanks"]
    assert "a thousand thanks to the shop" not in examples(storage, "thanks")
