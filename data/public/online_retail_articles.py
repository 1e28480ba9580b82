"""Online Retail II, first year, as interactions: who took which article in which invoice, and what each article is.

Cleaned as in ``online_retail``; a line that was cancelled as a whole is no interaction. An invoice's lines share its time.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from data.public.files import public_rows, write_csv
from data.public.online_retail import FILE, Bought, categories, netted

COLUMNS = ("user_id", "item_id", "timestamp", "region")
ITEM_COLUMNS = ("item_id", "description", "category")


def taken() -> list[Bought]:
    """Lines of which something was kept, in file order, which is the order of time. Raises InvalidInput without the file."""
    return [line for line in netted(public_rows(FILE)) if line.kept]


def interactions(lines: Sequence[Bought]) -> list[tuple[str, ...]]:
    """Rows in ``COLUMNS``; an article that stands twice in an invoice counts once."""
    return list(dict.fromkeys((line.customer_id, line.article, line.placed_at, line.country) for line in lines))


def items(lines: Sequence[Bought]) -> list[tuple[str, ...]]:
    """Rows in ``ITEM_COLUMNS``: an article's commonest description, and its category (see ``categories``)."""
    known = categories(Counter(line.category for line in lines))
    named: dict[str, Counter[str]] = {}
    for line in lines:
        named.setdefault(line.article, Counter())[line.category] += 1
    commonest = {article: max(texts.items(), key=lambda one: (one[1], one[0]))[0] for article, texts in named.items()}
    return [(article, text, known[text]) for article, text in commonest.items()]


def write(folder: Path, lines: Sequence[Bought]) -> tuple[Path, Path]:
    """``interactions.csv`` and ``items.csv`` for ``shoptalk evaluate recommend``."""
    deeds, described = folder / "interactions.csv", folder / "items.csv"
    write_csv(deeds, COLUMNS, interactions(lines))
    write_csv(described, ITEM_COLUMNS, items(lines))
    return deeds, described
