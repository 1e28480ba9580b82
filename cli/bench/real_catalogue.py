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
        finally:
            service.stop()
    return result


def _talk(base: str) -> list[dict[str, Any]]:
    http = urllib3.PoolManager(retries=False, timeout=urllib3.Timeout(total=60))
    opened = http.request("POST", base + "/api/conversations", json={}).json()
    headers = {"Authorization": f"Bearer {opened['token']}"}
    url = f"{base}/api/conversations/{opened['conversation_id']}/messages?wait=1"
    turns = []
    for question in QUESTIONS:
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
