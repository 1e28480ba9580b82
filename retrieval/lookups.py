"""What the catalogue calls its types, brands, categories, colours, sizes and materials: the bot's entities.

Each file is a JSON list of ``{"value": canonical, "forms": [lower-case surface forms]}``, longest use first.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import tempfile
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path

from retrieval.facts import Facts, spelt
from retrieval.text import fold, plural
from retrieval.titles import kind_of
from retrieval.types import type_words
from retrieval.words import COLLECTIVES, COLOUR_OF, MATERIALS, STOP, TALK, UNSURE_SHADES
from shop.catalogue import Product
from shop.manifest import write_manifest

FILES = ("types", "brands", "categories", "colours", "sizes", "materials")
#: A derived type is listed from this many products on, a single word from more; one that the import names, always.
ENOUGH = 3
ENOUGH_ALONE = 5
_SPELLINGS = {
    "grey": ("gray",),
    "aluminium": ("aluminum",),
    "wood": ("wooden",),
    "multicolour": ("multicolor", "multicoloured"),
}
_SIZES = {"xs": ("extra small",), "s": ("small",), "m": ("medium",), "l": ("large",), "xl": ("extra large",), "xxl": ("2xl",)}
_CLEAN = re.compile(r"^[a-z][a-z']*[a-z]$")

Entry = dict[str, object]


def write_lookups(
    products: Sequence[Product], facts: Sequence[Facts], folder: Path, now: datetime, inputs: dict[str, str]
) -> None:
    """Write all lists and their manifest into ``folder``; readers see the manifest change last."""
    lists = {
        "types": types(products, facts),
        "brands": _plain(Counter(f.brand for f in facts if f.brand), keep_case=True),
        "categories": _categories(facts),
        "colours": colours(facts),
        "sizes": sizes(facts),
        "materials": materials(facts),
    }
    folder.mkdir(parents=True, exist_ok=True)
    draft = Path(tempfile.mkdtemp(prefix=".lookups-", dir=folder.parent))
    try:
        for name, entries in lists.items():
            (draft / f"{name}.json").write_text(json.dumps(entries, ensure_ascii=False, indent=0), encoding="utf-8")
        write_manifest(
            draft, now=now, inputs=inputs, settings={"enough": ENOUGH}, metrics={n: len(e) for n, e in lists.items()}
        )
        for name in (*(f"{n}.json" for n in lists), "manifest.json"):
            os.replace(draft / name, folder / name)
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def types(products: Sequence[Product], facts: Sequence[Facts]) -> list[Entry]:
    """Types with their plurals, and the things they end with as types of their own ("guitar" of "acoustic guitar")."""
    counts: Counter[tuple[str, ...]] = Counter()
    spelling: dict[tuple[str, ...], str] = {}
    given: set[tuple[str, ...]] = set()
    for product, fact in zip(products, facts, strict=True):
        words = type_words(fact.type)
        counts.update(words[i:] for i in range(len(words)))
        if words:
            spelling[words] = fact.type
        if product.type:
            given.update((words, words[-1:]))
    entries = []
    for words, count in sorted(counts.items(), key=lambda item: (-item[1], item[0])):
        value = spelling.get(words, " ".join(words))
        if words in given or _usable(words, count):
            forms = (value, plural(value), " ".join(words), plural(" ".join(words)))
            entries.append(_entry(value, (*forms, *(f.replace("-", " ") for f in forms))))
    return _merged(entries)


def _usable(words: tuple[str, ...], count: int) -> bool:
    """Is a derived type a word by which a customer would ask for a thing, and no word of any conversation?"""
    if count < (ENOUGH if len(words) > 1 else ENOUGH_ALONE) or words[-1] in COLLECTIVES:
        return False
    if len(words) == 1 and (words[0] in TALK or words[0] in STOP):
        return False
    return all(_CLEAN.match(w) for w in words) and len(words[-1]) > 2 and kind_of(words[-1], words[-1]) == "word"


def _categories(facts: Sequence[Facts]) -> list[Entry]:
    counts = Counter(f.category for f in facts if f.category)
    entries = []
    for value, _ in sorted(counts.items(), key=lambda item: (-item[1], item[0])):
        words = fold(value.replace("_", " ").replace("&", " and "))
        entries.append(_entry(value, (fold(value), words, words.replace(" and ", " & "))))
    return entries


def colours(facts: Sequence[Facts]) -> list[Entry]:
    """Colours of the catalogue, and all plain colour words, so that one the shop has not is understood and not found."""
    counts = Counter(c for f in facts for colour in {c for v in f.variants for c in v[0]} for c in (colour,))
    for word in COLOUR_OF:
        if word not in UNSURE_SHADES:
            counts[spelt(word)] += 0
    return _plain(counts)


def sizes(facts: Sequence[Facts]) -> list[Entry]:
    counts = Counter(s for f in facts for s in {s for v in f.variants for s in v[1]})
    named = {form for forms in _SIZES.values() for form in forms}
    entries = []
    for value, _ in sorted(counts.items(), key=lambda item: (-item[1], item[0])):
        if value not in named:
            entries.append(_entry(value, (value, *_SIZES.get(value, ()))))
    return entries


def materials(facts: Sequence[Facts]) -> list[Entry]:
    counts = Counter(m for f in facts for m in {*f.materials, *(m for v in f.variants for m in v[2])})
    for word in MATERIALS:
        if word in counts:
            counts[word] += 1
    return _plain(counts)


def _plain(counts: Counter[str], keep_case: bool = False) -> list[Entry]:
    entries = []
    for value, _ in sorted(counts.items(), key=lambda item: (-item[1], item[0])):
        folded = fold(value)
        forms = [folded, folded.replace("-", " ")]
        for one, others in _SPELLINGS.items():
            if one in folded.split():
                forms.extend(folded.replace(one, other) for other in others)
        entries.append(_entry(value if keep_case else folded, forms))
    return _merged(entries)


def _entry(value: str, forms: Iterable[str]) -> Entry:
    return {"value": value, "forms": list(dict.fromkeys(f for f in forms if f))}


def _merged(entries: list[Entry]) -> list[Entry]:
    """A form belongs to the first value that has it; a value left without forms goes."""
    taken: set[str] = set()
    out = []
    for entry in entries:
        forms = [f for f in entry["forms"] if f not in taken]  # type: ignore[attr-defined]
        taken.update(forms)
        if forms:
            out.append({"value": entry["value"], "forms": forms})
    return out
