"""Start and stop ``rasa-draft`` through the supervisor: the server on which a marketer tries changes before they go live."""

from __future__ import annotations

import contextlib
import xmlrpc.client
from typing import Any

from shop.errors import Unavailable
from shop.settings import Settings

NAME = "rasa-draft"


def supervisor_socket(settings: Settings) -> str:
    """Where the supervisor listens. A unix socket's path is short (108 bytes), so deep homes get one under /tmp."""
    path = str(settings.var / "supervisor.sock")
    if len(path) < 100:
        return path
    return f"/tmp/shoptalk-{settings.secret('supervisor')[:16]}.sock"  # noqa: S108 - the name is secret, the socket 0700


class DraftServer:
    def __init__(self, settings: Settings):
        from supervisor.xmlrpc import SupervisorTransport

        address = f"unix://{supervisor_socket(settings)}"
        transport = SupervisorTransport(None, None, address)
        self._proxy: Any = xmlrpc.client.ServerProxy("http://127.0.0.1", transport=transport)

    def state(self) -> str:
        """RUNNING, STOPPED, STARTING, BACKOFF, EXITED, FATAL… Raises Unavailable when there is no supervisor."""
        try:
            return str(self._proxy.supervisor.getProcessInfo(NAME)["statename"])
        except (OSError, xmlrpc.client.Error) as error:
            raise Unavailable("The supervisor does not answer; start the service with `make run`.") from error

    def start(self) -> None:
        if self.state() not in ("RUNNING", "STARTING"):
            with contextlib.suppress(xmlrpc.client.Fault):  # ALREADY_STARTED: somebody else was quicker
                self._proxy.supervisor.startProcess(NAME, False)

    def stop(self) -> None:
        if self.state() in ("RUNNING", "STARTING", "BACKOFF"):
            with contextlib.suppress(xmlrpc.client.Fault):
                self._proxy.supervisor.stopProcess(NAME, True)
