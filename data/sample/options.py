"""Colours with their paint, palettes of kinds, sizes with what they cost more, brands and model names."""

from __future__ import annotations

from dataclasses import dataclass

from data.sample.read_words import read_words

COLOURS: dict[str, str] = {
    "black": "#33363b",
    "grey": "#8b9299",
    "white": "#f2f0ea",
    "cream": "#eadfc6",
    "sand": "#d3bd95",
    "brown": "#7f5539",
    "rust": "#b4532f",
    "red": "#c0392f",
    "burgundy": "#7c2f3d",
    "pink": "#d98c9a",
    "orange": "#e08134",
    "yellow": "#e6b93c",
    "olive": "#7d7a3f",
    "green": "#3f7d4e",
    "forest green": "#2d5442",
    "teal": "#2c7f83",
    "blue": "#3a72a8",
    "navy": "#2b3f5e",
    "purple": "#6d5387",
    "silver": "#b4bac0",
    "natural": "#cfae7c",
    "oak": "#c49a63",
    "walnut": "#76513a",
}

PALETTES: dict[str, tuple[str, ...]] = {
    "outdoor": ("navy", "black", "forest green", "blue", "red", "orange", "teal", "olive", "grey", "burgundy"),
    "earth": ("olive", "brown", "navy", "grey", "black", "sand", "rust", "forest green", "cream", "burgundy"),
    "bright": ("red", "blue", "yellow", "green", "orange", "teal", "black", "grey", "purple", "pink"),
    "tent": ("green", "orange", "sand", "olive", "red", "blue", "grey", "teal"),
    "home": ("cream", "grey", "forest green", "rust", "navy", "sand", "white", "teal", "pink", "yellow", "black"),
    "enamel": ("white", "blue", "green", "cream", "red", "black", "navy", "yellow"),
    "metal": ("silver", "black", "grey"),
    "iron": ("black", "grey", "rust"),
    "wood": ("oak", "walnut", "natural", "black"),
    "natural": ("natural", "sand", "brown", "grey"),
}

#: Sizes with their price against the smallest. One entry ("") = the kind has no sizes.
SIZES: dict[str, tuple[tuple[str, float], ...]] = {
    "one": (("", 1.0),),
    "clothes": (("XS", 1.0), ("S", 1.0), ("M", 1.0), ("L", 1.0), ("XL", 1.0), ("XXL", 1.0)),
    "shoes": tuple((f"US {n}", 1.0) for n in range(6, 13)),
    "socks": (("S", 1.0), ("M", 1.0), ("L", 1.0)),
    "gloves": (("S", 1.0), ("M", 1.0), ("L", 1.0), ("XL", 1.0)),
    "hat": (("S/M", 1.0), ("L/XL", 1.0)),
    "back": (("S/M", 1.0), ("M/L", 1.0)),
    "sleep": (("regular", 1.0), ("long", 1.08), ("wide", 1.15)),
    "tarp": (("3 × 3 m", 1.0), ("3 × 4 m", 1.25), ("4 × 4 m", 1.5)),
    "duffel": (("40 L", 1.0), ("60 L", 1.15), ("90 L", 1.35)),
    "litres": (("5 L", 1.0), ("10 L", 1.3), ("20 L", 1.7), ("35 L", 2.2)),
    "bottle": (("0.5 L", 1.0), ("0.75 L", 1.15), ("1 L", 1.3)),
    "pan": (("8 in", 1.0), ("10 in", 1.2), ("12 in", 1.45)),
    "pot": (("3 qt", 1.0), ("5 qt", 1.3), ("7 qt", 1.6)),
    "board": (("small", 1.0), ("medium", 1.4), ("large", 1.9)),
    "bench": (("90 cm", 1.0), ("120 cm", 1.25), ("150 cm", 1.5)),
    "string": (("10 bulbs", 1.0), ("20 bulbs", 1.5)),
    "throw": (("throw", 1.0), ("twin", 1.4), ("queen", 1.75)),
    "cushion": (("45 × 45 cm", 1.0), ("50 × 50 cm", 1.15), ("60 × 40 cm", 1.15)),
    "towel": (("hand", 1.0), ("bath", 1.7), ("bath sheet", 2.3)),
    "rug": (("2 × 3 ft", 1.0), ("4 × 6 ft", 2.1), ("5 × 8 ft", 3.0)),
    "round": (("4 ft", 1.0), ("6 ft", 1.9), ("8 ft", 2.9)),
    "mat": (("40 × 60 cm", 1.0), ("50 × 80 cm", 1.35)),
    "planter": (("6 in", 1.0), ("10 in", 1.6), ("14 in", 2.3)),
    "basket": (("small", 1.0), ("medium", 1.4), ("large", 1.8)),
}


@dataclass(frozen=True)
class Brand:
    """``level`` −1 (plain) … 1 (the best of the shop) moves price and quality; ``categories`` are where it is at home."""

    name: str
    level: float
    categories: tuple[str, ...]


_WEAR = ("Jackets", "Clothing", "Footwear")
_TRAIL = ("Tents", "Backpacks", "Sleeping", "Furniture")
_HEARTH = ("Blankets", "Rugs", "Lighting", "Furniture", "Garden")
_CAMPFIRE = ("Cookware", "Drinkware", "Tools", "Lighting")

BRANDS: tuple[Brand, ...] = (
    Brand("Nordvale", 0.7, _WEAR),
    Brand("Ullvik", 0.4, ("Jackets", "Clothing", "Blankets")),
    Brand("Skarnfell", 0.9, ("Jackets", "Tents", "Backpacks", "Sleeping")),
    Brand("Tarnwood", 0.1, (*_WEAR, "Backpacks")),
    Brand("Brackenhill", -0.5, (*_WEAR, *_TRAIL)),
    Brand("Cairnstone", 0.5, ("Footwear", "Backpacks", "Tools")),
    Brand("Mossley & Reed", 0.3, ("Clothing", "Footwear", "Blankets", "Garden")),
    Brand("Pinemark", -0.3, _TRAIL),
    Brand("Vardo Trail", 0.2, (*_TRAIL, "Tools")),
    Brand("Larkspan", 0.6, ("Tents", "Sleeping", "Furniture")),
    Brand("Grayling Works", 0.6, _CAMPFIRE),
    Brand("Emberly", 0.0, (*_CAMPFIRE, "Garden")),
    Brand("Stillwater", -0.4, (*_CAMPFIRE, "Backpacks", "Sleeping")),
    Brand("Kettle & Pine", 0.3, ("Cookware", "Drinkware", "Garden")),
    Brand("Hearthrow", 0.5, _HEARTH),
    Brand("Holmbeck", 0.8, ("Furniture", "Lighting", "Rugs", "Blankets")),
    Brand("Saltmere", -0.2, _HEARTH),
    Brand(
        "Fern & Fjord",
        0.2,
        (
            "Jackets",
            "Clothing",
            "Backpacks",
            "Drinkware",
            "Blankets",
            "Rugs",
            "Garden",
            "Tools",
            "Lighting",
            "Cookware",
            "Footwear",
            "Tents",
            "Sleeping",
            "Furniture",
        ),
    ),
)

#: Model names: weather, places and animals, invented or common words.
MODELS: tuple[str, ...] = tuple(read_words("names")["models"])
