"""The history of a model's versions and the checks of drift are kept in order, and not without end."""

from __future__ import annotations

from datetime import timedelta

from shop.releases import RECOMMENDER, DriftCheck, ReleaseNote
from storage import Storage
from storage import releases as module


def test_notes_come_newest_first_and_each_model_has_its_own(storage: Storage, now) -> None:
    for n, deed in enumerate(("promoted", "refused", "rolled_back")):
        verdict = {"promoted": n == 0, "metrics": {"ndcg_at_10": {"new": 0.1}}}
        storage.releases.note(ReleaseNote(RECOMMENDER, f"v{n}", now + timedelta(hours=n), deed, "schedule", verdict))
    storage.releases.note(ReleaseNote("other", "o", now, "promoted"))
    found = storage.releases.notes(RECOMMENDER)
    assert [note.version for note in found] == ["v2", "v1", "v0"]
    assert found[1].verdict == {"promoted": False, "metrics": {"ndcg_at_10": {"new": 0.1}}}
    learnt = storage.releases.latest(RECOMMENDER, ("promoted", "refused"))
    assert learnt is not None
    assert (learnt.version, learnt.at) == ("v1", now + timedelta(hours=1))
    assert storage.releases.latest(RECOMMENDER, version="v0") == found[2]
    assert storage.releases.latest(RECOMMENDER, version="o") is None


def test_checks_of_drift_keep_their_figures_and_causes(storage: Storage, now) -> None:
    check = DriftCheck(RECOMMENDER, "v0", now, {"categories": {"value": 0.4, "threshold": 0.25, "people": 800}}, ("It moved.",))
    storage.releases.add_check(check)
    assert storage.releases.checks(RECOMMENDER) == [check]
    assert storage.releases.checks("other") == []


def test_the_oldest_go_when_there_are_many(storage: Storage, now, monkeypatch) -> None:
    monkeypatch.setattr(module, "KEPT", 3)
    storage.releases.note(ReleaseNote("other", "o", now, "promoted"))
    for n in range(5):
        storage.releases.note(ReleaseNote(RECOMMENDER, f"v{n}", now, "promoted"))
    assert [note.version for note in storage.releases.notes(RECOMMENDER)] == ["v4", "v3", "v2"]
    assert len(storage.releases.notes("other")) == 1
