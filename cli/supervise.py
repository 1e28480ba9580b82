"""One supervisor (supervisord) over all processes: it restarts a dead one with back-off and stops all on Ctrl-C."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import urllib3

from shop.errors import ShopError
from shop.settings import Settings
from worker.draft_server import NAME as DRAFT
from worker.draft_server import supervisor_socket
from worker.paths import ROOT

READY_SECONDS = 180


@dataclass(frozen=True)
class Program:
    name: str
    arguments: tuple[str, ...]
    autostart: bool = True


PROGRAMS = (
    Program("actions", ("-m", "actions")),
    Program("rasa", ("-m", "cli.rasa", "live")),
    Program("worker", ("-m", "worker")),
    Program("web", ("-m", "web")),
    Program(DRAFT, ("-m", "cli.rasa", "draft"), autostart=False),
)


def _escaped(text: str) -> str:
    return text.replace("%", "%%")


def configuration(settings: Settings) -> str:
    """supervisord's file. It names no secret: the programs read settings themselves."""
    log = settings.var / "log"
    parts = [
        "[supervisord]\nnodaemon=true\nsilent=true\n"
        f"logfile={_escaped(str(log / 'supervisor.log'))}\nlogfile_maxbytes=5MB\nlogfile_backups=2\n"
        f"pidfile={_escaped(str(settings.var / 'supervisor.pid'))}\nchildlogdir={_escaped(str(log))}\n",
        f"[unix_http_server]\nfile={_escaped(supervisor_socket(settings))}\nchmod=0700\n",
        "[rpcinterface:supervisor]\nsupervisor.rpcinterface_factory = supervisor.rpcinterface:make_main_rpcinterface\n",
        f"[supervisorctl]\nserverurl=unix://{_escaped(supervisor_socket(settings))}\n",
    ]
    for program in PROGRAMS:
        command = " ".join([sys.executable, *program.arguments])
        parts.append(
            f"[program:{program.name}]\ncommand={_escaped(command)}\ndirectory={_escaped(str(ROOT))}\n"
            # One turn at a time wants one core each; a pool of BLAS threads only waits for itself.
            'environment=OPENBLAS_NUM_THREADS="1",OMP_NUM_THREADS="2"\n'
            f"autostart={str(program.autostart).lower()}\nautorestart={'true' if program.autostart else 'unexpected'}\n"
            "startsecs=2\nstartretries=12\nstopwaitsecs=25\nstopasgroup=false\nkillasgroup=true\n"
            f"redirect_stderr=true\nstdout_logfile={_escaped(str(log / (program.name + '.log')))}\n"
            "stdout_logfile_maxbytes=10MB\nstdout_logfile_backups=2\n"
        )
    return "\n".join(parts)


def check_ports(settings: Settings) -> None:
    """A port in use is said before anything starts: which one, for what, and the setting that changes it."""
    wanted = (
        (settings.port, settings.host, "the gateway", "SHOPTALK_PORT"),
        (settings.rasa_port, "127.0.0.1", "Rasa", "SHOPTALK_RASA_PORT"),
        (settings.actions_port, "127.0.0.1", "the action server", "SHOPTALK_ACTIONS_PORT"),
        (settings.draft_port, "127.0.0.1", "the draft assistant", "SHOPTALK_DRAFT_PORT"),
    )
    for port, host, name, setting in wanted:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, port))
            except OSError as error:
                raise ShopError(
                    f"Port {port}, wanted by {name}, is in use. Stop what uses it, or set {setting} to a free port.",
                    code="port_in_use",
                ) from error


class Supervisor:
    """supervisord as a child of this process, in a process group of its own so that Ctrl-C reaches only us."""

    def __init__(self, settings: Settings):
        self._settings = settings
        path = settings.var / "supervisord.conf"
        (settings.var / "log").mkdir(parents=True, exist_ok=True)
        path.write_text(configuration(settings), encoding="utf-8")
        self._path: Path = path
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        Path(supervisor_socket(self._settings)).unlink(missing_ok=True)
        command = [sys.executable, "-m", "supervisor.supervisord", "-n", "-c", str(self._path)]
        environment = {**os.environ, "PYTHONWARNINGS": "ignore"}
        self._process = subprocess.Popen(command, cwd=ROOT, start_new_session=True, env=environment)  # noqa: S603

    def running(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def wait_ready(self, seconds: float = READY_SECONDS) -> None:
        """Until ``/readyz`` says that all parts answer. Raises ShopError naming the parts that do not."""
        host = f"[{self._settings.host}]" if ":" in self._settings.host else self._settings.host
        if host in ("0.0.0.0", "[::]"):  # noqa: S104 - compared, not bound
            host = "127.0.0.1"
        deadline = time.monotonic() + seconds
        missing = "the gateway"
        while time.monotonic() < deadline and self.running():
            try:
                response = urllib3.request(
                    "GET", f"http://{host}:{self._settings.port}/readyz", timeout=urllib3.Timeout(total=5), retries=False
                )
                if response.status == 200:
                    return
                parts = response.json().get("parts", {})
                missing = ", ".join(sorted(name for name, state in parts.items() if state != "ok")) or missing
            except (urllib3.exceptions.HTTPError, ValueError, AttributeError):
                missing = "the gateway"
            time.sleep(0.5)
        raise ShopError(
            f"Not ready: {missing}. The files in {self._settings.var / 'log'} say why; then run the same command again."
        )

    def wait(self) -> int:
        return self._process.wait() if self._process else 0

    def stop(self) -> None:
        if self._process is None or self._process.poll() is not None:
            return
        self._process.send_signal(signal.SIGTERM)
        try:
            self._process.wait(timeout=45)
        except subprocess.TimeoutExpired:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait(timeout=10)
