"""How long a customer waits for an answer, alone and with seven others, and the memory of all processes together."""

from __future__ import annotations

import secrets
import statistics
import tempfile
import threading
import time
from pathlib import Path
from typing import Any

import urllib3

from cli.bench.service import Service

SENTENCES = (
    "hi",
    "I'm looking for a jacket under $250",
    "anything cheaper?",
    "only 4 stars and up",
    "tell me more about the first one",
    "is it waterproof?",
    "how long do I have to return something?",
    "what would you recommend for me?",
    "do you have any coupons?",
    "thanks",
)


def _customer(base: str, rounds: int, times: list[float], failures: list[str]) -> None:
    http = urllib3.PoolManager(retries=False, timeout=urllib3.Timeout(total=60))
    opened = http.request("POST", base + "/api/conversations", json={}).json()
    headers = {"Authorization": f"Bearer {opened['token']}"}
    url = f"{base}/api/conversations/{opened['conversation_id']}/messages?wait=1"
    for _ in range(rounds):
        for sentence in SENTENCES:
            started = time.perf_counter()
            body = {"client_id": secrets.token_hex(8), "text": sentence}
            answer = http.request("POST", url, json=body, headers=headers)
            times.append(time.perf_counter() - started)
            if answer.status >= 300 or not any(m["author"] == "bot" for m in answer.json()["replies"]):
                failures.append(sentence)
            time.sleep(0.4)  # nobody types faster; the rate limit thinks so too


def measure(base: str, customers: int, rounds: int) -> dict[str, Any]:
    times: list[float] = []
    failures: list[str] = []
    threads = [threading.Thread(target=_customer, args=(base, rounds, times, failures)) for _ in range(customers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    cuts = statistics.quantiles(times, n=100)
    return {
        "customers": customers,
        "turns": len(times),
        "without_answer": len(failures),
        "reply_ms_p50": round(1000 * cuts[49], 1),
        "reply_ms_p95": round(1000 * cuts[94], 1),
    }


def memory_mb(service: Service) -> dict[str, float]:
    """Proportional set size of each process, in MB (shared pages are counted once over all)."""
    found: dict[str, float] = {}
    for name in ("web", "rasa", "actions", "worker"):
        pid = service.supervise("pid", name).strip()
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines()
        found[name] = round(next(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024, 1)
    found["all"] = round(sum(found.values()), 1)
    return found


def run() -> dict[str, Any]:
    with tempfile.TemporaryDirectory(prefix="shoptalk-bench-") as folder:
        service = Service(Path(folder))
        try:
            first = service.start()
            _customer(service.base, 1, [], [])  # warm
            result: dict[str, Any] = {
                "ready_seconds_first": round(first, 1),
                "one": measure(service.base, 1, 6),
                "eight": measure(service.base, 8, 3),
            }
            result["memory_mb"] = memory_mb(service)
            service.stop()
            result["ready_seconds_second"] = round(service.start(), 1)
        finally:
            service.stop()
    return result
