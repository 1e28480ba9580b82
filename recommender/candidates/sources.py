"""The sources there are. A new one is a class like the others and one line here."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Any

from recommender.candidates.als import Als
from recommender.candidates.content import Content
from recommender.candidates.deep import Deep
from recommender.candidates.ease import Ease
from recommender.candidates.histories import Histories
from recommender.candidates.item_knn import ItemKnn
from recommender.candidates.of_the_moment import OfTheMoment
from recommender.candidates.popular import Popular
from recommender.candidates.rules import Rules
from recommender.candidates.segment import Segment
from recommender.candidates.source import Arrays, Fitted, Settings
from recommender.candidates.svd import Svd
from recommender.candidates.together import Together
from recommender.candidates.user_knn import UserKnn
from shop.errors import InvalidInput


@dataclass(frozen=True)
class Kind:
    """How one source is chosen, fitted and opened."""

    name: str
    choices: Sequence[Settings]
    fits: Callable[[Histories], bool]
    fit: Callable[[Histories, Settings], Fitted]
    open: Callable[[Arrays], Fitted]
    #: Settings for fitting on more of the same, from the fits before; None where they stay as they are.
    again: Callable[[Settings, Sequence[Any]], Settings] | None = None
    #: Its settings are about what lasts how long, which one moment does not tell.
    about_time: bool = False


_LEARNT = (Rules, ItemKnn, UserKnn, Als, Svd, Ease, Popular, OfTheMoment, Segment, Together, Deep)
_ABOUT_TIME = (Popular, OfTheMoment)
OPENED: dict[str, Callable[[Arrays], Fitted]] = {kind.NAME: kind.of_arrays for kind in (*_LEARNT, Content)}


def kinds(described: Any = None, without: Collection[str] = ()) -> list[Kind]:
    """All sources but those ``without``; content only where items are ``described`` (CSR or array (items, features)).

    Raises InvalidInput for a name in ``without`` that no source has.
    """
    if unknown := sorted(set(without) - set(OPENED)):
        raise InvalidInput("Unknown source: " + ", ".join(unknown) + ". There are: " + ", ".join(OPENED) + ".", code="unknown")
    found = [
        Kind(kind.NAME, kind.CHOICES, kind.fits, kind.fit, kind.of_arrays, getattr(kind, "again", None), kind in _ABOUT_TIME)
        for kind in _LEARNT
    ]
    if described is not None:

        def fit_content(_: Histories, settings: Settings) -> Fitted:
            return Content.of(described, settings)

        found.append(Kind(Content.NAME, Content.CHOICES, lambda _: True, fit_content, Content.of_arrays))
    return [kind for kind in found if kind.name not in without]
