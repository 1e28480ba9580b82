"""The last weeks beside what came before."""

from __future__ import annotations

from typing import Any

from storage.cleaning.shift import shift
from tests.storage.cleaning.conftest import NOW

DAY = 86_400


def test_what_changed_lately_is_told_and_what_did_not_is_near_nothing(make_rows: Any, make_event: Any, make_line: Any) -> None:
    events = [make_event(n, -DAY * 60 + n, value=10.0 + n % 20, device=("desk", "phone")[n % 2]) for n in range(400)]
    events += [make_event(1000 + n, n, value=100.0 + n % 20, device=("phone", "watch")[n % 2]) for n in range(200)]
    lines = [make_line(f"a{n}", seconds=-DAY * 60 + n, quantity=1 + n % 2) for n in range(150)]
    lines += [make_line(f"b{n}", seconds=n, quantity=1 + n % 2) for n in range(150)]
    told = shift(make_rows(events, lines), NOW)
    assert told["views"]["value"] > 3
    assert (told["events"]["device=desk"], told["events"]["device unseen"]) == (-0.5, 0.5)
    assert (told["order_lines"]["quantity"], told["order_lines"]["currency unseen"]) == (0, 0)


def test_too_few_rows_tell_nothing(make_rows: Any, make_event: Any) -> None:
    assert shift(make_rows([make_event(n, n) for n in range(500)]), NOW) == {}
