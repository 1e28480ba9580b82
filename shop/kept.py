"""What is kept of a person in readable form: an export's tables as headings with a few plain lines under each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from shop.money import money_text

Row = Mapping[str, Any]
Rows = Sequence[Row]
MOST_LINES = 20


@dataclass(frozen=True)
class Section:
    """``count`` rows are kept under this heading; ``lines`` tell of them, the newest first where they have a time.

    ``dismissed``: for each line the product id that may be recommended again by a ``dismiss`` event of value 0; () elsewhere.
    """

    title: str
    count: int
    lines: tuple[str, ...]
    dismissed: tuple[str, ...] = ()


def sections(kept: Mapping[str, Rows], names: Mapping[str, str] | None = None, dismissed: Sequence[str] = ()) -> list[Section]:
    """The headings that have something under them, in a fixed order; a table without words of its own comes by its name.

    ``names``: product id to name; a product without one is told by its id. ``dismissed``: ids of the products
    that the person said do not interest them, the latest first.
    """
    found = []
    if dismissed:
        told = tuple(dismissed)[:MOST_LINES]
        lines = tuple((names or {}).get(product_id, product_id) for product_id in told)
        found.append(Section("Not recommended to you", len(dismissed), lines, told))
    kept = {**kept, "reviews": [{**row, "product": (names or {}).get(row["product_id"])} for row in kept.get("reviews") or ()]}
    for table, (title, words) in _WORDS.items():
        if rows := kept.get(table):
            found.append(Section(title, len(rows), tuple(words(rows)[:MOST_LINES])))
    worded = {*_WORDS, *_TOLD_ELSEWHERE}
    for table in sorted(set(kept) - worded):
        if kept[table]:
            found.append(Section(table.replace("_", " ").capitalize(), len(kept[table]), ()))
    return found


def _customers(rows: Rows) -> list[str]:
    lines = []
    for row in rows:
        told = {**row, "created_at": _day(row.get("created_at") or "")}
        named = ("name", "email", "region", "tier", "channel", "created_at")
        lines += [f"{_label(name)}: {_short(told[name])}" for name in named if told.get(name)]
        lines += [f"{_label(name)}: {_short(value)}" for name, value in sorted((row.get("attributes") or {}).items())]
        for name in ("profile", "marketing"):
            lines.append(f"Consent to {name}: {'yes' if row.get('consent_' + name) else 'no'}")
    return lines


def _profiles(rows: Rows) -> list[str]:
    lines = []
    for row in rows:
        profile = row.get("profile") or {}
        lines += [f"You said: {_short(fact.get('text'))}" for fact in profile.get("facts") or () if fact.get("text")]
        for facet, weights in sorted((profile.get("affinities") or {}).items()):
            liked = sorted((name for name, weight in weights.items() if weight > 0), key=lambda n: (-weights[n], n))
            if liked:
                lines.append(f"{_label(facet)} you seem to like: {', '.join(liked[:5])}")
    return lines


def _orders(rows: Rows) -> list[str]:
    return [
        f"{row['order_id']}, {_day(row['placed_at'])}, {row['status']}, {money_text(row['total'], row['currency'])}"
        for row in _newest(rows, "placed_at")
    ]


def _reviews(rows: Rows) -> list[str]:
    return [
        f"{_day(row['at'])}, {row['product'] or row['product_id']}"
        + (f", {row['stars']} of 5" if row.get("stars") else "")
        + f": {_short(row['text'])}"
        for row in _newest(rows, "at")
    ]


def _deeds(rows: Rows) -> list[str]:
    counts = Counter(str(row["type"]) for row in rows)
    return [f"{_label(type_)}: {count}" for type_, count in sorted(counts.items(), key=lambda item: (-item[1], item[0]))]


def _messages(rows: Rows) -> list[str]:
    return [f"{_day(row['at'])}: {_short(row['text'])}" for row in _newest(rows, "at") if row["author"] == "customer"]


def _chats(rows: Rows) -> list[str]:
    return [f"{_day(row['at'])}" + (f", {row['topic']}" if row.get("topic") else "") for row in _newest(rows, "at")]


def _discounts(rows: Rows) -> list[str]:
    return [f"{_day(row['at'])}: {money_text(row['discount'], row['currency'])} off order {row['order_id']}" for row in rows]


def _offers(rows: Rows) -> list[str]:
    return [f"{_day(row['shown_at'])}: {row['promotion_id']}" for row in _newest(rows, "shown_at")]


#: Table: (heading, what is said of its rows).
_WORDS: dict[str, tuple[str, Callable[[Rows], list[str]]]] = {
    "customers": ("Name, contact and consent", _customers),
    "profiles": ("What was learnt of your taste", _profiles),
    "orders": ("Orders", _orders),
    "reviews": ("Reviews", _reviews),
    "shop_events": ("What you did in the shop", _deeds),
    "messages": ("Messages", _messages),
    "past_chats": ("Earlier chats", _chats),
    "redemptions": ("Discounts used", _discounts),
    "offers_shown": ("Offers shown", _offers),
}
#: Their rows are parts of what is told above, or say only that something of it is there.
_TOLD_ELSEWHERE = (
    "conversations", "customer_keys", "erasures", "idempotency_keys", "jobs", "order_lines", "promotion_customers",
    "redemption_ledger", "unclear_messages",
)  # fmt: skip


def _label(name: str) -> str:
    return {"email": "E-mail", "created_at": "Customer since", "dismiss": "Not interested"}.get(
        name, name.replace("_", " ").capitalize()
    )


def _short(value: Any, longest: int = 160) -> str:
    text = " ".join(str(value).split())
    return text if len(text) <= longest else text[: longest - 1].rstrip() + "…"


def _day(value: Any) -> str:
    return str(value)[:10]


def _newest(rows: Rows, name: str) -> list[Row]:
    return sorted(rows, key=lambda row: str(row[name]), reverse=True)
