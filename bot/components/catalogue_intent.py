"""Rasa component: a message that is mostly words of the catalogue is a search, whatever an unsure classifier thought.

The classifier learnt from examples; the catalogue came later. "3d printer filament black" is a search as soon as the lists know it.
"""

import re
from typing import Any, Dict, List, Optional, Sequence, Text

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import ENTITIES, INTENT, INTENT_NAME_KEY, INTENT_RANKING_KEY, PREDICTED_CONFIDENCE_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*", re.UNICODE)
_PLAIN = frozenset(
    "a an the and or in of for with without from by to some any my i me im i'm need want wanna looking look searching search find show buy get have do you "
    "please pls hi hello hey got sell one ones something new good nice like would i'd is are there under over below above around than less more it them but not "
    "no other anything only just what which at".split()
)
_THINGS = ("type", "category", "brand")
_PROPERTIES = ("colour", "size", "material", "price_min", "price_max", "rating_min", "in_stock")


def catalogue_share(text: str, entities: Sequence[Dict[Text, Any]]) -> float:
    """Which part of the telling words of ``text`` (0 to 1) the entities cover."""
    spans = [(e["start"], e["end"]) for e in entities if e["entity"] in (*_THINGS, *_PROPERTIES) and "start" in e]
    covered = [any(a <= m.start() < b for a, b in spans) for m in _WORD.finditer(text)]
    telling = [c or m.group().lower() not in _PLAIN for c, m in zip(covered, _WORD.finditer(text))]
    return sum(covered) / max(1, sum(telling))


def better_intent(text: str, entities: Sequence[Dict[Text, Any]], intent: Optional[str], confidence: float, unsure: float) -> Optional[str]:
    """search_product or refine_search where the classifier was unsure or lost and the catalogue's words say enough; else None."""
    if intent not in (None, "out_of_scope") and confidence >= unsure:
        return None
    kinds = {entity["entity"] for entity in entities}
    share = catalogue_share(text, entities)
    if kinds.intersection(_THINGS) and share >= 0.5:
        return "search_product"
    if kinds.intersection(_PROPERTIES) and share >= 0.6:
        return "refine_search"
    return None


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class CatalogueIntent(GraphComponent, IntentClassifier):
    """Stands after the classifier and the entity extractor, before the fallback."""

    @staticmethod
    def get_default_config() -> Dict[Text, Any]:
        """``unsure``: below this confidence the catalogue's words may decide; ``confidence``: given to the intent they decide for."""
        return {"unsure": 0.5, "confidence": 0.7}

    @classmethod
    def create(
        cls, config: Dict[Text, Any], model_storage: ModelStorage, resource: Resource, execution_context: ExecutionContext
    ) -> "CatalogueIntent":
        return cls(config)

    def __init__(self, config: Dict[Text, Any]) -> None:
        self._unsure, self._confidence = float(config["unsure"]), float(config["confidence"])

    def process(self, messages: List[Message]) -> List[Message]:
        for message in messages:
            given = message.get(INTENT) or {}
            name = better_intent(
                message.get(TEXT) or "",
                message.get(ENTITIES, []),
                given.get(INTENT_NAME_KEY),
                float(given.get(PREDICTED_CONFIDENCE_KEY) or 0.0),
                self._unsure,
            )
            if name is None:
                continue
            intent = {INTENT_NAME_KEY: name, PREDICTED_CONFIDENCE_KEY: self._confidence}
            others = [i for i in message.get(INTENT_RANKING_KEY, []) if i[INTENT_NAME_KEY] not in (name, None)]
            message.set(INTENT, dict(intent), add_to_output=True)
            message.set(INTENT_RANKING_KEY, [intent, *others], add_to_output=True)
        return messages
