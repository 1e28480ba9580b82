from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from shop.money import minor_digits, money_text
from storage.imports import values

CURRENCIES = ("USD", "EUR", "GBP", "JPY", "CNY", "CAD", "AUD", "CHF", "KRW", "SEK")
EARLY, LATE = datetime(1973, 4, 1), datetime(2199, 1, 1)  # noqa: DTZ001
PARSERS: tuple[Callable[[str], Any], ...] = (
    values.text,
    lambda text: values.money(text, "USD"),
    lambda text: values.money(text, "JPY", minor=True),
    values.currency_code,
    lambda text: values.whole(text, 0, 10),
    lambda text: values.real(text, -1, 1),
    values.flag,
    values.time,
    values.words,
    values.web_address,
)


@given(
    st.text()
    | st.from_regex(r"[-+$€ ]{0,3}[0-9.,' ]{1,20}([eE][0-9]{1,4})?[A-Z]{0,3}")
    | st.text("0123456789.,-:TZ+e", max_size=30)
)
@example("9" * 400)
@example("1e999")
@example("0001-01-01T00:00:00+23:59")
@example("9999-12-31T23:59:59-23:59")
@example("9" * 19)
@example("\ud800")
def test_no_text_raises_anything_but_a_reason(text):
    for parse in PARSERS:
        reason = "read"
        try:
            parse(text)
        except ValueError as error:
            reason = str(error)
        assert 0 < len(reason) < 100


@given(st.integers(0, values.LARGEST_AMOUNT), st.sampled_from(CURRENCIES))
def test_what_we_write_as_money_is_read_back(amount, currency):
    assert values.money(money_text(amount, currency), currency) == (amount, currency)


@given(
    st.integers(0, 10**9),
    st.sampled_from(["USD", "EUR"]),
    st.sampled_from([(",", "."), (".", ","), (" ", ","), ("'", "."), ("\u202f", ",")]),
)
def test_thousands_and_decimals_are_told_apart(amount, currency, marks):
    thousands, point = marks
    whole, cents = divmod(amount, 10 ** minor_digits(currency))
    written = f"{whole:,}".replace(",", thousands) + f"{point}{cents:02}"
    assert values.money(written, currency) == (amount, currency)


@pytest.mark.parametrize(
    ("text", "expected"),
    [("12", 1200), ("12.5", 1250), ("12,5", 1250), ("$1,299", 129900), ("1.299,00 €", 129900), ("USD 3.10", 310), (".5", 50),
     ("12.3400", 1234), ("1 299.00", 129900), ("US$5", 500), ("0", 0), ("1.234.567", 123456700)],
)  # fmt: skip
def test_amounts_as_people_write_them(text, expected):
    assert values.money(text, "USD")[0] == expected


@pytest.mark.parametrize(
    "text",
    [
        "-1",
        "(5.00)",
        "$-5",
        "NaN",
        "inf",
        "1e3",
        "1e999",
        "12.345",
        "0,999",
        "1,29,99",
        "1.2.3",
        "12 34",
        "abc",
        "$",
        "٣",
        "9" * 30,
    ],
)
def test_what_is_no_amount_is_refused(text):
    with pytest.raises(ValueError):
        values.money(text, "USD")


def test_a_dollar_is_the_shops_own_dollar():
    assert values.money("$5", "CAD") == (500, "CAD")
    assert values.money("$5", "EUR") == (500, "USD")


@given(st.datetimes(EARLY, LATE), st.integers(-14 * 60, 14 * 60))
def test_times_are_read_back_in_utc(naive, minutes):
    zoned = naive.replace(tzinfo=timezone(timedelta(minutes=minutes)))
    assert values.time(zoned.isoformat()) == zoned
    assert values.time(naive.isoformat(" ")) == naive.replace(tzinfo=UTC)
    second = naive.replace(microsecond=0, tzinfo=UTC)
    for scale in (1, 10**3, 10**6, 10**9):
        assert values.time(str(int(second.timestamp()) * scale)) == second


@pytest.mark.parametrize(
    "text", ["2026-03-01 12:00:00 UTC", "2026-03-01T12:00Z", "20260301T120000", "2026-03-01T13:00:00+01:00", "1772366400.0"]
)
def test_the_same_moment_in_many_forms(text):
    assert values.time(text) == datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.mark.parametrize("text", ["03/01/2026", "yesterday", "2026-13-01", "1969-12-31", "2300-01-01", "12"])
def test_what_is_no_time_is_refused(text):
    with pytest.raises(ValueError):
        values.time(text)
