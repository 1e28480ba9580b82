"""Matrix factorisation by Spark's alternating least squares, asked by the same fold-in as `candidates/als.py`.

Two things are said in other words there. Confidence in a deed is 1 + alpha, so alpha is ``confidence`` − 1. And the weight
of regularisation is multiplied by the number of deeds of each user and product, instead of being the same for all: it is set
so that the product of both sides at their means is the one wanted, since factors may be scaled from one side to the other.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from pyspark.ml.recommendation import ALS
from pyspark.sql import functions as F

from recommender.candidates.als import ROUNDS, SEED, Als
from recommender.candidates.source import Settings
from recommender.spark.codes import coded
from recommender.spark.histories import Histories


def fit_als(found: Histories, settings: Settings) -> Als:
    """Settings as `candidates/als.py` has them."""
    rank, fits, items = int(settings["factors"]), int(settings["fits"]), found.items
    users, rows = found.size
    factors = np.zeros((fits, items, rank), dtype=np.float32)
    per_user, per_item = rows / max(users, 1), rows / max(found.rows.select("item").distinct().count(), 1)
    weight = settings["regularisation"] / math.sqrt(max(per_user * per_item, 1.0))
    numbered = found.rows.join(coded(found.rows, "user"), "user")
    deeds = numbered.select("code", "item", F.lit(1.0).cast("float").alias("had")).persist()
    blocks = found.rows.sparkSession.sparkContext.defaultParallelism
    for number in range(fits if rows else 0):
        model = _als(rank, weight, settings["confidence"], SEED + number, blocks).fit(deeds)
        for item, vector in model.itemFactors.toLocalIterator(prefetchPartitions=True):
            factors[number, item] = vector
    deeds.unpersist()
    return Als(factors, weight * per_user, settings["confidence"], settings["decay"])


def _als(rank: int, weight: float, confidence: float, seed: int, blocks: int) -> Any:
    return ALS(
        rank=rank,
        maxIter=ROUNDS,
        regParam=weight,
        alpha=max(confidence - 1.0, 0.0),
        implicitPrefs=True,
        checkpointInterval=5,  # where Spark was told of a folder for it
        userCol="code",
        itemCol="item",
        ratingCol="had",
        seed=seed,
        numUserBlocks=blocks,
        numItemBlocks=blocks,
    )
