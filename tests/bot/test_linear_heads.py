"""A loaded model reads one message as scikit-learn would, to the last digit."""

import random

import numpy as np
import pytest
import scipy.sparse
from components.linear_heads import LinearHead, WordFeatures
from scipy.special import log_softmax

TAUGHT = [
    "where is my order",
    "Has my order shipped yet?",
    "I'd like a red jacket, please",
    "cancel it",
    "3 + 4 of them — naïve",
]
ASKED = [*TAUGHT, "", "…", "zzqqx", "order order ORDER my my", "a jacket for my order of 3 jackets", "日本語", " \n"]


def scattered(number: int) -> str:
    chance = random.Random(number)
    words = " ".join(TAUGHT).split()
    return " ".join(chance.choice(words)[: chance.randrange(1, 9)] for _ in range(chance.randrange(1, 30)))


@pytest.mark.parametrize("text", [*ASKED, *map(scattered, range(40))])
def test_one_message_has_the_features_and_scores_of_scikit_learn(text):
    loaded = WordFeatures.from_arrays(WordFeatures.fit(TAUGHT).arrays())
    plain = scipy.sparse.hstack([v.transform([text]) for v in loaded._vectorizers.values()], format="csr")
    read = loaded.transform([text])
    assert read.shape == plain.shape
    assert read.dtype == plain.dtype
    assert np.array_equal(read.toarray(), plain.toarray())
    chance = np.random.default_rng(7)
    head = LinearHead(chance.normal(size=(5, read.shape[1])).astype(np.float32), np.zeros(5, dtype=np.float32))
    scores = np.asarray(plain @ head.coefficients.T + head.intercepts, dtype=np.float64)
    assert np.array_equal(head.log_probabilities(read), log_softmax(scores, axis=1))
