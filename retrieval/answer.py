"""The sentence of a product's own record that answers a question, or nothing: what the shop does not say is not known."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from retrieval.encoder.encoder import Encoder
from retrieval.text import Tokeniser, sentences
from retrieval.words import MATERIALS, listed

#: A sentence that shares the question's words is an answer from this cosine on …
SIMILAR = 0.3
#: … and one that shares none of them from this one on (the same thing in other words).
ALONE = 0.62
#: The part of the question's own words that a sentence must share.
COVERED = 0.5
LONGEST = 400
_MATERIALS = frozenset(MATERIALS)
#: Words that ask and do not say about what.
_ASKING = frozenset(
    listed(
        """
    come comes coming include includes included including have has had having does did do there tell know much many
    make makes made use used using work works good nice really also actually one thing product item kind sort give
    gives need get gets long big heavy available possible able want first second third last fit fits suitable
    supplied ship shipped delivered tall wide old
    """
    )
)
#: What a question may ask about without naming the attribute: stem of attribute → words in the question.
_ABOUT: dict[str, tuple[str, ...]] = {
    "material": ("made of", "made from", "what material", "fabric", "which material"),
    "weight": ("how heavy", "weigh", "weight"),
    "size": ("how big", "what size", "which size", "sizes", "how large", "dimensions"),
    "dimensions": ("how big", "dimensions", "how wide", "how tall", "how large", "how high"),
    "length": ("how long", "length"),
    "height": ("how tall", "how high", "height"),
    "width": ("how wide", "width"),
    "colour": ("what colour", "which colour", "colours", "what color", "which color", "colors"),
    "color": ("what colour", "which colour", "colours", "what color", "which color", "colors"),
    "capacity": ("how much does it hold", "capacity", "how many people", "volume", "how many litres", "how many liters"),
    "age": ("how old", "what age", "which age"),
    "brand": ("what brand", "which brand", "who makes", "manufacturer"),
}


@dataclass(frozen=True)
class Passage:
    """``text`` is a sentence of the record, or an attribute said as one; ``source`` is description, name, or the attribute."""

    text: str
    source: str
    score: float


def best_passage(record: Mapping[str, Any], question: str, encoder: Encoder, tokeniser: Tokeniser) -> Passage | None:
    """``record``: name, description, brand, material, attributes, options. None when nothing speaks of what is asked."""
    attributes = _attributes(record)
    asked = question.casefold()
    for name, words in _ABOUT.items():
        value = next((v for key, v in attributes.items() if key == name or key.endswith(" " + name)), "")
        if value and any(w in asked for w in words):
            return Passage(_said(name if name in attributes else _full(name, attributes), value), name, 1.0)
    of_what = any(w in asked for w in _ABOUT["material"])

    candidates = [(_said(key, value), key) for key, value in attributes.items()]
    candidates += [(s, "description") for s in sentences(str(record.get("description", "")))]
    candidates.append((str(record["name"]), "name"))
    own = set(tokeniser.stems(str(record.get("type", ""))))
    said = [w for w in tokeniser.words(question) if w not in _ASKING]
    topics = set(tokeniser.stemmed(said))
    topics = topics - own or topics
    if not topics and not of_what:
        return None
    vectors = encoder.encode([question, *(text for text, _ in candidates)], max_tokens=128)
    cosines = vectors[1:] @ vectors[0]
    best: Passage | None = None
    for (text, source), cosine in zip(candidates, cosines.tolist(), strict=True):
        if of_what:  # a sentence that names a material speaks of what the thing is made of
            covered = float(source == "description" and any(w in _MATERIALS for w in text.casefold().replace(",", " ").split()))
        else:
            covered = len(topics & set(tokeniser.stems(text))) / len(topics)
        if (covered >= COVERED and cosine >= SIMILAR) or cosine >= ALONE:
            score = (cosine + covered) / 2
            if best is None or score > best.score:
                best = Passage(_short(text), source, round(score, 4))
    return best


def _attributes(record: Mapping[str, Any]) -> dict[str, str]:
    """Lower-case names with spaces → values; what the options offer counts as an attribute."""
    found = {str(k).replace("_", " ").lower(): str(v) for k, v in record.get("attributes", {}).items() if str(v).strip()}
    for key in ("brand", "material"):
        if record.get(key):
            found.setdefault(key, str(record[key]))
    for key, values in record.get("options", {}).items():
        found.setdefault(str(key).replace("_", " ").lower(), ", ".join(values))
    return found


def _full(name: str, attributes: Mapping[str, str]) -> str:
    return next(key for key in attributes if key.endswith(" " + name))


def _said(name: str, value: str) -> str:
    return f"{name[:1].upper()}{name[1:]}: {value.rstrip('.')}."


def _short(text: str) -> str:
    """At most ``LONGEST`` characters, cut at a word."""
    return text if len(text) <= LONGEST else text[:LONGEST].rsplit(" ", 1)[0] + "…"
