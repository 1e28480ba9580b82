"""What jobs work with. Models are opened when the first job needs them, so that an idle worker stays small."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from typing import TYPE_CHECKING

from shop.manifest import NAME
from shop.settings import Settings
from storage import Storage
from storage.deeds import CatalogueNames

if TYPE_CHECKING:
    from recommender.profiles import Vocabulary
    from recommender.sentiment import SentimentScorer
    from retrieval.encoder import Encoder
    from retrieval.reload import Reloading

Progress = Callable[[float, str], None]


def utc_now() -> datetime:
    return datetime.now(UTC)


@dataclass
class Services:
    settings: Settings
    storage: Storage
    clock: Callable[[], datetime] = field(default=utc_now)

    @cached_property
    def _names(self) -> CatalogueNames:
        return CatalogueNames(self.storage)

    @property
    def vocabulary(self) -> Vocabulary:
        """What searches mean in the catalogue as it is."""
        from recommender.profiles.vocabulary import vocabulary_of

        return vocabulary_of(self._names.pairs())

    @cached_property
    def encoder(self) -> Encoder:
        from retrieval.encoder import Encoder

        return Encoder(self.settings.artifacts / "encoder")

    @cached_property
    def scorers(self) -> Reloading[SentimentScorer]:
        from recommender.sentiment.scorer import OWN, SentimentScorer
        from retrieval.reload import Reloading

        artifacts = self.settings.artifacts
        return Reloading(lambda: SentimentScorer.open(artifacts), artifacts / OWN, pointer=NAME)

    @property
    def scorer(self) -> SentimentScorer:
        """With the shop's own head from the moment that one is trained."""
        return self.scorers.get()
