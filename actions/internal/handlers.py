"""Handlers of ``/internal/…``. Blocking work runs in threads; each answer has a time limit."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime
from typing import TypeVar

import structlog
from sanic import Request, json
from sanic.response import HTTPResponse

from actions.internal.bodies import (
    AlikeBody,
    AnswerBody,
    EmbedBody,
    OffersBody,
    ProfileBody,
    RecommendBody,
    SearchBody,
    SentimentBody,
    read,
)
from actions.services.search_state import SearchState
from actions.services.wiring import Services
from retrieval.filters import Filters
from shop.errors import NotFound

log = structlog.get_logger(__name__)

SECONDS = 8.0
T = TypeVar("T")


async def _within(work: Callable[[], T]) -> T:
    """Raises TimeoutError when it takes longer than the limit."""
    async with asyncio.timeout(SECONDS):
        return await asyncio.to_thread(work)


class Handlers:
    def __init__(self, services: Services, now: Callable[[], datetime] = lambda: datetime.now(UTC)):
        self._services = services
        self._now = now

    async def search(self, request: Request) -> HTTPResponse:
        """``{query, filters?, top_k?, customer_id?}`` → ``{cards, total, relax}``; a customer's taste settles near ties."""
        body = read(SearchBody, request.json)
        state = SearchState(query=body.query, filters=Filters.from_dict(body.filters))
        services = self._services
        held = await _within(lambda: services.facts.held(body.customer_id, None))
        liking = services.tastes.of(body.customer_id, self._now(), held)
        found = await _within(lambda: services.catalogue.search(state, services.words, body.top_k, liking, held))
        return json({"cards": list(found.cards), "total": found.total, "relax": list(found.relax)})

    async def recommend(self, request: Request) -> HTTPResponse:
        """``{customer_id?, visitor_id?, top_k?, exclude?, gift?}`` → ``{cards, personal}``; a gift leaves the own taste out."""
        body = read(RecommendBody, request.json)
        services = self._services
        held = await _within(lambda: services.facts.held(None if body.gift else body.customer_id, None))
        found = await _within(
            lambda: services.recommendations.recommend(
                services.words,
                now=self._now(),
                customer_id=None if body.gift else body.customer_id,
                visitor_id=None if body.gift else body.visitor_id,
                exclude=body.exclude,
                top_k=body.top_k,
                held=held,
            )
        )
        return json({"cards": list(found.cards), "personal": found.personal})

    async def alike(self, request: Request) -> HTTPResponse:
        """``{product_id, kind: similar|goes_with, customer_id?, visitor_id?, top_k?}`` → ``{cards}``: what is like a product,
        or what those who like it turn to besides, without what the person is not interested in."""
        body = read(AlikeBody, request.json)
        services, now = self._services, self._now()
        product = await _within(lambda: services.catalogue.product(body.product_id))
        if product is None:
            raise NotFound("There is no such product.")
        out = await _within(lambda: services.refusals.hidden(body.customer_id, body.visitor_id, now))
        if body.kind == "similar":
            filters = Filters(in_stock=True, exclude_products=tuple(out))
            reason = services.words.text("utter_reason_similar", value=product.name)
            found = await _within(
                lambda: services.catalogue.similar(product.product_id, filters, services.words, reason, body.top_k)
            )
            return json({"cards": list(found.cards)})
        cards = await _within(
            lambda: services.recommendations.going_with(
                [product.product_id],
                services.words,
                now=now,
                other_than=frozenset(services.catalogue.kinds([product.product_id])),
                exclude=out,
                top_k=body.top_k,
            )
        )
        return json({"cards": cards})

    async def offers(self, request: Request) -> HTTPResponse:
        """``{customer_id?, cart?, top_k?}`` → ``{offers}``, best first. Asking is not showing: nothing is logged."""
        body = read(OffersBody, request.json)
        services = self._services
        blocks = await _within(
            lambda: services.offers.for_customer(
                services.words,
                now=self._now(),
                customer_id=body.customer_id,
                cart=[line.model_dump() for line in body.cart],
                top_k=body.top_k,
            )
        )
        return json({"offers": [{k: v for k, v in b.items() if k not in ("type", "fallback")} for b in blocks]})

    async def answer(self, request: Request) -> HTTPResponse:
        """``{question, product_id?}`` → ``{answer, source, faq_id, score, sure}``; ``answer`` is null when it is not known."""
        body = read(AnswerBody, request.json)
        answers = self._services.answers
        product_id = body.product_id
        if product_id is not None:
            answered = await _within(lambda: answers.of_product(product_id, body.question))
            if answered is None:
                raise NotFound("There is no such product.")
            passage = answered[1]
            text, source = (passage.text, passage.kind) if passage is not None else (None, None)
            return json({"answer": text, "source": source, "faq_id": None, "score": None, "sure": passage is not None})
        found = await _within(lambda: answers.of_shop(body.question))
        best = found.candidates[0] if found.candidates else None
        told = await _within(lambda: self._services.told.faq(best) if best is not None and found.sure else "")
        return json(
            {
                "answer": told or None,
                "source": "faq" if told else None,
                "faq_id": best.faq_id if best else None,
                "score": found.score,
                "sure": found.sure,
            }
        )

    async def embed(self, request: Request) -> HTTPResponse:
        """``{texts}`` → ``{vectors}``, one L2-normalised vector a text."""
        body = read(EmbedBody, request.json)
        vectors = await _within(lambda: self._services.parts.encoder().encode(body.texts))
        return json({"vectors": vectors.tolist()})

    async def sentiment(self, request: Request) -> HTTPResponse:
        """``{texts}`` → ``{sentiments}``, one ``{value, label}`` a text; ``value`` −1…1."""
        body = read(SentimentBody, request.json)
        found = await _within(lambda: self._services.parts.sentiment().score(body.texts))
        return json({"sentiments": [{"value": s.value, "label": s.label} for s in found]})

    async def profile(self, request: Request) -> HTTPResponse:
        """``{customer_id}`` → the portrait: all that is known with where it comes from, newer events folded in."""
        body = read(ProfileBody, request.json)
        found = await _within(lambda: self._services.portraits.of(body.customer_id, self._now()))
        if found is None:
            raise NotFound("There is no such customer.")
        return json(found)

    async def outlook(self, request: Request) -> HTTPResponse:
        """``{customer_id}`` → ``{note, outlook}``: groups and forecasts of a customer, or why there are none."""
        body = read(ProfileBody, request.json)
        return json(await _within(lambda: self._services.outlooks.of(body.customer_id, self._now())))

    async def ready(self, _: Request) -> HTTPResponse:
        """Whether each part answers; 503 unless all do."""
        services = self._services
        checks: dict[str, Callable[[], object]] = {
            "encoder": services.parts.encoder,
            "products_index": services.parts.products,
            "faq_index": services.parts.faqs,
            "recommender": services.parts.recommender,
            "database": services.storage.ping,
        }
        state = {name: await self._works(check) for name, check in checks.items()}
        return json(state, status=200 if all(state.values()) else 503)

    @staticmethod
    async def _works(check: Callable[[], object]) -> bool:
        try:
            await _within(check)
        except Exception as error:  # noqa: BLE001 - the edge: whatever is wrong, the part is not ready
            log.warning("part_not_ready", error=type(error).__name__)
            return False
        return True
