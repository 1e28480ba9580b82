"""The FAQ that answers customers is the one that is stored, whatever changes while it is built."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

import worker.update_faq
from retrieval.encoder.export import export_encoder
from retrieval.faq import FaqIndex, build_faq
from shop.catalogue import Faq
from shop.settings import load_settings
from storage import open_storage
from storage.migrations import migrate
from worker.paths import ROOT
from worker.services import Services
from worker.update_faq import update_faq

NOW = datetime(2036, 5, 1, 12, tzinfo=UTC)


@pytest.fixture
def services(tmp_path: Path) -> Iterator[Services]:
    settings = load_settings({"SHOPTALK_HOME": str(tmp_path)})
    exported = ROOT / "artifacts" / "encoder"
    export_encoder(None, exported, NOW)
    settings.artifacts.mkdir()
    (settings.artifacts / "encoder").symlink_to(exported)
    migrate(settings.database_url)
    storage = open_storage(settings.database_url)
    storage.faqs.upsert([Faq("wool", "How do I wash wool?", "By hand."), Faq("pay", "How can I pay?", "By card.")])
    yield Services(settings, storage)
    storage.close()


def served(services: Services, question: str) -> str:
    return FaqIndex.open(services.settings.artifacts, services.encoder).search(question, 1)[0].faq_id


def test_added_and_removed_entries_are_served_after_the_job(services: Services) -> None:
    assert update_faq({}, services, lambda *_: None) == {"faqs": 2}
    services.storage.faqs.upsert([Faq("skates", "Do you sharpen skates?", "Yes.")])
    services.storage.faqs.delete("wool")
    assert update_faq({}, services, lambda *_: None) == {"faqs": 2}
    assert served(services, "can my skates be sharpened") == "skates"
    assert served(services, "how do I wash wool") != "wool"


def test_an_entry_that_changes_during_the_build_is_served_too(services: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    late = [Faq("skates", "Do you sharpen skates?", "Yes.")]

    def slowly(faqs: list[Faq], *rest: object) -> dict[str, int]:
        if late:
            services.storage.faqs.upsert([late.pop()])
        return build_faq(faqs, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(worker.update_faq, "build_faq", slowly)
    assert update_faq({}, services, lambda *_: None) == {"faqs": 3}
    assert served(services, "can my skates be sharpened") == "skates"
