"""The ports that the service wants, looked at before anything starts."""

from __future__ import annotations

import errno
import socket

from shop.errors import ShopError
from shop.settings import Settings


def check_ports(settings: Settings) -> None:
    """Raises ShopError that names the port, what wants it, and the setting that changes it."""
    wanted = (
        (settings.port, settings.host, "the gateway", "SHOPTALK_PORT"),
        (settings.rasa_port, "127.0.0.1", "Rasa", "SHOPTALK_RASA_PORT"),
        (settings.actions_port, "127.0.0.1", "the action server", "SHOPTALK_ACTIONS_PORT"),
        (settings.draft_port, "127.0.0.1", "the draft assistant", "SHOPTALK_DRAFT_PORT"),
    )
    taken: dict[int, str] = {}
    for port, host, name, setting in wanted:
        if port in taken:
            raise ShopError(f"{taken[port]} and {setting} are both {port}. Give each a port of its own.", code="port_twice")
        taken[port] = setting
        _try(port, host, name, setting)


def _try(port: int, host: str, name: str, setting: str) -> None:
    try:
        family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            said, code = (
                f"Port {port}, wanted by {name}, is in use. Stop what uses it, or set {setting} to a free port.",
                "port_in_use",
            )
        elif error.errno in (errno.EACCES, errno.EPERM):
            said, code = (
                f"This user may not open port {port}, wanted by {name}. Set {setting} to 1024 or higher.",
                "port_denied",
            )
        else:
            said, code = f"{host} is no address of this machine. Set SHOPTALK_HOST to one that is.", "host_unknown"
        raise ShopError(said, code=code) from error
