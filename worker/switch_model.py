"""Bring a trained model to every Rasa server, or bring all of them back: nobody is left on a model of their own."""

from __future__ import annotations

import time
from collections.abc import Sequence

import jwt
import urllib3

from shop.errors import ShopError
from shop.settings import Settings
from worker.train_bot import TrainedBot

_POOL = urllib3.PoolManager(retries=False, timeout=urllib3.Timeout(connect=3, read=60))


class SwitchFailed(ShopError):
    code = "switch_failed"


def _headers(settings: Settings) -> dict[str, str]:
    token = jwt.encode(
        {"user": {"username": "worker", "role": "admin"}, "exp": time.time() + 300},
        settings.secret("rasa-jwt"),
        algorithm="HS256",
    )
    return {"Authorization": f"Bearer {token}"}


def loaded_sha256(settings: Settings, url: str) -> str | None:
    """The sha256 of the model that a server answers with; None when it does not answer."""
    try:
        response = _POOL.request(
            "GET", f"{url}/webhooks/shoptalk/health", headers={"Authorization": f"Bearer {settings.secret('channel')}"}
        )
        if response.status != 200:
            return None
        found = response.json().get("model_sha256")
    except (urllib3.exceptions.HTTPError, ValueError):
        return None
    return str(found) if found else None


def load(settings: Settings, url: str, bot: TrainedBot) -> bool:
    try:
        response = _POOL.request("PUT", f"{url}/model", headers=_headers(settings), json={"model_file": str(bot.path)})
    except urllib3.exceptions.HTTPError:
        return False
    return response.status in (200, 204) and loaded_sha256(settings, url) == bot.sha256


def switch(settings: Settings, urls: Sequence[str], new: TrainedBot, old: TrainedBot | None) -> None:
    """Returns when each server answers with the new model's sha256. Else all that moved go back, and SwitchFailed is raised."""
    moved: list[str] = []
    for url in urls:
        moved.append(url)  # also when it fails: it may have loaded before it stopped answering
        if not load(settings, url, new):
            returned = [load(settings, u, old) for u in moved] if old else [False]
            back = all(returned)
            state = (
                "All servers are back on the previous version." if back else "Restart the assistant to be sure of its version."
            )
            raise SwitchFailed(
                f"One of the assistant's servers did not take the new version, so nothing was published. {state}"
            )
