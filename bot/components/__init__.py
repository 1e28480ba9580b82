"""Rasa components of the shop's bot: an ONNX sentence featurizer, a linear intent classifier, entities, language, fallback."""
