"""The action server as a Sanic application: Rasa's webhook and what the gateway asks."""

from __future__ import annotations

from typing import Any

from rasa_sdk.endpoint import create_app
from sanic import Request, Sanic, json
from sanic.response import HTTPResponse

from actions.edge import guard
from actions.internal import make_internal
from actions.registry import make_executor
from actions.services.wiring import Services


def make_app(services: Services, token: str) -> Sanic[Any, Any]:
    """``token`` is what every caller but a health check must bring. Nothing is opened here; ``services`` are ready."""
    app: Sanic[Any, Any] = create_app(make_executor(services), cors_origins=[])
    guard(app, token)

    async def alive(_: Request) -> HTTPResponse:
        return json({"status": "ok"})

    app.add_route(alive, "/", methods=["GET"], name="alive")
    app.blueprint(make_internal(services))
    return app
