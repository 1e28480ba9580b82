"""Rasa entity extractor: the catalogue's words and the regular patterns of a text, with role "not" for what is ruled out."""

from datetime import date, datetime, timezone
from typing import Any, Dict, List, Text

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.extractors.extractor import EntityExtractorMixin
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message

from components.artifacts import artifacts_folder
from components.catalogue_words import CatalogueWords
from components.entities import entities_of
from components.known_codes import KnownCodes
from components.spelling import Spelling, read_vocabulary


def said_on(metadata: Any, now: datetime) -> date:
    """The day on which a message was written: of ``metadata["at"]`` (ISO) where there is one, else of ``now``."""
    given = metadata.get("at") if isinstance(metadata, dict) else None
    try:
        return datetime.fromisoformat(str(given).replace("Z", "+00:00")).date() if given else now.date()
    except ValueError:
        return now.date()


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class LookupEntityExtractor(GraphComponent, EntityExtractorMixin):
    """Adds entities to each message; the word lists are read again when they change."""

    @staticmethod
    def get_default_config() -> Dict[Text, Any]:
        """``reload_seconds``: how often, at most, the lists' manifest is looked at."""
        return {"reload_seconds": 1.0}

    @classmethod
    def create(
        cls, config: Dict[Text, Any], model_storage: ModelStorage, resource: Resource, execution_context: ExecutionContext
    ) -> "LookupEntityExtractor":
        return cls(config)

    def __init__(self, config: Dict[Text, Any]) -> None:
        artifacts = artifacts_folder()
        spelling = Spelling(read_vocabulary(artifacts / "encoder"))
        every = float(config["reload_seconds"])
        self._words = CatalogueWords(artifacts / "lookups", every, spelling=spelling)
        self._codes = KnownCodes(artifacts / "codes", every)

    def process(self, messages: List[Message]) -> List[Message]:
        for message in messages:
            text = message.get(TEXT)
            if text:
                today = said_on(message.get("metadata"), datetime.now(timezone.utc))
                read = entities_of(text, self._words, today, self._codes)
                found = [{**entity, "extractor": type(self).__name__} for entity in read]
                message.set(ENTITIES, message.get(ENTITIES, []) + found, add_to_output=True)
        return messages
