"""Rasa as it comes, on our model and our action server: its own REST channel, no gateway, trackers in memory."""

from __future__ import annotations

import subprocess
import time
from typing import Any

import urllib3
import yaml

from cli.rasa import endpoints
from shop.errors import ShopError
from shop.settings import Settings
from worker.paths import BOT, BOT_PYTHON
from worker.train_bot import bot_environment, read_pointer

READY_SECONDS = 180.0


class BareRasa:
    """On the port of the draft server, which runs only while a marketer tries something."""

    def __init__(self, settings: Settings):
        self.settings = settings
        self.base = f"http://127.0.0.1:{settings.draft_port}"
        self.http = urllib3.PoolManager(maxsize=64, retries=False, timeout=urllib3.Timeout(total=60))
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Returns when it answers. Raises ShopError."""
        model = read_pointer(self.settings, "current")
        if model is None:
            raise ShopError("There is no trained assistant.")
        folder = self.settings.var / "bot" / "bare"
        folder.mkdir(parents=True, exist_ok=True)
        only_actions = {"action_endpoint": endpoints(self.settings, "draft")["action_endpoint"]}
        (folder / "endpoints.yml").write_text(yaml.safe_dump(only_actions), encoding="utf-8")
        (folder / "credentials.yml").write_text("rest:\n", encoding="utf-8")
        files = ["--endpoints", str(folder / "endpoints.yml"), "--credentials", str(folder / "credentials.yml")]
        where = ["--interface", "127.0.0.1", "--port", str(self.settings.draft_port)]
        command = [str(BOT_PYTHON), "-m", "rasa", "run", "--model", str(model.path), *files, *where]
        environment = {**bot_environment(self.settings), "OMP_NUM_THREADS": "2", "OPENBLAS_NUM_THREADS": "1"}  # as supervised
        with (folder / "rasa.log").open("wb") as log:
            self._process = subprocess.Popen(command, cwd=BOT, env=environment, stdout=log, stderr=log)  # noqa: S603
        deadline = time.monotonic() + READY_SECONDS
        while not self._answers():
            if self._process.poll() is not None or time.monotonic() > deadline:
                self.stop()
                raise ShopError(f"Bare Rasa did not start; see {folder / 'rasa.log'}.")
            time.sleep(0.5)

    def _answers(self) -> bool:
        try:
            return bool(self.say("ready", "hello"))
        except (urllib3.exceptions.HTTPError, ShopError, ValueError):
            return False

    def say(self, sender: str, message: str) -> list[dict[str, Any]]:
        """What it answers. Raises ShopError."""
        body = {"sender": sender, "message": message}
        answer = self.http.request("POST", f"{self.base}/webhooks/rest/webhook", json=body)
        if answer.status != 200:
            raise ShopError(f"Bare Rasa answered with status {answer.status}.")
        found: list[dict[str, Any]] = answer.json()
        return found

    def stop(self) -> None:
        if self._process and self._process.poll() is None:
            self._process.terminate()
            try:
                self._process.wait(timeout=30)
            except subprocess.TimeoutExpired:
                self._process.kill()
        self._process = None
