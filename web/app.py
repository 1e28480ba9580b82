"""Builds the application: services in the order in which they depend on each other, closed in reverse."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from concurrent.futures import ThreadPoolExecutor

import aiohttp
from aiohttp import web

from shop.settings import Settings
from storage import Storage, open_storage
from web import errors, metrics, origins, security_headers
from web.bodies import SHOP_BODY
from web.client_address import TrustedProxies
from web.keys import HTTP, LIMITS, METRICS, PROXIES, SETTINGS, STORAGE, TEMPLATES
from web.limits import Limits, Rate
from web.pages import template_environment
from web.routes import add_routes


def make_app(settings: Settings, *, storage: Storage | None = None, rates: Mapping[str, Rate] | None = None) -> web.Application:
    """The gateway. Nothing is opened before the application starts. ``storage``: one already open, which stays open."""
    app = web.Application(middlewares=[metrics.measure, origins.cors, errors.errors], client_max_size=SHOP_BODY)
    app[SETTINGS] = settings
    app[PROXIES] = TrustedProxies(settings.trusted_proxies)
    app[TEMPLATES] = template_environment()
    app[METRICS] = metrics.Metrics()

    async def services(app: web.Application) -> AsyncIterator[None]:
        asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(16, "storage"))
        app[STORAGE] = storage or await asyncio.to_thread(open_storage, settings.database_url)
        app[LIMITS] = Limits(rates or {})
        async with aiohttp.ClientSession() as http:
            app[HTTP] = http
            yield
        if storage is None:
            await asyncio.to_thread(app[STORAGE].close)

    app.cleanup_ctx.append(services)
    app.on_response_prepare.append(security_headers.add_headers)
    add_routes(app)
    return app
