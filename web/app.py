"""Builds the application: services in the order in which they depend on each other, closed in reverse."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from weakref import WeakSet

import aiohttp
import redis.asyncio
from aiohttp import web

from shop.settings import Settings
from storage import Storage, open_storage
from web import errors, metrics, origins, security_headers, sockets
from web.actions_client import ActionsClient
from web.bodies import SHOP_BODY
from web.client_address import TrustedProxies
from web.fanout import Fanout
from web.insights_api import AT_ONCE, GATE
from web.keys import (
    ACTIONS,
    DRAFT,
    FANOUT,
    HTTP,
    LIMITS,
    METRICS,
    PROXIES,
    RASA,
    SETTINGS,
    SIGNER,
    STORAGE,
    TEMPLATES,
    TURNS,
)
from web.limits import Limits, Rate
from web.moods import Moods
from web.pages import template_environment
from web.payloads import PayloadSigner
from web.rasa_client import ANSWER_SECONDS, RasaClient
from web.routes import add_routes
from web.turns import Turns

STORAGE_THREADS = 16


def make_app(
    settings: Settings,
    *,
    storage: Storage | None = None,
    rates: Mapping[str, Rate] | None = None,
    answer_seconds: float = ANSWER_SECONDS,
) -> web.Application:
    """The gateway. Nothing is opened before the application starts. ``storage``: one already open, which stays open."""
    app = web.Application(middlewares=[metrics.measure, origins.cors, errors.errors], client_max_size=SHOP_BODY)
    app[SETTINGS] = settings
    app[PROXIES] = TrustedProxies(settings.trusted_proxies)
    app[TEMPLATES] = template_environment()
    app[METRICS] = metrics.Metrics()
    app[SIGNER] = PayloadSigner(settings.secret("payload"))
    app[sockets.OPEN] = WeakSet()

    async def open_database(app: web.Application) -> AsyncIterator[None]:
        asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(STORAGE_THREADS, "storage"))
        opened = storage if storage is not None else await asyncio.to_thread(open_storage, settings.database_url)
        app[STORAGE] = opened
        app[GATE] = asyncio.Semaphore(AT_ONCE)
        yield
        if storage is None:
            await asyncio.to_thread(app[STORAGE].close)

    async def open_redis(app: web.Application) -> AsyncIterator[None]:
        client: Any = redis.asyncio.Redis.from_url(settings.redis_url, socket_timeout=30) if settings.redis_url else None
        app[LIMITS] = Limits(rates or {}, redis=client, prefix=settings.redis_prefix)
        app[FANOUT] = Fanout(client, settings.redis_prefix)
        await app[FANOUT].start()
        yield
        await app[FANOUT].stop()
        if client is not None:
            await client.aclose()

    async def open_clients(app: web.Application) -> AsyncIterator[None]:
        token, key = settings.secret("channel"), settings.secret("rasa-jwt")
        draft_url = f"http://127.0.0.1:{settings.draft_port}"
        async with aiohttp.ClientSession() as http:
            app[HTTP] = http
            app[RASA] = RasaClient(http, settings.rasa_urls, channel_token=token, jwt_secret=key, answer_seconds=answer_seconds)
            app[DRAFT] = RasaClient(http, [draft_url], channel_token=token, jwt_secret=key)
            app[ACTIONS] = ActionsClient(http, settings.actions_url, token=settings.secret("internal"))
            yield

    async def run_turns(app: web.Application) -> AsyncIterator[None]:
        app[TURNS] = Turns(
            app[STORAGE],
            app[RASA],
            app[FANOUT],
            app[METRICS],
            app[SIGNER],
            moods=Moods(app[STORAGE], app[ACTIONS], app[FANOUT]),
            reply_seconds=settings.reply_seconds,
        )
        await app[TURNS].start()
        yield
        await app[TURNS].stop()

    app.cleanup_ctx.extend([open_database, open_redis, open_clients, run_turns])
    app.on_shutdown.append(sockets.close_all)
    app.on_response_prepare.append(security_headers.add_headers)
    add_routes(app)
    return app
