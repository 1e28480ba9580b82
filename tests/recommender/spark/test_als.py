from __future__ import annotations

import numpy as np

from recommender.candidates.als import Als
from recommender.candidates.histories import Histories
from recommender.candidates.popular import Popular
from recommender.candidates.source import Fitted
from recommender.candidates.sources import OPENED
from recommender.ranker.holdout import AT, gains
from recommender.ranker.pool import pool
from tests.recommender.spark.conftest import Frames, Single

SETTINGS = {"factors": 16, "regularisation": 8.0, "confidence": 4.0, "decay": 1.0, "fits": 1}


def ndcg(source: Fitted, past: Histories) -> float:
    """NDCG@10 of each history's last product, asked with what came before."""
    asked, wanted = past.but_last(1), past.last(1)
    found = pool({"one": source}, asked)
    return float(gains(found.order(found.scores[:, 0], AT), wanted).mean())


def test_spark_foresees_as_well_as_one_machine_and_far_better_than_popularity(single: Single, frames: Frames) -> None:
    from pyspark.sql import functions as F

    from recommender.spark.als import fit_als
    from recommender.spark.histories import Histories as SparkHistories

    earlier = frames.past.rows.where("from_end >= 1").withColumn("from_end", F.col("from_end") - 1)
    ours = fit_als(SparkHistories(earlier, frames.past.items), SETTINGS)
    long = single.past.take(np.flatnonzero(single.past.lengths >= 3))
    spark, alone = ndcg(OPENED["als"](ours.arrays()), long), ndcg(Als.fit(single.past.but_last(1), SETTINGS), long)
    popular = ndcg(Popular.fit(single.past.but_last(1), Popular.CHOICES[0]), long)
    assert spark > alone - 0.03
    assert spark > 2 * popular
