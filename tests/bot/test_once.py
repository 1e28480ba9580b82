"""What is done once gives what Rasa gives."""

import pytest
from jsonschema import ValidationError
from once import _resolve_by_type, _resolve_by_walking, _validate_anew, do_once
from rasa.core.actions.action import RemoteAction
from rasa.shared.core.events import Event, SlotSet
from rasa.shared.utils.common import all_subclasses

GOOD = [
    {},
    {"events": [], "responses": []},
    {"events": [{"event": "slot", "timestamp": None, "name": "focus", "value": {"a": 1}}], "responses": [{"text": "hi"}]},
    {"events": [{"event": "active_loop", "name": None}]},
]
BAD = [
    {"events": {}},
    {"events": [{"event": "slot"}]},
    {"events": [{"event": "no such event"}]},
    {"responses": "text"},
    {"responses": [1]},
    [],
]


@pytest.fixture
def action():
    do_once()
    return RemoteAction("action_any", None)


@pytest.mark.parametrize("result", GOOD)
def test_an_answer_that_rasa_takes_is_taken(action, result):
    assert _validate_anew(action, result)
    assert action._validate_action_result(result)


@pytest.mark.parametrize("result", BAD)
def test_an_answer_that_rasa_refuses_is_refused(action, result):
    with pytest.raises(ValidationError):
        _validate_anew(action, result)
    with pytest.raises(ValidationError):
        action._validate_action_result(result)


def test_every_event_is_found_under_its_name():
    for kind in all_subclasses(Event):
        assert _resolve_by_type(kind.type_name) is _resolve_by_walking(kind.type_name)
    assert _resolve_by_type("topic") is None
    assert _resolve_by_type("none such", SlotSet) is SlotSet
    with pytest.raises(ValueError, match="Unknown event"):
        _resolve_by_type("none such")
