"""The paired bootstrap, under the name by which the evaluations know it."""

from __future__ import annotations

from recommender.bootstrap import SAMPLES, paired_gain, paired_gain_of, share_interval

__all__ = ["SAMPLES", "paired_gain", "paired_gain_of", "share_interval"]
