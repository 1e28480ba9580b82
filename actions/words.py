"""The words of the shop, read from Rasa's domain: labels, reasons and other fragments that stand inside a block.

Whole sentences are left to Rasa (``dispatcher.utter_message(response=…)``); this is for what Rasa does not render.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import structlog
import yaml

log = structlog.get_logger(__name__)

#: The domain shipped beside the action server, for callers that send none (the gateway).
DOMAIN_PATH = Path(__file__).resolve().parent.parent / "bot" / "domain.yml"


class Words:
    """``responses`` is the ``responses`` part of a domain: ``{name: [{"text": "…{value}…"}]}``; the first text counts."""

    def __init__(self, responses: Mapping[str, Any], shipped: Words | None = None):
        self._responses = responses
        self._shipped = shipped

    @classmethod
    def of_domain(cls, domain: Mapping[str, Any] | None, shipped: Words | None = None) -> Words:
        responses = (domain or {}).get("responses")
        return cls(responses if isinstance(responses, Mapping) else {}, shipped)

    @classmethod
    def of_file(cls, path: Path = DOMAIN_PATH) -> Words:
        """The words of a domain file; none when the file is not there. Raises ``yaml.YAMLError`` when it is no YAML."""
        if not path.is_file():
            return cls({})
        return cls.of_domain(yaml.safe_load(path.read_text(encoding="utf-8")))

    def template(self, name: str) -> str | None:
        variants = self._responses.get(name)
        if isinstance(variants, list) and variants and isinstance(variants[0], Mapping):
            text = variants[0].get("text")
            if isinstance(text, str) and text.strip():
                return text.strip()
        return self._shipped.template(name) if self._shipped else None

    def has(self, name: str) -> bool:
        return self.template(name) is not None

    def text(self, name: str, **values: object) -> str:
        """The words of ``name`` with ``values`` put in. Without words: the name itself, made readable, and a log line."""
        template = self.template(name)
        if template is None:
            log.warning("words_missing", name=name)
            return " ".join([name.removeprefix("utter_").replace("_", " ").capitalize(), *map(str, values.values())])
        try:
            return template.format(**values)
        except (KeyError, IndexError, ValueError):
            log.warning("words_malformed", name=name)
            return template

    def fragment(self, name: str, value: str) -> str | None:
        """The words of ``name`` with ``value``; None when there are none, or when they need a value and there is none."""
        template = self.template(name)
        if template is None or (not value and "{value}" in template):
            return None
        return self.text(name, value=value)

    def label(self, name: str, **values: object) -> str:
        """Like ``text``, cut to the 80 characters that a button takes."""
        text = self.text(name, **values)
        return text if len(text) <= 80 else text[:79].rstrip() + "…"
