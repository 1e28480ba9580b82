"""Parts of an answer that are short enough for one vector each."""

from __future__ import annotations

import re

WORDS = 80  # in a passage; beyond about that the encoder's vector says what everything says
MOST = 30  # passages of one answer; a longer one is a manual
_PARAGRAPH = re.compile(r"\n\s*\n")


def passages(answer: str) -> list[str]:
    """Paragraphs (parted by an empty line), each counting once however long it is; an answer without any is cut into pieces of
    ``WORDS`` words. None for an empty answer."""
    paragraphs = [text for part in _PARAGRAPH.split(answer) if (text := " ".join(part.split()))]
    if len(paragraphs) > 1:
        return paragraphs[:MOST]
    words = " ".join(paragraphs).split()
    return [" ".join(words[start : start + WORDS]) for start in range(0, len(words), WORDS)][:MOST]
