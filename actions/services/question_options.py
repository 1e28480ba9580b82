"""The answers to a question as they stand on buttons, and what each means to a search."""

from __future__ import annotations

import re
from typing import Any

from actions.services.asking import answer_of
from actions.services.search_words import plural, size_text
from actions.words import Words
from recommender.asking import Band, Question
from shop.money import minor_digits, money_text


def options_of(question: Question, words: Words, currency: str) -> list[tuple[str, dict[str, Any]]]:
    """Label and meaning of each option: prices ascending, sizes from small to large, all else the likeliest first."""
    if question.attribute == "price":
        bands = sorted((Band.named(name) for name in question.options), key=lambda band: band.low or 0)
        return [(_band_label(band, words, currency), _band_means(band, currency)) for band in bands]
    values = sorted(question.options, key=_size_key) if question.attribute == "size" else list(question.options)
    return [(_label(question.attribute, value), answer_of(question.attribute, value)) for value in values]


def _label(attribute: str, value: str) -> str:
    if attribute == "size":
        return size_text(value)
    if attribute == "brand":
        return value
    named = plural(value) if attribute in ("kind", "type") else value.replace("_", " ")
    return named[:1].upper() + named[1:]


def _band_label(band: Band, words: Words, currency: str) -> str:
    if band.low is None:
        return words.label("utter_label_price_up_to", high=money_text(band.high or 0, currency))
    if band.high is None:
        return words.label("utter_label_price_from", low=money_text(band.low, currency))
    return words.label("utter_label_price_between", low=money_text(band.low, currency), high=money_text(band.high, currency))


def _band_means(band: Band, currency: str) -> dict[str, Any]:
    """In major units, as a message's own prices are."""
    unit = 10 ** minor_digits(currency)
    given = {"price_min": band.low, "price_max": band.high}
    return {name: bound / unit for name, bound in given.items() if bound is not None}


#: from small to large
_LETTERS = ("xxs", "xs", "s", "s/m", "m", "m/l", "l", "l/xl", "xl", "xxl", "xxxl")


def _size_key(size: str) -> tuple[int, float, str]:
    number = re.search(r"\d+(?:[.,]\d+)?", size)
    if size in _LETTERS:
        return 0, float(_LETTERS.index(size)), size
    return (1, float(number.group().replace(",", ".")), size) if number else (2, 0.0, size)
