"""Rasa component: a misspelt word is read as the word of the examples that it is near to ("cheper", "delivry").

What the catalogue calls its things is mended where the entities are found; this is for the other words of a message, and only
for what judges its intent: the message keeps its own words.
"""

import json
import re
from typing import Any, Dict, List, Optional, Text

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from components.artifacts import artifacts_folder
from components.spelling import Near, Spelling, read_vocabulary

FILE = "words.json"
MENDED = "mended"
SHORTEST = 5  # letters of a word that is mended; shorter ones are near too many
_FORMS = ("est", "er", "ing", "ier", "iest")
_WORD = re.compile(r"[a-z]+", re.IGNORECASE)


def read_text(message: Message) -> Text:
    """The words of a message as its intent is judged by."""
    return str(message.get(MENDED) or message.get(TEXT) or "")


def mended(text: Text, near: Near, spelling: Spelling) -> Text:
    """``text`` with each misspelt word of ``SHORTEST`` letters and more replaced by the known word it is near to, if any."""

    def better(match: "re.Match[str]") -> str:
        word = match.group().lower()
        meant = spelling.meant(word, near) if len(word) >= SHORTEST and not _is_form(word, spelling) else None
        return meant if meant and meant[0] == word[0] else match.group()

    return _WORD.sub(better, text)


def _is_form(word: Text, spelling: Spelling) -> bool:
    """ "dearest" and "woollier" are forms of words that are known."""
    bases = [word[: -len(ending)] for ending in _FORMS if word.endswith(ending)]
    once = [base[:-1] for base in bases if len(base) > 3 and base[-1] == base[-2]]  # "bigger"
    return any(len(base) > 2 and (spelling.is_word(base) or spelling.is_word(base + "e")) for base in (*bases, *once))


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_TOKENIZER, is_trainable=True)
class ExampleWords(GraphComponent):
    """Stands before the featurizer. What it read stays beside the text, where it differs from it."""

    @staticmethod
    def get_default_config() -> Dict[Text, Any]:
        return {}

    @classmethod
    def create(
        cls, config: Dict[Text, Any], model_storage: ModelStorage, resource: Resource, execution_context: ExecutionContext
    ) -> "ExampleWords":
        return cls(model_storage, resource)

    def __init__(
        self,
        model_storage: ModelStorage,
        resource: Resource,
        words: Optional[List[Text]] = None,
        spelling: Optional[Spelling] = None,
    ) -> None:
        self._model_storage, self._resource = model_storage, resource
        self._spelling = spelling or Spelling(read_vocabulary(artifacts_folder() / "encoder"))
        self._near = Near(words or [])

    def train(self, training_data: TrainingData) -> Resource:
        """Keep the words of the examples that are words of the language, the commonest first."""
        counts: Dict[Text, int] = {}
        for example in training_data.training_examples:
            for word in _WORD.findall(str(example.get(TEXT) or "").lower()):
                if len(word) >= SHORTEST and self._spelling.is_word(word):
                    counts[word] = counts.get(word, 0) + 1
        words = sorted(counts, key=lambda word: (-counts[word], word))
        with self._model_storage.write_to(self._resource) as folder:
            (folder / FILE).write_text(json.dumps(words), encoding="utf-8")
        self._near = Near(words)
        return self._resource

    @classmethod
    def load(
        cls,
        config: Dict[Text, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> "ExampleWords":
        with model_storage.read_from(resource) as folder:
            return cls(model_storage, resource, json.loads((folder / FILE).read_text(encoding="utf-8")))

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Examples are read as they stand."""
        return training_data

    def process(self, messages: List[Message]) -> List[Message]:
        for message in messages:
            text = message.get(TEXT)
            if text:
                read = mended(text, self._near, self._spelling)
                if read != text:
                    message.set(MENDED, read)
        return messages
