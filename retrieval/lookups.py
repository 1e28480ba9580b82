"""What the catalogue calls its types, brands, categories, colours, sizes and materials: the bot's entities.

Each file is a JSON list of ``{"value": canonical, "forms": [lower-case surface forms], "products": how many have it}``,
most used first. ``"sure": true`` marks a word that means this wherever it stands, ``"plain": true`` one that is an everyday
word too and counts only in a fitting place. A size has ``"types"``: the heads of the types that come in it. A type has
``"also"``: what other people call it, where no entry is called so (see same_things).
"""

from __future__ import annotations

import json
import os
import re
import shutil
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from pathlib import Path

from retrieval.facts import Facts, spelt
from retrieval.same_things import other_names
from retrieval.size_words import size_forms
from retrieval.text import fold, plural, singular
from retrieval.titles import kind_of
from retrieval.types import type_words
from retrieval.words import (
    COLLECTIVES,
    COLOUR_OF,
    COLOURS,
    MADE_OF,
    MATERIALS,
    SHORT_FOR,
    SPELLINGS,
    STOP,
    TALK,
    UNSURE_MATERIALS,
    UNSURE_SHADES,
)  # fmt: skip
from shop.catalogue import Product
from shop.manifest import check_manifest, write_manifest

FILES = ("types", "brands", "categories", "colours", "sizes", "materials")
#: A derived type is listed from this many products on, a single word from more; one that the import names, always.
ENOUGH = 3
ENOUGH_ALONE = 5
_CLEAN = re.compile(r"^[a-z][a-z']*[a-z]$")

Entry = dict[str, object]
Lists = Mapping[str, Sequence[Entry]]


def entries_of(products: Sequence[Product], facts: Sequence[Facts]) -> dict[str, list[Entry]]:
    """The content of each of ``FILES``."""
    return {
        "types": types(products, facts),
        "brands": _plain(Counter(f.brand for f in facts if f.brand), keep_case=True),
        "categories": _categories(facts),
        "colours": colours(facts),
        "sizes": sizes(facts),
        "materials": materials(facts),
    }


def write_lookups(lists: Lists, products: int, folder: Path, now: datetime, inputs: Mapping[str, str]) -> None:
    """Write all lists (of so many products) and their manifest into ``folder``; readers see the manifest change last."""
    counts = {"products": products, **{n: len(e) for n, e in lists.items()}}
    write_lists(lists, folder, now=now, inputs=inputs, settings={"enough": ENOUGH}, metrics=counts)


def write_lists(
    lists: Mapping[str, Sequence[object]],
    folder: Path,
    *,
    now: datetime,
    inputs: Mapping[str, str],
    settings: Mapping[str, object],
    metrics: Mapping[str, int],
) -> None:
    """Write ``<name>.json`` for each list, then their manifest."""
    folder.mkdir(parents=True, exist_ok=True)
    draft = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    try:
        for name, entries in lists.items():
            (draft / f"{name}.json").write_text(json.dumps(entries, ensure_ascii=False, indent=0), encoding="utf-8")
        write_manifest(draft, now=now, inputs=inputs, settings=settings, metrics=metrics)
        for name in (*(f"{n}.json" for n in lists), "manifest.json"):
            os.replace(draft / name, folder / name)
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def extend_lookups(more: Lists, folder: Path, now: datetime) -> bool:
    """Add entries that are not there yet; what stands there stays. False when there was nothing to add.

    Raises Corrupt when the lists that stand there are not whole.
    """
    manifest = check_manifest(folder)
    present = {name: json.loads((folder / f"{name}.json").read_text(encoding="utf-8")) for name in FILES}
    extended = {name: _merged([*present[name], *more.get(name, ())]) for name in FILES}
    if extended == present:
        return False
    write_lookups(extended, int(manifest["metrics"]["products"]), folder, now, manifest["inputs"])
    return True


def types(products: Sequence[Product], facts: Sequence[Facts]) -> list[Entry]:
    """Types with their plurals, and the things they end with as types of their own ("guitar" of "acoustic guitar").

    A thing that no type is called alone is spelt as most types that end with it write it: "socks" of "hiking socks".
    """
    counts: Counter[tuple[str, ...]] = Counter()
    spelling: dict[tuple[str, ...], str] = {}
    endings: defaultdict[tuple[str, ...], Counter[str]] = defaultdict(Counter)
    given: set[tuple[str, ...]] = set()
    for product, fact in zip(products, facts, strict=True):
        words = type_words(fact.type)
        counts.update(words[i:] for i in range(len(words)))
        if words:
            spelling[words] = fact.type
            written = fact.type.replace("-", " ").split()
            if singular(written[-1]) == words[-1]:
                for i in range(len(words)):
                    endings[words[i:]][" ".join(written[i:])] += 1
        if product.type:
            given.update((words, words[-1:]))
    entries = []
    for words, count in sorted(counts.items(), key=lambda item: (-item[1], item[0])):
        common = endings[words].most_common(1)
        value = spelling.get(words) or (common[0][0] if common else " ".join(words))
        if words in given or _usable(words, count):
            one = " ".join(words)
            many = [plural(one), *([one + "s"] if plural(one) not in (one, one + "s") and not one.endswith("s") else [])]
            forms = [value, one, *many]
            if value.split()[-1] == singular(value.split()[-1]):
                forms.append(plural(value))
            entry = _entry(value, [f for form in forms for f in variants(form)], count)
            entries.append({**entry, "also": [*other_names(value), *_beginnings(words)]})
    return _merged(entries)


def _beginnings(words: tuple[str, ...]) -> list[str]:
    """A long name is often left unfinished: "base layer" of "base layer top", "trail running" of "trail running shoes"."""
    starts = [" ".join(words[:i]) for i in range(len(words) - 1, 1, -1)]
    return [form for start in starts for form in (start, plural(start))]


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
    for value, count in sorted(counts.items(), key=lambda item: (-item[1], item[0])):
        words = fold(value.replace("_", " ").replace("&", " and "))
        entries.append(_entry(fold(value), (fold(value), *variants(words), words.replace(" and ", " & ")), count))
    return _merged(entries)


def colours(facts: Sequence[Facts]) -> list[Entry]:
    """Colours of the catalogue, and all plain colour words, so that one the shop has not is understood and not found."""
    counts = Counter(c for f in facts for c in {c for v in f.variants for c in v[0]})
    for word in COLOUR_OF:
        if word not in UNSURE_SHADES:
            counts[spelt(word)] += 0
    for word in MATERIALS:  # "an oak bench" says what it is made of, whatever its colour is called
        if word not in COLOUR_OF:
            counts.pop(word, None)
    entries = _plain(counts)
    for entry in entries:
        value = str(entry["value"])
        if value in COLOURS and value not in UNSURE_SHADES:
            entry["sure"] = True
        elif " " not in value and (value in UNSURE_SHADES or value not in COLOUR_OF):
            entry["plain"] = True
    return entries


def sizes(facts: Sequence[Facts]) -> list[Entry]:
    counts: Counter[str] = Counter()
    heads: defaultdict[str, set[str]] = defaultdict(set)
    for fact in facts:
        for size in {s for v in fact.variants for s in v[1]}:
            counts[size] += 1
            heads[size].update(type_words(fact.type)[-1:])
    entries = []
    for value, count in sorted(counts.items(), key=lambda item: (-item[1], item[0])):
        entry = _entry(value, size_forms(value), count)
        entries.append({**entry, "types": sorted(heads[value])})
    return _merged(entries)


def materials(facts: Sequence[Facts]) -> list[Entry]:
    """Materials of the catalogue, and all that are materials only, so that one the shop has not is understood and not found."""
    counts = Counter(m for f in facts for m in {*f.materials, *(m for v in f.variants for m in v[2])})
    for word in MATERIALS:
        if word not in UNSURE_MATERIALS and word not in COLOUR_OF:
            counts[spelt(word)] += 0
    entries = _plain(counts)
    for entry in entries:
        value = str(entry["value"])
        if value in UNSURE_MATERIALS:
            entry["plain"] = True
        elif value in MATERIALS:
            entry["sure"] = True
    return entries


def _plain(counts: Mapping[str, int], keep_case: bool = False) -> list[Entry]:
    entries = []
    for value, count in sorted(counts.items(), key=lambda item: (-item[1], item[0])):
        folded = fold(value)
        entries.append(_entry(value if keep_case else folded, variants(folded), count))
    return _merged(entries)


def variants(form: str) -> list[str]:
    """The form, and how else it is written: hyphens opened, "&" as "and", the other English, what is made of it ("woollen")."""
    forms = [form, *([SHORT_FOR[form]] if form in SHORT_FOR else [])]
    for one, other in (("&", "and"), (" + ", " and "), (" n ", " and ")):
        if one in form:
            forms.append(" ".join(form.replace(one, f" {other.strip()} ").split()))
    for written in tuple(forms):
        words = written.replace("-", " ").split()
        for i, word in enumerate(words):
            for other in (*SPELLINGS.get(word, ()), *(MADE_OF.get(word, ()) if i == len(words) - 1 else ())):
                forms.append(" ".join([*words[:i], other, *words[i + 1 :]]))
    return [f for written in forms for f in (written, written.replace("-", " "))]


def _entry(value: str, forms: Iterable[str], products: int) -> Entry:
    return {"value": value, "forms": list(dict.fromkeys(f for f in forms if f)), "products": products}


def _merged(entries: list[Entry]) -> list[Entry]:
    """A form belongs to the first value that has it; a value left without forms goes. What people also call a thing counts
    only where no entry is called so."""
    taken: set[str] = set()
    out = []
    for entry in entries:
        forms = [f for f in entry["forms"] if f not in taken]  # type: ignore[attr-defined]
        taken.update(forms)
        if forms:
            out.append({**entry, "forms": forms})
    for entry in out:
        also = [f for f in entry.pop("also", ()) if f not in taken]  # type: ignore[attr-defined]
        taken.update(also)
        if also:
            entry["also"] = also
    return out
