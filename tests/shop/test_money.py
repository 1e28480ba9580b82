"""Minor units in, what people read out."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shop.money import minor_digits, money, money_text


@pytest.mark.parametrize(
    ("amount", "currency", "text"),
    [
        (1240, "USD", "$12.40"),
        (0, "USD", "$0.00"),
        (5, "EUR", "€0.05"),
        (123456789, "GBP", "£1,234,567.89"),
        (-1999, "USD", "-$19.99"),
        (900, "JPY", "¥900"),
        (12345, "CHF", "CHF 123.45"),
        (12345, "SEK", "SEK 123.45"),
        (50000, "KRW", "KRW 50,000"),
    ],
)
def test_amounts_read_as_people_write_them(amount: int, currency: str, text: str):
    assert money_text(amount, currency) == text


@given(st.integers(-(10**15), 10**15), st.sampled_from(["USD", "EUR", "JPY", "SEK", "KRW"]))
def test_no_digit_is_lost_or_made_up(amount: int, currency: str):
    text = money_text(amount, currency)
    digits = int(re.sub(r"\D", "", text))
    assert digits == abs(amount)
    assert text.startswith("-") == (amount < 0)
    assert ("." in text) == (minor_digits(currency) > 0)


@given(st.integers(0, 10**9))
def test_the_contracts_form_carries_the_number_and_its_text(amount: int):
    assert money(amount, "EUR") == {"amount": amount, "currency": "EUR", "text": money_text(amount, "EUR")}
