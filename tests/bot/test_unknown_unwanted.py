import random

import pytest
from components.unknown_unwanted import unwanted_things


@pytest.mark.parametrize(
    ("text", "things"),
    [
        ("a jacket without a hood", ["hood"]),
        ("no zips please", ["zips"]),
        ("a lantern that doesn't need batteries", ["batteries"]),
        ("nothing with a chest strap or hip belt", ["chest strap", "hip belt"]),
        ("I don't want a mummy shape", ["mummy shape"]),
        ("anything but stripes", ["stripes"]),
        ("a mug w/o logo under 20", ["logo"]),
    ],
)
def test_what_is_ruled_out_is_kept_as_it_was_said(text, things):
    assert [p.value for p in unwanted_things(text, [])] == things


@pytest.mark.parametrize(
    "text",
    [
        "no thanks", "no, something for the kitchen", "no idea what to get", "I have no more money", "not too heavy",
        "no more than 50", "there is no rush", "do you have a tent", "without the price limit", "no problem",
    ],
)  # fmt: skip
def test_what_rules_nothing_out_leaves_nothing(text):
    assert unwanted_things(text, []) == []


def test_a_word_that_is_found_otherwise_is_not_found_again():
    text = "boots without leather"
    assert unwanted_things(text, [(text.index("leather"), len(text))]) == []


@pytest.mark.parametrize("seed", range(50))
def test_what_is_found_stands_in_the_text_and_overlaps_nothing(seed):
    rng = random.Random(seed)
    text = "".join(
        rng.choices(
            ["no ", "without ", "zip", " or ", "hood ", ", ", "anything but ", "a ", "/", "don't want "], k=rng.randrange(14)
        )
    )
    end = 0
    for found in sorted(unwanted_things(text, []), key=lambda p: p.start):
        assert end <= found.start < found.end <= len(text)
        assert found.value == text[found.start : found.end].lower()
        end = found.end
