"""The dialogues of ``tests/dialogues`` through the whole service: how many pass, how long a customer waits, how many turns a
second eight customers get, beside bare Rasa with the same model and action server, and the memory of all processes."""

from __future__ import annotations

import base64
import json
import secrets
import tempfile
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from cli.bench.bare_rasa import BareRasa
from cli.bench.replies import memory_mb
from cli.dialogues.form import Dialogue, read_folder
from cli.dialogues.records import Records
from cli.dialogues.sample_service import prepared
from cli.dialogues.talk import Played, Player
from storage import open_storage
from worker.paths import ROOT

CUSTOMERS = 8
ROUNDS = 2  # of all dialogues, ours and bare Rasa's in turn, so that a busy moment of the machine meets both
#: Of the dialogues written blind to code and training data: passed before anything was changed for them.
BLIND, BLIND_AT_FIRST_SIGHT = "blind.yml", 0.1
GOALS = {"reply_ms_p95": 150, "turns_per_second": 25, "share_of_bare_rasa": 0.8, "memory_mb": 2048}


def run() -> dict[str, Any]:
    dialogues = read_folder(sorted((ROOT / "tests" / "dialogues").glob("*.yml")))
    with tempfile.TemporaryDirectory(prefix="shoptalk-bench-") as folder:
        # Each customer has an address of their own, as customers do: the limits per address and conversation stand as shipped.
        service, settings = prepared(Path(folder), {"TRUSTED_PROXIES": "127.0.0.1"})
        storage = open_storage(settings.database_url)
        bare = BareRasa(settings)
        try:
            service.start(600)
            player = Player(service.base, settings, Records(storage))
            for dialogue in dialogues[:5]:  # warm
                player.play(dialogue, address=_address(), judge=False)
            alone = [player.play(dialogue, address=_address()) for dialogue in dialogues]
            memory = memory_mb(service)
            bare.start()
            script = [_sent(played) for played in alone]
            result = {
                "goals": GOALS,
                **_passed(dialogues, alone),
                "alone": _waits([p.reply.seconds for played in alone for p in played if p.reply.blocks]),
                "bare_rasa_alone": _waits([seconds for said in script for seconds in _to_bare(bare, said)]),
                **_together(player, bare, dialogues, script),
                "memory_mb": memory,
                "memory_mb_after": memory_mb(service),
            }
        finally:
            bare.stop()
            service.stop()
            storage.close()
    return result


def _address() -> str:
    return ".".join(str(1 + secrets.randbelow(250)) for _ in range(4))


def _passed(dialogues: Sequence[Dialogue], alone: Sequence[Sequence[Played]]) -> dict[str, Any]:
    failing = [d.name for d, played in zip(dialogues, alone, strict=True) if any(p.failures for p in played)]
    turns = [p for played in alone for p in played]
    blind = [d.name for d in dialogues if d.file == BLIND]
    return {
        "dialogues": len(dialogues),
        "share_passed": round(1 - len(failing) / len(dialogues), 3),
        "blind": {
            "dialogues": len(blind),
            "share_passed": round(1 - sum(name in failing for name in blind) / max(1, len(blind)), 3),
            "first_sight": BLIND_AT_FIRST_SIGHT,
        },
        "turns": len(turns),
        "share_of_turns_passed": round(sum(not p.failures for p in turns) / len(turns), 3),
        "failing": failing,
    }


def _sent(played: Sequence[Played]) -> list[str]:
    """What the assistant read in one dialogue: words, and what pressed buttons mean, as far as it answered."""
    return [_plain(p.sent) for p in played if p.reply.blocks and p.sent]


def _plain(sent: Any) -> str:
    if "payload" not in sent:
        return str(sent["text"])
    body = str(sent["payload"]).split(".")[1]
    return str(json.loads(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)))["say"])


def _to_bare(bare: BareRasa, said: Sequence[str]) -> list[float]:
    sender, seconds = secrets.token_hex(8), []
    for message in said:
        started = time.perf_counter()
        bare.say(sender, message)
        seconds.append(time.perf_counter() - started)
    return seconds


def _waits(seconds: Sequence[float]) -> dict[str, Any]:
    """p50 and p95 in milliseconds with a bootstrap 95% interval."""
    rng, times = np.random.default_rng(7), 1000 * np.asarray(seconds)
    drawn = np.percentile(rng.choice(times, (1000, len(times))), [50, 95], axis=1)
    result: dict[str, Any] = {"turns": len(times)}
    for name, value, sample in zip(("p50", "p95"), np.percentile(times, [50, 95]), drawn, strict=True):
        result[f"reply_ms_{name}"] = round(float(value), 1)
        result[f"reply_ms_{name}_95"] = [round(float(edge), 1) for edge in np.percentile(sample, [2.5, 97.5])]
    return result


def _together(player: Player, bare: BareRasa, dialogues: Sequence[Dialogue], script: Sequence[Sequence[str]]) -> dict[str, Any]:
    def ours(dialogue: Dialogue) -> list[float]:
        return [p.reply.seconds for p in player.play(dialogue, address=_address(), judge=False) if p.reply.blocks]

    rates: dict[str, list[float]] = {"ours": [], "bare": []}
    waits: dict[str, list[float]] = {"ours": [], "bare": []}
    for _ in range(ROUNDS):
        for name, measured in (
            ("ours", _at_once(ours, dialogues)),
            ("bare", _at_once(lambda said: _to_bare(bare, said), script)),
        ):
            rates[name].append(len(measured[1]) / measured[0])
            waits[name] += measured[1]
    mean = {name: sum(found) / len(found) for name, found in rates.items()}
    return {
        f"with_{CUSTOMERS}_customers": {**_rate(rates["ours"]), **_waits(waits["ours"])},
        f"bare_rasa_with_{CUSTOMERS}_customers": {**_rate(rates["bare"]), **_waits(waits["bare"])},
        "share_of_bare_rasa": round(mean["ours"] / mean["bare"], 3),
    }


def _rate(rates: Sequence[float]) -> dict[str, Any]:
    return {
        "turns_per_second": round(sum(rates) / len(rates), 1),
        "turns_per_second_by_round": [round(rate, 1) for rate in rates],
    }


def _at_once(play: Callable[[Any], list[float]], scripts: Iterable[Any]) -> tuple[float, list[float]]:
    """Eight customers, each taking the next dialogue when one is over. Returns seconds in all, and those of each turn."""
    waiting, lock = iter(list(scripts)), threading.Lock()
    times: list[float] = []
    errors: list[Exception] = []

    def customer() -> None:
        try:
            while True:
                with lock:
                    script = next(waiting, None)
                if script is None:
                    return
                times.extend(play(script))
        except Exception as error:  # noqa: BLE001 - raised below, where the suite sees it
            errors.append(error)

    threads = [threading.Thread(target=customer) for _ in range(CUSTOMERS)]
    started = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    seconds = time.perf_counter() - started
    if errors:
        raise errors[0]
    return seconds, times
