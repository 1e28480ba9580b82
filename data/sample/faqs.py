"""Questions and answers of one consistent policy, read from ``words/faqs.json``.

The policy in short: free standard shipping from $75 (else $6.95), 60 days to return, $5.95 for a return label (free for
members), 2 years of warranty, three stores, silver membership free, gold from $1,000 a year
of orders or for $49 a year.
"""

from __future__ import annotations

from data.sample.read_words import read_words
from shop.catalogue import Faq


def make_faqs() -> tuple[Faq, ...]:
    return tuple(
        Faq(row["id"], row["question"], row["answer"], row["topic"], tuple(row["alternatives"])) for row in read_words("faqs")
    )
