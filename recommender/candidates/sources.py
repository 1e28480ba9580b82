"""The sources there are. A new one is a class like the others and one line here."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from recommender.candidates.als import Als
from recommender.candidates.content import Content
from recommender.candidates.ease import Ease
from recommender.candidates.histories import Histories
from recommender.candidates.item_knn import ItemKnn
from recommender.candidates.popular import Popular
from recommender.candidates.rules import Rules
from recommender.candidates.segment import Segment
from recommender.candidates.source import Arrays, Fitted, Settings
from recommender.candidates.svd import Svd
from recommender.candidates.together import Together
from recommender.candidates.user_knn import UserKnn


@dataclass(frozen=True)
class Kind:
    """How one source is chosen, fitted and opened."""

    name: str
    choices: Sequence[Settings]
    fits: Callable[[Histories], bool]
    fit: Callable[[Histories, Settings], Fitted]
    open: Callable[[Arrays], Fitted]


_LEARNT = (Rules, ItemKnn, UserKnn, Als, Svd, Ease, Popular, Segment, Together)
OPENED: dict[str, Callable[[Arrays], Fitted]] = {kind.NAME: kind.of_arrays for kind in (*_LEARNT, Content)}


def kinds(described: Any = None) -> list[Kind]:
    """All sources; content only where items are ``described`` (CSR or array (items, features))."""
    found = [Kind(kind.NAME, kind.CHOICES, kind.fits, kind.fit, kind.of_arrays) for kind in _LEARNT]
    if described is not None:

        def fit_content(_: Histories, settings: Settings) -> Fitted:
            return Content.of(described, settings)

        found.append(Kind(Content.NAME, Content.CHOICES, lambda _: True, fit_content, Content.of_arrays))
    return found
