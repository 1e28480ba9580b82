"""Home Depot product search relevance (2016): 54,667 titles, 5,910 queries as customers typed them. Measuring only."""

from __future__ import annotations

import sys

from data.public.files import public_rows
from data.public.search_set import SearchSet, grade, main


def read() -> SearchSet:
    judged = list(public_rows("search/homedepot_qrels.csv.gz"))
    return SearchSet(
        [(r["product_uid"], r["product_title"], "") for r in public_rows("search/homedepot_products.csv.gz")],
        list({r["query_id"]: r["query"] for r in judged}.items()),
        [(r["query_id"], r["product_uid"], grade(r["relevance"])) for r in judged],
    )


if __name__ == "__main__":
    sys.exit(main("homedepot", read))
