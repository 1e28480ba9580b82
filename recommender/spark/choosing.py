"""Settings and weights, chosen by one machine on some of the people; what was chosen is then fitted on all of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
from pyspark.sql import functions as F

from recommender.candidates import histories as alone
from recommender.candidates.asking import NOWHERE, Asking
from recommender.candidates.sources import OPENED, kinds
from recommender.ranker.configuration import Configuration, configure
from recommender.ranker.fits import Fits
from recommender.ranker.learning import needed, of_few
from recommender.ranker.splits import plan_for_use
from recommender.spark.histories import Histories
from recommender.spark.sources import FITS

PEOPLE = 20_000


def sampled(found: Histories, people: int = PEOPLE) -> alone.Histories:
    """The histories of so many people, always the same ones, in the memory of one machine."""
    drawn = found.rows.select("user").distinct().orderBy(F.xxhash64("user"), "user").limit(people)
    rows = found.rows.join(F.broadcast(drawn), "user").orderBy("user", F.desc("from_end"))
    user, item, at = [], [], []
    region_of: dict[str, str] = {}
    for name, code, moment, region in rows.select("user", "item", "at", "region").toLocalIterator(prefetchPartitions=True):
        user.append(name)
        item.append(code)
        at.append(moment)
        region_of.setdefault(name, region)
    lengths = np.unique(np.array(user, dtype=str), return_counts=True)[1]
    start = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64)
    code_of = {name: code for code, name in enumerate(found.regions)}
    region = np.array([code_of.get(name, NOWHERE) for name in region_of.values()], dtype=np.int64)
    asking = Asking.of(len(region), region=region) if found.regions else None
    return alone.Histories(start, np.array(item, dtype=np.int64), np.array(at, dtype=np.float64), found.items, asking)


def chosen(found: Histories, told: Callable[[str], None] = lambda _: None) -> Configuration:
    """Of the sources that Spark fits, those that count, blended. Without trees: a part's scores are not those of all."""
    sources = kinds(without=set(OPENED) - set(FITS))
    past = sampled(found)
    plan = plan_for_use(past)
    best = configure(sources, plan, Fits(sources), told) if plan is not None else of_few(sources)
    return needed(replace(best, ranker=None), set(FITS))
