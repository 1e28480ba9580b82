"""Which tables hold a part of a customer, and what becomes of it when the customer is erased.

Every table of the database has one line in this file: in ``PARTS`` or in ``IMPERSONAL``. Export and erase read nothing else,
so that a table which is missing here would be forgotten; ``tests/storage/test_personal.py`` fails until it has its line.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

#: Columns that say whose a row is. ``Person.ids`` gives the values that stand for one person.
WHOSE = ("customer_id", "customer_key", "visitor_id", "conversation_id")
#: Stands for the customer's random key in ``Part.kept``: the row stays, and names nobody once the key's link is deleted.
THE_KEY = "the customer's random key"
#: What a repeated request hears whose first answer told of a customer who has been erased since.
ERASED_STATUS = 410
ERASED_BODY = {"error": {"code": "erased", "message": "The customer of this request has been erased.", "fields": {}}}


@dataclass(frozen=True)
class Part:
    """The rows of ``table`` that belong to a person: those in which one of the columns ``by`` holds an id of theirs.

    ``by`` empty: every column of ``WHOSE`` that the table has. ``within``: the rows whose key stands in a row of that
    registered table which is theirs. ``mentions``: JSON columns; the rows are theirs in which an id of theirs is named.
    ``kept`` None: erasing deletes the rows. Else the rows stay, with these values put in: ledgers, whose sums must not change.
    ``counted``: where else the rows are counted, lowered with them. ``learnt``: the rows exist only while the person agrees to
    a profile; a withdrawal deletes them. ``withdrawn``: what a withdrawal puts into rows that stay. ``hidden``: columns that
    say nothing of the person and are left out of an export.
    """

    table: str
    by: tuple[str, ...] = ()
    within: tuple[str, str] | None = None  # (table, column): order_lines within ("orders", "order_id")
    mentions: tuple[str, ...] = ()
    kept: Mapping[str, Any] | None = None
    learnt: bool = False
    counted: tuple[str, str, str] | None = None  # ("audiences", "audience_id", "size") counts the rows by that column
    withdrawn: Mapping[str, Any] = field(default_factory=dict)
    hidden: tuple[str, ...] = ()


PARTS = (
    Part("customers"),
    Part("customer_keys", by=("customer_id",)),
    Part("profiles", learnt=True),
    Part("profile_moves", learnt=True),
    Part("shop_events", learnt=True),
    Part("audience_members", learnt=True, counted=("audiences", "audience_id", "size")),
    Part("reviews"),
    Part("review_aspects", within=("reviews", "review_id")),
    Part("past_chats"),
    Part("conversations", by=("conversation_id",), hidden=("lease_token", "lease_worker", "lease_until", "slow_seq")),
    Part("messages"),
    Part("unclear_messages", hidden=("likeness_sha256",)),
    Part("quotes"),
    Part("orders", kept={"customer_id": THE_KEY, "tracking": "", "content_hash": ""}),
    Part("order_lines", within=("orders", "order_id"), kept={}),
    Part("redemptions", kept={}),
    Part("redemption_ledger", kept={}),
    Part("promotion_customers", kept={}),
    Part("offers_shown", kept={"context": {}, "content_hash": ""}, withdrawn={"customer_key": None, "context": {}}),
    Part("erasures", kept={}),
    Part("jobs", mentions=("payload", "result"), hidden=("worker_id", "lease_until", "unique_key", "error")),
    Part("idempotency_keys", mentions=("body",), kept={"status": ERASED_STATUS, "body": ERASED_BODY}, hidden=("body_sha256",)),
)

#: Tables that hold nothing of any customer.
IMPERSONAL = (
    "api_keys",
    "audiences",
    "content",
    "counters",
    "drift_checks",
    "faqs",
    "model_releases",
    "products",
    "promotions",
    "publications",
    "staff",
    "staff_logins",
    "variants",
)

#: Jobs that build anew what was counted or learnt from customers' deeds. They are written in the transaction that erases a
#: person or takes back a consent, and must take their input from the database alone.
BUILT_OF_DEEDS = ("count_anew",)
