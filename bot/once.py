"""Work that Rasa 3.6.21 repeats on every turn and that needs doing once. The results are the same; a test compares them.

Measured by sampling a talk of ten sentences: checking the schema of action results against the schema of schemas took 36% of
Rasa's time of a turn, walking all subclasses of Event for each stored event 9%.
"""

import functools
from typing import Any, Dict, Optional, Text, Type

from jsonschema import ValidationError
from jsonschema.exceptions import best_match
from jsonschema.validators import validator_for
from rasa.core.actions.action import RemoteAction
from rasa.shared.core.events import Event

_resolve_by_walking = Event.resolve_by_type
_validate_anew = RemoteAction._validate_action_result


@functools.lru_cache(maxsize=1)
def _validator() -> Any:
    schema = RemoteAction.action_response_format_spec()
    kind = validator_for(schema)
    kind.check_schema(schema)
    return kind(schema)


def _validate_action_result(self: RemoteAction, result: Dict[Text, Any]) -> bool:
    """True, or raises jsonschema's ValidationError as Rasa's own method does."""
    error: Optional[ValidationError] = best_match(_validator().iter_errors(result))
    if error is not None:
        error.message += ". The action server's answer has not the form that Rasa wants."
        raise error
    return True


@functools.lru_cache(maxsize=64)
def _known(type_name: Text) -> Type[Event]:
    found = _resolve_by_walking(type_name)
    if found is None:  # an old name without a class; not kept
        raise KeyError(type_name)
    return found


def _resolve_by_type(type_name: Text, default: Optional[Type[Event]] = None) -> Optional[Type[Event]]:
    try:
        return _known(type_name)
    except (KeyError, ValueError):
        return _resolve_by_walking(type_name, default)


def do_once() -> None:
    """Put both in place of Rasa's own; calling it again changes nothing."""
    RemoteAction._validate_action_result = _validate_action_result
    Event.resolve_by_type = staticmethod(_resolve_by_type)
