"""Rasa entity extractor: the catalogue's words and the regular patterns of a text, with role "not" for what is ruled out."""

from typing import Any, Dict, List, Text

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.extractors.extractor import EntityExtractorMixin
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message

from components.artifacts import artifacts_folder
from components.catalogue_words import CatalogueWords, Found
from components.negation import unwanted
from components.pattern import Pattern
from components.patterns import patterns
from components.spelling import Spelling, read_vocabulary


def _overlap(a: Any, b: Any) -> bool:
    return bool(a.start < b.end and b.start < a.end)


def entities_of(text: str, words: CatalogueWords) -> List[Dict[Text, Any]]:
    """Entities in order of place, as Rasa keeps them. Of a size found twice, the catalogue's stays."""
    listed = words.find(text)
    formed = patterns(text)
    codes = [p for p in formed if p.entity in ("coupon_code", "order_number")]
    listed = [f for f in listed if not any(_overlap(f, code) for code in codes)]
    formed = [p for p in formed if not (p.entity in ("size", "count", "ordinal") and any(_overlap(p, f) for f in listed))]
    sizes = [p for p in formed if p.entity == "size"]
    found: List[Found] = sorted(
        [*listed, *(Found("size", words.size(str(p.value)), p.start, p.end) for p in sizes)], key=lambda f: f.start
    )
    rest: List[Pattern] = [p for p in formed if p.entity != "size"]
    out: List[Dict[Text, Any]] = []
    for word, ruled_out in zip(found, unwanted(text, found), strict=True):
        entity: Dict[Text, Any] = {"entity": word.entity, "value": word.value, "start": word.start, "end": word.end}
        if ruled_out:
            entity["role"] = "not"
        out.append(entity)
    out += [{"entity": p.entity, "value": p.value, "start": p.start, "end": p.end} for p in rest]
    return sorted(out, key=lambda e: (e["start"], e["end"]))


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
        self._words = CatalogueWords(artifacts / "lookups", float(config["reload_seconds"]), spelling=spelling)

    def process(self, messages: List[Message]) -> List[Message]:
        for message in messages:
            text = message.get(TEXT)
            if text:
                found = [{**entity, "extractor": type(self).__name__} for entity in entities_of(text, self._words)]
                message.set(ENTITIES, message.get(ENTITIES, []) + found, add_to_output=True)
        return messages
