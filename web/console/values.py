"""What marketing may write into an intent, answer, promotion or aspect: checked when saved, and again when published."""

from __future__ import annotations

import re
import string
from collections.abc import Mapping
from typing import Any

from shop.errors import InvalidInput
from shop.promotions import Promotion
from web.bodies import clean
from web.shop_json import dump, load

_KEY = {
    "intent": re.compile(r"^[a-z][a-z0-9_]{1,59}$"),
    "answer": re.compile(r"^utter_[a-z0-9_]{1,60}$"),
    "promotion": re.compile(r"^[A-Za-z0-9_-]{1,60}$"),
    "aspect": re.compile(r"^[a-z][a-z0-9_]{1,39}$"),
}
_KEY_RULE = {
    "intent": "small letters, digits and _, starting with a letter",
    "answer": "utter_ followed by small letters, digits and _",
    "promotion": "letters, digits, - and _",
    "aspect": "small letters, digits and _, starting with a letter",
}
LONGEST = 2000


def check_key(kind: str, key: str) -> str:
    if not _KEY[kind].match(key):
        raise InvalidInput(f"This name cannot be used: {_KEY_RULE[kind]}.", fields={"key": _KEY_RULE[kind]})
    return key


def check_value(kind: str, key: str, given: Mapping[str, Any], live: Mapping[str, Any] | None) -> dict[str, Any]:
    """The value as it is stored. ``live`` is what is published under this key (None: new). Raises InvalidInput."""
    if kind == "intent":
        return _intent(given, live)
    if kind == "answer":
        return _answer(given, live)
    if kind == "aspect":
        return _aspect(key, given)
    promotion = load(Promotion, {**given, "promotion_id": key, "used": 0})
    return {name: value for name, value in dump(promotion).items() if name not in ("promotion_id", "used")}


def _texts(given: Mapping[str, Any], name: str, most: int, longest: int) -> list[str]:
    values = given.get(name) or []
    if not isinstance(values, list) or len(values) > most or not all(isinstance(v, str) for v in values):
        raise InvalidInput(f"{name} must be a list of at most {most} texts.", fields={name: "not a list of texts"})
    texts = [clean(value).strip() for value in values]
    for number, text in enumerate(texts):
        if not text or len(text) > longest:
            raise InvalidInput(f"Each text has 1 to {longest} characters.", fields={f"{name}.{number}": "empty or too long"})
    return texts


def _text(given: Mapping[str, Any], name: str, longest: int, default: str = "") -> str:
    value = given.get(name, default)
    if not isinstance(value, str) or len(value) > longest:
        raise InvalidInput(f"{name} must be text of at most {longest} characters.", fields={name: "not text, or too long"})
    return clean(value).strip()


def _intent(given: Mapping[str, Any], live: Mapping[str, Any] | None) -> dict[str, Any]:
    examples = list(dict.fromkeys(" ".join(text.split()) for text in _texts(given, "examples", 2000, 500)))
    label = _text(given, "label", 120)
    if not label:
        raise InvalidInput("What customers mean needs a name.", fields={"label": "missing"})
    answer = given.get("answer")
    if answer is not None and (not isinstance(answer, str) or not _KEY["answer"].match(answer)):
        raise InvalidInput("The answer must be one of the assistant's answers.", fields={"answer": "unknown"})
    for number, example in enumerate(examples):
        if example.startswith("/"):
            raise InvalidInput("An example cannot start with a slash.", fields={f"examples.{number}": "starts with /"})
    base = bool(live.get("base")) if live else False
    return {
        "label": label, "description": _text(given, "description", 500), "examples": examples, "answer": answer, "base": base,
    }  # fmt: skip


def _answer(given: Mapping[str, Any], live: Mapping[str, Any] | None) -> dict[str, Any]:
    texts = _texts(given, "texts", 20, LONGEST)
    if not texts:
        raise InvalidInput("An answer needs a text.", fields={"texts": "missing"})
    known = {name for text in (live or {}).get("texts", ()) for name in placeholders(text)}
    for number, text in enumerate(texts):
        field = f"texts.{number}"
        try:
            names = placeholders(text)
        except ValueError as error:
            raise InvalidInput(
                "A curly brace stands alone in this text. Write the sentence without { and }.", code="stray_brace",
                fields={field: "stray brace"},
            ) from error  # fmt: skip
        unknown = sorted(names - known)
        if unknown:
            usable = ", ".join(f"{{{name}}}" for name in sorted(known)) or "none"
            raise InvalidInput(
                f"{{{unknown[0]}}} is not known in this answer. Usable here: {usable}.", code="unknown_placeholder",
                fields={field: "unknown placeholder"},
            )  # fmt: skip
    found: dict[str, Any] = {"label": _text(given, "label", 120), "texts": texts}
    buttons = given.get("buttons")
    if buttons:
        listed = buttons if isinstance(buttons, list) else [buttons]
        found["buttons"] = [_button(number, button) for number, button in enumerate(listed[:5])]
    return found


def _aspect(key: str, given: Mapping[str, Any]) -> dict[str, Any]:
    """``label`` is what customers read; ``words`` name the aspect in a review."""
    label = " ".join(_text(given, "label", 40, key.replace("_", " ")).split()).lower()
    words = list(dict.fromkeys(" ".join(word.split()).lower() for word in _texts(given, "words", 100, 40)))
    if not label or not words:
        raise InvalidInput("An aspect needs a name and the words by which reviews name it.", fields={"words": "missing"})
    return {"label": label, "words": words}


def _button(number: int, given: object) -> dict[str, str]:
    label, payload = (given.get("label"), given.get("payload")) if isinstance(given, Mapping) else (None, None)
    if not isinstance(label, str) or not 1 <= len(label) <= 80:
        raise InvalidInput("A button needs a label of at most 80 characters.", fields={f"buttons.{number}.label": "missing"})
    if not isinstance(payload, str) or not re.match(r"^/[a-z][a-z0-9_]{1,59}(\{.*\})?$", payload):
        raise InvalidInput("A button needs what it means.", fields={f"buttons.{number}.payload": "not a meaning"})
    return {"label": label, "payload": payload}


def placeholders(text: str) -> set[str]:
    """Names in braces. ValueError on a lone brace, an empty name, or anything but a plain name."""
    names: set[str] = set()
    for _, name, spec, conversion in string.Formatter().parse(text):
        if name is None:
            continue
        if not name.isidentifier() or spec or conversion:
            raise ValueError("not a plain name in braces")
        names.add(name)
    return names
