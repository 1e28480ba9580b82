"""Rasa component: a message without one word that anybody knows, or a guess at small talk, becomes ``nlu_fallback``.

A classifier always has a likeliest intent. For "asdf qwer" it means nothing, and a made-up answer is worse than none.
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

from components.artifacts import artifacts_folder
from components.example_words import read_text
from components.pattern import word_set
from components.spelling import Spelling, read_vocabulary

FALLBACK = "nlu_fallback"
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?", re.UNICODE)
# what is said in so few ways that an unsure guess at it is a wrong one
_SMALL_TALK = ("greet", "thanks", "goodbye", "affirm", "deny", "are_you_bot", "what_can_you_do")
# short words of chats that no vocabulary holds
_CHAT = word_set(
    "hi hey hiya heya thx thks thnx ty tysm tks pls plz yep yup yea nope nah bye byebye ok okay kk nvm yo gm sup cya"
)


def is_noise(text: str, entities: Sequence[Dict[Text, Any]], spelling: Spelling) -> bool:
    """No entity, and not one known word of two letters or more among its Latin words. Other scripts are left to others."""
    if entities:
        return False
    words = [word.lower().replace("’", "'") for word in _WORD.findall(text)]
    if any(not word.isascii() for word in words):
        return False
    return not any(word in _CHAT or (len(part) > 1 and spelling.is_word(part)) for word in words for part in word.split("'"))


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class NotUnderstood(GraphComponent, IntentClassifier):
    """Stands after the classifiers and before the language detector."""

    @staticmethod
    def get_default_config() -> Dict[Text, Any]:
        """``small_talk``: the confidence below which a guess at small talk is none; ``noise``: from which on even unknown words
        are believed (they look like words that training had)."""
        return {"small_talk": 0.5, "noise": 0.8}

    @classmethod
    def create(
        cls, config: Dict[Text, Any], model_storage: ModelStorage, resource: Resource, execution_context: ExecutionContext
    ) -> "NotUnderstood":
        return cls(config, Spelling(read_vocabulary(artifacts_folder() / "encoder")))

    def __init__(self, config: Dict[Text, Any], spelling: Optional[Spelling] = None) -> None:
        self._config = config
        self._spelling = spelling or Spelling()

    def process(self, messages: List[Message]) -> List[Message]:
        for message in messages:
            text = message.get(TEXT) or ""
            ranking = message.get(INTENT_RANKING_KEY) or []
            if not text.strip() or not ranking or ranking[0][INTENT_NAME_KEY] == FALLBACK:
                continue
            name, confidence = ranking[0][INTENT_NAME_KEY], ranking[0][PREDICTED_CONFIDENCE_KEY]
            unsure = name in _SMALL_TALK and confidence < self._config["small_talk"]
            noise = confidence < self._config["noise"] and is_noise(
                read_text(message), message.get(ENTITIES, []), self._spelling
            )
            if unsure or noise:
                intent = {INTENT_NAME_KEY: FALLBACK, PREDICTED_CONFIDENCE_KEY: 1.0 - float(self._config["small_talk"])}
                message.set(INTENT, dict(intent), add_to_output=True)
                others = [] if noise else ranking  # of noise there is nothing to choose from
                message.set(INTENT_RANKING_KEY, [intent, *others], add_to_output=True)
        return messages
