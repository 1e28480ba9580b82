"""Two linear heads of the intent classifier: one on sentence vectors, one on TF-IDF of words and characters.

Both are scikit-learn logistic regressions while fitting; afterwards only arrays remain, kept as npz without objects.
"""

from collections import Counter
from typing import Callable, Dict, List, Optional, Sequence, Tuple

import numpy as np
import scipy.sparse
from scipy.special import log_softmax
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

Arrays = Dict[str, np.ndarray]
View = Tuple[Callable[[str], List[str]], Dict[str, int], np.ndarray]  # text → terms, term → its column, weights of terms
VIEWS = {"words": {"analyzer": "word", "ngram_range": (1, 2)}, "characters": {"analyzer": "char_wb", "ngram_range": (2, 4)}}
MANY = 200  # examples


class WordFeatures:
    """TF-IDF of word and character n-grams, (n, vocabulary) sparse, rows of length 1 in each of the two views."""

    def __init__(self, vectorizers: Dict[str, TfidfVectorizer]) -> None:
        self._vectorizers = vectorizers

    @classmethod
    def fit(cls, texts: Sequence[str]) -> "WordFeatures":
        """Texts without one word (only signs, in each of them) are allowed: a vocabulary then holds a word nobody writes."""
        rare = {"characters": 2 if len(texts) >= MANY else 1}  # n-grams seen once cost time and say nothing
        made = {}
        for name, view in VIEWS.items():
            shape = {"lowercase": True, "sublinear_tf": True, "dtype": np.float32, **view}
            try:
                made[name] = TfidfVectorizer(min_df=rare.get(name, 1), **shape).fit(texts)
            except ValueError:
                made[name] = TfidfVectorizer(**shape).fit(["nothing"])
        return cls(made)

    @classmethod
    def from_arrays(cls, arrays: Arrays) -> "LoadedWordFeatures":
        vectorizers = {}
        for name, view in VIEWS.items():
            vocabulary = {str(term): i for i, term in enumerate(arrays[f"{name}_terms"])}
            made = TfidfVectorizer(lowercase=True, sublinear_tf=True, dtype=np.float32, vocabulary=vocabulary, **view)
            made.idf_ = arrays[f"{name}_idf"]
            vectorizers[name] = made
        return LoadedWordFeatures(vectorizers)

    def arrays(self) -> Arrays:
        out: Arrays = {}
        for name, vectorizer in self._vectorizers.items():
            terms = sorted(vectorizer.vocabulary_, key=vectorizer.vocabulary_.__getitem__)
            out[f"{name}_terms"] = np.array(terms, dtype=np.str_)
            out[f"{name}_idf"] = vectorizer.idf_.astype(np.float32)
        return out

    def transform(self, texts: Sequence[str]) -> scipy.sparse.csr_matrix:
        return scipy.sparse.hstack([v.transform(texts) for v in self._vectorizers.values()], format="csr")


class LoadedWordFeatures(WordFeatures):
    """Those of a loaded model. One message is read without scikit-learn's checks of each call, which take longer than the work;
    the values are the same to the last digit."""

    def __init__(self, vectorizers: Dict[str, TfidfVectorizer]) -> None:
        super().__init__(vectorizers)
        self._views: List[View] = []
        self._width = 0
        for vectorizer in vectorizers.values():
            vocabulary = {term: self._width + place for term, place in vectorizer.vocabulary.items()}
            self._views.append((vectorizer.build_analyzer(), vocabulary, np.asarray(vectorizer.idf_, dtype=np.float64)))
            self._width += len(vocabulary)

    def transform(self, texts: Sequence[str]) -> scipy.sparse.csr_matrix:
        if len(texts) != 1:
            return super().transform(texts)
        places, values, before = [], [], 0
        for analyse, vocabulary, idf in self._views:
            counts = Counter(vocabulary[term] for term in analyse(texts[0]) if term in vocabulary)
            own = np.array(sorted(counts, reverse=True), dtype=np.int32)  # the order that scikit-learn leaves, and adds up in
            weights = (np.log(np.array([counts[place] for place in own], dtype=np.float32)) + 1) * idf[own - before]
            places.append(own)
            values.append(_unit(weights))
            before += len(vocabulary)
        both = np.concatenate(places)
        return scipy.sparse.csr_matrix((np.concatenate(values), both, [0, len(both)]), shape=(1, self._width))


def _unit(weights: np.ndarray) -> np.ndarray:
    """Scaled to length 1. Squares are added up one after the other, as scikit-learn does it."""
    return np.asarray(weights / np.sqrt(np.cumsum(weights * weights)[-1])) if len(weights) else weights


def fit_linear(features: object, labels: np.ndarray, c: float, seed: int) -> Tuple[np.ndarray, np.ndarray]:
    """Coefficients (classes, features) and intercepts (classes,), float32, classes in sorted order."""
    model = LogisticRegression(C=c, max_iter=100, tol=1e-3, class_weight="balanced", random_state=seed)
    model.fit(features, labels)
    coefficients, intercepts = model.coef_, model.intercept_
    if len(model.classes_) == 2:  # scikit-learn keeps one row for two classes
        coefficients, intercepts = np.vstack([-coefficients, coefficients]) / 2, np.concatenate([-intercepts, intercepts]) / 2
    return coefficients.astype(np.float32), intercepts.astype(np.float32)


class LinearHead:
    """Log probabilities (n, classes) from features (n, dimension), dense or sparse."""

    def __init__(self, coefficients: np.ndarray, intercepts: np.ndarray) -> None:
        self.coefficients, self.intercepts = coefficients, intercepts
        self._by_feature: Optional[np.ndarray] = None

    @classmethod
    def fit(cls, features: object, truth: np.ndarray, c: float, seed: int) -> "LinearHead":
        return cls(*fit_linear(features, truth, c, seed))

    def log_probabilities(self, features: object) -> np.ndarray:
        by_feature = self.coefficients.T
        if scipy.sparse.issparse(features):  # scipy copies what lies otherwise or is less exact, each time anew
            if self._by_feature is None or self._by_feature.dtype != features.dtype:
                self._by_feature = np.ascontiguousarray(by_feature, dtype=features.dtype)
            by_feature = self._by_feature
        scores = features @ by_feature + self.intercepts  # type: ignore[operator]
        return np.asarray(log_softmax(np.asarray(scores, dtype=np.float64), axis=1))
