"""CrowdFlower search relevance (2015): products of many shops with titles and descriptions, 139 queries. Measuring only."""

from __future__ import annotations

import sys

from data.public.files import public_rows
from data.public.search_set import SearchSet, grade, main


def read() -> SearchSet:
    products = [
        (r["product_id"], r["product_title"], r["product_description"])
        for r in public_rows("search/crowdflower_products.csv.gz")
    ]
    judged = list(public_rows("search/crowdflower_qrels.csv.gz"))
    return SearchSet(
        products,
        list({r["query_id"]: r["query"] for r in judged}.items()),
        [(r["query_id"], r["product_id"], grade(r["median_relevance"])) for r in judged],
    )


if __name__ == "__main__":
    sys.exit(main("crowdflower", read))
