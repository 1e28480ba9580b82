"""Answers from the shop's own questions and answers, and from a product's own text."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import structlog

from actions.services.sides import Sides, sides_of
from actions.services.told import Told
from recommender.sentiment import SentimentScorer
from retrieval.answer import Passage, best_passage
from retrieval.encoder import Encoder
from retrieval.encoder.remembered import Remembered
from retrieval.faq import FaqHit, FaqIndex
from retrieval.products import ProductIndex
from retrieval.text import Tokeniser
from shop.catalogue import Faq, Product
from shop.errors import Corrupt, NotFound
from storage import Storage

log = structlog.get_logger(__name__)

REVIEWS = 200  # of a product, the newest, that are asked


@dataclass(frozen=True)
class ShopAnswer:
    """``candidates`` best first, read from their records. ``sure``: the first one answers the question. ``likely``: it is worth
    giving, with the others beneath for a customer who meant one of those."""

    candidates: tuple[Faq, ...] = ()
    sure: bool = False
    likely: bool = False
    score: float = 0.0


def things_named(entities: Iterable[Mapping[str, Any]]) -> list[tuple[int, int]]:
    """Where products are named in a message."""
    named = [e for e in entities if e.get("entity") == "type"]
    return [(e["start"], e["end"]) for e in named if isinstance(e.get("start"), int) and isinstance(e.get("end"), int)]


class Answers:
    def __init__(
        self,
        storage: Storage,
        told: Told,
        faqs: Callable[[], FaqIndex],
        products: Callable[[], ProductIndex],
        encoder: Callable[[], Encoder],
        sentiment: Callable[[], SentimentScorer],
    ):
        self._storage = storage
        self._told = told
        self._encoder = encoder
        self._remembered: Remembered | None = None
        self._sentiment = sentiment
        self._tokeniser = Tokeniser()
        self._faqs = faqs
        self._products = products

    def of_shop(self, question: str, top_k: int = 3, things: Sequence[tuple[int, int]] = ()) -> ShopAnswer:
        """``things``: places in the question where a product is named. "I want to return my jacket" asks about returns, and
        not about jackets: an answer is sure only when it is also the best one without the product's name."""
        if not question.strip():
            return ShopAnswer()
        hits = [hit for hit in self._faqs().search(question, top_k) if hit.possible]
        if things and hits:
            plain = question
            for start, end in sorted(things, reverse=True):
                plain = plain[:start] + "item" + plain[end:]
            general = [hit for hit in self._faqs().search(plain, top_k) if hit.possible]
            if general and general[0].faq_id != hits[0].faq_id:
                both = {hit.faq_id: hit for hit in (general[0], *hits, *general)}
                hits = [general[0], *(hit for i, hit in both.items() if i != general[0].faq_id)]
        known = [(hit, faq) for hit in hits if (faq := self._storage.faqs.get(hit.faq_id)) is not None]
        if not known:
            return ShopAnswer()
        best = known[0][0]
        return ShopAnswer(tuple(faq for _, faq in known), best.sure, best.likely, float(best.score))

    def going_on(self, question: str, after: Faq, top_k: int = 3) -> ShopAnswer:
        """To a question that leaves out what it is about ("and if it gets lost?"), asked right ``after`` that entry was said.

        It is asked of the entry's topic, by the shop's own name for it, and after the entry's question. Only an entry of the
        same topic is an answer, and never the one just said.
        """
        asked = [f"{after.topic}: {question}"] if after.topic.strip() else []
        best: list[FaqHit] = []
        for words in (*asked, f"{after.question} {question}"):
            hits = self._faqs().search(words, top_k, without=after.faq_id)
            if hits and (not best or (hits[0].sure, hits[0].likely) > (best[0].sure, best[0].likely)):
                best = hits
        found = [(hit, faq) for hit in best if hit.possible and (faq := self._storage.faqs.get(hit.faq_id)) is not None]
        if not found or found[0][1].topic.strip().lower() != after.topic.strip().lower():
            return ShopAnswer()
        first = found[0][0]
        return ShopAnswer(tuple(faq for _, faq in found), first.sure, first.likely, float(first.score))

    def of_topics(self, topics: Sequence[str], question: str, top_k: int = 3) -> ShopAnswer:
        """The entries of these topics (lower case), the nearest to the question first; never sure. For a customer whose topic
        is known and whose question is not."""
        entries = {faq.faq_id: faq for faq in self._storage.faqs.all() if faq.topic.strip().lower() in topics}
        near = [hit for hit in self._faqs().search(question, len(self._faqs())) if hit.faq_id in entries]
        order = list(dict.fromkeys([*(hit.faq_id for hit in near), *entries]))
        return ShopAnswer(tuple(entries[faq_id] for faq_id in order[:top_k]), likely=bool(near) and near[0].possible)

    def by_id(self, faq_id: str) -> Faq | None:
        return self._storage.faqs.get(faq_id)

    def of_product(self, product_id: str, question: str) -> tuple[Product, Passage | None] | None:
        """The product, and what its record or else its reviews say to the question; None for that when nobody says.

        None when there is no such product. Record and reviews are read now: what was changed or erased is not quoted.
        """
        product = self._storage.products.get(product_id)
        if product is None or not product.active:
            return None
        if not question.strip():
            return product, None
        try:
            kind = product.type or str(self._products().facts(product_id)["type"])
        except NotFound:  # newer than the index
            kind = ""
        reviews = [f"{r.title}. {r.text}" if r.title else r.text for r in self._storage.reviews.of_product(product_id, REVIEWS)]
        return product, best_passage(self._told.product(product), question, self._sentences(), self._tokeniser, reviews, kind)

    def sides(self, passage: Passage) -> Sides | None:
        """How customers differ in what they say; None where they do not, or where it cannot be told."""
        if passage.said_by < 2:
            return None
        try:
            return sides_of(passage.mentions, self._sentiment())
        except Corrupt as error:  # not built, or damaged: the quotes alone are given
            log.warning("sentiment_unreadable", code=error.code)
            return None

    def _sentences(self) -> Remembered:
        """The present encoder, with the vectors of the sentences that were asked lately."""
        encoder, kept = self._encoder(), self._remembered
        if kept is None or kept.encoder is not encoder:
            kept = self._remembered = Remembered(encoder)
        return kept
