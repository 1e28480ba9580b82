"""A part of a plan is fitted once for all its purposes, and never answered with another part's fit."""

from __future__ import annotations

from collections.abc import Sequence

from recommender.candidates.histories import Histories
from recommender.candidates.popular import Popular
from recommender.candidates.source import Settings
from recommender.candidates.sources import Kind
from recommender.ranker.fits import Fits
from tests.recommender.candidates.made_up_histories import walks


def test_the_same_part_and_settings_are_fitted_once_and_others_apart() -> None:
    fitted: list[tuple[int, float]] = []

    def fit(past: Histories, settings: Settings) -> Popular:
        fitted.append((past.users, settings["half_life"]))
        return Popular.fit(past, settings)

    fits = Fits([Kind("popular", Popular.CHOICES, Popular.fits, fit, Popular.of_arrays)])
    first, second = walks(30), walks(40)
    for past in (first, second, first):
        for half_life in (0.1, 0.0):
            fits.one("popular", {"half_life": half_life}, past)
    assert fitted == [(30, 0.1), (30, 0.0), (40, 0.1), (40, 0.0)]
    assert fits.seconds({"popular": {"half_life": 0.1}}, first) > 0
    assert fits.seconds({"popular": {"half_life": 0.5}}, first) == 0


def test_a_source_that_ends_by_itself_says_how_it_is_fitted_on_more_of_the_same() -> None:
    def again(settings: Settings, before: Sequence[Popular]) -> Settings:
        return {**settings, "fits_before": float(len(before))}

    fits = Fits([Kind("popular", Popular.CHOICES, Popular.fits, Popular.fit, Popular.of_arrays, again)])
    settings = {"popular": Popular.CHOICES[0]}
    first, second, more = walks(30), walks(40), walks(50)
    for past in (first, second):
        fits.all(settings, past)
    assert fits.again(settings, more) == {"popular": {**Popular.CHOICES[0], "fits_before": 2.0}}
    assert fits.again(settings, first) == settings, "it is fitted already"
