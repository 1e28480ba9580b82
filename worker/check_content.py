"""What must hold before marketing's changes may go live. Each problem is a sentence that says where and what to do.

Rasa passes every answer through ``str.format``: a lone ``{`` makes the turn fail and ``{}`` shows the customer everything the
bot knows, so each answer is rendered here with sample values first.
"""

from __future__ import annotations

import string
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

MINIMUM_EXAMPLES = 4
MAXIMUM_TEXT = 2000


@dataclass(frozen=True)
class Problem:
    kind: str
    key: str
    sentence: str


def placeholders(text: str) -> set[str]:
    """Names in braces, as ``str.format`` reads them. ValueError on a lone brace, an empty name or an attribute access."""
    names: set[str] = set()
    for _, name, spec, conversion in string.Formatter().parse(text):
        if name is None:
            continue
        if not name.isidentifier() or spec or conversion:
            raise ValueError("not a plain name in braces")
        names.add(name)
    return names


def check_answer(key: str, value: Mapping[str, Any], base_texts: list[str]) -> list[Problem]:
    allowed: set[str] = set()
    for text in base_texts:
        allowed |= placeholders(text)
    problems = []
    texts = value.get("texts") or []
    if not texts or not all(isinstance(text, str) and text.strip() for text in texts):
        problems.append(Problem("answer", key, "Every variation of an answer needs words; remove the empty one."))
    for text in (t for t in texts if isinstance(t, str)):
        if len(text) > MAXIMUM_TEXT:
            problems.append(Problem("answer", key, f"An answer can have {MAXIMUM_TEXT} characters; this one has {len(text)}."))
        try:
            unknown = placeholders(text) - allowed
            text.format(**dict.fromkeys(allowed | unknown, "sample"))
        except (ValueError, KeyError, IndexError, AttributeError):
            problems.append(Problem("answer", key, f"“{text[:60]}” has a stray brace. Write the sentence without {{ and }}."))
            continue
        if unknown:
            can = ", ".join(f"{{{name}}}" for name in sorted(allowed)) or "none"
            problems.append(
                Problem("answer", key, f"{{{sorted(unknown)[0]}}} is not known in this answer. Usable here: {can}.")
            )
    return problems


def check_intent(key: str, value: Mapping[str, Any], answers: Mapping[str, Any]) -> list[Problem]:
    problems = []
    if not (key.isidentifier() and key.islower() and len(key) <= 60):
        problems.append(Problem("intent", key, "A technical name has small letters, digits and underscores only."))
    label = value.get("label") or key
    examples = [e for e in value.get("examples") or [] if isinstance(e, str) and e.strip()]
    if len({e.casefold() for e in examples}) < MINIMUM_EXAMPLES:
        problems.append(
            Problem(
                "intent", key, f"“{label}” needs at least {MINIMUM_EXAMPLES} different examples; it has {len(set(examples))}."
            )
        )
    if any("\n" in e or len(e) > 500 for e in examples):
        problems.append(Problem("intent", key, f"“{label}”: an example is one line of at most 500 characters."))
    if not value.get("base"):
        answer = value.get("answer")
        if not answer or answer not in answers:
            problems.append(Problem("intent", key, f"“{label}” has no answer yet. Choose one, or write a new one."))
    return problems


def check_content(content: Mapping[str, Mapping[str, Any]], base: Mapping[str, Any]) -> list[Problem]:
    """``content``: {kind: {key: value}} as it would go live; ``base``: the bot's own domain."""
    base_texts = {k: [v["text"] for v in vs if "text" in v] for k, vs in base.get("responses", {}).items()}
    answers = content.get("answer", {})
    problems: list[Problem] = []
    for key, value in sorted(answers.items()):
        problems += check_answer(key, value, base_texts.get(key, []))
        if not (key.startswith("utter_") and key.isidentifier()):
            problems.append(Problem("answer", key, "An answer's technical name starts with utter_."))
    for key, value in sorted(content.get("intent", {}).items()):
        problems += check_intent(key, value, answers)
    for key in sorted(base_texts.keys() - answers.keys()):
        problems.append(
            Problem("answer", key, "This answer belongs to the assistant itself and cannot be removed; bring it back.")
        )
    owners: dict[str, str] = {}
    for key, value in sorted(content.get("intent", {}).items()):
        for example in value.get("examples") or []:
            other = owners.setdefault(str(example).strip().casefold(), key)
            if other != key:
                problems.append(
                    Problem("intent", key, f"“{str(example)[:60]}” is an example of “{other}” too. Keep it in one place.")
                )
    return problems
