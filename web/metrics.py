"""What Prometheus reads at ``/metrics``. Labels are route patterns and part names, never ids."""

from __future__ import annotations

import time

from aiohttp import web
from aiohttp.typedefs import Handler
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

from web.errors import route_name
from web.keys import METRICS

_SECONDS = (0.01, 0.025, 0.05, 0.1, 0.2, 0.4, 0.8, 1.6, 3.2, 6.4, 12.8, 25.6)


class Metrics:
    """A registry of its own per application, so that tests can run several side by side."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        made = self.registry
        self.requests = Counter("shoptalk_requests", "HTTP requests", ("method", "route", "status"), registry=made)
        self.seconds = Histogram("shoptalk_request_seconds", "Time of a request", ("route",), buckets=_SECONDS, registry=made)
        self.turns = Counter("shoptalk_turns", "Turns of the assistant", ("outcome",), registry=made)
        self.turn_seconds = Histogram(
            "shoptalk_turn_seconds", "From a turn's start to its answer", buckets=_SECONDS, registry=made
        )
        self.messages = Counter("shoptalk_messages", "Stored messages", ("author",), registry=made)
        self.slow_notices = Counter("shoptalk_slow_notices", "Customers told that an answer takes longer", registry=made)
        self.figures_withheld = Counter(
            "shoptalk_figures_withheld", "Figures taken out of answers because no record supports them", registry=made
        )
        model = ("model",)
        self.model_learnt_at = Gauge("shoptalk_model_learnt_timestamp_seconds", "Last learning", model, registry=made)
        self.model_refused = Gauge(
            "shoptalk_model_refused", "1: what was learnt last was kept aside as worse", model, registry=made
        )
        self.model_checked_at = Gauge("shoptalk_model_checked_timestamp_seconds", "Last check of drift", model, registry=made)
        figure = ("model", "figure")
        self.model_drift = Gauge("shoptalk_model_drift", "Figure of the last check of drift", figure, registry=made)
        self.model_drift_threshold = Gauge("shoptalk_model_drift_threshold", "Its threshold", figure, registry=made)
        self.model_drifted = Gauge("shoptalk_model_drifted", "1: it lies beyond its threshold", figure, registry=made)
        self.sockets = Gauge("shoptalk_sockets", "Open sockets", ("kind",), registry=made)

    def text(self) -> bytes:
        return bytes(generate_latest(self.registry))


@web.middleware
async def measure(request: web.Request, handler: Handler) -> web.StreamResponse:
    metrics, started, status = request.app[METRICS], time.perf_counter(), 500
    try:
        response = await handler(request)
        status = response.status
        return response
    except web.HTTPException as error:
        status = error.status
        raise
    finally:
        route = route_name(request)
        metrics.requests.labels(request.method, route, str(status)).inc()
        if not route.startswith("/ws/"):
            metrics.seconds.labels(route).observe(time.perf_counter() - started)
