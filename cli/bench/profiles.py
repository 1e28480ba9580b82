"""How soon a deed is in the profile and a review in the next reply, on the running service; and whether interests come true."""

from __future__ import annotations

import os
import secrets
import tempfile
import threading
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import urllib3

from cli.bench import interests
from cli.bench.service import Service
from shop.errors import ShopError
from shop.settings import load_settings
from storage import Storage, open_storage
from worker.handlers import LEARNING

GOAL_SECONDS = 1.0
SCALE = 0.25  # of the sample shop: starting it is no part of what is measured
TRIES = 60
REVIEWS = 40
CROWD_PER_SECOND = 20  # events of other customers, while it is measured once more
LONGEST_SECONDS = 20.0
BAD = "Terrible. It broke after two days, the quality is awful and I want my money back. Very disappointed."
GOOD = "Absolutely love it. Great quality and worth every cent. The best I ever owned, highly recommended."


def run() -> dict[str, Any]:
    with tempfile.TemporaryDirectory(prefix="shoptalk-bench-") as folder:
        service = Service(Path(folder), scale=SCALE)
        storage = open_storage(load_settings(service.environment).database_url)
        try:
            service.start(600)
            told = service.command("key", "add", "bench").stdout
            shop = _Shop(service.base, told.split("shown once:")[1].strip(), storage)
            shop.wait_until_idle()
            alone = shop.measured()
            with shop.crowd():
                crowded = shop.measured()
        finally:
            service.stop()
            storage.close()
    came_true = {"sample_shop": interests.sample_shop()}
    if sets := os.environ.get("SHOPTALK_DATASETS"):
        came_true["amazon_beauty"] = interests.amazon_beauty(Path(sets) / "interactions")
    return {
        "goal_ms": 1000 * GOAL_SECONDS,
        "load_average": [round(load, 1) for load in os.getloadavg()],
        "alone": alone,
        f"with_{CROWD_PER_SECOND}_events_a_second": crowded,
        "interests": came_true,
    }


class _Shop:
    """The running service, asked as a shop's own server asks it."""

    def __init__(self, base: str, key: str, storage: Storage):
        self.base, self.storage = base, storage
        self.headers = {"Authorization": f"Bearer {key}"}
        self.http = urllib3.PoolManager(maxsize=8, retries=False, timeout=urllib3.Timeout(total=60))
        self.products = self.call("GET", "/api/products?limit=200")["items"]

    def call(self, method: str, path: str, body: Any = None) -> Any:
        answer = self.http.request(method, self.base + path, json=body, headers=self.headers)
        if answer.status >= 300:
            raise ShopError(f"{method} {path.split('?')[0]} answered {answer.status}.")
        return answer.json()

    def wait_until_idle(self, seconds: float = 300) -> None:
        """What the sample shop's own records set off is done first."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            jobs = self.storage.jobs.list(200)  # those that ask for themselves a day later stay queued
            if not any(job.status == "running" or (job.status == "queued" and job.kind in LEARNING) for job in jobs):
                return
            time.sleep(0.5)
        raise ShopError("The worker does not come to rest.")

    def measured(self) -> dict[str, Any]:
        stored = [self.event_to_profile(n) for n in range(TRIES)]
        answered = [self.event_to_answer(n) for n in range(TRIES)]
        reviewed = [self.review_to_reply(n) for n in range(REVIEWS)]
        return {
            "event_to_stored_profile": _waits(stored),
            "event_to_answer": _waits(answered),
            "review_to_next_recommendation": _waits([seconds for seconds, _ in reviewed]),
            "reviews_that_moved_in_their_direction": round(sum(right for _, right in reviewed) / len(reviewed), 3),
        }

    def event_to_profile(self, n: int) -> float:
        """Seconds from the answer that the event is taken to a stored profile that has it."""
        who, product = self.customer(), self.products[n % len(self.products)]
        self.viewed(who, product)
        started = time.monotonic()
        while time.monotonic() - started < LONGEST_SECONDS:
            profile = self.storage.profiles.get(who)
            if profile is not None and product["product_id"] in profile.product_weights:
                break
            time.sleep(0.005)
        return time.monotonic() - started

    def event_to_answer(self, n: int) -> float:
        """Seconds from the same moment to recommendations that the event has changed, the answer's own time included."""
        who = self.customer()
        self.viewed(who, self.products[(n + 11) % len(self.products)])
        before = self.recommended(who)
        self.viewed(who, self.products[n % len(self.products)])
        started = time.monotonic()
        while time.monotonic() - started < LONGEST_SECONDS:
            if self.recommended(who) != before:
                break
        return time.monotonic() - started

    def review_to_reply(self, n: int) -> tuple[float, bool]:
        """Seconds from the answer that a review is taken to other recommendations, and whether its brand moved rightly."""
        who, good = self.customer(), n % 2 == 0
        product = self.products[(7 * n) % len(self.products)]
        for other in self.products[n % 50 : n % 50 + 3]:
            self.viewed(who, other)
        self.viewed(who, product)
        before, liked = self.recommended(who), self.brand(who, product)
        body = {"review_id": secrets.token_hex(8), "product_id": product["product_id"], "customer_id": who}
        self.call("POST", "/api/reviews", {**body, "text": GOOD if good else BAD, "stars": 5 if good else 1})
        started = time.monotonic()
        while time.monotonic() - started < LONGEST_SECONDS and self.recommended(who) == before:
            time.sleep(0.01)
        seconds = time.monotonic() - started
        return seconds, (self.brand(who, product) > liked) is good

    def customer(self) -> str:
        who = f"bench-{secrets.token_hex(6)}"
        consent = {"profile": True, "marketing": False, "at": datetime.now(UTC).isoformat(), "source": "bench"}
        self.call("PUT", f"/api/customers/{who}", {"customer_id": who, "consent": consent})
        return who

    def viewed(self, who: str, product: dict[str, Any]) -> None:
        event = {"event_id": secrets.token_hex(8), "type": "view", "customer_id": who, "product_id": product["product_id"]}
        self.call("POST", "/api/events", {**event, "value": 60})

    def recommended(self, who: str) -> list[str]:
        return [card["product_id"] for card in self.call("GET", f"/api/customers/{who}/recommendations?limit=50")["cards"]]

    def brand(self, who: str, product: dict[str, Any]) -> float:
        profile = self.call("GET", f"/api/customers/{who}/profile")["profile"]
        return float(profile["affinities"].get("brand", {}).get(product["brand"].lower(), 0.0))

    def crowd(self) -> _Crowd:
        return _Crowd(self)


class _Crowd:
    """Other customers' events, at a steady rate, while the block runs."""

    def __init__(self, shop: _Shop):
        self.shop, self.stopping = shop, threading.Event()
        self.thread = threading.Thread(target=self._come, daemon=True)

    def _come(self) -> None:
        people = [self.shop.customer() for _ in range(20)]
        began, sent = time.monotonic(), 0
        while not self.stopping.is_set():
            self.shop.viewed(people[sent % len(people)], self.shop.products[sent % len(self.shop.products)])
            sent += 1
            self.stopping.wait(max(0.0, began + sent / CROWD_PER_SECOND - time.monotonic()))

    def __enter__(self) -> None:
        self.thread.start()

    def __exit__(self, *_: object) -> None:
        self.stopping.set()
        self.thread.join(timeout=10)


def _waits(seconds: list[float]) -> dict[str, float]:
    p50, p95 = np.percentile(np.array(seconds) * 1000, [50, 95])
    within = sum(s <= GOAL_SECONDS for s in seconds) / len(seconds)
    return {
        "tries": len(seconds),
        "ms_p50": round(float(p50), 1),
        "ms_p95": round(float(p95), 1),
        "within_a_second": round(within, 3),
    }
