"""The day from which "tomorrow" is counted is that of the message."""

from datetime import date, datetime

import pytest
from components.lookup_entity_extractor import said_on

NOW = datetime.fromisoformat("2026-11-25T09:00:00+00:00")


@pytest.mark.parametrize(
    ("metadata", "day"),
    [
        ({"at": "2026-11-24T23:59:00+00:00"}, date(2026, 11, 24)),
        ({"at": "2026-11-24T23:59:00Z"}, date(2026, 11, 24)),
        ({"at": "soon"}, NOW.date()),
        ({"at": None}, NOW.date()),
        ({}, NOW.date()),
        (None, NOW.date()),
    ],
)
def test_the_day_is_the_messages_own_or_today(metadata, day):
    assert said_on(metadata, NOW) == day
