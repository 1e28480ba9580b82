"""Every route of the gateway, one module after the other. A module lists its own in ``routes()``."""

from __future__ import annotations

from aiohttp import web

from web import (
    audiences_api,
    conversations_api,
    customer_socket,
    customers_api,
    happenings_api,
    insights_api,
    login_pages,
    models_api,
    openapi,
    operations,
    privacy_api,
    profile_api,
    promotions_api,
    reviews_api,
    shop_api,
    suggestions_api,
)
from web.console import api as console_api
from web.console import pages as console_pages
from web.demo import login as demo_login
from web.demo import shop_page
from web.desk import api as desk_api
from web.desk import pages as desk_pages
from web.desk import socket as desk_socket
from web.keys import SETTINGS
from web.pages import STATIC

MODULES = (
    operations,
    openapi,
    conversations_api,
    customer_socket,
    customers_api,
    happenings_api,
    reviews_api,
    shop_api,
    suggestions_api,
    privacy_api,
    profile_api,
    promotions_api,
    insights_api,
    audiences_api,
    models_api,
    login_pages,
    desk_api,
    desk_socket,
    console_api,
    demo_login,
    shop_page,
    desk_pages,
    console_pages,
)


def add_routes(app: web.Application) -> None:
    for module in MODULES:
        app.add_routes(module.routes())
    app.router.add_static("/static/", STATIC)
    pictures = app[SETTINGS].var / "pictures"
    pictures.mkdir(parents=True, exist_ok=True)
    app.router.add_static("/pictures/", pictures)
