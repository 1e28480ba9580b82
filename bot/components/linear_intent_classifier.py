"""Rasa intent classifier: heads on the sentence vector, on words and on the nearest examples, calibrated; saved as npz."""

import logging
from typing import Any, Dict, List, Optional, Sequence, Text, Type

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

from components.example_words import read_text
from components.intent_heads import IntentHeads, Rows, Settings
from components.onnx_sentence_featurizer import OnnxSentenceFeaturizer

logger = logging.getLogger(__name__)
FILE = "heads.npz"
FALLBACK = "nlu_fallback"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class LinearIntentClassifier(IntentClassifier, GraphComponent):
    """Sets ``intent`` and ``intent_ranking``. Below the lost line ``nlu_fallback`` stands first."""

    @classmethod
    def required_components(cls) -> List[Type]:
        return [OnnxSentenceFeaturizer]

    @staticmethod
    def get_default_config() -> Dict[Text, Any]:
        """``c``, ``word_c``: inverse regularisation of the linear heads; ``folds``: below 2, no row is held out;
        ``out_of_scope``: intents whose examples are of what is out of scope."""
        return {
            "c": 30.0,
            "word_c": 10.0,
            "folds": 3,
            "out_of_scope": ["out_of_scope", "unclear"],
            "ranking_length": 10,
            "random_seed": 7,
        }

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
            self._rows(examples),
            [e.get(INTENT) for e in examples],
            Settings(float(self._config["c"]), float(self._config["word_c"]), int(self._config["random_seed"])),
            outside=tuple(self._config["out_of_scope"]),
            folds=int(self._config["folds"]),
        )
        logger.info("weights of the heads: %s; lost line: %.2f", self._heads.weights.round(2), self._heads.lost_line)
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
            rows = self._rows(with_text)
            if rows.vectors.shape[1] != self._heads.dimension:
                raise RasaException("The model was trained with another encoder; run `shoptalk train`.")
            for message, probabilities, lost in zip(with_text, *self._heads.predict(rows), strict=True):
                self._set(message, self._ranking(probabilities, bool(lost)))
        return messages

    def _ranking(self, row: np.ndarray, lost: bool) -> List[Dict[Text, Any]]:
        assert self._heads is not None  # noqa: S101 - narrows the type; process has checked
        best = np.argsort(-row)[: int(self._config["ranking_length"])]
        ranking = [{INTENT_NAME_KEY: self._heads.classes[i], PREDICTED_CONFIDENCE_KEY: float(row[i])} for i in best]
        if lost:
            sure = max(0.5, 1.0 - float(ranking[0][PREDICTED_CONFIDENCE_KEY]))  # more likely lost than not
            ranking.insert(0, {INTENT_NAME_KEY: FALLBACK, PREDICTED_CONFIDENCE_KEY: sure})
        return ranking

    @staticmethod
    def _set(message: Message, ranking: List[Dict[Text, Any]]) -> None:
        message.set(INTENT, dict(ranking[0]), add_to_output=True)
        message.set(INTENT_RANKING_KEY, ranking, add_to_output=True)

    @staticmethod
    def _rows(messages: Sequence[Message]) -> Rows:
        both = [message.get_dense_features(TEXT, []) for message in messages]
        vectors = np.vstack([sentence.features for _, sentence in both])
        return Rows([read_text(message) for message in messages], vectors, [pieces.features for pieces, _ in both])
