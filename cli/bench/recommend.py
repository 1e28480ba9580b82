"""What the recommender is worth on public sets, beside popularity, item-kNN, ALS and a list picked by hand.

Amazon Beauty, leave-last-out, its items described by their attributes; MovieLens-100K at random (with two more seeds),
leave-last-out and by time; a year of a wholesaler's invoices by time and by completing later baskets; what the month, the hour
and the country add to popularity. The deep source takes part in Beauty and in the films at random, the two with published
figures, which are ranked the same way: the whole catalogue, without what is seen.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import numpy.typing as npt
from rich.console import Console

from cli.bench import moments
from cli.bench.own_process import in_own_process
from cli.evaluate.interactions import Read, read_interactions
from cli.evaluate.recommend import TIMELESS, WHOLE, Split, evaluate, paired_gain
from cli.steps import Steps, seconds_text
from data.public import amazon_beauty, movielens, online_retail_articles
from recommender.candidates.histories import Histories
from recommender.candidates.of_the_moment import OfTheMoment
from recommender.ranker.hand_picked import HandPicked

OTHER_SEEDS = (1, 2)
_OTHER, _SEED = "movielens_other_seeds", "movielens_seed_"
QUICK = (
    "deep",
)  # left out where the suite has no time for it: choosing took 357 seconds with it, 88 without (films at random)
LATEST_SECONDS = 20 * 60  # after which no further piece is begun: a busy machine measures less, and says what it left out
SHORT = ("ndcg_at_10", "recall_at_10", "recall_at_50", "coverage")
Hand = Callable[[Histories], HandPicked]


def run(measured: Callable[[str], dict[str, Any]] | None = None) -> dict[str, Any]:
    """All pieces, as many at a time as there are cores. ``measured`` measures one by its name, in a process of its own where
    nothing else is said."""
    console, began = Console(highlight=False, soft_wrap=True), time.perf_counter()

    def one(name: str) -> dict[str, Any] | None:
        started = time.perf_counter()
        if started - began >= LATEST_SECONDS:
            return None
        found = (measured or _in_own_process)(name)
        told = f"NDCG@10 {found['ndcg_at_10']}, " if "ndcg_at_10" in found else ""
        console.print(f"  ✓ {name}: {told}{seconds_text(time.perf_counter() - started)}")
        return found

    result: dict[str, Any] = {"load_average": [round(x, 1) for x in os.getloadavg()]}
    with ThreadPoolExecutor(os.cpu_count()) as at_once:
        found = dict(zip(PIECES, at_once.map(one, PIECES), strict=True))
    seeds = {seed: found.pop(f"{_SEED}{seed}") for seed in OTHER_SEEDS}
    each = {seed: figures for seed, figures in seeds.items() if figures is not None}
    result.update({name: figures for name, figures in found.items() if figures is not None})
    if each:
        result[_OTHER] = over_seeds(each)
    result["left_out"] = [name for name, figures in found.items() if figures is None] + ([] if each else [_OTHER])
    result["seconds"] = round(time.perf_counter() - began)
    result["load_average_after"] = [round(x, 1) for x in os.getloadavg()]
    return result


def _in_own_process(name: str) -> dict[str, Any]:
    """One core each, so that pieces side by side do not fight over them."""
    return in_own_process("cli.bench.recommend", name, threads=1)


def beauty() -> dict[str, Any]:
    with TemporaryDirectory(prefix="shoptalk-bench-") as name:
        read = read_interactions(*amazon_beauty.write(Path(name)))
    return evaluate(read, Split.LEAVE_LAST_OUT, Steps())


def movielens_random() -> dict[str, Any]:
    return evaluate(_films(), Split.RANDOM, Steps())


def movielens_other_seed(seed: int) -> dict[str, Any]:
    return evaluate(_films(), Split.RANDOM, Steps(), seed)


def over_seeds(each: Mapping[int, Mapping[str, Any]]) -> dict[str, Any]:
    """The means of the figures over the seeds, and each seed's NDCG@10."""
    means = {name: round(float(np.mean([one[name] for one in each.values()])), 4) for name in SHORT}
    return {"seeds": list(each), **means, "each_ndcg_at_10": [one["ndcg_at_10"] for one in each.values()]}


def movielens_last() -> dict[str, Any]:
    return evaluate(_films(), Split.LEAVE_LAST_OUT, Steps(), without=QUICK)


def movielens_time() -> dict[str, Any]:
    read = _films()
    return evaluate(read, Split.TIME, Steps(), more={"hand_picked": hand_picked(read, movielens.genres())}, without=QUICK)


def retail_time() -> dict[str, Any]:
    """Beside it the same without anything that moves with the moment and the place: neither the source nor the columns."""
    read, categories = _invoices()
    ours: dict[str, npt.NDArray[np.float64]] = {}
    timeless: dict[str, npt.NDArray[np.float64]] = {}
    more = {"hand_picked": hand_picked(read, categories)}
    found = evaluate(read, Split.TIME, Steps(), more=more, without=QUICK, each=ours)
    evaluate(read, Split.TIME, Steps(), without=(*QUICK, OfTheMoment.NAME), each=timeless)
    without = timeless[TIMELESS]
    found["without_season_hour_and_region"] = {
        "ndcg_at_10": round(float(without.mean()), 4),
        "gain": paired_gain(ours[WHOLE], without),
    }
    return found


def retail_baskets() -> dict[str, Any]:
    read, categories = _invoices()
    return evaluate(read, Split.BASKET, Steps(), more={"hand_picked": hand_picked(read, categories)}, without=QUICK)


def retail_moments() -> dict[str, Any]:
    return moments.measure(online_retail_articles.taken())


def hand_picked(read: Read, category_of: Mapping[str, str]) -> Hand:
    """Fits the lists that a hand picked in the first 30 days; items without a category share one."""
    codes: dict[str, int] = {}
    category = np.array([codes.setdefault(category_of.get(item, ""), len(codes)) for item in read.item_ids], dtype=np.int64)
    return lambda past: HandPicked.fit(past, category)


def _films() -> Read:
    with TemporaryDirectory(prefix="shoptalk-bench-") as name:
        return read_interactions(*movielens.write(Path(name)))


def _invoices() -> tuple[Read, dict[str, str]]:
    lines = online_retail_articles.taken()
    with TemporaryDirectory(prefix="shoptalk-bench-") as name:
        read = read_interactions(*online_retail_articles.write(Path(name), lines))
    return read, {item: category for item, _, category in online_retail_articles.items(lines)}


#: The telling and the long ones first, so that no core is idle in the end.
PIECES: dict[str, Callable[[], dict[str, Any]]] = {
    "amazon_beauty": beauty,
    "movielens_random": movielens_random,
    "online_retail_time": retail_time,
    "online_retail_baskets": retail_baskets,
    **{f"{_SEED}{seed}": partial(movielens_other_seed, seed) for seed in OTHER_SEEDS},
    "movielens_leave_last_out": movielens_last,
    "movielens_time": movielens_time,
    "online_retail_moments": retail_moments,
}


if __name__ == "__main__":
    Path(sys.argv[2]).write_text(json.dumps(PIECES[sys.argv[1]]()), encoding="utf-8")
