"""A port that cannot be had is said before anything starts."""

from __future__ import annotations

import dataclasses
import socket
from collections.abc import Iterator

import pytest

from cli.ports import check_ports
from shop.errors import ShopError
from shop.settings import Settings


@pytest.fixture
def used() -> Iterator[int]:
    with socket.socket() as busy:
        busy.bind(("127.0.0.1", 0))
        busy.listen()
        yield busy.getsockname()[1]


def test_free_ports_pass(settings: Settings):
    check_ports(settings)


@pytest.mark.parametrize(
    ("field", "setting"),
    [
        ("port", "SHOPTALK_PORT"),
        ("rasa_port", "SHOPTALK_RASA_PORT"),
        ("actions_port", "SHOPTALK_ACTIONS_PORT"),
        ("draft_port", "SHOPTALK_DRAFT_PORT"),
    ],
)
def test_a_port_in_use_is_named_with_the_setting_that_changes_it(settings: Settings, used: int, field: str, setting: str):
    with pytest.raises(ShopError) as raised:
        check_ports(dataclasses.replace(settings, **{field: used}))
    assert raised.value.code == "port_in_use"
    assert f"Port {used}," in raised.value.message
    assert f"set {setting} " in raised.value.message


def test_the_same_port_for_two_parts_is_refused_with_both_settings(settings: Settings):
    with pytest.raises(ShopError) as raised:
        check_ports(dataclasses.replace(settings, draft_port=settings.rasa_port))
    assert "SHOPTALK_RASA_PORT and SHOPTALK_DRAFT_PORT" in raised.value.message


def test_a_host_that_is_not_ours_is_not_called_a_port_in_use(settings: Settings):
    with pytest.raises(ShopError) as raised:
        check_ports(dataclasses.replace(settings, host="203.0.113.7"))
    assert raised.value.code == "host_unknown"
    assert "SHOPTALK_HOST" in raised.value.message
