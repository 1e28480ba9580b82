"""What a dialogue file may hold (``tests/dialogues/README.md`` says it in words). Anything else is refused with its place."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from shop.errors import InvalidInput

Expect = Mapping[str, Any]
NOTHING = "nothing"  # ``shows: nothing``
ORDERS = ("price_ascending", "price_descending", "rating_descending")
FACTS = ("price", "rating", "name", "brand", "material", "stock", "description")  # of a product
QUOTES = (*FACTS, "faq", "order", "coupon")


@dataclass(frozen=True)
class Turn:
    """``place`` counts from 1. One of ``say`` and ``press`` is text, the other None."""

    place: int
    say: str | None
    press: str | None
    expect: Expect = field(default_factory=dict)

    @property
    def said(self) -> str:
        return self.say if self.say is not None else f"[{self.press}]"


@dataclass(frozen=True)
class Dialogue:
    file: str
    name: str
    turns: tuple[Turn, ...]
    customer: str | None = None
    known_gap: str | None = None


class _Refused(Exception):
    """A sentence about what is wrong; the caller adds where."""


class _StrictLoader(yaml.SafeLoader):
    """A key given twice is refused: YAML would silently take the last."""


def _mapping(loader: _StrictLoader, node: yaml.MappingNode) -> dict[Any, Any]:
    seen: set[Any] = set()
    for key_node, _ in node.value:
        key = loader.construct_object(key_node, deep=True)
        if not isinstance(key, str):
            raise yaml.constructor.ConstructorError(
                None, None, f"the key {key!r} is no word (put quotes around it)", key_node.start_mark
            )
        if key in seen:
            raise yaml.constructor.ConstructorError(None, None, f"“{key}” stands here twice", key_node.start_mark)
        seen.add(key)
    return loader.construct_mapping(node, deep=True)


_StrictLoader.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _mapping)


def read_dialogues(path: Path) -> list[Dialogue]:
    """All dialogues of one file. Raises InvalidInput, naming file, dialogue and turn."""
    try:
        content = yaml.load(path.read_text(encoding="utf-8"), Loader=_StrictLoader)  # noqa: S506 - a SafeLoader
    except OSError as error:
        raise InvalidInput(f"{path}: cannot be read.") from error
    except UnicodeDecodeError as error:
        raise InvalidInput(f"{path}: is not UTF-8.") from error
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = f", line {mark.line + 1}" if mark is not None else ""
        raise InvalidInput(f"{path}{line}: {getattr(error, 'problem', None) or 'no valid YAML'}.") from error
    if not isinstance(content, list) or not content:
        raise InvalidInput(f"{path}: must be a list of dialogues, each beginning with “- name: …”.")
    dialogues = [_dialogue(path, number, given) for number, given in enumerate(content, start=1)]
    _refuse_repeated(dialogues)
    return dialogues


def read_folder(paths: list[Path]) -> list[Dialogue]:
    """The dialogues of several files; a name may occur once in all of them. Raises InvalidInput."""
    dialogues = [dialogue for path in paths for dialogue in read_dialogues(path)]
    _refuse_repeated(dialogues)
    return dialogues


def _refuse_repeated(dialogues: list[Dialogue]) -> None:
    seen: dict[str, Dialogue] = {}
    for dialogue in dialogues:
        if dialogue.name in seen:
            first = seen[dialogue.name].file
            raise InvalidInput(f"{dialogue.file}: the name “{dialogue.name}” is taken already (in {first}).")
        seen[dialogue.name] = dialogue


def _dialogue(path: Path, number: int, given: object) -> Dialogue:
    where = f"{path}, dialogue {number}"
    try:
        body = _object(given, "a dialogue", ("name", "customer", "known_gap", "turns"))
        name = _word(body.get("name"), "name")
        where = f"{path}, dialogue “{name}”"
        customer = _word(body["customer"], "customer") if "customer" in body else None
        gap = _word(body["known_gap"], "known_gap") if "known_gap" in body else None
        turns = body.get("turns")
        if not isinstance(turns, list) or not turns:
            raise _Refused("turns must be a list with at least one turn")
    except _Refused as error:
        raise InvalidInput(f"{where}: {error}.") from None
    read = []
    for place, turn in enumerate(turns, start=1):
        try:
            read.append(_turn(place, turn))
        except _Refused as error:
            raise InvalidInput(f"{where}, turn {place}: {error}.") from None
    return Dialogue(path.name, name, tuple(read), customer, gap)


def _turn(place: int, given: object) -> Turn:
    body = _object(given, "a turn", ("say", "press", "expect"))
    if ("say" in body) == ("press" in body):
        raise _Refused("a turn needs either “say” or “press”")
    say = _word(body["say"], "say") if "say" in body else None
    press = _word(body["press"], "press") if "press" in body else None
    expect = body.get("expect", {})
    check_expect(expect)
    return Turn(place, say, press, expect)


def check_expect(given: object, *, nested: bool = False) -> None:
    """Raises ``_Refused``."""
    known = tuple(_EXPECT) if nested else (*_EXPECT, "one_of")
    body = _object(given, "expect", known)
    for key, value in body.items():
        if key == "one_of":
            if not isinstance(value, list) or len(value) < 2:
                raise _Refused("one_of must be a list of two or more alternatives")
            for alternative in value:
                check_expect(alternative, nested=True)
        else:
            _EXPECT[key](value)


def _object(given: object, what: str, known: tuple[str, ...]) -> dict[str, Any]:
    if not isinstance(given, dict):
        raise _Refused(f"{what} must have keys ({', '.join(known)}), and is: {given!r}")
    unknown = [key for key in given if key not in known]
    if unknown:
        raise _Refused(f"{what} knows no “{unknown[0]}”; it knows {', '.join(known)}")
    return given


def _word(value: object, name: str) -> str:
    if isinstance(value, str) and value.strip():
        return value
    hint = " (put quotes around it)" if isinstance(value, (bool, int, float)) else ""
    raise _Refused(f"{name} must be text, and is: {value!r}{hint}")


def _words(value: object, name: str) -> None:
    for each in value if isinstance(value, list) and value else [value]:
        _word(each, name)


def _number(value: object, name: str) -> None:
    if isinstance(value, bool) or not isinstance(value, (int, float)) or value < 0:
        raise _Refused(f"{name} must be a number, and is: {value!r}")


def _count(value: object, name: str) -> None:
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise _Refused(f"{name} must be a whole number, and is: {value!r}")


def _true(value: object, name: str) -> None:
    if value is not True:
        raise _Refused(f"{name} can only be true")


def _one_of(*values: str) -> Callable[[object, str], None]:
    def check(value: object, name: str) -> None:
        if value not in values:
            raise _Refused(f"{name} must be one of {', '.join(values)}, and is: {value!r}")

    return check


def _product(value: object, name: str) -> None:
    """A place in the list shown last, or an exact name."""
    is_place = isinstance(value, int) and not isinstance(value, bool) and value >= 1
    if not is_place and not (isinstance(value, str) and value.strip()):
        raise _Refused(f"{name} must be a place from 1 up or a product's name, and is: {value!r}")


def _products(value: object, name: str) -> None:
    if not isinstance(value, list) or not value:
        raise _Refused(f"{name} must be a list of places or names")
    for each in value:
        _product(each, name)


def _not(value: object, name: str) -> None:
    for key, named in _object(value, "not", FACETS).items():
        _words(named, key)


FACETS = ("type", "brand", "colour", "size", "material", "category")
SHOWS: Mapping[str, Callable[[object, str], Any]] = {
    **dict.fromkeys(FACETS, _words),
    "price_min": _number,
    "price_max": _number,
    "rating_min": _number,
    "in_stock": _true,
    "not": _not,
    "at_least": _count,
    "at_most": _count,
    "order": _one_of(*ORDERS),
    "cheaper_than_before": _true,
    "names": _words,
    "first": _word,
}
STATE: Mapping[str, Callable[[object, str], Any]] = {
    "form": _one_of("review", "none"),
    "owner": _one_of("bot", "queue"),
    "review_stored": _true,
    "cart": _word,
    "compares": _products,
}


def _shows(value: object) -> None:
    if value == NOTHING:
        return
    for key, wanted in _object(value, "shows", tuple(SHOWS)).items():
        SHOWS[key](wanted, key)


def _quotes(value: object) -> None:
    if not isinstance(value, list) or not value:
        raise _Refused("quotes must be a list, each like {price: 1} or {faq: faq-returns-window}")
    for each in value:
        for key, wanted in _object(each, "quotes", QUOTES).items():
            _product(wanted, key) if key in FACTS else _word(wanted, key)


def _state(value: object) -> None:
    for key, wanted in _object(value, "state", tuple(STATE)).items():
        STATE[key](wanted, key)


_EXPECT: Mapping[str, Callable[[object], None]] = {
    "shows": _shows,
    "quotes": _quotes,
    "says": lambda value: _words(value, "says"),
    "says_any": lambda value: _words(value, "says_any"),
    "never_says": lambda value: _words(value, "never_says"),
    "offers": lambda value: _words(value, "offers"),
    "state": _state,
}
