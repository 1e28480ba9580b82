"""The heads together: any number of classes and rows, what is learnt from held-out rows, and arrays that answer the same."""

import numpy as np
import pytest
from components.intent_heads import NO_LINE, WEIGHTS, HeldOut, IntentHeads, Rows, Settings

DIMENSION = 24


def rows_of(counts, seed=0, noise=0.35):
    """Rows around one direction a class, each class with a word of its own; labels ``c0``, ``c1``…"""
    rng = np.random.default_rng(seed)
    texts, vectors, pieces, labels = [], [], [], []
    for number, count in enumerate(counts):
        for i in range(count):
            vector = np.eye(DIMENSION)[number] + noise * rng.normal(size=DIMENSION) / np.sqrt(DIMENSION)
            vectors.append((vector / np.linalg.norm(vector)).astype(np.float32))
            own = np.eye(DIMENSION)[number] + noise * rng.normal(size=(3, DIMENSION)) / np.sqrt(DIMENSION)
            pieces.append(np.vstack([np.ones(DIMENSION), own, np.ones(DIMENSION)]).astype(np.float16))
            texts.append(f"word{number} please {i % 3}")
            labels.append(f"c{number}")
    return Rows(texts, np.array(vectors), pieces), labels


@pytest.mark.parametrize("counts", [(1, 1), (2, 5), (1, 1, 1, 1, 1, 1, 1), (1, 30, 4), (6,) * 8, (3,) * 20])
def test_any_number_of_classes_and_rows_is_learnt(counts):
    rows, labels = rows_of(counts)
    heads = IntentHeads.fit(rows, labels, Settings())
    probabilities, lost = heads.predict(rows)
    assert probabilities.shape == (len(labels), len(counts))
    assert probabilities.sum(axis=1) == pytest.approx(np.ones(len(labels)))
    assert np.mean(np.array(heads.classes)[probabilities.argmax(axis=1)] == np.array(labels)) == 1.0
    assert lost.mean() <= 0.2


def test_too_few_rows_leave_the_defaults():
    rows, labels = rows_of((1, 1))
    heads = IntentHeads.fit(rows, labels, Settings())
    assert heads.weights.tolist() == pytest.approx(list(WEIGHTS))
    assert heads.lost_line == NO_LINE


def test_without_folds_nothing_is_learnt_from_held_out_rows():
    rows, labels = rows_of((8,) * 8)
    heads = IntentHeads.fit(rows, labels, Settings(), folds=0)
    assert heads.weights.tolist() == pytest.approx(list(WEIGHTS))
    assert heads.lost_line == NO_LINE


def test_a_stranger_is_lost_although_no_example_of_one_was_given():
    rows, labels = rows_of((8,) * 12)
    heads = IntentHeads.fit(rows, labels, Settings())
    strange, _ = rows_of((0,) * 14 + (6,) * 3, seed=5)
    assert heads.predict(strange)[1].mean() >= 0.5
    assert heads.predict(rows)[1].mean() <= 0.1


def test_examples_of_what_is_out_of_scope_are_a_class_and_background():
    rows, labels = rows_of((8,) * 6)
    named = ["away" if label in ("c4", "c5") else label for label in labels]
    heads = IntentHeads.fit(rows, named, Settings(), outside=("away",))
    fresh, truth = rows_of((4,) * 6, seed=3)
    probabilities, lost = heads.predict(fresh)
    best = np.array(heads.classes)[probabilities.argmax(axis=1)]
    outside = np.isin(truth, ("c4", "c5"))
    assert (lost | (best == "away"))[outside].mean() >= 0.8
    assert (lost | (best == "away"))[~outside].mean() <= 0.1
    assert not lost[best == "away"].any()


def test_the_arrays_give_the_same_answers_back():
    rows, labels = rows_of((6,) * 8)
    heads = IntentHeads.fit(rows, labels, Settings())
    again = IntentHeads.from_arrays(heads.arrays())
    assert np.allclose(heads.predict(rows)[0], again.predict(rows)[0], atol=0.02)
    assert again.lost_line == pytest.approx(heads.lost_line, abs=1e-5)


def test_a_head_that_only_guesses_gets_next_to_no_weight():
    rng = np.random.default_rng(1)
    truth = np.repeat(np.arange(5), 80)
    good = np.log(np.full((400, 5), 0.05) + 0.75 * np.eye(5)[truth])
    guess = np.log(rng.dirichlet(np.ones(5), 400))
    said = np.stack([good, guess, guess[:, ::-1]], axis=-1)
    none = np.zeros(400, dtype=bool)
    weights = HeldOut(said, good, truth, none, np.zeros(5, dtype=bool)).best_weights()
    assert weights[0] > 0.8
    assert weights[1:].max() < 0.2
