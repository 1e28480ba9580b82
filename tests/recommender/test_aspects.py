"""What a review praises and what it blames."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recommender.sentiment.aspects import Opinion, by_aspect, named, opinions
from recommender.sentiment.scorer import SentimentScorer
from recommender.sentiment.sentences import clause_around, sentences, turn_around, words_around


@pytest.fixture(scope="module")
def scorer(sentiment_artifacts: Path) -> SentimentScorer:
    return SentimentScorer.shipped(sentiment_artifacts / "sentiment")


def said(scorer: SentimentScorer, text: str) -> dict[str, str]:
    return {opinion.aspect: opinion.label for opinion in opinions(scorer, [text])[0]}


def test_praise_and_blame_in_one_sentence_are_told_apart(scorer) -> None:
    found = said(scorer, "The fit is perfect and I love it, but the zipper broke after two days.")
    assert found["fit"] == "positive"
    assert found["quality"] == "negative"


def test_each_sentence_speaks_for_itself(scorer) -> None:
    text = "Shipping was terribly slow. The colour is gorgeous! Customer service was rude and unhelpful."
    found = said(scorer, text)
    assert (found["delivery"], found["looks"], found["service"]) == ("negative", "positive", "negative")


@pytest.mark.parametrize(
    ("text", "aspect", "label"),
    [
        ("The quality is not good at all.", "quality", "negative"),
        ("Not worth the money.", "price", "negative"),
        ("Great value for the price.", "price", "positive"),
        ("Arrived two weeks late and nobody cared.", "delivery", "negative"),
        ("It looks even better than in the photo.", "looks", "positive"),
        ("It fits like a glove.", "fit", "positive"),
    ],
)
def test_negation_and_plain_praise_are_read(scorer, text: str, aspect: str, label: str) -> None:
    assert said(scorer, text)[aspect] == label


def test_a_shop_may_add_aspects_and_words(scorer) -> None:
    own = {"Taste": ["flavour", "tastes"], "fit": ["heel cup"]}
    assert [aspect for aspect, _ in named("It tastes wonderful", own)] == ["taste"]
    assert [aspect for aspect, _ in named("The heel cup rubs", own)] == ["fit"]
    assert opinions(scorer, ["It tastes wonderful, what a flavour!"], own)[0][0].label == "positive"


def test_what_names_no_aspect_gives_none(scorer) -> None:
    assert opinions(scorer, ["Hello there", "", "Bought it in May."]) == [[], [], []]
    assert named("a benefit of outsized profit") == []


def test_a_text_that_says_both_of_one_aspect_weighs_them() -> None:
    both = [Opinion("fit", 0.8, "positive", "a"), Opinion("fit", -0.4, "negative", "b"), Opinion("price", 0.1, "neutral", "c")]
    assert by_aspect(both) == pytest.approx({"fit": 0.2, "price": 0.1})


@given(st.text(max_size=200), st.integers(0, 200), st.integers(0, 200))
def test_parts_of_a_text_are_parts_of_it(text: str, a: int, b: int) -> None:
    start, end = sorted((min(a, len(text)), min(b, len(text))))
    for part in (clause_around(text, start, end), turn_around(text, start, end)):
        assert part in text
    assert len(clause_around(text, start, end)) <= len(text)
    assert all(sentence in text for sentence in sentences(text))


def test_the_clause_holds_the_term_and_stops_where_the_opinion_turns() -> None:
    text = "Great screen, but the battery dies fast"
    start = text.index("battery")
    assert turn_around(text, start, start + 7) == "the battery dies fast"
    assert clause_around(text, 6, 12) == "Great screen"


@pytest.mark.parametrize(
    ("sentence", "aspects"),
    [
        ("Exactly what I was looking for, fits like it was cut for me.", ["fit"]),
        ("Looking forward to wearing it.", []),
        ("Just what I was looking for, and looks great.", ["looks"]),
        ("It looks nice.", ["looks"]),
    ],
)
def test_to_look_for_something_says_nothing_of_looks(sentence: str, aspects: list[str]) -> None:
    assert [aspect for aspect, _ in named(sentence)] == aspects


@pytest.mark.parametrize(
    ("name", "beside", "expected"),
    [("battery", 1, "the battery dies"), ("battery", 9, "All in all the battery dies fast"), ("fast", 2, "battery dies fast")],
)
def test_words_beside_a_name_are_read_with_it_as_far_as_the_text_goes(name: str, beside: int, expected: str) -> None:
    text = "All in all the battery dies fast"
    start = text.index(name)
    assert words_around(text, start, start + len(name), beside) == expected


def test_a_name_outside_the_text_is_read_as_the_whole_text() -> None:
    assert words_around("two words", 40, 44, 3) == "two words"
