"""The public sets of recommendation are read into the columns of ``shoptalk evaluate recommend``."""

from __future__ import annotations

from pathlib import Path

import pytest

from cli.evaluate.interactions import read_interactions
from data.public import amazon_beauty, movielens, online_retail_articles
from data.public.online_retail import Bought
from shop.settings import load_settings


def bought(customer: str, article: str, at: str, text: str = "RED MUG") -> Bought:
    return Bought(customer, "1", at, text, 2, 2, 1.0, article, "France")


def test_a_sequences_places_are_its_times() -> None:
    assert amazon_beauty.interactions([{"user": "7", "items": "4 12 4"}]) == [
        ("7", "4", "0"),
        ("7", "12", "1"),
        ("7", "4", "2"),
    ]
    assert amazon_beauty.items({"83": [4, 5]}) == [("83", "a4 a5")]


def test_a_film_is_known_by_its_title_its_decade_and_its_genres() -> None:
    films = [
        {"item_id": "2", "movie_title": "GoldenEye", "release_year": "1995", "class": "Action Thriller"},
        {"item_id": "267", "movie_title": "unknown", "release_year": "", "class": ""},
    ]
    assert movielens.items(films)[0] == ("2", "GoldenEye", "1995 1990s", "Action Thriller")
    assert movielens.genres(films) == {"2": "Action", "267": "unknown"}


def test_an_article_counts_once_in_an_invoice_and_is_named_as_it_mostly_was() -> None:
    lines = [
        bought("1", "85048", "2010-01-01T10:00:00Z"),
        bought("1", "85048", "2010-01-01T10:00:00Z", "RED MUG?"),
        bought("1", "85048", "2010-02-01T10:00:00Z"),
    ]
    assert online_retail_articles.interactions(lines) == [
        ("1", "85048", "2010-01-01T10:00:00Z", "France"),
        ("1", "85048", "2010-02-01T10:00:00Z", "France"),
    ]
    assert online_retail_articles.items(lines) == [("85048", "RED MUG", "mug")]


def test_the_public_files_hold_what_the_published_tables_were_made_of(tmp_path: Path) -> None:
    if load_settings().datasets is None:
        pytest.skip("SHOPTALK_DATASETS is unset")
    beauty = read_interactions(*amazon_beauty.write(tmp_path / "beauty"))
    assert (beauty.histories.users, beauty.histories.items, len(beauty.histories.item)) == (22_363, 12_101, 198_502)
    films = read_interactions(*movielens.write(tmp_path / "films"))
    assert (films.histories.users, films.histories.items, len(films.histories.item)) == (943, 1_682, 100_000)
    lines = online_retail_articles.taken()
    read = read_interactions(*online_retail_articles.write(tmp_path / "retail", lines))
    assert read.histories.users == len({line.customer_id for line in lines})
    assert read.deeds.regions == tuple(sorted({line.country for line in lines}))
    assert len(read.deeds.item) > len(read.histories.item)  # what was bought again is kept for baskets
