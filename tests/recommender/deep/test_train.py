"""Training the deep source: what it learns, that it repeats itself, and how it ends."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from recommender.candidates.histories import Histories, of_lists
from recommender.deep.network import Network, Serving, Shape
from recommender.deep.plan import Plan, length_for
from recommender.deep.scorer import Scorer
from recommender.deep.train import train
from shop.errors import Corrupt, InvalidInput

ITEMS = 12


def cycle(users: int = 120, length: int = 7) -> Histories:
    """Everyone walks round the same twelve items, from different starts."""
    return of_lists([[(user + step) % ITEMS for step in range(length)] for user in range(users)], ITEMS)


def scorer(histories: Histories, **settings: float) -> Scorer:
    trained = train(histories, Plan.of({"dim": 16, "layers": 1, "rate": 0.01, **settings}))
    assert trained is not None
    return Scorer(trained.onnx, trained.known, histories.items, trained.length)


def test_a_planted_cycle_is_learnt() -> None:
    found = scorer(cycle(), epochs=60).score(of_lists([[5, 6, 7], [10, 11, 0], [3]], ITEMS))
    assert found.argmax(axis=1).tolist() == [8, 1, 4]


def test_the_same_seed_gives_the_same_scores_and_another_seed_others() -> None:
    asked = of_lists([[1, 2, 3]], ITEMS)
    first = scorer(cycle(), epochs=3, seed=1).score(asked)
    torch.rand(7)  # whatever else draws from torch does not count
    assert np.array_equal(first, scorer(cycle(), epochs=3, seed=1).score(asked))
    assert not np.array_equal(first, scorer(cycle(), epochs=3, seed=2).score(asked))


def test_held_out_customers_end_the_training_and_the_best_epoch_is_kept() -> None:
    trained = train(cycle(), Plan.of({"dim": 16, "layers": 1, "rate": 0.01, "patience": 2, "most_epochs": 500}))
    assert trained is not None
    assert trained.ended == "held_out"
    assert 0 < trained.epochs < 500
    again = train(cycle(), Plan.of({"dim": 16, "layers": 1, "rate": 0.01, "epochs": trained.epochs}))
    assert again is not None
    assert (again.ended, again.epochs) == ("epochs", trained.epochs)


def test_seconds_end_the_training_and_what_was_learnt_by_then_serves() -> None:
    trained = train(cycle(), Plan.of({"dim": 16, "layers": 1, "seconds": 1e-6}))
    assert trained is not None
    assert (trained.ended, trained.epochs) == ("seconds", 1)
    found = Scorer(trained.onnx, trained.known, ITEMS, trained.length).score(of_lists([[1]], ITEMS))
    assert np.ptp(found) > 0


def test_a_sample_of_a_large_catalogue_teaches_the_cycle_as_well() -> None:
    found = scorer(cycle(), epochs=60, sampled_above=4, draws=6).score(of_lists([[5, 6, 7]], ITEMS))
    assert found.argmax(axis=1).tolist() == [8]


def test_a_horizon_teaches_what_comes_after_the_next_too() -> None:
    near, far = (scorer(cycle(), epochs=60, horizon=h, fade=0.3).score(of_lists([[5, 6, 7]], ITEMS))[0] for h in (1, 3))
    assert far.argmax() == 8
    assert far[9] > near[9]


def test_shuffled_histories_teach_what_goes_together_in_any_order() -> None:
    pairs = of_lists([[0, 1, 2], [3, 4, 5]] * 60, 6)
    found = scorer(pairs, epochs=40, shuffled=1).score(of_lists([[2, 1], [5, 3]], 6))
    found[[0, 0, 1, 1], [2, 1, 5, 3]] = 0
    assert found.argmax(axis=1).tolist() == [0, 4]


def test_nothing_is_learnt_from_histories_of_one_item() -> None:
    assert train(of_lists([[1], [2], []], 3), Plan()) is None


def test_an_item_that_nobody_had_gets_nothing() -> None:
    found = scorer(of_lists([[0, 2, 4]] * 30, 6), epochs=2).score(of_lists([[0, 2]], 6))
    assert found[0, [1, 3, 5]].tolist() == [0, 0, 0]
    assert (found[0, [0, 2, 4]] > 0).all()


def test_the_length_holds_nine_histories_of_ten() -> None:
    assert length_for(of_lists([[*range(30)]] * 20, 400)) == 50
    assert length_for(of_lists([[*range(90)]] * 20, 400)) == 100
    assert length_for(of_lists([[*range(300)]] * 20 + [[1, 2]], 400)) == 200


def test_shuffled_ten_items_count_alike_unless_told_otherwise() -> None:
    assert (Plan.of({"shuffled": 1.0}).horizon, Plan.of({"shuffled": 1.0}).fade) == (10, 1.0)
    assert Plan.of({"shuffled": 1.0, "horizon": 2.0}).horizon == 2
    assert Plan.of({"shuffled": 0.0}) == Plan()


def test_a_setting_that_there_is_not_is_refused() -> None:
    with pytest.raises(InvalidInput):
        Plan.of({"dims": 3})


def test_onnxruntime_gives_what_torch_gives() -> None:
    from recommender.deep.export import onnx_bytes

    network = Network(Shape(items=20, dim=8, length=10, layers=2, heads=2, dropout=0.3), np.random.default_rng(3)).eval()
    item = torch.tensor([[3, 4, 5, 0, 0], [1, 2, 3, 4, 5]])
    last = torch.tensor([2, 4])
    with torch.no_grad():
        wanted = torch.softmax(Serving(network)(item, last), dim=1).numpy()
    asked = of_lists([[3, 4, 5], [1, 2, 3, 4, 5]], 20)
    found = Scorer(onnx_bytes(network), np.arange(20), 20, 10).score(asked)
    assert np.allclose(found, wanted, atol=1e-5)


def test_a_damaged_model_is_refused() -> None:
    with pytest.raises(Corrupt):
        Scorer(b"not a model", np.arange(3), 3, 10)
