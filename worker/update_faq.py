"""Job ``update_faq``: an entry of the FAQ that was added, changed or removed answers customers as it is now, within seconds."""

from __future__ import annotations

from retrieval.faq import build_faq
from worker.services import Progress, Services


def update_faq(payload: dict[str, object], services: Services, progress: Progress) -> dict[str, object]:
    """``{"faqs": n}``."""
    return {"faqs": build_answers(services)}


def build_answers(services: Services) -> int:
    """Build the FAQ's index, again where an entry changed meanwhile: of builds at the same time the last one to end sees to it
    that what is served is what is stored. Returns how many entries there are."""
    while True:
        faqs = services.storage.faqs.all()
        build_faq(faqs, services.encoder, services.settings.artifacts / "index" / "faq", services.clock())
        if services.storage.faqs.all() == faqs:
            return len(faqs)
