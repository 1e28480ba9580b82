"""The typed keys under which the application keeps its services. A handler reads ``request.app[STORAGE]``, nothing global."""

from __future__ import annotations

from typing import TYPE_CHECKING

import aiohttp
import jinja2
from aiohttp import web

from shop.settings import Settings
from storage import Storage

if TYPE_CHECKING:
    from web.actions_client import ActionsClient
    from web.client_address import TrustedProxies
    from web.fanout import Fanout
    from web.limits import Limits
    from web.metrics import Metrics
    from web.payloads import PayloadSigner
    from web.rasa_client import RasaClient
    from web.turns import Turns

SETTINGS = web.AppKey("SETTINGS", Settings)
STORAGE = web.AppKey("STORAGE", Storage)
HTTP = web.AppKey("HTTP", aiohttp.ClientSession)
TEMPLATES = web.AppKey("TEMPLATES", jinja2.Environment)
RASA: web.AppKey[RasaClient] = web.AppKey("RASA")
DRAFT: web.AppKey[RasaClient] = web.AppKey("DRAFT")
ACTIONS: web.AppKey[ActionsClient] = web.AppKey("ACTIONS")
FANOUT: web.AppKey[Fanout] = web.AppKey("FANOUT")
TURNS: web.AppKey[Turns] = web.AppKey("TURNS")
LIMITS: web.AppKey[Limits] = web.AppKey("LIMITS")
METRICS: web.AppKey[Metrics] = web.AppKey("METRICS")
PROXIES: web.AppKey[TrustedProxies] = web.AppKey("PROXIES")
SIGNER: web.AppKey[PayloadSigner] = web.AppKey("SIGNER")
