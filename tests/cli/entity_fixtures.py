"""Extractors for tests: the bot's own, with the word lists of the sample shop or of another catalogue."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from cli.evaluate.bot_entities import Extractor, extractor
from cli.evaluate.entities import build_lookups
from retrieval.encoder.export import export_encoder
from shop.catalogue import Product
from shop.settings import load_settings
from tests.retrieval.conftest import NOW

TODAY = date(2026, 11, 25)  # a Wednesday


@contextmanager
def reading(products: Sequence[Product], lookups: Path) -> Iterator[Extractor]:
    settings = load_settings()
    export_encoder(None, settings.artifacts / "encoder", NOW)
    build_lookups(products, lookups)
    with extractor(lookups, settings, TODAY) as opened:
        yield opened
