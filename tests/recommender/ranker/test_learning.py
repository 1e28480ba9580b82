"""The ranking that a shop answers with: chosen where there is enough to choose by, and the same from the same deeds."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from recommender.candidates.histories import Histories, of_lists
from recommender.ranker.configuration import Configuration, Ranking
from recommender.ranker.learning import NOT_LIVE, learn_ranking
from recommender.ranker.stored import read_ranking, source_file, write_ranking
from shop.errors import Corrupt
from tests.recommender.candidates.made_up_histories import ITEMS, walks


@pytest.fixture(scope="module")
def past() -> Histories:
    return walks(700, 9)


@pytest.fixture(scope="module")
def learnt(past: Histories) -> tuple[Ranking, Configuration | None]:
    return learn_ranking(past)


def test_with_many_who_came_back_the_code_chooses_and_what_comes_next_is_foreseen(learnt) -> None:
    ranking, chosen = learnt
    assert chosen is not None
    assert not set(ranking.sources) & set(NOT_LIVE)
    order = ranking.order(of_lists([[3, 4, 5], [23, 24]], ITEMS), 3)
    assert order[0, 0] == 6
    assert order[1, 0] == 25


def test_with_few_it_answers_by_what_needs_least_data() -> None:
    ranking, chosen = learn_ranking(walks(30, 6))
    assert chosen is None
    assert set(ranking.sources) == {"rules", "item_knn"}
    assert ranking.order(of_lists([[3, 4, 5]], ITEMS), 1)[0, 0] == 6


def test_without_any_deed_there_is_nothing_to_foresee() -> None:
    ranking, chosen = learn_ranking(of_lists([], 5))
    assert chosen is None
    assert (ranking.order(of_lists([[1]], 5), 3) == -1).all()


def test_a_choice_made_before_is_taken_and_fitted_on_the_newer_deeds(past: Histories, learnt) -> None:
    newer = walks(800, 9, seed=8)
    ranking, chosen = learn_ranking(newer, learnt[1])
    assert chosen is learnt[1]
    assert ranking.weights == learnt[0].weights


def test_learnt_twice_it_is_the_same_to_the_byte(past: Histories, tmp_path: Path) -> None:
    for name in ("first", "second"):
        (tmp_path / name).mkdir()
        write_ranking(tmp_path / name, learn_ranking(past)[0])
    files = sorted(path.name for path in (tmp_path / "first").iterdir())
    assert files == sorted(path.name for path in (tmp_path / "second").iterdir())
    for file in files:
        assert (tmp_path / "first" / file).read_bytes() == (tmp_path / "second" / file).read_bytes(), file


def test_read_from_its_files_it_gives_the_same_order(learnt, tmp_path: Path) -> None:
    write_ranking(tmp_path, learnt[0])
    asked = of_lists([[1, 2, 3], [30], [22, 5]], ITEMS)
    np.testing.assert_array_equal(read_ranking(tmp_path).order(asked, 5), learnt[0].order(asked, 5))


@pytest.mark.parametrize("damage", ["missing", "garbled"])
def test_a_damaged_file_is_refused_with_what_to_do(learnt, tmp_path: Path, damage: str) -> None:
    write_ranking(tmp_path, learnt[0])
    file = tmp_path / source_file(next(iter(learnt[0].sources)))
    file.unlink() if damage == "missing" else file.write_bytes(b"PK no zip")
    with pytest.raises(Corrupt, match="shoptalk build"):
        read_ranking(tmp_path)
