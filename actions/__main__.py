"""``python -m actions``: settings, then services, then the port; closed in reverse order."""

from __future__ import annotations

import logging
import sys
import threading
from urllib.parse import urlsplit

import structlog
from sanic import Sanic

from actions.app import make_app
from actions.services.opening import open_services
from shop.errors import ShopError
from shop.settings import Settings, load_settings


def set_up_logging(level: str) -> None:
    number = getattr(logging, level.upper())
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(number),
        logger_factory=structlog.WriteLoggerFactory(sys.stderr),
    )
    # Libraries log request bodies and exception texts at lower levels; only their warnings are wanted.
    logging.basicConfig(level=logging.WARNING, stream=sys.stderr)


def listen_on(settings: Settings) -> str:
    """Loopback, unless ``ACTIONS_URL`` says that other machines reach this server over a private network."""
    return "127.0.0.1" if urlsplit(settings.actions_url).hostname in ("127.0.0.1", "::1", "localhost") else "0.0.0.0"  # noqa: S104


def main() -> int:
    try:
        settings = load_settings()
        set_up_logging(settings.log_level)
        services = open_services(settings)
    except ShopError as error:
        sys.stderr.write(error.message + "\n")
        return 1
    host = listen_on(settings)
    # beside the start, not before it: where the database is not reached yet the server still comes up and says so
    stopped = threading.Event()
    reading = threading.Thread(target=services.parts.read_ahead, args=(stopped.is_set,), name="read-ahead")
    reading.start()
    try:
        app = make_app(services, settings.secret("internal"))
        app.prepare(host=host, port=settings.actions_port, single_process=True, motd=False, access_log=False)
        Sanic.serve_single(app)
    finally:
        stopped.set()
        reading.join()  # the interpreter must not end while a model is being opened: native code aborts the process then
        services.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
