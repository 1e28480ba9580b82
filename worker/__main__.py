"""``python -m worker``: runs jobs until it is told to stop."""

from __future__ import annotations

import logging
import os
import signal
import socket
import sys
import threading
from datetime import timedelta

import redis
import structlog

from shop.errors import ShopError
from shop.settings import Settings, load_settings
from storage import open_storage
from worker.handlers import by_loop
from worker.loop import Loop
from worker.scheduled_training import KIND as TRAIN
from worker.services import Services
from worker.watch_drift import KIND as DRIFT
from worker.watch_products import KIND as WATCH

FIRST_DRIFT = timedelta(minutes=10)


def _listen(settings: Settings, loops: list[Loop], stopping: threading.Event) -> None:
    """Redis wakes the loops at once; without it, or while it is away, they look four times a second."""
    if not settings.redis_url:
        return
    while not stopping.is_set():
        try:
            with redis.Redis.from_url(settings.redis_url, socket_timeout=5) as client, client.pubsub() as channel:
                channel.subscribe(f"{settings.redis_prefix}:jobs")
                while not stopping.is_set():
                    if channel.get_message(ignore_subscribe_messages=True, timeout=1):
                        for loop in loops:
                            loop.wake.set()
        except redis.RedisError:
            stopping.wait(2)


def main() -> int:
    try:
        settings = load_settings()
    except ShopError as error:
        sys.stderr.write(f"{error.message}\n")
        return 2
    level = logging.getLevelName(settings.log_level.upper())
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(level))
    storage = open_storage(settings.database_url)
    services = Services(settings, storage)
    name = f"{socket.gethostname()}-{os.getpid()}"
    loops = [Loop(services, found, f"{name}-{kind}") for kind, found in by_loop().items()]
    stopping = threading.Event()

    def stop(*_: object) -> None:
        stopping.set()
        for loop in loops:
            loop.stopping.set()
            loop.wake.set()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    threads = [threading.Thread(target=loop.run, name=f"loop-{i}", daemon=True) for i, loop in enumerate(loops)]
    threads.append(threading.Thread(target=_listen, args=(settings, loops, stopping), daemon=True))
    try:
        for kind in (WATCH, TRAIN):
            storage.jobs.add(kind, {}, unique=kind)
        storage.jobs.add(
            DRIFT, {}, unique=DRIFT, run_at=services.clock() + FIRST_DRIFT
        )  # a start has more pressing things to do
    except ShopError as error:  # the loops wait for the database; the next start sees to the watch
        structlog.get_logger("worker").warning("worker.no_watch", code=error.code)
    for thread in threads:
        thread.start()
    structlog.get_logger("worker").info("worker.ready", worker_id=name)
    stopping.wait()
    for thread in threads[: len(loops)]:
        thread.join(timeout=20)  # a job that takes longer is taken up again after its lease
    storage.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
