"""Texts in, vectors out. Serving needs onnxruntime and tokenizers only; the export needs torch."""

from retrieval.encoder.encoder import Encoder

__all__ = ["Encoder"]
