"""``python -m web``: the gateway. Reads settings, builds its services, opens its port last, closes all in reverse order."""

from __future__ import annotations

import asyncio
import errno
import signal
import sys

import structlog
from aiohttp import web

from shop.errors import ShopError
from shop.settings import Settings, load_settings
from web.app import make_app
from web.logs import set_up_logging

log = structlog.get_logger("web")


class PortTaken(ShopError):
    code = "port_taken"


async def serve(settings: Settings) -> None:
    """Runs until SIGTERM or SIGINT. Raises PortTaken."""
    stop = asyncio.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(name, stop.set)
    runner = web.AppRunner(make_app(settings), access_log=None, shutdown_timeout=5)
    await runner.setup()
    try:
        await open_port(runner, settings)
        log.info("listening", host=settings.host, port=settings.port)
        await stop.wait()
    finally:
        await runner.cleanup()


async def open_port(runner: web.AppRunner, settings: Settings) -> None:
    try:
        await web.TCPSite(runner, settings.host, settings.port).start()
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise PortTaken(
                f"Port {settings.port} on {settings.host} is in use. Stop what uses it, or set SHOPTALK_PORT to a free one."
            ) from error
        if error.errno in (errno.EACCES, errno.EADDRNOTAVAIL):
            raise PortTaken(
                f"Port {settings.port} on {settings.host} cannot be opened; check SHOPTALK_HOST and SHOPTALK_PORT."
            ) from error
        raise


def main() -> int:
    try:
        settings = load_settings()
        set_up_logging(settings.log_level)
        asyncio.run(serve(settings))
    except ShopError as error:
        sys.stderr.write(error.message + "\n")
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
