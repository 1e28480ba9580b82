"""Online Retail II, first year (UCI; Chen, 2019; CC-BY-4.0): invoices as the table of ``shoptalk evaluate customers``.

Cleaning, all of it: rows without a customer, without a price or with a code that is no article (postage, fees, tests, manual
entries) go; a cancellation takes its pieces back from the same customer's latest earlier purchases of the article, and what
finds none (it was bought before the file begins) goes. Categories are head nouns of the descriptions; see ``head_noun``.
"""

from __future__ import annotations

import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from data.public.files import Row, public_rows, write_csv

FILE = "interactions/online_retail_2009_2010.csv.gz"
COLUMNS = ("customer_id", "order_id", "placed_at", "value", "category", "returned")
CATEGORIES = 20  # so many head nouns, the commonest, are categories; the rest is "other"
OTHER = "other"

_ARTICLE = re.compile(r"^\d{5}[A-Za-z]{0,2}$")
_WORD = re.compile(r"[a-z]+")
#: Words that end a description and name no thing: colours, measures, makers, sizes, materials, and what a thing is for.
_NO_THING = frozenset(
    """red blue green pink white black cream ivory silver gold brown yellow purple orange grey turquoise amber clear mint lilac
    small medium large mini big tall short round square oval cm mm inch asst assorted colour colours design designs pcs pc
    vintage retro retrospot spotty spot spots polkadot polka dot dots stripe stripes stripey flower flowers floral rose roses
    heart hearts star stars bird birds butterfly zinc wood wooden metal glass ceramic enamel paper cotton felt in of the a and
    for with on to by from no x s w t d antique cabinet birthday christmas xmas woodland strawberry paisley skull skulls
    spaceboy set sets""".split()  # noqa: SIM905
)


@dataclass
class Bought:
    """One line of an invoice; ``kept`` pieces were not cancelled."""

    customer_id: str
    order_id: str
    placed_at: str
    category: str
    quantity: int
    kept: int
    unit_price: float
    article: str = ""
    country: str = ""


def read(rows: Iterable[Row] | None = None) -> list[tuple[str, ...]]:
    """Rows in ``COLUMNS``, one per order and category, by time and order. ``value`` was paid, ``returned`` sent back.

    ``rows``: invoice lines as in the file, in its order; None reads the file. Raises InvalidInput when it is not there.
    """
    bought = netted(rows if rows is not None else public_rows(FILE))
    known = categories(Counter(line.category for line in bought))
    sums: dict[tuple[str, str, str, str], list[float]] = defaultdict(lambda: [0.0, 0.0])
    for line in bought:
        place = sums[line.placed_at, line.order_id, line.customer_id, known[line.category]]
        place[0] += line.quantity * line.unit_price
        place[1] += (line.quantity - line.kept) * line.unit_price
    return [
        (customer, order, at, f"{value:.2f}", category, f"{returned:.2f}")
        for (at, order, customer, category), (value, returned) in sorted(sums.items())
    ]


def netted(rows: Iterable[Row]) -> list[Bought]:
    """Purchases in file order, less what was cancelled. ``category`` is still the whole description."""
    bought: list[Bought] = []
    open_lines: dict[tuple[str, str], list[Bought]] = defaultdict(list)
    for row in rows:
        quantity, price, customer = int(row["quantity"]), float(row["unit_price"]), row["customer_id"]
        if not customer or price <= 0 or quantity == 0 or not _ARTICLE.match(row["stock_code"]):
            continue
        same = open_lines[customer, row["stock_code"].upper()]
        if quantity > 0 and not row["invoice"].upper().startswith("C"):
            said = (row["invoice"], _iso(row["invoice_date"]), row["description"], quantity, quantity, price)
            line = Bought(customer, *said, row["stock_code"].upper(), row["country"])
            bought.append(line)
            same.append(line)
            continue
        back = abs(quantity)
        while back and same:
            taken = min(back, same[-1].kept)
            same[-1].kept -= taken
            back -= taken
            if not same[-1].kept:
                same.pop()
    return bought


def _iso(text: str) -> str:
    """ "2009-12-01 07:45" → "2009-12-01T07:45:00Z"."""
    return f"{text[:10]}T{text[11:16]}:00Z"


def head_nouns(description: str) -> list[str]:
    """Words that may name the thing, the likeliest first: from the end, singular, without words that name no thing."""
    words = [_singular(word) for word in _WORD.findall(description.lower())]
    return [word for word in reversed(words) if word not in _NO_THING and len(word) > 2]


def categories(lines: Mapping[str, int]) -> dict[str, str]:
    """Description → category, from description → lines sold. The ``CATEGORIES`` commonest head nouns (by lines) are categories;
    a description takes the last of its words that is one, else ``OTHER``."""
    nouns = {text: head_nouns(text) for text in lines}
    heads: Counter[str] = Counter()
    for text, found in nouns.items():
        if found:
            heads[found[0]] += lines[text]
    chosen = {noun for noun, _ in sorted(heads.items(), key=lambda item: (-item[1], item[0]))[:CATEGORIES]}
    return {text: next((noun for noun in found if noun in chosen), OTHER) for text, found in nouns.items()}


def _singular(word: str) -> str:
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("sses", "shes", "ches", "xes")):
        return word[:-2]
    return word[:-1] if word.endswith("s") and not word.endswith("ss") and len(word) > 3 else word


def write(path: Path) -> int:
    """Returns how many rows."""
    rows = read()
    write_csv(path, COLUMNS, rows)
    return len(rows)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("python -m data.public.online_retail OUT.csv")
    write(Path(sys.argv[1]))
