"""24,576 real products through import, build and a conversation over HTTP: times and answers."""

from __future__ import annotations

import re
import secrets
import tempfile
import time
from pathlib import Path
from typing import Any

import urllib3

from cli.bench.service import Service
from shop.errors import ShopError
from shop.settings import load_settings

FILE = "search/vespa_shop_products.csv.gz"
IMPORT = (
    "--map", "id=product_id", "--map", "title=name", "--map", "quantity=stock", "--map", "average_rating=rating",
    "--unit", "price=cents",
)  # fmt: skip
QUESTIONS = (
    "I'm looking for an acoustic guitar under $200",
    "anything cheaper?",
    "does the first one come with a case?",
)


def run() -> dict[str, Any]:
    datasets = load_settings().datasets
    if datasets is None or not (datasets / FILE).is_file():
        raise ShopError(f"This suite needs public data: set SHOPTALK_DATASETS to the folder that holds {FILE}.")
    with tempfile.TemporaryDirectory(prefix="shoptalk-bench-") as folder:
        service = Service(Path(folder), arguments=("--no-sample",))
        result: dict[str, Any] = {}
        for name, command in (("import", ("import", "products", str(datasets / FILE), *IMPORT)), ("build", ("build",))):
            started = time.monotonic()
            ended = service.command(*command)
            if ended.returncode != 0:
                raise ShopError(f"{name} failed:\n{ended.stdout}{ended.stderr}")
            result[f"{name}_seconds"] = round(time.monotonic() - started, 1)
        try:
            result["ready_seconds"] = round(service.start(), 1)
            result["turns"] = _talk(service.base)
            result["seconds_until_search_sees"] = _change(service)
        finally:
            service.stop()
    return result


def _change(service: Service) -> dict[str, float]:
    """Seconds from the shop's call to the chat that shows it: a product of a new type, then as another type, then its end."""
    key = service.command("key", "add", "bench").stdout.split("shown once:")[1].strip()
    http = urllib3.PoolManager(retries=False, timeout=urllib3.Timeout(total=60))

    def until_seen(kind: str, active: bool) -> float:
        name = f"Tidewater Glide {kind.title()}"
        body = {
            "product_id": "zz-bench",
            "name": name,
            "type": kind,
            "brand": "Tidewater",
            "currency": "USD",
            "active": active,
            "variants": [{"sku": "zz-bench-1", "price": 12_900, "stock": 7}],
        }
        headers = {"Authorization": f"Bearer {key}", "Idempotency-Key": secrets.token_hex(8)}
        started = time.monotonic()
        answer = http.request("PUT", service.base + "/api/products/zz-bench", json=body, headers=headers)
        if answer.status >= 300:
            raise ShopError(f"The product was refused with {answer.status}.")
        while time.monotonic() < started + 300:
            [turn] = _talk(service.base, (f"do you have a {kind}?",))
            if any(card.startswith(name) for card in turn["cards"]) == active:
                return round(time.monotonic() - started, 2)
            time.sleep(0.5)  # nobody asks faster; the rate limit thinks so too
        raise ShopError("A changed product did not show in search within five minutes.")

    seen = {"added": until_seen("kayak paddle", True), "changed": until_seen("snow shovel", True)}
    return {**seen, "removed": until_seen("snow shovel", False)}


def _talk(base: str, questions: tuple[str, ...] = QUESTIONS) -> list[dict[str, Any]]:
    http = urllib3.PoolManager(retries=False, timeout=urllib3.Timeout(total=60))
    opened = http.request("POST", base + "/api/conversations", json={}).json()
    headers = {"Authorization": f"Bearer {opened['token']}"}
    url = f"{base}/api/conversations/{opened['conversation_id']}/messages?wait=1"
    turns = []
    for question in questions:
        started = time.perf_counter()
        answer = http.request("POST", url, json={"client_id": secrets.token_hex(8), "text": question}, headers=headers).json()
        replies = [m for m in answer["replies"] if m["author"] == "bot"]
        cards = [c for m in replies for b in m["blocks"] if b["type"] == "products" for c in b["cards"]]
        turns.append(
            {
                "customer": question,
                "answer": re.sub(r"\s+", " ", " ".join(m["text"] for m in replies))[:400],
                "cards": [f"{c['name'][:90]}: {c['price']['text'] if c['price'] else 'no price'}" for c in cards],
                "reply_ms": round(1000 * (time.perf_counter() - started), 1),
            }
        )
    return turns
