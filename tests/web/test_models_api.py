"""How the recommender came into use, for marketers and for those who watch it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from shop.releases import RECOMMENDER, DriftCheck, ReleaseNote
from storage import Storage

NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)


def seed(storage: Storage) -> None:
    for n, deed in enumerate(("promoted", "refused", "rolled_back")):
        storage.releases.note(ReleaseNote(RECOMMENDER, f"v{n}", NOW + timedelta(hours=n), deed, "why", {"people": 80}))
    known = {"kind": "inputs", "value": 0.4, "threshold": 0.25, "people": 90, "drifted": True}
    unknown = {"kind": "quality", "value": None, "then": 0.1, "threshold": 0.075, "people": 3, "drifted": False}
    check = DriftCheck(RECOMMENDER, "v0", NOW, {"categories": known, "foreseen": unknown}, ("It moved.",))
    storage.releases.add_check(check)


async def test_a_marketer_reads_the_history_and_the_last_check(sign_in: Any, storage: Storage) -> None:
    marketer = await sign_in("marketer")
    assert (await marketer.call("GET", "/api/models/recommender"))[1] == {"model": "recommender", "history": [], "drift": None}
    seed(storage)
    status, found = await marketer.call("GET", "/api/models/recommender")
    assert (status, [note["deed"] for note in found["history"]]) == (200, ["rolled_back", "refused", "promoted"])
    assert found["drift"]["causes"] == ["It moved."]
    assert found["drift"]["parts"]["foreseen"]["value"] is None
    assert (await marketer.call("GET", "/api/models/weather"))[0] == 404


async def test_nobody_else_does(client: Any, sign_in: Any) -> None:
    agent = await sign_in("agent")
    assert (await agent.call("GET", "/api/models/recommender"))[0] == 403
    async with client.get("/api/models/recommender") as response:
        assert response.status == 401


async def test_the_gauges_tell_what_was_noted_last(client: Any, storage: Storage) -> None:
    async with client.get("/metrics") as response:
        assert "shoptalk_model_drift{" not in await response.text()
    seed(storage)
    async with client.get("/metrics") as response:
        text = await response.text()
    (line,) = [line for line in text.splitlines() if line.startswith("shoptalk_model_learnt_timestamp_seconds{")]
    assert float(line.split()[-1]) == (NOW + timedelta(hours=1)).timestamp()
    assert 'shoptalk_model_refused{model="recommender"} 1.0' in text
    assert 'shoptalk_model_drift{figure="categories",model="recommender"} 0.4' in text
    assert 'shoptalk_model_drifted{figure="categories",model="recommender"} 1.0' in text
    assert 'shoptalk_model_drift{figure="foreseen"' not in text
    assert 'shoptalk_model_drifted{figure="foreseen",model="recommender"} 0.0' in text
