"""The whole service in a folder of its own on free ports: what suites and end-to-end tests run on."""

from __future__ import annotations

import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

from shop.errors import ShopError
from worker.paths import ROOT


def free_ports(n: int) -> list[int]:
    held = [socket.socket() for _ in range(n)]
    for each in held:
        each.bind(("127.0.0.1", 0))
    ports = [int(each.getsockname()[1]) for each in held]
    for each in held:
        each.close()
    return ports


class Service:
    """``environment`` adds settings; ``scale`` is the size of its sample shop; ``arguments`` go to ``shoptalk up``."""

    def __init__(
        self, home: Path, environment: dict[str, str] | None = None, scale: float = 1.0, arguments: tuple[str, ...] = ()
    ):
        self.home = home
        self.ports = free_ports(4)
        self.base = f"http://127.0.0.1:{self.ports[0]}"
        self.customer_secret = secrets.token_urlsafe(32)
        web, rasa, actions, draft = map(str, self.ports)
        self.environment = {
            **{k: v for k, v in os.environ.items() if k in ("PATH", "HOME", "LANG", "TMPDIR", "CI")},
            "SHOPTALK_HOME": str(home),
            "SHOPTALK_PORT": web,
            "SHOPTALK_RASA_PORT": rasa,
            "SHOPTALK_ACTIONS_PORT": actions,
            "SHOPTALK_DRAFT_PORT": draft,
            "SHOPTALK_SAMPLE_SCALE": str(scale),
            "CUSTOMER_JWT_SECRET": self.customer_secret,
            **(environment or {}),
        }
        self.arguments = arguments
        self.log = home / "up.log"
        self._process: subprocess.Popen[bytes] | None = None
        encoder = ROOT / "artifacts" / "encoder"
        if (encoder / "manifest.json").is_file():  # exported before: the same files, not the same minute again
            shutil.copytree(encoder, home / "artifacts" / "encoder", dirs_exist_ok=True)

    def start(self, seconds: float = 300) -> float:
        """Returns the seconds until ready. Raises ShopError with what was printed and logged."""
        started = time.monotonic()
        with self.log.open("wb") as out:
            self._process = subprocess.Popen(  # noqa: S603 - our own command
                [sys.executable, "-m", "cli", "up", *self.arguments],
                cwd=ROOT,
                env=self.environment,
                stdout=out,
                stderr=subprocess.STDOUT,
            )
        while "Ready" not in self.log.read_text(encoding="utf-8"):
            if self._process.poll() is not None or time.monotonic() - started > seconds:
                told = self.log.read_text(encoding="utf-8")
                logs = sorted((self.home / "var" / "log").glob("*.log"))
                ends = "\n".join(f"--- {p.name}\n{p.read_text(encoding='utf-8', errors='replace')[-1500:]}" for p in logs)
                self.stop()
                raise ShopError(f"The service did not get ready:\n{told}\n{ends}")
            time.sleep(0.3)
        return time.monotonic() - started

    def stop(self) -> None:
        if self._process and self._process.poll() is None:
            self._process.send_signal(signal.SIGTERM)
            try:
                self._process.wait(timeout=60)
            except subprocess.TimeoutExpired:
                self._process.kill()
        self._process = None

    def command(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """``shoptalk …`` against this service."""
        return subprocess.run(  # noqa: S603
            [sys.executable, "-m", "cli", *arguments],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=1200,
            check=False,
        )

    def supervise(self, *arguments: str) -> str:
        """``supervisorctl`` of this service: status, stop rasa, start rasa, pid web."""
        configuration = str(self.home / "var" / "supervisord.conf")
        return subprocess.run(  # noqa: S603
            [sys.executable, "-m", "supervisor.supervisorctl", "-c", configuration, *arguments],
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        ).stdout
