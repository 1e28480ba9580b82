"""What the gateway asks: the same services that answer in the chat, as JSON."""

from __future__ import annotations

from sanic import Blueprint

from actions.internal.handlers import Handlers
from actions.services.wiring import Services


def make_internal(services: Services) -> Blueprint:
    blueprint = Blueprint("internal", url_prefix="/internal")
    handlers = Handlers(services)
    for name in ("search", "recommend", "alike", "offers", "answer", "embed", "profile", "outlook", "sentiment"):
        blueprint.add_route(getattr(handlers, name), f"/{name}", methods=["POST"], name=name)
    blueprint.add_route(handlers.ready, "/ready", methods=["GET"], name="ready")
    return blueprint
