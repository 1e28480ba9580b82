"""The strengths of re-ranking, as a shop writes them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shop.errors import InvalidInput
from shop.reranking import LARGEST, SHIPPED, STAGES, SWITCHES, Reranking, parse_reranking
from shop.settings import load_settings


def test_nothing_given_is_what_is_shipped() -> None:
    assert parse_reranking("") == parse_reranking(" , ") == SHIPPED


def test_what_is_given_stands_over_what_is_shipped() -> None:
    assert parse_reranking("margin=0.05, calibration = 0.2,owned=0") == Reranking(margin=0.05, calibration=0.2, owned=0)


@given(st.dictionaries(st.sampled_from(sorted(LARGEST)), st.floats(0, 1)))
def test_every_strength_in_its_range_is_taken_exactly(parts: dict[str, float]) -> None:
    given_parts = {name: part * LARGEST[name] for name, part in parts.items()}
    found = parse_reranking(",".join(f"{name}={value!r}" for name, value in given_parts.items()))
    assert all(getattr(found, name) == value for name, value in given_parts.items())


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("magrin=0.1", "'magrin'"),
        ("margin", "margin must be a number from 0 to 0.5"),
        ("margin=much", "'much'"),
        ("margin=0.6", "from 0 to 0.5"),
        ("margin=-0.1", "from 0 to 0.5"),
        ("margin=nan", "from 0 to 0.5"),
        ("stock=0.5", "stock is 1 (on) or 0 (off)"),
        ("new=0.1,new=0.2", "twice"),
        ("{'margin': 0.1}", "none of"),
    ],
)
def test_what_does_not_fit_is_refused_with_the_stage_and_the_setting(text: str, said: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        load_settings({"SHOPTALK_HOME": "/nowhere", "SHOPTALK_RERANKING": text})
    assert said in refused.value.message
    assert "SHOPTALK_RERANKING" in refused.value.message
    assert "SHOPTALK_RERANKING" in refused.value.fields


def test_each_strength_is_a_stage_but_the_bound() -> None:
    assert {*STAGES, "bound"} == {*LARGEST, *SWITCHES} == set(vars(SHIPPED))


def test_what_is_shipped_can_be_written_by_a_shop() -> None:
    assert parse_reranking(",".join(f"{name}={value}" for name, value in vars(SHIPPED).items())) == SHIPPED
