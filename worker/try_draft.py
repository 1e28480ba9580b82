"""Jobs ``try_draft`` (train what is not live yet and serve it on the draft port) and ``stop_draft``."""

from __future__ import annotations

import time

from shop.errors import ShopError
from worker.draft_server import DraftServer
from worker.publish import NotPublishable, problems_of, train_content
from worker.services import Progress, Services
from worker.switch_model import load, loaded_sha256
from worker.train_bot import write_pointer

START_SECONDS = 120


def try_draft(payload: dict[str, object], services: Services, progress: Progress) -> dict[str, object]:
    settings = services.settings
    content = services.storage.content.snapshot(draft=True)
    if problems := problems_of(content):
        raise NotPublishable(problems[0].sentence, fields={f"{p.kind}:{p.key}": p.sentence for p in problems})
    progress(0.1, "training the draft")
    bot = train_content(services, content, "draft")
    write_pointer(settings, "draft", bot, services.clock())
    url = f"http://127.0.0.1:{settings.draft_port}"
    server = DraftServer(settings)
    progress(0.6, "starting the draft assistant")
    if server.state() == "RUNNING" and loaded_sha256(settings, url) is not None:
        if not load(settings, url, bot):
            raise ShopError("The draft assistant did not take the new version; try again.", code="draft_failed")
    else:
        server.start()
        deadline = time.monotonic() + START_SECONDS
        while loaded_sha256(settings, url) != bot.sha256:
            if time.monotonic() > deadline or server.state() == "FATAL":
                raise ShopError("The draft assistant did not start; var/log/rasa-draft.log says why.", code="draft_failed")
            time.sleep(0.5)
    progress(1.0, "ready to try")
    return {"model_sha256": bot.sha256}


def stop_draft(payload: dict[str, object], services: Services, progress: Progress) -> dict[str, object]:
    DraftServer(services.settings).stop()
    return {}
