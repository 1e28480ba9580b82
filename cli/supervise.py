"""One supervisor (supervisord) over all processes: it restarts a dead one with back-off and stops all on Ctrl-C."""

from __future__ import annotations

import contextlib
import os
import shlex
import signal
import socket
import subprocess
import sys
import time
import xmlrpc.client
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import urllib3
from supervisor.xmlrpc import SupervisorTransport

from cli.interrupts import deferred
from cli.steps import Steps
from shop.errors import ShopError
from shop.settings import Settings
from worker.draft_server import NAME as DRAFT
from worker.draft_server import supervisor_socket
from worker.paths import ROOT

READY_SECONDS = 180
STOP_SECONDS = 45  # more than what each program gets (stopwaitsecs)


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
        command = shlex.join([sys.executable, *program.arguments])
        parts.append(
            f"[program:{program.name}]\ncommand={_escaped(command)}\ndirectory={_escaped(str(ROOT))}\n"
            # One turn at a time wants one core each; a pool of BLAS threads only waits for itself.
            'environment=OPENBLAS_NUM_THREADS="1",OMP_NUM_THREADS="2"\n'
            f"autostart={str(program.autostart).lower()}\nautorestart={'true' if program.autostart else 'unexpected'}\n"
            "startsecs=2\nstartretries=1000\nstopwaitsecs=25\nstopasgroup=false\nkillasgroup=true\n"
            f"redirect_stderr=true\nstdout_logfile={_escaped(str(log / (program.name + '.log')))}\n"
            "stdout_logfile_maxbytes=10MB\nstdout_logfile_backups=2\n"
        )
    return "\n".join(parts)


def stop_leftover(settings: Settings, steps: Steps) -> None:
    """A supervisor whose ``shoptalk up`` was killed still holds the ports: it is asked to stop, and waited for.

    Call it as the only one in this home. A socket or pid file that nobody answers for is stale, and harmless.
    """
    if not Path(supervisor_socket(settings)).exists():
        return
    with contextlib.suppress(OSError, xmlrpc.client.Error):
        proxy: Any = xmlrpc.client.ServerProxy(
            "http://127.0.0.1", transport=SupervisorTransport(None, None, f"unix://{supervisor_socket(settings)}")
        )
        left = int(proxy.supervisor.getPID())
        with steps.step("Stopping what an earlier run left behind"):
            proxy.supervisor.shutdown()
            deadline = time.monotonic() + STOP_SECONDS
            while _members(left) or _answers(settings):
                if time.monotonic() > deadline:
                    raise ShopError(f"An earlier run does not stop. End it with: kill -9 {left}", code="already_running")
                time.sleep(0.2)


def _answers(settings: Settings) -> bool:
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as probe:
        return probe.connect_ex(supervisor_socket(settings)) == 0


class Supervisor:
    """supervisord as a child of this process, in a session of its own so that Ctrl-C reaches only us."""

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
        with deferred():
            self._process = subprocess.Popen(  # noqa: S603
                command, cwd=ROOT, start_new_session=True, env=environment, stdin=subprocess.DEVNULL
            )

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
                parts = response.json()["parts"]
                missing = ", ".join(sorted(name for name, part in parts.items() if not part["ready"])) or missing
            except (urllib3.exceptions.HTTPError, ValueError, KeyError, TypeError):
                missing = "the gateway"
            time.sleep(0.5)
        if not self.running():
            raise ShopError(f"The supervisor ended; {self._settings.var / 'log' / 'supervisor.log'} says why.")
        raise ShopError(
            f"Not ready: {missing}. The files in {self._settings.var / 'log'} say why; then run the same command again."
        )

    def wait(self) -> None:
        """Until interrupted. Raises ShopError when the supervisor ends by itself, which it should not."""
        if self._process is not None:
            self._process.wait()
            raise ShopError(f"The supervisor ended; {self._settings.var / 'log' / 'supervisor.log'} says why.")

    def stop(self) -> None:
        """Ask, then insist. When it returns, neither the supervisor nor anything it started is there."""
        if self._process is None:
            return
        if self.running():
            self._process.send_signal(signal.SIGTERM)
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._process.wait(timeout=STOP_SECONDS)
        deadline = time.monotonic() + 10
        while (left := _members(self._process.pid)) and time.monotonic() < deadline:
            for pid in left:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
            time.sleep(0.05)
        self._process.wait(timeout=10)
        for name in (supervisor_socket(self._settings), str(self._settings.var / "supervisor.pid")):
            Path(name).unlink(missing_ok=True)


def _members(leader: int) -> list[int]:
    """Processes of a supervisor's own session (``leader`` is its pid): itself and what it started, also once it is gone."""
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            fields = path.read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
            if int(fields[3]) == leader and fields[0] != "Z":
                found.append(int(path.parent.name))
    return found
