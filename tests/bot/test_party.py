import random

import pytest
from components.party import parties


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("we're a family of six and need a tent", 6),
        ("tent for 6 ppl", 6),
        ("a dome that sleeps four", 4),
        ("for two people, under 350", 2),
        ("there are five of us", 5),
        ("something for two", 2),
    ],
)
def test_people_are_counted_however_they_are_said(text, people):
    assert [p.value for p in parties(text)] == [people]


@pytest.mark.parametrize("text", ["a lamp for 60", "for 2 weeks", "one for me", "under 50 please", "size 9 for men", "4 mugs"])
def test_other_numbers_count_no_people(text):
    assert not list(parties(text))


@pytest.mark.parametrize("seed", range(50))
def test_what_is_found_stands_in_the_text(seed):
    rng = random.Random(seed)
    text = "".join(
        rng.choices(["for ", "2 ", "six ", "people", ", ", ".", "we are ", "family of ", "7", " ppl"], k=rng.randrange(12))
    )
    for party in parties(text):
        assert 0 <= party.start < party.end <= len(text)
