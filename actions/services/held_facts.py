"""What customers said of themselves: what of it holds in a turn, and where it is kept.

A customer who agreed to a profile has it there. All others have it in the conversation only, and so has everyone what was said
of a gift: it never touches the customer's own profile.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from recommender.profiles.facts import Fact, cancels, in_force, read_fact, stored
from recommender.stated import GIFT, ME, Reader, ShopReader, Stated
from recommender.stated.conflicts import Told, conflict, is_hard
from retrieval.facts import size_values
from shop.catalogue import Product
from shop.customers import Profile
from storage import Storage

SLOT = "facts"
_SOFT = frozenset(("style", "use", "fit", "material"))
MOST = 60  # facts of one conversation


@dataclass(frozen=True)
class Held:
    """``facts`` are in force, in the order of their times. ``gift``: one is talked of, so its facts count and not the
    customer's own. ``kept``: the customer agreed to a profile, where what they say of themselves is kept."""

    facts: tuple[Fact, ...] = ()
    gift: bool = False
    kept: bool = False

    def of(self, scope: str) -> list[Stated]:
        return [one for fact in self.facts if (one := read_fact(fact)) is not None and one.scope == scope]

    @property
    def present(self) -> list[Stated]:
        """Those that hold for what is looked for now."""
        return self.of(GIFT if self.gift else ME)

    @property
    def own_maps(self) -> tuple[Fact, ...]:
        """Those that hold now, as likings of whoever it is for."""
        scope = GIFT if self.gift else ME
        return tuple({**fact, "scope": ME} for fact in self.facts if (fact.get("scope") or ME) == scope)

    @property
    def hard(self) -> list[Stated]:
        return [fact for fact in self.present if is_hard(fact)]

    def without(self, values: Collection[str]) -> Held:
        """Without the hard facts about these values, which the customer asks for by name."""
        asked = {value.lower() for value in values}
        kept = tuple(f for f in self.facts if not (f.get("polarity") == "dislike" and f.get("value") in asked))
        return replace(self, facts=kept) if len(kept) != len(self.facts) else self

    def against(self, product: Product, derived: Mapping[str, object] | None = None) -> Stated | None:
        """The hard fact that a product goes against."""
        return conflict(self.hard, told_of(product, derived or {})) if self.hard else None

    def unwanted(self, product: Product) -> bool:
        """Is it of a kind that they do not want? It is found by a search, but not recommended."""
        kinds = [fact.value for fact in self.present if fact.attribute == "type" and fact.negated]
        return any(f" {product.type.lower()}".endswith(f" {kind}") for kind in kinds)

    def mentions(self, product: Product) -> int:
        """How many words of style, use, fit and material that are liked the product's text has, less those disliked."""
        soft = [fact for fact in self.present if fact.attribute in _SOFT and not is_hard(fact)]
        if not soft:
            return 0
        text = told_of(product, {}).text()
        return sum(-1 if fact.negated else 1 for fact in soft if re.search(rf"\b{re.escape(fact.value)}", text))

    @property
    def sizes(self) -> frozenset[str]:
        """All names of the sizes that fit, as the index has them."""
        said = [fact for fact in self.present if fact.attribute in ("size", "width") and not fact.negated]
        return frozenset(value for fact in said for value in size_values(fact.value))


NOTHING_HELD = Held()


def told_of(product: Product, derived: Mapping[str, object]) -> Told:
    kind = product.type or str(derived.get("type") or "")
    options = [value for variant in product.variants for value in variant.options.values()]
    names = ". ".join([product.name, product.brand, kind, f"material: {product.material}", *dict.fromkeys(options)])
    return Told(names, product.description, product.attributes)


def with_said(profile: Profile | None, held: Held) -> Profile | None:
    """The profile with what was said in the conversation; for one who has none, what was said alone. None where nothing is
    known."""
    known = {str(fact.get("id") or fact) for fact in (profile.facts if profile else ())}
    more = tuple(fact for fact in held.own_maps if str(fact.get("id")) not in known)
    if profile is None:
        return Profile("", facts=more) if more else None
    return replace(profile, facts=(*profile.facts, *more)) if more else profile


class HeldFacts:
    """Synchronous; safe from several threads."""

    def __init__(self, storage: Storage, reader: ShopReader):
        self._storage = storage
        self._reader = reader

    def reader(self) -> Reader:
        return self._reader.get()

    def read(self, text: str, *, gift: bool) -> list[Stated]:
        return self._reader.get().read(text, gift=gift)

    def held(self, customer_id: str | None, slot: object) -> Held:
        """``slot`` is what the conversation remembers (see ``slot_of``)."""
        given = slot if isinstance(slot, Mapping) else {}
        said = [fact for fact in given.get("facts") or () if isinstance(fact, Mapping)]
        customer = self._storage.customers.get(customer_id) if customer_id else None
        kept = customer is not None and customer.consent.profile
        profile = self._storage.profiles.get(customer.customer_id) if customer is not None and kept else None
        known = {str(fact.get("id") or fact): fact for fact in (*(profile.facts if profile else ()), *said)}
        return Held(tuple(in_force(known.values())), bool(given.get("gift")), kept)

    def learn(self, customer_id: str, learnt: Change) -> None:
        """Into the profile, and out of it: only what was said of oneself, and in only with consent."""
        self._storage.profiles.remove_facts(customer_id, learnt.removed)
        for fact in learnt.added:
            if fact.get("scope") != GIFT:
                self._storage.profiles.put_fact(customer_id, fact)


@dataclass(frozen=True)
class Change:
    """What a message makes of the facts held."""

    held: Held
    added: tuple[Fact, ...] = ()
    removed: tuple[Fact, ...] = ()
    allowed: tuple[Stated, ...] = ()  # what is no longer ruled out


def change(held: Held, said: Sequence[Stated], now: datetime, *, for_me: bool = False) -> Change:
    """``said`` are the facts of a message that are to be remembered. A new recipient begins a new gift; ``for_me`` ends it."""
    facts = list(held.facts)
    removed: list[Fact] = []
    added: list[Fact] = []
    allowed: list[Stated] = []
    recipients = {one.value for one in said if one.attribute == "recipient"}
    present = {one.value for one in held.of(GIFT) if one.attribute == "recipient"}
    if recipients and present and not recipients & present:
        facts = [f for f in facts if f.get("scope") != GIFT]  # of another gift
    for one in said:
        ended = [f for f in facts if (old := read_fact(f)) is not None and cancels(one, old) and old.negated != one.negated]
        if one.allowed or (one.negated and one.attribute in ("diet", "allergy")):
            facts = [f for f in facts if f not in ended]
            removed += ended
            allowed += [one] if ended else []
            continue
        fact = stored(one, now)
        replaced = [f for f in facts if (old := read_fact(f)) is not None and cancels(one, old) and f.get("at") != fact["at"]]
        if any(f.get("id") == fact["id"] for f in replaced):
            continue  # said before
        facts = [f for f in facts if f not in replaced] + [fact]
        removed += replaced
        added.append(fact)
    gift = (held.gift or any(one.scope == GIFT for one in said)) and not for_me
    return Change(replace(held, facts=tuple(in_force(facts)[-MOST:]), gift=gift), tuple(added), tuple(removed), tuple(allowed))


def slot_of(held: Held, before: object, added: Sequence[Fact] = ()) -> dict[str, Any] | None:
    """What the conversation remembers: of what holds that which was said in it. None: nothing."""
    given = before if isinstance(before, Mapping) else {}
    said = {fact.get("id") for fact in (*(given.get("facts") or ()), *added) if isinstance(fact, Mapping)}
    facts = [dict(fact) for fact in held.facts if fact.get("id") in said]
    return {"facts": facts, "gift": held.gift} if facts else None
