"""What a kind of product is: everything the generator needs to make believable products of it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Fact:
    """One attribute and the sentence that states it; ``{}`` in the sentence is the value.

    ``graded``: the values go from plain to best, and a better (dearer) product has a later one.
    """

    attribute: str
    values: tuple[str, ...]
    sentence: str
    graded: bool = False


@dataclass(frozen=True)
class Kind:
    """Prices in whole dollars. ``season`` is winter, summer, rain or all; ``group`` picks the words of reviews and flaws."""

    type: str
    category: str
    picture: str
    low: int
    high: int
    materials: tuple[str, ...]
    colours: str
    sizes: str
    group: str
    season: str
    opens: tuple[str, ...]
    facts: tuple[Fact, ...]
    in_name: str = ""  # the attribute whose value stands in the name
    name: str = ""  # the words in the name; empty: the type
    share: float = 1.0  # how many of these the shop carries, against the others


def fact(attribute: str, values: str, sentence: str, graded: bool = False) -> Fact:
    return Fact(attribute, tuple(values.split("|")), sentence, graded)


CARE_SHELL = fact(
    "care",
    "machine wash at 30 °C, close all zips first|machine wash cold on gentle, then tumble dry low to revive the finish",
    "Care: {}.",
)
CARE_DOWN = fact("care", "machine wash at 30 °C with down soap and tumble dry low with two clean tennis balls", "Care: {}.")
CARE_WOOL = fact("care", "wool cycle at 30 °C, dry flat|hand wash cool and dry flat, never tumble dry", "Care: {}.")
CARE_COTTON = fact("care", "machine wash at 40 °C, line dry|machine wash warm with like colours, tumble dry low", "Care: {}.")
CARE_WIPE = fact("care", "wipe clean with a damp cloth|sponge with mild soap and let it air dry", "Care: {}.")
CARE_LEATHER = fact("care", "brush off mud and wax the leather a few times a year", "Care: {}.")
CARE_DISHWASHER = fact(
    "care", "dishwasher safe|hand wash only, the dishwasher dulls the finish|hand wash recommended", "Care: {}."
)
CARE_WOOD = fact("care", "wipe dry after use and oil the wood twice a year", "Care: {}.")
CARE_TENT = fact("care", "dry it fully before packing and never machine wash it", "Care: {}.")
CARE_SPOT = fact("care", "spot clean only and vacuum regularly|shake out and spot clean with cold water", "Care: {}.")
FIT = fact(
    "fit",
    "regular fit, true to size|relaxed fit with room for a layer below|close athletic fit, go one size up for layering",
    "It has a {}.",
)
POCKETS = fact("pockets", "two zipped hand pockets|three zipped pockets, one inside|four pockets, two inside", "There are {}.")
