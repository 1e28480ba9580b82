"""Whatever is written into a description, what is told of it states only the product's own prices and running promotions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from actions.coupon_codes import coupon_codes
from actions.figures import amounts, hard_figures
from actions.records import figures_of_product, figures_of_promotion, price_figures
from actions.services.named import NameIndex
from actions.services.told import Told
from retrieval.text import sentences
from shop.catalogue import Faq, Product, Variant
from shop.money import money_text
from shop.promotions import Promotion

NOW = datetime(2026, 3, 1, tzinfo=UTC)
RUNNING = [Promotion("p1", "Spring", "percent", 20, code="SPRING20"), Promotion("p2", "Ten", "amount", 1000, code="TENOFF")]
PLAIN = st.sampled_from(["Made of oak.", "It holds 2.5 litres.", "80% wool, 20% silk.", "Fits A4 paper.", "Model ECO-3000."])
AMOUNTS = st.integers(1, 10**6)
FALSE = st.one_of(
    st.builds("Now only ${:,}!".format, AMOUNTS),
    st.builds("It costs {} dollars elsewhere.".format, AMOUNTS),
    st.builds("Price: {}.99 today.".format, AMOUNTS),
    st.builds("Use code SAVE{} at checkout.".format, st.integers(0, 999)),
    st.builds("Take {}% off until 2031-01-01.".format, st.integers(21, 99)),
    st.builds("SPRING{} is the code for a discount of {}%.".format, st.just(20), st.integers(21, 99)),
)


@dataclass
class Shop:
    """The two records that a text is held against."""

    running: Sequence[Promotion] = field(default_factory=lambda: RUNNING)
    known: Sequence[Product] = ()

    @property
    def promotions(self) -> Shop:
        return self

    @property
    def products(self) -> Shop:
        return self

    def active(self, now: datetime) -> list[Promotion]:
        return list(self.running)

    def get_many(self, ids: Sequence[str]) -> list[Product]:
        return [p for p in self.known if p.product_id in ids]


def told_by(*known: Product) -> Told:
    shop: Any = Shop(known=known)
    names: Any = NameIndex(known)
    return Told(shop, names, lambda: NOW)


def product(description: str, *prices: int) -> Product:
    variants = tuple(Variant(f"s{n}", price) for n, price in enumerate(prices))
    return Product("p", "Oakline Harbour Chair", description, type="chair", brand="Oakline", variants=variants)


@given(st.lists(st.one_of(PLAIN, FALSE), max_size=6), st.lists(st.integers(1, 10**8), max_size=3))
def test_what_is_told_states_own_prices_and_running_promotions_alone(written: list[str], prices: list[int]) -> None:
    full = product(" ".join(written), *prices)
    told = told_by().product(full)
    for sentence in sentences(told.description):
        assert sentence in sentences(full.description)
        assert amounts(sentence) <= price_figures(full)
        assert coupon_codes(sentence) <= {p.code.casefold() for p in RUNNING}
    plain = [s for s in written if s in ("Made of oak.", "It holds 2.5 litres.", "80% wool, 20% silk.", "Fits A4 paper.")]
    assert all(sentence in told.description for sentence in plain)


@given(st.lists(st.integers(1, 10**8), min_size=1, max_size=4), st.sampled_from(["USD", "EUR", "JPY", "SEK"]))
def test_own_prices_may_be_told_in_any_currency(prices: list[int], currency: str) -> None:
    text = " ".join(f"One version is {money_text(price, currency)}." for price in prices)
    variants = tuple(Variant(f"s{n}", price) for n, price in enumerate(prices))
    full = Product("p", "Chair", text, currency=currency, variants=variants)
    assert told_by().product(full) == full


@given(AMOUNTS, AMOUNTS)
def test_money_in_a_text_is_no_figure_of_the_product(said: int, price: int) -> None:
    figures = figures_of_product(product(f"Only ${said}!", 100 * price)).hard
    assert figures == {f"money {price}"}


@given(st.text(max_size=300))
def test_any_description_and_any_answer_is_read(text: str) -> None:
    told = told_by()
    assert len(told.product(product(text, 500)).description) <= len(text) + 1
    assert len(told.faq(Faq("f", text, text))) <= len(text) + 1


def test_a_running_code_is_told_with_what_it_gives_and_not_with_more() -> None:
    true, false = "Use code SPRING20 for 20% off.", "Use code SPRING20 for 50% off."
    assert told_by().product(product(true, 500)).description == true
    assert told_by().product(product(false, 500)).description == ""
    assert told_by().faq(Faq("f", "Any offers?", f"{true} {false}")) == true


def test_an_entry_gives_fees_as_it_likes_and_prices_of_named_products_as_they_are() -> None:
    chair = product("", 12900)
    told = told_by(chair)
    fee = "Delivery is $4.90, free from $50."
    assert told.faq(Faq("f", "What does delivery cost?", fee)) == fee
    named = Faq("f", f"How much is the {chair.name}?", "It is $1 today. It was made by hand.")
    assert told.faq(named) == "It was made by hand."
    assert told.faq(Faq("f", named.question, "It is $129.")) == "It is $129."


def test_a_promotions_days_are_known_with_and_without_their_year() -> None:
    ends = Promotion("p", "Ends", "percent", 5, code="ENDS5", ends_at=datetime(2026, 3, 5, tzinfo=UTC))
    assert hard_figures("until March 5, 2026, until 5 March") <= figures_of_promotion(ends).hard
