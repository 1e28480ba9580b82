"""The intent classifier without Rasa: three heads whose log probabilities are added up with weights that training finds.

The weights are those with the least log loss on held-out rows, so they say both how much each head is worth on these intents
and how sure the sum may be: no temperature is left to find. The same held-out rows give the lost line (see ``lost_line``).
"""

from typing import Dict, List, NamedTuple, Optional, Sequence, Tuple

import numpy as np
from scipy.optimize import minimize
from scipy.special import log_softmax, softmax

from components.familiarity import Familiarity
from components.linear_heads import LinearHead, WordFeatures
from components.lost_line import NO_LINE, from_examples, from_left_out
from components.nearest_examples import NearestExamples

Arrays = Dict[str, np.ndarray]
WEIGHTS = (1.0, 0.2, 0.3)  # sentence vector, words, nearest examples: where there is too little to learn them from
PRIOR = 5.0  # how many nats a row's worth the weights above are held by
HEAVIEST = 3.0
ABSENT = -20.0  # log probability of a class that a fold has not seen
FOLDS = 3
REPEATS = ((1000, 2), (10**9, 1))  # rows up to which, how often
MOST_ROWS = 4000  # for finding weights; the heads themselves are fitted on all rows
FEWEST_STRANGERS = 6  # classes, from which on some can be left out


class Rows(NamedTuple):
    """Texts, their sentence vectors (n, dimension) and the vectors of their word pieces, (length, dimension) each."""

    texts: Sequence[str]
    vectors: np.ndarray
    pieces: Sequence[np.ndarray]

    def take(self, numbers: np.ndarray) -> "Rows":
        return Rows([self.texts[i] for i in numbers], self.vectors[numbers], [self.pieces[i] for i in numbers])


class Settings(NamedTuple):
    c: float = 30.0
    word_c: float = 10.0
    seed: int = 7


class Heads:
    """The three heads and the judge of strangers, fitted on the same rows. ``outside`` (classes,): those out of scope."""

    def __init__(
        self,
        dense: LinearHead,
        features: WordFeatures,
        words: LinearHead,
        nearest: NearestExamples,
        familiarity: Familiarity,
        outside: np.ndarray,
    ) -> None:
        self.dense, self._features, self._words, self._nearest = dense, features, words, nearest
        self._familiarity, self._inside = familiarity, ~outside[nearest.owners]

    @classmethod
    def fit(cls, rows: Rows, truth: np.ndarray, outside: np.ndarray, settings: Settings) -> "Heads":
        """``truth``: class numbers, each of which has a row."""
        features = WordFeatures.fit(rows.texts)
        return cls(
            LinearHead.fit(rows.vectors, truth, settings.c, settings.seed),
            features,
            LinearHead.fit(features.transform(rows.texts), truth, settings.word_c, settings.seed),
            NearestExamples.fit(rows.pieces, truth, len(outside), settings.seed),
            Familiarity.fit(rows.vectors, truth, outside),
            outside,
        )

    def judge(self, rows: Rows) -> Tuple[np.ndarray, np.ndarray]:
        """Log probabilities (n, classes, heads), and how familiar a row is as one of each class (n, classes)."""
        likenesses = self._nearest.likenesses(rows.pieces)
        each = (
            self.dense.log_probabilities(rows.vectors),
            self._words.log_probabilities(self._features.transform(rows.texts)),
            self._nearest.log_probabilities(likenesses),
        )
        nearest = likenesses[:, self._inside].max(axis=1, initial=0.0)
        return np.maximum(np.stack(each, axis=-1), ABSENT), self._familiarity.scores(rows.vectors, nearest)

    def arrays(self) -> Arrays:
        named = {"dense_coef": self.dense.coefficients, "dense_intercept": self.dense.intercepts}
        named.update({"word_coef": self._words.coefficients, "word_intercept": self._words.intercepts})
        return {**named, **self._features.arrays(), **self._nearest.arrays(), **self._familiarity.arrays()}

    @classmethod
    def from_arrays(cls, arrays: Arrays) -> "Heads":
        return cls(
            LinearHead(arrays["dense_coef"], arrays["dense_intercept"]),
            WordFeatures.from_arrays(arrays),
            LinearHead(arrays["word_coef"], arrays["word_intercept"]),
            NearestExamples.from_arrays(arrays),
            Familiarity.from_arrays(arrays),
            arrays["outside"].astype(bool),
        )


class IntentHeads:
    """Calibrated probabilities (n, classes), and which rows are lost."""

    def __init__(self, classes: List[str], heads: Heads, weights: np.ndarray, lost_line: float, outside: np.ndarray) -> None:
        self.classes, self.weights, self.lost_line = classes, weights, lost_line
        self._heads, self._outside = heads, outside

    @classmethod
    def fit(
        cls, rows: Rows, labels: Sequence[str], settings: Settings, outside: Sequence[str] = (), folds: int = FOLDS
    ) -> "IntentHeads":
        """``outside``: labels that mean out of scope. ``folds`` below 2: the default weights and no line."""
        classes, truth = np.unique(np.array(labels, dtype=np.str_), return_inverse=True)
        beyond = np.isin(classes, list(outside))
        heads = Heads.fit(rows, truth, beyond, settings)
        weights, line = np.array(WEIGHTS), NO_LINE
        held_out = HeldOut.of(rows, truth, beyond, settings, folds) if folds > 1 else None
        if held_out is not None:
            weights = held_out.best_weights()
            line = held_out.lost_line(weights)
        return cls([str(name) for name in classes], heads, weights, line, beyond)

    @classmethod
    def from_arrays(cls, arrays: Arrays) -> "IntentHeads":
        classes = [str(name) for name in arrays["classes"]]
        line = float(arrays["lost_line"])
        return cls(classes, Heads.from_arrays(arrays), arrays["weights"], line, arrays["outside"].astype(bool))

    def arrays(self) -> Arrays:
        own = {"weights": self.weights.astype(np.float32), "lost_line": np.array(self.lost_line, dtype=np.float32)}
        own["outside"] = self._outside.astype(np.int64)
        return {**self._heads.arrays(), **own, "classes": np.array(self.classes, dtype=np.str_)}

    @property
    def dimension(self) -> int:
        return int(self._heads.dense.coefficients.shape[1])

    def predict(self, rows: Rows) -> Tuple[np.ndarray, np.ndarray]:
        """Probabilities (n, classes), and whether a row is lost (n,): the likeliest class is in scope, but below the line."""
        said, familiar = self._heads.judge(rows)
        probabilities = np.asarray(softmax(said @ self.weights, axis=1))
        best = probabilities.argmax(axis=1)
        below = familiarity_of(probabilities, familiar, self._outside) < self.lost_line
        return probabilities, below & ~self._outside[best]


def familiarity_of(probabilities: np.ndarray, familiar: np.ndarray, outside: np.ndarray) -> np.ndarray:
    """How familiar each row is as one of its likeliest class in scope, (n,)."""
    best = np.where(outside, -1.0, probabilities).argmax(axis=1)
    return np.asarray(familiar[np.arange(len(best)), best])


class HeldOut(NamedTuple):
    """What heads that had not seen them said of training rows: ``said`` (n, classes, heads), ``familiar`` (n, classes).

    ``truth``: the row's class; ``stranger``: its class was left out of that training; ``outside`` (classes,).
    """

    said: np.ndarray
    familiar: np.ndarray
    truth: np.ndarray
    stranger: np.ndarray
    outside: np.ndarray

    @classmethod
    def of(cls, rows: Rows, truth: np.ndarray, outside: np.ndarray, settings: Settings, folds: int) -> Optional["HeldOut"]:
        """None when there are too few rows to hold any out."""
        chosen = _spread(truth, MOST_ROWS, settings.seed)
        repeats = next(often for most, often in REPEATS if len(chosen) <= most)
        parts = [
            part
            for repeat in range(repeats)
            for part in cls._once(rows.take(chosen), truth[chosen], outside, settings, folds, settings.seed + repeat)
        ]
        if not parts:
            return None
        said, familiar, kinds, strange = (np.concatenate(each) for each in zip(*parts, strict=True))
        return cls(said, familiar, kinds, strange, outside)

    @staticmethod
    def _once(
        rows: Rows, truth: np.ndarray, outside: np.ndarray, settings: Settings, folds: int, seed: int
    ) -> List[Tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]]:
        place = _rank(truth, seed) % folds
        kinds = np.unique(truth)
        leave = not outside.any() and len(kinds) >= FEWEST_STRANGERS
        group = np.random.default_rng(seed).permutation(len(outside)) % folds
        parts = []
        for fold in range(folds):
            left_out = (group[truth] == fold) if leave else np.zeros(len(truth), dtype=bool)
            train = np.flatnonzero((place != fold) & ~left_out)
            seen = np.unique(truth[train])
            test = np.flatnonzero(((place == fold) & np.isin(truth, seen)) | left_out)
            if len(seen) < 2 or not len(test):
                continue
            heads = Heads.fit(rows.take(train), np.searchsorted(seen, truth[train]), outside[seen], settings)
            said = np.full((len(test), len(outside), len(WEIGHTS)), ABSENT)
            familiar = np.full((len(test), len(outside)), NO_LINE)
            said[:, seen], familiar[:, seen] = heads.judge(rows.take(test))
            parts.append((said, familiar, truth[test], left_out[test]))
        return parts

    def best_weights(self) -> np.ndarray:
        """Those with the least log loss on rows of known classes, held near the default where rows are few. (heads,)"""
        known = ~self.stranger
        said, truth = self.said[known], self.truth[known]
        if not len(truth):
            return np.array(WEIGHTS)
        of_truth = said[np.arange(len(truth)), truth]
        default = np.array(WEIGHTS)

        def loss(weights: np.ndarray) -> Tuple[float, np.ndarray]:
            logs = log_softmax(said @ weights, axis=1)
            expected = np.einsum("nc,nch->nh", np.exp(logs), said)
            away = weights - default
            value = -logs[np.arange(len(truth)), truth].sum() + PRIOR / 2 * float(away @ away)
            return value / len(truth), ((expected - of_truth).sum(axis=0) + PRIOR * away) / len(truth)

        found = minimize(loss, default, jac=True, bounds=[(0.0, HEAVIEST)] * len(default))
        return np.asarray(found.x)

    def lost_line(self, weights: np.ndarray) -> float:
        probabilities = softmax(self.said @ weights, axis=1)
        best = probabilities.argmax(axis=1)
        sure = familiarity_of(probabilities, self.familiar, self.outside)
        if not self.outside.any():
            return from_left_out(sure, (best == self.truth) & ~self.stranger, self.stranger)
        right = (best == self.truth) | (self.outside[best] & self.outside[self.truth])
        return from_examples(sure, right, self.outside[self.truth])


def _rank(truth: np.ndarray, seed: int) -> np.ndarray:
    """For each row the how-manieth of its class it is, in an order made by chance."""
    rank = np.zeros(len(truth), dtype=np.int64)
    seen: Dict[int, int] = {}
    for i in np.random.default_rng(seed).permutation(len(truth)):
        rank[i] = seen.get(int(truth[i]), 0)
        seen[int(truth[i])] = int(rank[i]) + 1
    return rank


def _spread(truth: np.ndarray, most: int, seed: int) -> np.ndarray:
    """At most so many rows, as evenly over the classes as can be."""
    return np.sort(np.argsort(_rank(truth, seed), kind="stable")[:most])
