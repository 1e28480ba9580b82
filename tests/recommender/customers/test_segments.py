"""Groups are found, named by what marks them, and keep their labels when they are found again."""

from __future__ import annotations

import numpy as np
import pytest

from recommender.customers.features import NAMES, features
from recommender.customers.segments import Segments, fit_segments
from shop.errors import InvalidInput
from tests.recommender.customers.made_up_orders import day, shop


def planted(sizes: tuple[int, ...], seed: int = 0, only: tuple[int, ...] = (0, 1, 2)) -> np.ndarray:
    """Frequent big spenders, people who came once long ago, and new customers; the rest of the features alike."""
    rng = np.random.default_rng(seed)
    #          recency frequency money tenure breadth returns discounts gap
    middles = [(8, 20, 3000, 400, 6, 0.02, 0.1, 20), (300, 1, 40, 300, 1, 0.02, 0.1, 300), (10, 2, 90, 30, 2, 0.02, 0.1, 12)]
    rows = [np.array(middles[kind]) * rng.lognormal(0, 0.12, (size, 8)) for kind, size in zip(only, sizes, strict=True)]
    out = np.concatenate(rows)
    out[:, 1] = np.maximum(1, out[:, 1].round())
    return out


def group_of(found: Segments, values: np.ndarray) -> int:
    return found.labels[int(np.bincount(found.of(values)).argmax())]


def test_planted_groups_are_found_and_named_in_plain_words() -> None:
    found = fit_segments(planted((200, 300, 250)))
    assert len(found.labels) == 3
    names = dict(zip(found.labels, found.names, strict=True))
    first, once, new = (names[group_of(found, planted((50,), 9, (kind,)))] for kind in (0, 1, 2))
    assert "frequent buyers" in first or "big spenders" in first
    assert "came once" in once
    assert "new customers" in new or "short pauses" in new
    assert len(set(found.names)) == 3


def test_the_same_customers_give_the_same_groups_whatever_their_order() -> None:
    values = planted((100, 100, 100))
    one, two = fit_segments(values), fit_segments(values)
    assert one.names == two.names
    assert np.array_equal(one.centres, two.centres)


def test_labels_stay_when_the_customers_have_changed_and_sizes_swapped() -> None:
    old = fit_segments(planted((300, 200, 100), seed=1))
    new = fit_segments(planted((100, 200, 300), seed=2), old)
    for kind in (0, 1, 2):
        values = planted((40,), 5, (kind,))
        assert group_of(old, values) == group_of(new, values)
    assert new.next_label == old.next_label


def test_a_group_that_was_not_there_gets_a_label_never_used_before() -> None:
    old = fit_segments(planted((200, 200), only=(0, 1)))
    new = fit_segments(planted((200, 200, 200)), old)
    assert set(old.labels) == {1, 2}
    assert group_of(new, planted((40,), 5, (2,))) == old.next_label
    gone = fit_segments(planted((200, 200), only=(0, 1)), new)
    assert set(gone.labels) == {1, 2}
    assert gone.next_label == new.next_label


def test_few_or_equal_customers_are_no_groups() -> None:
    with pytest.raises(InvalidInput):
        fit_segments(planted((5,), only=(0,)))
    with pytest.raises(InvalidInput):
        fit_segments(np.ones((100, 8)))
    with pytest.raises(InvalidInput):
        fit_segments(np.empty((0, 8)))


def test_features_say_what_was_bought_when() -> None:
    lines = shop(50)
    found = features(lines, day(lines))
    assert found.values.shape == (50, len(NAMES))
    assert np.isfinite(found.values).all()
    assert (found.column("recency") <= found.column("tenure")).all()
    assert (found.column("breadth") <= found.column("frequency") * 4).all()
    assert ((found.column("returns") >= 0) & (found.column("returns") <= 1)).all()
    assert found.column("money").sum() == pytest.approx(float((lines.value - lines.returned).sum()))


def test_what_comes_later_changes_no_feature() -> None:
    lines = shop(50)
    at = day(lines) - 60
    assert np.array_equal(features(lines, at).values, features(lines.before(at), at).values)
