"""A part of a plan is fitted once for all its purposes, and never answered with another part's fit."""

from __future__ import annotations

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
