"""Which language a message is in, by its script or its commonest words."""

from __future__ import annotations

import pytest

from actions.other_language import guess_language


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("我想买一件雨衣", "zh"),
        ("ich suche eine Jacke", "de"),
        ("busco una chaqueta para mi hijo", "es"),
        ("je cherche une veste", "fr"),
        ("vorrei una giacca", "it"),
        ("レインコートはありますか", "ja"),
        ("비옷 있어요?", "ko"),
        ("где мой заказ", "ru"),
        ("xyzzy", None),
        ("", None),
    ],
)
def test_a_language_is_told_by_script_or_common_words(text: str, code: str | None) -> None:
    assert guess_language(text) == code
