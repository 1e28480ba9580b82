"""The parts of a score, one array over all products per cause. The score is their sum; the reason is the largest positive one.

Every positive part but the foreseen one grows with its own cause and with nothing else in the history, so that with the cause
gone the score falls. What the learnt ranking foresees comes of the history as a whole: its cause is the deed without which
that part falls the furthest.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np
import numpy.typing as npt

from recommender.foreseen import NO_DEED, Foreseen
from recommender.praise import ASPECTS
from recommender.profiles.cares import cares_of
from recommender.profiles.fold import decay
from recommender.profiles.taste import facet_scores, facet_weights, saturate
from recommender.reason import Reason
from recommender.shelf import Shelf
from shop.catalogue import Product
from shop.customers import Profile
from shop.reranking import SHIPPED, Reranking

Floats = npt.NDArray[np.float32]
VIEWED, BOUGHT, LIKED, DISLIKED = 0.9, 0.9, 1.3, 1.3
DISMISSED = 0.3  # of a dislike: what the like of a dismissed product loses
FORESEEN = 2.0  # measured: NDCG@10 of the sample shop .063 with counts alone, .072, .075, .079, .083 at 0.5, 1, 2, 4
FORESEEN_KIND = "foreseen"
POPULAR, POPULAR_IN_CATEGORY = 0.35, 0.4
OWN_DISLIKE = 0.8
_SURE = 0.4
INTENTION = 1.0  # times the chance of buying of the category
_SEEDS = 20  # products of the history of one kind that are compared with the catalogue
_BASE = 0.4  # what a single look tells; more deeds add up to 1


@dataclass(frozen=True)
class Seeds:
    """Products of the history that speak for their like: ``near`` (seeds, n) already weighted."""

    kind: str
    rows: tuple[int, ...]
    near: Floats
    strength: float

    def together(self) -> Floats:
        """Noisy-or over the seeds: each adds, and no number of them exceeds ``strength``."""
        return np.asarray(self.strength * (1 - np.prod(1 - self.near, axis=0)), dtype=np.float32)


@dataclass(frozen=True)
class Deed:
    """A product of the history that speaks for others; ``kind`` is what the customer did with it, as a reason says it."""

    kind: str
    row: int


@dataclass(frozen=True)
class Contributions:
    parts: dict[str, Floats]  # may name a reason
    against: Floats  # ≤ 0, or a part that no reason is given for
    seeds: dict[str, Seeds]
    tastes: Mapping[str, Mapping[str, float]]  # facet to value to −1…1
    cares: Mapping[str, float]  # aspect to 0…1
    total: Floats
    deeds: tuple[Deed, ...] = ()  # that the ranking was asked with, the oldest first
    foreseen: Foreseen | None = None

    @property
    def as_chances(self) -> Floats:
        """(n,) like ``total``, for who takes it as logarithms of chances: by the whole of what is foreseen the likeliest would
        be a thousand times as likely as the next, which it is not."""
        foreseen = self.parts.get(FORESEEN_KIND)
        return self.total if foreseen is None else np.asarray(self.total - (1 - _SURE) * foreseen, dtype=np.float32)

    def reasons(self, shelf: Shelf, rows: Sequence[int]) -> list[Reason]:
        """The largest part at each of ``rows``; of equal ones the first of ``parts``. What the history brings about, by what
        others did after it and by likeness to it, is one part; the larger of the two says which deed is named."""
        kinds = self._largest(np.asarray(rows, dtype=np.intp))
        owed = [row for row, kind in zip(rows, kinds, strict=True) if kind == FORESEEN_KIND]
        causes = self.foreseen.causes(owed) if owed and self.foreseen else []
        cause_of = dict(zip(owed, causes, strict=True))
        return [self._reason(shelf, row, kind, cause_of.get(row)) for row, kind in zip(rows, kinds, strict=True)]

    def _largest(self, rows: npt.NDArray[np.intp]) -> list[str]:
        share = {kind: part[rows] for kind, part in self.parts.items()}
        nothing = np.zeros(len(rows), dtype=np.float32)
        near = np.max([nothing, *(share[kind] for kind in self.seeds)], axis=0)
        foreseen = share.pop(FORESEEN_KIND, nothing)
        for kind in self.seeds:  # a seed that is not the strongest names nothing
            share[kind] = np.where(share[kind] == near, near + foreseen, nothing)
        names, values = list(share), np.stack(list(share.values()))
        best = [names[place] for place in values.argmax(axis=0)]
        owed = foreseen > near
        return [FORESEEN_KIND if kind in self.seeds and is_owed else kind for kind, is_owed in zip(best, owed, strict=True)]

    def _reason(self, shelf: Shelf, row: int, kind: str, cause: int | None) -> Reason:
        share = float(self.parts[kind][row])
        if share <= 0:
            return Reason("popular")
        if cause == NO_DEED:
            return Reason("because_history", "", None, share)
        if cause is not None:
            deed = self.deeds[cause]
            return _because(deed.kind, shelf.products[deed.row], share)
        if kind in self.seeds:
            seeds = self.seeds[kind]
            return _because(kind, shelf.products[seeds.rows[int(seeds.near[:, row].argmax())]], share)
        if kind == "popular":
            return Reason(kind, "", None, share)
        if kind == "aspect":
            return Reason(kind, shelf.praise.best(row, self.cares), None, share)
        product = shelf.products[row]
        facet = "category" if kind in ("popular_in_category", "intention") else kind
        own = {"category": product.category, "brand": product.brand, "type": product.type}.get(facet, "")
        return Reason(kind, own or shelf.facets.best(facet, row, self.tastes.get(facet, {})), None, share)


def _because(kind: str, product: Product, share: float) -> Reason:
    return Reason(kind, product.name, product.product_id, share)


def contributions(
    profile: Profile | None,
    recent: Sequence[str],
    shelf: Shelf,
    now: datetime,
    intention: Mapping[str, float] | None = None,
    reranking: Reranking = SHIPPED,
    region: str = "",
) -> Contributions:
    """``recent`` are product ids, the latest first; they count for visitors as for customers. ``intention``: category (small
    letters) to the chance that the customer soon buys of it, where that is clearly above the others. ``reranking`` says what
    bad ratings and a price far from the customer's cost at most. ``region``: where the customer is, "" for unknown."""
    parts: dict[str, Floats] = {}
    against = np.asarray(reranking.sentiment * (shelf.goodwill - 1.0), dtype=np.float32)
    seeds = {found.kind: found for found in _seeds(profile, recent, shelf, now)}
    disliked = seeds.pop("disliked", None)
    for kind, found in seeds.items():
        parts[kind] = found.together()
    if disliked is not None:
        against -= disliked.together()
    deeds = _deeds(seeds, recent, shelf)
    foreseen = shelf.foresight.after([deed.row for deed in deeds], now, region) if shelf.foresight else None
    if foreseen is not None:
        parts[FORESEEN_KIND] = FORESEEN * foreseen.part()
    tastes = facet_weights(profile, now) if profile else {}
    cares = cares_of(profile, now) if profile else {}
    if profile is not None:
        for facet, part in facet_scores(profile, shelf.facets, now).items():
            against += np.minimum(part, 0)
            if facet != "material":
                parts[facet] = np.maximum(part, 0)
        fond = np.maximum(shelf.facets.spread("category", tastes["category"]), 0)
        parts["popular_in_category"] = (POPULAR_IN_CATEGORY * fond * shelf.popular_in_category).astype(np.float32)
        if cares and shelf.praise.values:
            parts["aspect"], blamed = _praised(profile, cares, shelf)
            against -= blamed
        against += _against(profile, shelf, now, reranking.price_band)
    if intention:
        parts["intention"] = (INTENTION * shelf.facets.spread("category", intention)).astype(np.float32)
    season = shelf.seasons[now.month - 1]
    parts["popular"] = np.minimum(POPULAR * shelf.popular * season, 2 * POPULAR).astype(np.float32)
    total = np.sum([*parts.values(), against], axis=0, dtype=np.float32)
    return Contributions(parts, against, seeds, tastes, cares, np.asarray(total, dtype=np.float32), deeds, foreseen)


def _deeds(seeds: Mapping[str, Seeds], recent: Sequence[str], shelf: Shelf) -> tuple[Deed, ...]:
    """The seeds in the order of time as far as it is known: what is not among ``recent`` counts as older than that."""
    place = {shelf.row_of[product_id]: n for n, product_id in enumerate(recent) if product_id in shelf.row_of}
    found = [Deed(kind, row) for kind, given in seeds.items() for row in given.rows]
    return tuple(sorted(found, key=lambda deed: (-place.get(deed.row, len(recent)), deed.row)))


def _seeds(profile: Profile | None, recent: Sequence[str], shelf: Shelf, now: datetime) -> list[Seeds]:
    weights = _product_weights(profile, now)
    reviewed = profile.reviewed if profile else {}
    owned = set(profile.owned) if profile else set()
    bought = sorted(owned - reviewed.keys(), key=lambda p: (-weights.get(p, 0.0), p))
    viewed = [p for p in dict.fromkeys(recent) if p not in owned and p not in reviewed and weights.get(p, 0.0) >= 0]

    def interest(product_id: str) -> float:
        return _BASE + (1 - _BASE) * max(0.0, saturate(weights.get(product_id, 0.0)))

    disliked = {p: -value for p, value in reviewed.items() if value < 0}
    disliked |= {p: value for p, value in _dismissed(profile, now).items() if p not in reviewed}
    groups = [
        ("review_liked", LIKED, {p: value for p, value in reviewed.items() if value > 0}),
        ("disliked", DISLIKED, disliked),
        ("because_bought", BOUGHT, {p: interest(p) for p in bought}),
        ("because_viewed", VIEWED, {p: interest(p) for p in viewed}),
    ]
    known = [
        (kind, strength, [(shelf.row_of[p], min(1.0, weight)) for p, weight in given.items() if p in shelf.row_of][:_SEEDS])
        for kind, strength, given in groups
    ]
    near = shelf.likeness([row for _, _, pairs in known for row, _ in pairs])
    found, start = [], 0
    for kind, strength, pairs in known:
        if pairs:
            scale = np.array([weight for _, weight in pairs], dtype=np.float32)
            rows = tuple(row for row, _ in pairs)
            found.append(Seeds(kind, rows, near[start : start + len(pairs)] * scale[:, None], strength))
            start += len(pairs)
    return found


def _dismissed(profile: Profile | None, now: datetime) -> dict[str, float]:
    """The latest first; a dismissal fades as every deed does."""
    held = sorted(profile.dismissed.items(), key=lambda one: (-one[1], one[0])) if profile else []
    return {product_id: DISMISSED * decay(at, now.timestamp()) for product_id, at in held}


def _praised(profile: Profile, cares: Mapping[str, float], shelf: Shelf) -> tuple[Floats, Floats]:
    """What reviews praise and what they blame in what the customer cares about; of a product that the customer reviewed their
    own word stands."""
    up, down = shelf.praise.parts(cares)
    own = [shelf.row_of[product_id] for product_id in profile.reviewed if product_id in shelf.row_of]
    for part in (up, down):
        part[own] = 0.0
    return ASPECTS * up, ASPECTS * down


def _product_weights(profile: Profile | None, now: datetime) -> dict[str, float]:
    if profile is None:
        return {}
    left = decay(profile.watermark_at.timestamp(), now.timestamp()) if profile.watermark_at else 1.0
    return {product_id: weight * left for product_id, weight in profile.product_weights.items()}


def _against(profile: Profile, shelf: Shelf, now: datetime, price_band: float) -> Floats:
    """≤ 0: products disliked themselves, and prices far from what this customer pays."""
    out = np.zeros(len(shelf.products), dtype=np.float32)
    for product_id, weight in _product_weights(profile, now).items():
        row = shelf.row_of.get(product_id)
        if row is not None and weight < 0:
            out[row] += OWN_DISLIKE * saturate(weight)
    if profile.price_low and profile.price_high:
        known = np.nan_to_num(shelf.price, nan=float(profile.price_low))
        far = np.maximum(known / (1.5 * profile.price_high), profile.price_low / (3.0 * np.maximum(known, 1.0)))
        out -= price_band * np.clip(np.log2(np.maximum(far, 1.0)), 0.0, 1.0).astype(np.float32)
    return out
