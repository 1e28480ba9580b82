"""What a customer told of who they are: its shape, and the two promotions that may ask for it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shop.attributes import birthday_of, check_attributes, days_from_birthday, is_student
from shop.customers import Customer
from shop.pricing import check_promotion, conditions, eligible
from shop.promotions import Promotion

NOW = datetime(2026, 5, 17, 12, tzinfo=UTC)
GIFT = Promotion("b", "Birthday gift", "percent", 10)
days = st.dates(date(1901, 1, 1), date(2200, 1, 1))


@given(days, days)
def test_the_nearest_birthday_is_never_further_than_half_a_year_and_its_own_day_is_no_day_away(born: date, today: date) -> None:
    told = {"birthday": born.isoformat()}
    found = days_from_birthday(told, today)
    assert found is not None
    assert 0 <= found <= 183
    if (born.month, born.day) == (today.month, today.day):
        assert found == 0


@given(days, days)
def test_the_year_of_birth_changes_nothing(born: date, today: date) -> None:
    without = {"birthday": f"{born.month:02}-{born.day:02}"}
    assert days_from_birthday({"birthday": born.isoformat()}, today) == days_from_birthday(without, today)


def test_a_birthday_around_new_year_and_on_the_29th_of_february() -> None:
    assert days_from_birthday({"birthday": "01-02"}, date(2025, 12, 30)) == 3
    assert days_from_birthday({"birthday": "12-30"}, date(2026, 1, 2)) == 3
    assert days_from_birthday({"birthday": "1992-02-29"}, date(2026, 2, 28)) == 0
    assert days_from_birthday({"birthday": "1992-02-29"}, date(2028, 2, 29)) == 0


@pytest.mark.parametrize("said", ["", "soon", "1990-13-01", "02-30", "1990-02-29", "5-17", "17.05.1990"])
def test_what_is_no_day_is_no_birthday(said: str) -> None:
    assert birthday_of({"birthday": said}) is None
    assert "attributes.birthday" in check_attributes({"birthday": said})


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"Shoe size": "42"}, "attributes.Shoe size"),
        ({"sizes": "x" * 201}, "attributes.sizes"),
        ({"student": "perhaps"}, "attributes.student"),
        ({f"a{n}": "b" for n in range(41)}, "attributes"),
    ],
)
def test_what_does_not_fit_is_named(given: dict[str, str], field: str) -> None:
    assert field in check_attributes(given)


def test_names_of_the_shops_own_are_welcome() -> None:
    assert check_attributes({"birthday": "05-17", "student": "yes", "club": "chess"}) == {}


def usable(promotion: Promotion, told: dict[str, str], now: datetime = NOW) -> str:
    refusal = eligible(promotion, Customer("ada", attributes=told), now, 0)
    return refusal.reason if refusal else "yes"


def test_a_promotion_in_the_month_of_the_birthday() -> None:
    promotion = replace(GIFT, birthday_month=True)
    assert usable(promotion, {"birthday": "1990-05-31"}) == "yes"
    assert usable(promotion, {"birthday": "06-01"}) == "birthday"
    assert usable(promotion, {}) == "birthday"
    assert eligible(promotion, None, NOW, 0) is not None


@pytest.mark.parametrize(
    ("around", "off", "may"), [(7, 7, "yes"), (7, -7, "yes"), (7, 8, "birthday"), (0, 0, "yes"), (0, 1, "birthday")]
)
def test_a_promotion_some_days_around_the_birthday(around: int, off: int, may: str) -> None:
    born = (NOW + timedelta(days=off)).date()
    assert usable(replace(GIFT, birthday_days=around), {"birthday": f"{born.month:02}-{born.day:02}"}) == may


def test_a_promotion_for_declared_students() -> None:
    promotion = replace(GIFT, students=True)
    assert is_student({"student": "yes"})
    assert [usable(promotion, told) for told in ({"student": "yes"}, {"student": "no"}, {})] == ["yes", "student", "student"]


def test_the_terms_say_whom_it_is_for_and_a_senseless_rule_is_refused() -> None:
    said = " ".join(conditions(replace(GIFT, birthday_month=True, birthday_days=3, students=True)))
    assert "in the month of their birthday and within 3 days of their birthday" in said
    assert "For students." in said
    assert [error.field for error in check_promotion(replace(GIFT, birthday_days=61))] == ["birthday_days"]


@given(st.dictionaries(st.sampled_from(["age_band", "gender", "family", "household", "health", "origin"]), st.text(max_size=9)))
def test_protected_characteristics_decide_no_promotion(told: dict[str, str]) -> None:
    for promotion in (GIFT, replace(GIFT, birthday_month=True), replace(GIFT, students=True)):
        assert usable(promotion, told) == usable(promotion, {})
