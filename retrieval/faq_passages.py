"""Parts of an answer that are short enough for one vector each."""

from __future__ import annotations

WORDS = 80  # in a passage; with a question before it, about as many word pieces as the encoder was trained on
MOST = 30  # passages of one answer; a longer one is a manual


def passages(answer: str) -> list[str]:
    """Pieces of ``WORDS`` words, whatever the lines and paragraphs are: those differ from one export of a shop's texts to the
    next. None for an empty answer."""
    words = answer.split()
    return [" ".join(words[start : start + WORDS]) for start in range(0, len(words), WORDS)][:MOST]
