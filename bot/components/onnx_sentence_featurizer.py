"""Rasa featurizer: a sentence vector and the vectors of the word pieces, from the exported encoder in ``artifacts/encoder``."""

from typing import Any, Dict, List, Optional, Text

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.featurizers.dense_featurizer.dense_featurizer import DenseFeaturizer
from rasa.shared.exceptions import InvalidConfigException
from rasa.shared.nlu.constants import FEATURE_TYPE_SENTENCE, FEATURE_TYPE_SEQUENCE, TEXT
from rasa.shared.nlu.training_data.features import Features
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from components.artifacts import artifacts_folder
from components.example_words import read_text
from components.sentence_encoder import FILES, SentenceEncoder, revision


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=False)
class OnnxSentenceFeaturizer(DenseFeaturizer, GraphComponent):
    """Adds a sentence feature (1, dimension) and a sequence feature (pieces, dimension), in half precision, to each text."""

    @staticmethod
    def get_default_config() -> Dict[Text, Any]:
        """``precision``: "fp32", or "int8" (half the time, less memory, less exact); ``threads``: one is fastest."""
        return {**DenseFeaturizer.get_default_config(), "precision": "fp32", "threads": 1}

    @classmethod
    def validate_config(cls, config: Dict[Text, Any]) -> None:
        """Raises InvalidConfigException for a precision that is not exported."""
        if config.get("precision", "fp32") not in FILES:
            raise InvalidConfigException(f"precision must be one of {', '.join(FILES)}")

    @classmethod
    def fingerprint_addon(cls, config: Dict[str, Any]) -> Optional[str]:
        """The encoder's revision: with another encoder, cached features are stale."""
        return revision(artifacts_folder() / "encoder", config.get("precision", "fp32"))

    @classmethod
    def create(
        cls, config: Dict[Text, Any], model_storage: ModelStorage, resource: Resource, execution_context: ExecutionContext
    ) -> "OnnxSentenceFeaturizer":
        return cls(config, execution_context.node_name)

    def __init__(self, config: Dict[Text, Any], name: Text) -> None:
        super().__init__(name, config)
        self._encoder = SentenceEncoder(artifacts_folder() / "encoder", config["precision"], int(config["threads"]))

    def process(self, messages: List[Message]) -> List[Message]:
        """Add the vector to each message that has text."""
        with_text = [message for message in messages if message.get(TEXT)]
        vectors, pieces = self._encoder.encode_pieces([read_text(message) for message in with_text])
        for message, vector, own in zip(with_text, vectors, pieces, strict=True):
            message.add_features(Features(own.astype(np.float16), FEATURE_TYPE_SEQUENCE, TEXT, self._identifier))
            message.add_features(Features(vector[None, :], FEATURE_TYPE_SENTENCE, TEXT, self._identifier))
        return messages

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """The same for every training example, in batches."""
        self.process(training_data.training_examples)
        return training_data
