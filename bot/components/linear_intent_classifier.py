"""Rasa intent classifier: linear heads on the sentence vector and on words, with calibrated confidence, saved as npz."""

import logging
from typing import Any, Dict, List, Optional, Text, Type

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.exceptions import RasaException
from rasa.shared.nlu.constants import INTENT, INTENT_NAME_KEY, INTENT_RANKING_KEY, PREDICTED_CONFIDENCE_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from components.intent_heads import IntentHeads
from components.onnx_sentence_featurizer import OnnxSentenceFeaturizer

logger = logging.getLogger(__name__)
FILE = "heads.npz"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class LinearIntentClassifier(IntentClassifier, GraphComponent):
    """Sets ``intent`` and ``intent_ranking`` from the sentence vector and the text of a message."""

    @classmethod
    def required_components(cls) -> List[Type]:
        return [OnnxSentenceFeaturizer]

    @staticmethod
    def get_default_config() -> Dict[Text, Any]:
        """``c``, ``word_c``: inverse regularisation of the heads; ``word_weight``: share of the word head, 0 to 1."""
        return {"c": 30.0, "word_c": 10.0, "word_weight": 0.4, "folds": 3, "ranking_length": 10, "random_seed": 7}

    @classmethod
    def create(
        cls, config: Dict[Text, Any], model_storage: ModelStorage, resource: Resource, execution_context: ExecutionContext
    ) -> "LinearIntentClassifier":
        return cls(config, model_storage, resource)

    def __init__(
        self, config: Dict[Text, Any], model_storage: ModelStorage, resource: Resource, heads: Optional[IntentHeads] = None
    ) -> None:
        self._config = config
        self._model_storage = model_storage
        self._resource = resource
        self._heads = heads

    def train(self, training_data: TrainingData) -> Resource:
        """Fit on every example that has text and intent. Raises RasaException when fewer than two intents have examples."""
        examples = [e for e in training_data.intent_examples if e.get(TEXT) and e.get(INTENT)]
        if len({e.get(INTENT) for e in examples}) < 2:
            raise RasaException("Training needs examples of at least two intents.")
        self._heads = IntentHeads.fit(
            [e.get(TEXT) for e in examples],
            self._vectors(examples),
            [e.get(INTENT) for e in examples],
            c=float(self._config["c"]),
            word_c=float(self._config["word_c"]),
            word_weight=float(self._config["word_weight"]),
            folds=int(self._config["folds"]),
            seed=int(self._config["random_seed"]),
        )
        with self._model_storage.write_to(self._resource) as folder:
            np.savez_compressed(folder / FILE, **self._heads.arrays())
        return self._resource

    @classmethod
    def load(
        cls,
        config: Dict[Text, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> "LinearIntentClassifier":
        """Read the arrays back; objects in the file are refused."""
        with model_storage.read_from(resource) as folder, np.load(folder / FILE, allow_pickle=False) as file:
            heads = IntentHeads.from_arrays({name: file[name] for name in file.files})
        return cls(config, model_storage, resource, heads)

    def process(self, messages: List[Message]) -> List[Message]:
        """Intent and ranking for each message; one without text gets no intent and confidence 0."""
        if self._heads is None:
            raise RasaException("The intent classifier is not trained.")
        with_text = [message for message in messages if message.get(TEXT) and message.get(TEXT).strip()]
        for message in messages:
            self._set(message, [{INTENT_NAME_KEY: None, PREDICTED_CONFIDENCE_KEY: 0.0}])
        if with_text:
            vectors = self._vectors(with_text)
            if vectors.shape[1] != self._heads.dimension:
                raise RasaException("The model was trained with another encoder; run `shoptalk train`.")
            rows = self._heads.probabilities([message.get(TEXT) for message in with_text], vectors)
            for message, row in zip(with_text, rows, strict=True):
                self._set(message, self._ranking(row))
        return messages

    def _ranking(self, row: np.ndarray) -> List[Dict[Text, Any]]:
        assert self._heads is not None  # noqa: S101 - narrows the type; process has checked
        best = np.argsort(-row)[: int(self._config["ranking_length"])]
        return [{INTENT_NAME_KEY: self._heads.classes[i], PREDICTED_CONFIDENCE_KEY: float(row[i])} for i in best]

    @staticmethod
    def _set(message: Message, ranking: List[Dict[Text, Any]]) -> None:
        message.set(INTENT, dict(ranking[0]), add_to_output=True)
        message.set(INTENT_RANKING_KEY, ranking, add_to_output=True)

    @staticmethod
    def _vectors(messages: List[Message]) -> np.ndarray:
        """Sentence vectors of shape (n, dimension), in the order of ``messages``."""
        return np.vstack([message.get_dense_features(TEXT, [])[1].features for message in messages])
