"""Invoices become orders with what was kept of them, and their categories are found again the same."""

from __future__ import annotations

from pathlib import Path

import pytest

from cli.evaluate.customers import read_orders
from data.public.online_retail import COLUMNS, categories, head_nouns, read
from shop.settings import load_settings


def line(invoice: str, code: str, quantity: int, at: str = "2010-01-01 10:00", price: float = 2.0, customer: str = "1") -> dict:
    return {
        "invoice": invoice,
        "stock_code": code,
        "description": "RED RETROSPOT MUG",
        "quantity": str(quantity),
        "invoice_date": at,
        "unit_price": str(price),
        "customer_id": customer,
        "country": "France",
    }


def test_a_cancellation_takes_back_what_was_bought_last_and_no_more() -> None:
    rows = [
        line("1", "85048", 10),
        line("2", "85048", 4, "2010-01-05 10:00"),
        line("C3", "85048", -6, "2010-01-09 10:00"),
        line("C4", "20000", -3, "2010-01-09 10:00"),  # bought before the file begins
    ]
    assert [(r[1], r[3], r[5]) for r in read(rows)] == [("1", "20.00", "4.00"), ("2", "8.00", "8.00")]


def test_what_is_no_article_or_nobodys_is_left_out() -> None:
    rows = [
        line("1", "POST", 1),
        line("2", "TEST001", 5),
        line("3", "M", 1),
        line("4", "85048", 1, price=0.0),
        line("5", "85048", 1, customer=""),
        line("6", "85123A", 1),
    ]
    assert [r[1] for r in read(rows)] == ["6"]


def test_the_head_noun_names_the_thing() -> None:
    assert head_nouns("SET/6 RED SPOTTY PAPER CUPS")[0] == "cup"
    assert head_nouns("HANGING HEART T-LIGHT HOLDER")[0] == "holder"
    known = categories({"RED MUG": 5, "MUG WITH HEART": 1, "12": 3})
    assert known == {"RED MUG": "mug", "MUG WITH HEART": "mug", "12": "other"}


def test_the_public_file_is_read_into_the_columns_of_the_contract(tmp_path: Path) -> None:
    folder = load_settings().datasets
    if folder is None:
        pytest.skip("SHOPTALK_DATASETS is unset")
    rows = read()
    assert len({r[0] for r in rows}) == 4239
    assert len({r[1] for r in rows}) == 18192
    assert len({r[4] for r in rows}) == 21
    out = tmp_path / "orders.csv"
    out.write_text("\n".join([",".join(COLUMNS), *(",".join(r) for r in rows[:200])]), encoding="utf-8")
    assert len(read_orders(out)) == 200
