"""The two linear heads of the intent classifier: one on sentence vectors, one on TF-IDF of words and characters.

Both are scikit-learn logistic regressions while fitting; afterwards only arrays remain, kept as npz without objects.
"""

from typing import Dict, List, Sequence, Tuple

import numpy as np
import scipy.sparse
from scipy.optimize import minimize_scalar
from scipy.special import log_softmax, softmax
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold

Arrays = Dict[str, np.ndarray]
VIEWS = {"words": {"analyzer": "word", "ngram_range": (1, 2)}, "characters": {"analyzer": "char_wb", "ngram_range": (2, 4)}}
TEMPERATURES = (0.3, 3.0)
MANY = 200  # examples


class WordHead:
    """TF-IDF of word and character n-grams, (n, vocabulary) sparse, rows of length 1 in each of the two views."""

    def __init__(self, vectorizers: Dict[str, TfidfVectorizer]) -> None:
        self._vectorizers = vectorizers

    @classmethod
    def fit(cls, texts: Sequence[str]) -> "WordHead":
        rare = {"characters": 2 if len(texts) >= MANY else 1}  # n-grams seen once cost time and say nothing
        return cls(
            {
                name: TfidfVectorizer(
                    lowercase=True, sublinear_tf=True, dtype=np.float32, min_df=rare.get(name, 1), **view
                ).fit(texts)
                for name, view in VIEWS.items()
            }
        )

    @classmethod
    def from_arrays(cls, arrays: Arrays) -> "WordHead":
        vectorizers = {}
        for name, view in VIEWS.items():
            vocabulary = {str(term): i for i, term in enumerate(arrays[f"{name}_terms"])}
            made = TfidfVectorizer(lowercase=True, sublinear_tf=True, dtype=np.float32, vocabulary=vocabulary, **view)
            made.idf_ = arrays[f"{name}_idf"]
            vectorizers[name] = made
        return cls(vectorizers)

    def arrays(self) -> Arrays:
        out: Arrays = {}
        for name, vectorizer in self._vectorizers.items():
            terms = sorted(vectorizer.vocabulary_, key=vectorizer.vocabulary_.__getitem__)
            out[f"{name}_terms"] = np.array(terms, dtype=np.str_)
            out[f"{name}_idf"] = vectorizer.idf_
        return out

    def transform(self, texts: Sequence[str]) -> scipy.sparse.csr_matrix:
        return scipy.sparse.hstack([v.transform(texts) for v in self._vectorizers.values()], format="csr")


def fit_linear(features: object, labels: np.ndarray, c: float, seed: int) -> Tuple[np.ndarray, np.ndarray]:
    """Coefficients (classes, features) and intercepts (classes,), classes in sorted order."""
    model = LogisticRegression(C=c, max_iter=100, tol=1e-3, class_weight="balanced", random_state=seed)
    model.fit(features, labels)
    if len(model.classes_) == 2:  # scikit-learn keeps one row for two classes
        return np.vstack([-model.coef_, model.coef_]) / 2, np.concatenate([-model.intercept_, model.intercept_]) / 2
    return model.coef_, model.intercept_


def fit_temperature(log_probabilities: np.ndarray, truth: np.ndarray) -> float:
    """The temperature T for which softmax(log p / T) has the least log loss on held-out rows. ``truth``: class numbers."""

    def loss(temperature: float) -> float:
        return float(-log_softmax(log_probabilities / temperature, axis=1)[np.arange(len(truth)), truth].mean())

    return float(minimize_scalar(loss, bounds=TEMPERATURES, method="bounded").x)


class IntentHeads:
    """Probabilities (n, classes): the mean of both heads, sharpened or softened by a temperature found by cross-validation."""

    def __init__(self, classes: List[str], arrays: Arrays, word_weight: float) -> None:
        self.classes = classes
        self._arrays = arrays
        self._words = WordHead.from_arrays(arrays) if word_weight > 0 else None
        self._word_weight = word_weight

    @classmethod
    def fit(
        cls,
        texts: Sequence[str],
        vectors: np.ndarray,
        labels: Sequence[str],
        *,
        c: float,
        word_c: float,
        word_weight: float,
        folds: int,
        seed: int,
    ) -> "IntentHeads":
        """Fit on all rows; the temperature comes from ``folds`` held-out folds (left at 1 where a class has too few rows)."""
        classes, truth = np.unique(np.array(labels, dtype=np.str_), return_inverse=True)
        fitted = cls._fit_once(texts, vectors, truth, list(classes), c, word_c, word_weight, seed)
        if folds > 1 and np.bincount(truth).min() >= folds:
            held_out = np.zeros((len(truth), len(classes)))
            splitter = StratifiedKFold(folds, shuffle=True, random_state=seed)
            for train, test in splitter.split(truth, truth):
                part = cls._fit_once(
                    [texts[i] for i in train], vectors[train], truth[train], list(classes), c, word_c, word_weight, seed
                )
                held_out[test] = part.log_mixture([texts[i] for i in test], vectors[test])
            fitted._arrays["temperature"] = np.array(fit_temperature(held_out, truth))
        return fitted

    @classmethod
    def _fit_once(
        cls,
        texts: Sequence[str],
        vectors: np.ndarray,
        truth: np.ndarray,
        classes: List[str],
        c: float,
        word_c: float,
        word_weight: float,
        seed: int,
    ) -> "IntentHeads":
        arrays: Arrays = {"temperature": np.array(1.0), "word_weight": np.array(word_weight)}
        arrays["dense_coef"], arrays["dense_intercept"] = fit_linear(vectors, truth, c, seed)
        if word_weight > 0:
            words = WordHead.fit(texts)
            arrays["word_coef"], arrays["word_intercept"] = fit_linear(words.transform(texts), truth, word_c, seed)
            arrays.update(words.arrays())
        return cls(classes, {k: v.astype(np.float32) if v.dtype == np.float64 else v for k, v in arrays.items()}, word_weight)

    @classmethod
    def from_arrays(cls, arrays: Arrays) -> "IntentHeads":
        return cls([str(name) for name in arrays["classes"]], arrays, float(arrays["word_weight"]))

    def arrays(self) -> Arrays:
        return {**self._arrays, "classes": np.array(self.classes, dtype=np.str_)}

    @property
    def dimension(self) -> int:
        return int(self._arrays["dense_coef"].shape[1])

    def log_mixture(self, texts: Sequence[str], vectors: np.ndarray) -> np.ndarray:
        """Log of the mixed probabilities before the temperature, (n, classes)."""
        mixed = softmax(vectors @ self._arrays["dense_coef"].T + self._arrays["dense_intercept"], axis=1)
        if self._words is not None:
            scores = self._words.transform(texts) @ self._arrays["word_coef"].T + self._arrays["word_intercept"]
            mixed = (1 - self._word_weight) * mixed + self._word_weight * softmax(scores, axis=1)
        return np.log(np.maximum(mixed, 1e-9))

    def probabilities(self, texts: Sequence[str], vectors: np.ndarray) -> np.ndarray:
        return np.asarray(softmax(self.log_mixture(texts, vectors) / float(self._arrays["temperature"]), axis=1))
