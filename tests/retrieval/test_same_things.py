from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from retrieval.facts import Facts
from retrieval.lookups import types
from retrieval.same_things import is_other_name, other_names
from tests.retrieval.conftest import product


def _also(*kinds: str) -> dict[str, set[str]]:
    facts = [Facts(kind, "", "", (), ()) for kind in kinds]
    entries = types([product(str(i), "x", type=f.type) for i, f in enumerate(facts)], facts)
    return {str(e["value"]): set(e.get("also", ())) for e in entries}  # type: ignore[call-overload]


def test_a_kind_is_known_by_the_words_of_other_people_in_singular_and_plural() -> None:
    assert {"rucksack", "rucksacks", "knapsack"} <= set(other_names("backpack"))
    assert "sneakers" in other_names("trainers")
    assert {"wellies", "rain boots"} <= set(other_names("rubber boots"))


def test_a_longer_name_changes_in_its_end_and_in_what_it_is_for() -> None:
    assert {"hiking trousers", "walking pants", "walking trousers"} <= set(other_names("hiking pants"))


def test_a_kind_that_the_catalogue_has_keeps_its_own_name() -> None:
    found = _also("pants", "pants", "trousers", "backpack")
    assert "trousers" not in found["pants"]
    assert "rucksack" in found["backpack"]


def test_a_long_name_may_be_left_unfinished() -> None:
    found = _also("base layer top", "sleeping bag liner", "sleeping bag")
    assert {"base layer", "base layers"} <= found["base layer top"]
    assert "sleeping bag" not in found["sleeping bag liner"]


def test_another_spelling_of_the_same_word_is_no_other_name() -> None:
    assert is_other_name("Rucksacks", "backpack")
    assert not is_other_name("backpacks", "backpack")
    assert not is_other_name("tent", "backpack")


@given(st.text(max_size=60))
def test_any_text_has_a_list_of_names_that_never_holds_itself(kind: str) -> None:
    assert " ".join(kind.lower().split()) not in other_names(kind)
