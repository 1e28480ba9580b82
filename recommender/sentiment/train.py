"""Train the sentiment head: ``python -m recommender.sentiment.train --encoder artifacts/encoder``.

Reads public sets from ``SHOPTALK_DATASETS`` (only such as may shape shipped weights), encodes them with the exported encoder,
fits one multinomial logistic regression over vectors and hashed words, measures it on rows it never saw, and writes the head,
its card and its manifest into ``shipped/``. Settings are chosen on a tenth of the training rows. Five minutes on two cores.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import onnxruntime
from safetensors.numpy import load_file, save_file
from scipy import sparse
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import accuracy_score, f1_score
from tokenizers import Tokenizer

from recommender.sentiment.card import card_text
from recommender.sentiment.scorer import SHIPPED, Sentiment, SentimentScorer
from recommender.sentiment.training_rows import LABELS, Row, clothing, stanford, training_rows
from recommender.sentiment.words import word_buckets
from shop.manifest import check_manifest, sha256_of, write_manifest

SEED = 7
BUCKETS = 16_384
CLASS_WEIGHT = {0: 1.0, 1: 1.5, 2: 0.8}  # neutral rows are rare and positive ones plenty
#: (scale of the vectors beside the words, C); the first of equals wins
SETTINGS = ((2.0, 1.0), (2.0, 2.0), (4.0, 2.0))
Vectors = npt.NDArray[np.float32]


def encoder_from(folder: Path) -> Callable[[list[str]], Vectors]:
    """Mean-pooled, L2-normalised vectors (n, dim) of the exported encoder; similar lengths share a batch."""
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.enable_truncation(256)
    tokenizer.enable_padding()
    session = onnxruntime.InferenceSession(str(folder / "model.onnx"), providers=["CPUExecutionProvider"])
    names = {node.name for node in session.get_inputs()}

    def batch(texts: list[str]) -> Vectors:
        encoded = tokenizer.encode_batch(texts)
        ids = np.array([e.ids for e in encoded], dtype=np.int64)
        mask = np.array([e.attention_mask for e in encoded], dtype=np.int64)
        given = {"input_ids": ids, "attention_mask": mask, "token_type_ids": np.zeros_like(ids)}
        hidden = session.run(None, {name: value for name, value in given.items() if name in names})[0]
        pooled = (hidden * mask[:, :, None]).sum(axis=1) / mask.sum(axis=1, keepdims=True)
        return np.asarray(pooled / np.linalg.norm(pooled, axis=1, keepdims=True), dtype=np.float32)

    def encode(texts: list[str]) -> Vectors:
        order = sorted(range(len(texts)), key=lambda i: len(texts[i]))
        blocks = [batch([texts[i] for i in order[start : start + 64]]) for start in range(0, len(order), 64)]
        out = np.empty((len(texts), blocks[0].shape[1]), dtype=np.float32)
        out[order] = np.concatenate(blocks)
        return out

    return encode


def words_matrix(texts: Sequence[str]) -> Any:
    """(n, BUCKETS) sparse rows of ``word_buckets``."""
    found = [word_buckets(text, BUCKETS) for text in texts]
    ends = np.cumsum([0, *(len(buckets) for buckets, _ in found)])
    columns = np.concatenate([buckets for buckets, _ in found])
    weights = np.concatenate([weight for _, weight in found])
    return sparse.csr_matrix((weights, columns, ends), shape=(len(texts), BUCKETS))


def fit(vectors: Vectors, words: Any, classes: npt.NDArray[Any], scale: float, c: float) -> dict[str, Vectors]:
    """The head's tensors, in half precision; the vectors' scale is folded into their weights."""
    features = sparse.hstack([sparse.csr_matrix(vectors * scale), words]).tocsr()
    model = LogisticRegression(C=c, max_iter=400, class_weight=CLASS_WEIGHT).fit(features, classes)
    dimension = vectors.shape[1]
    return {
        "vectors": _half(model.coef_[:, :dimension] * scale),
        "words": _half(model.coef_[:, dimension:]),
        "bias": _half(model.intercept_),
    }


def _half(weights: npt.NDArray[Any]) -> Vectors:
    """Half precision in row order: safetensors writes the bytes as they lie, whatever the strides say."""
    return np.ascontiguousarray(weights, dtype=np.float16)


def scorer_of(tensors: dict[str, Vectors], encode: Callable[[list[str]], Vectors]) -> SentimentScorer:
    return SentimentScorer(encode, *(tensors[name].astype(np.float32) for name in ("vectors", "words", "bias")))


def three_classes(rows: Sequence[Row], scored: Sequence[Sentiment]) -> dict[str, float]:
    truth = [LABELS[row[1]] for row in rows]
    labels = [sentiment.label for sentiment in scored]
    return {
        "accuracy": round(float(accuracy_score(truth, labels)), 4),
        "macro_f1": round(float(f1_score(truth, labels, average="macro")), 4),
    }


def measure(scorer: SentimentScorer, root: Path) -> dict[str, float]:
    """On rows that trained nothing. The Stanford sentences have two classes: the sign of the value decides."""
    sentences, reviews = stanford(root, "validation"), clothing(root, test=True)
    right = [(s.value > 0) == (row[1] == 2) for row, s in zip(sentences, scorer.score([r[0] for r in sentences]), strict=True)]
    found = three_classes(reviews, scorer.score([row[0] for row in reviews]))
    return {
        "sst2_validation_accuracy": round(float(np.mean(right)), 4),
        **{f"womens_clothing_{name}": value for name, value in found.items()},
    }


def train(root: Path, encoder: Path, out: Path, now: datetime) -> dict[str, Any]:
    """Returns the manifest that was written."""
    encoder_manifest = check_manifest(encoder)
    encode = encoder_from(encoder)
    rows = training_rows(root, SEED)
    texts, classes = [row[0] for row in rows], np.array([row[1] for row in rows])
    vectors, words = encode(texts), words_matrix(texts)
    held = np.arange(len(rows)) % 10 == 0
    dev_rows = [row for row, aside in zip(rows, held, strict=True) if aside]
    ready = dict(zip((row[0] for row in dev_rows), vectors[held], strict=True))

    def dev_f1(setting: tuple[float, float]) -> float:
        tensors = fit(vectors[~held], words[~held], classes[~held], *setting)
        scorer = scorer_of(tensors, lambda some: np.stack([ready[text] for text in some]))
        return three_classes(dev_rows, scorer.score([row[0] for row in dev_rows]))["macro_f1"]

    compared = {setting: dev_f1(setting) for setting in SETTINGS}
    scale, c = max(SETTINGS, key=lambda setting: compared[setting])
    tensors = fit(vectors, words, classes, scale, c)
    out.mkdir(parents=True, exist_ok=True)
    save_file(tensors, str(out / "head.safetensors"))
    (out / "head.safetensors").chmod(0o644)
    metrics = measure(scorer_of(load_file(out / "head.safetensors"), encode), root)  # as serving reads it
    counted = dict(sorted(Counter(row[2] for row in rows).items()))
    (out / "card.md").write_text(card_text(counted, metrics, encoder_manifest["settings"]), encoding="utf-8")
    datasets = ["reviews/womens_clothing", *(f"sentiment/{n}" for n in _SENTIMENT_SETS)]
    return write_manifest(
        out,
        now=now,
        inputs={name: sha256_of(root / f"{name}.csv.gz") for name in datasets},
        settings={
            "encoder": encoder_manifest["settings"],
            "buckets": BUCKETS,
            "scale": scale,
            "c": c,
            "class_weight": {LABELS[key]: value for key, value in CLASS_WEIGHT.items()},
            "rows": counted,
            "dev_macro_f1": {f"scale {s}, C {strength}": value for (s, strength), value in compared.items()},
        },
        metrics=metrics,
        seed=SEED,
    )


_SENTIMENT_SETS = ("sst2_glue_train", "uci_imdb", "uci_yelp", "vader_tweets", "vader_movieReviewSnippets")


def main() -> None:
    parser = argparse.ArgumentParser(description="Train the sentiment head that is tracked beside this code.")
    parser.add_argument("--encoder", type=Path, default=Path("artifacts/encoder"))
    parser.add_argument("--out", type=Path, default=SHIPPED)
    given = parser.parse_args()
    if not os.environ.get("SHOPTALK_DATASETS"):
        parser.error("SHOPTALK_DATASETS is not set: the folder of the public data sets.")
    manifest = train(Path(os.environ["SHOPTALK_DATASETS"]), given.encoder, given.out, datetime.now(UTC))
    sys.stdout.write(f"{manifest['metrics']}\n")


if __name__ == "__main__":
    main()
