"""What answers rest on is open before the first customer asks."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from actions.services.parts import Parts
from shop.errors import Corrupt


def test_what_there_is_is_opened_ahead_and_what_is_not_built_yet_keeps_nobody_from_starting() -> None:
    opened: list[str] = []

    def part(name: str) -> Any:
        def get() -> str:
            opened.append(name)
            if name == "recommender":
                raise Corrupt("There is no recommender yet; run `shoptalk build`.", code="index_missing")
            return name

        return get

    Parts(**{field.name: part(field.name) for field in fields(Parts)}).read_ahead()
    assert set(opened) == {"products", "faqs", "recommender", "sentiment", "customers"}


def test_a_server_that_is_told_to_stop_opens_nothing_more() -> None:
    opened: list[str] = []

    def part(name: str) -> Any:
        return lambda: opened.append(name)

    Parts(**{field.name: part(field.name) for field in fields(Parts)}).read_ahead(lambda: len(opened) == 2)
    assert opened == ["products", "faqs"]
