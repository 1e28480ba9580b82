"""Figures are found however they are written, each in one spelling, and ordinary sentences have none."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actions.coupon_codes import coupon_codes
from actions.figures import amounts, hard_figures, numbers
from shop.money import minor_digits, money_text

CURRENCIES = st.one_of(
    st.sampled_from(["USD", "EUR", "GBP", "JPY", "CNY", "CAD", "AUD", "CHF", "SEK", "KRW", "VND", "CLP", "TRY", "PLN"]),
    st.from_regex(r"[A-Z]{3}", fullmatch=True).filter(lambda code: minor_digits(code) == 2),
)


def major(amount: int, currency: str) -> str:
    digits = minor_digits(currency)
    whole, rest = divmod(amount, 10**digits)
    return f"{whole}.{rest:0{digits}d}".rstrip("0").rstrip(".") if digits and rest else str(whole)


@given(st.integers(0, 10**9), CURRENCIES, st.sampled_from(["{}", "It costs {}.", "({})", "was {}, now less", "“{}”", "{}!"]))
def test_what_the_shop_writes_as_money_is_found(amount: int, currency: str, sentence: str) -> None:
    assert amounts(sentence.format(money_text(amount, currency))) == {f"money {major(amount, currency)}"}


@given(
    st.integers(1, 10**7),
    st.sampled_from(
        ["${:,}", "${:,}.00", "$ {}", "{} dollars", "{:,} dollars", "{} USD", "USD {}", "{}$", "€{:,}.00", "{} euros", "US${}"]
    ),
)
def test_an_amount_is_the_same_however_it_is_written(amount: int, form: str) -> None:
    assert hard_figures("It is " + form.format(amount)) == {f"money {amount}"}


@pytest.mark.parametrize(
    ("said", "figure"),
    [
        ("$1,200.00", "1200"), ("€1.200", "1200"), ("€1.200,50", "1200.5"), ("12,50 €", "12.5"), ("CHF 1'200.00", "1200"),
        ("1 200 €".replace(" 2", "\u202f2"), "1200"), ("$0.99", "0.99"), ("$.99 no, $0.125", "0.125"), ("99 cents", "0.99"),
        ("5¢", "0.05"), ("$1.5k", "1500"), ("$2 million", "2000000"), ("one dollar", "1"), ("twenty-five bucks", "25"),
        ("one hundred and twenty dollars", "120"), ("two thousand euros", "2000"), ("fifty cents", "0.5"), ("KRW 900", "900"),
        ("1,200,000 yen", "1200000"),
    ],
)  # fmt: skip
def test_amounts_in_other_spellings(said: str, figure: str) -> None:
    assert f"money {figure}" in hard_figures(f"now only {said} today")


@given(st.dates(date(2000, 1, 1), date(2099, 12, 31)))
def test_a_day_is_the_same_in_digits_and_in_words(day: date) -> None:
    iso = {f"date {day:%Y-%m-%d}"}
    assert hard_figures(f"until {day:%Y-%m-%d}") == iso
    assert hard_figures(f"until {day:%B} {day.day}, {day.year}") == iso
    assert hard_figures(f"until {day.day} {day:%b} {day.year}") == iso
    assert hard_figures(f"until {day:%B} {day.day}.") == {f"date {day:%m-%d}"}


@given(st.integers(0, 100), st.sampled_from(["{}%", "{} %", "{} percent", "{} per cent"]))
def test_a_percentage_is_the_same_however_it_is_written(share: int, form: str) -> None:
    assert hard_figures("made of " + form.format(share) + " wool") == {f"percent {share}"}


@pytest.mark.parametrize(
    "sentence",
    [
        "This tent sleeps two people and weighs 2.1 kg.", "The set of 6 strings fits every guitar.", "USB 3 and HDMI 2 ports.",
        "Marble 12 is a Decathlon 5 colour; junior 10 fits, and you may 2 or 3 times march 3 miles.", "TOP 10 of the year.",
        "It comes in S, M and XL.", "Two to four working days.", "Water runs off, and the light turns off after 30 minutes.",
        "One size fits all; five pockets; twenty pounds of load.", "An A4 page, 12 x 30 cm, 24/7 support.",
        "Send it back within 30 days; the label is in the parcel.", "ALL 12 pieces are dishwasher safe.",
        "Sepia 12 by Novelty 3.", "Node.js is a word.",
    ],
)  # fmt: skip
def test_ordinary_sentences_have_no_hard_figure(sentence: str) -> None:
    assert hard_figures(sentence) == frozenset()
    assert coupon_codes(sentence) == frozenset()


@given(st.text(max_size=200))
def test_any_text_is_read(text: str) -> None:
    assert numbers(text) is not None
    assert amounts(text) <= hard_figures(text)
    coupon_codes(text)


@pytest.mark.parametrize(
    ("sentence", "codes"),
    [
        ("Use code SAVE20 at checkout.", {"save20"}), ("use code save20", {"save20"}), ("Coupon: SUMMERSALE", {"summersale"}),
        ("Enter FREESHIP for a discount.", {"freeship"}), ("The HACK99 voucher takes 99% off.", {"hack99"}),
        ("With the promo code “WELCOME” you save.", {"welcome"}), ("Code is XMAS-25.", {"xmas-25"}),
        ("The error code E404X is shown.", set()), ("Scan the QR code; colour code RAL9005.", set()),
        ("Gift vouchers in EUR.", set()), ("Save space with the ECO-3000.", set()),
        ("The WF-1000XM4 has noise cancelling.", set()), ("Vouchers are sold with VISA.", set()),
        ("A coupon is enclosed.", set()),
    ],
)  # fmt: skip
def test_coupon_codes_are_found_where_a_sentence_speaks_of_paying_less(sentence: str, codes: set[str]) -> None:
    assert coupon_codes(sentence) == codes
