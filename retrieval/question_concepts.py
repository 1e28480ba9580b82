"""What questions about a product are about, said in other words than its answer: "is it heavy?" – "weighs 360 g"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from retrieval.words import MATERIALS

_LENGTH = r"\d[\d.,]*\s*(?:\"|”|'|inch\w*|in\b|cm|mm|m\b|met(?:er|re)s?|feet|foot|ft)"
_MATTER = "|".join(sorted(map(re.escape, MATERIALS), key=len, reverse=True))


@dataclass(frozen=True)
class Concept:
    """``asks`` finds it in a question, ``says`` in a sentence that may answer, ``label`` in the name of an attribute."""

    name: str
    asks: re.Pattern[str]
    says: re.Pattern[str]
    label: re.Pattern[str]


def _concept(name: str, asks: str, says: str, label: str = r"$^") -> Concept:
    return Concept(name, *(re.compile(p, re.IGNORECASE) for p in (rf"\b(?:{asks})", rf"(?:{says})", rf"\b(?:{label})")))


#: The first that a question asks for counts as what it is about.
CONCEPTS: tuple[Concept, ...] = (
    _concept(
        "dishwasher",
        r"dishwasher",
        r"dishwasher",
        r"dishwasher",
    ),
    _concept(
        "microwave",
        r"microwav\w*",
        r"microwav",
        r"microwave",
    ),
    _concept(
        "oven",
        r"oven\b|ovenproof",
        r"\boven",
        r"oven",
    ),
    _concept(
        "waterproof",
        (
            r"water[- ]?(?:proof|resist\w*|repel\w*|tight)|"
            r"(?:in|for|keep out|against) (?:the |heavy |light )?rain|get(?:s|ting)? wet|rainproof|showerproof"
        ),
        (
            r"water[- ]?(?:proof|resist|repel|tight)|repels? water|showerproof|rainproof|water column|"
            r"\bIP[X\d]{2}\b|\brain\b"
        ),
        r"water",
    ),
    _concept(
        "leak",
        r"leak\w*|spill\w*",
        r"leak|spill",
        r"leak",
    ),
    _concept(
        "care",
        (
            r"wash\w*|clean(?:ed|ing)?\b|tumble|iron(?:ed|ing)?\b|look after|take care|care for|care instructions|"
            r"maintain"
        ),
        r"\bwash|\bclean|\bwipe|tumble|sponge|vacuum|\biron\b|line dry|air dry|\bcare:",
        r"care|wash",
    ),
    _concept(
        "load",
        (
            r"maximum load|how much (?:weight|can it)\b.*\b(?:hold|carry|support|take)|"
            r"(?:hold|support|carry|take)s? (?:my|a|how much|someone|an adult)|weight (?:limit|capacity)"
        ),
        r"\b(?:load|carr(?:y|ies)|holds? up to|supports?)\b.*\d|\d+\s*kg\b.*\bload",
        r"maximum load|load|weight (?:limit|capacity)",
    ),
    _concept(
        "weight",
        (
            r"(?:how heavy|weigh\w*|how much does (?:it|this|the \w+) weigh|light ?weight|(?:is|are) (?:it|this|"
            r"they|these) (?:very |too |really )?(?:heavy|light)\b)"
        ),
        r"\bweigh|\b\d[\d.,]*\s*(?:g|kg|lbs?|oz|pounds?|ounces?|grams?)\b|light ?weight|\bheavy",
        r"weight$",
    ),
    _concept(
        "fit",
        (
            r"run(?:s)? (?:small|large|big|tight|true)|true to size|siz(?:e|ing) (?:up|down)|"
            r"how (?:does|do) (?:it|they|these|this|the \w+) fit|tight|slim|baggy|loose|roomy|snug|"
            r"what (?:kind of )?fit"
        ),
        (
            r"true to size|\bfits? (?:like|well|true|perfectly|tight\w*|loose\w*|small|large|great|as expected)\b|"
            r"\b(?:relaxed|slim|loose|close|athletic|regular|tight) (?:\w+ )?fit\b|siz(?:e|es) (?:up|down)|one size|"
            r"runs? (?:small|large|big)|\bsnug|\broom(?:y|ier)?\b|\btight|\bslim\b|\bloose|"
            r"too (?:small|large|big|short|long)|the size is"
        ),
        r"fit|sizing",
    ),
    _concept(
        "capacity",
        (
            r"how much (?:does|can|will|do) .*(?:hold|fit|carry)|capacity|"
            r"how many (?:lit(?:er|re)s|people|persons?|cups|quarts|gallons|ounces|oz)|volume|"
            r"(?:hold|sleep)s? how (?:many|much)|how many .*\b(?:sleep|hold|fit)"
        ),
        (
            r"\bholds?\b|\bsleeps?\b|capacity|\bfor (?:one|two|three|four|five|six|\d+) (?:people|persons?)|"
            r"\d[\d.,]*\s*(?:l|lit(?:er|re)s?|ml|mah|oz|ounces?|cups?|quarts?|gallons?)\b"
        ),
        r"capacity|volume|sleeps",
    ),
    _concept(
        "count",
        (
            r"how many (?:pieces?|parts|cards|players|sheets|pens|blocks|items|figures|come|are (?:there|in))|"
            r"number of (?:pieces|players)"
        ),
        (
            r"\b\d[\d,]*[- ]?(?:pieces?|pcs?|pc|pack|cards?|count|ct|players?|sheets?|set)\b|"
            r"\b(?:set|pack|box|pair) of\b|\b(?:two|three|four|five|six|seven|eight|nine|ten|twelve)\b"
        ),
        r"pieces|in the box|players|contents|count",
    ),
    _concept(
        "dimensions",
        (
            r"how (?:big|large|tall|high|wide|deep|thick|long) (?:is|are)|dimensions?|measurements?|"
            r"(?:what|which) (?:is the )?(?:height|width|length|depth|diameter|thickness)|what size is"
        ),
        _LENGTH,
        r"dimensions?|height|width|length|depth|diameter|thickness",
    ),
    _concept(
        "box",
        (
            r"in the box|what (?:does it come with|comes with)|(?:come|comes|ship|supplied|sold) with|includ\w*|"
            r"what do (?:i|you) get"
        ),
        (
            r"in the box|\binclud|\bcomes? with|\bsupplied|\bwith (?:a|an|two|three|four|\d+|its|spare)\b|"
            r"\bset of\b"
        ),
        r"in the box|includ\w*|contents",
    ),
    _concept(
        "power",
        (
            r"batter(?:y|ies)|charg\w+|plug(?:ged)?\b|powered|power supply|run(?:s)? on|\busb\b|electric\w*|mains|"
            r"volt\w*|watt\w*"
        ),
        r"batter|charg|\bplug|powered|\busb\b|\bmains\b|\d\s*(?:v|w|watts?|volts?|mah|amp)\b|electric",
        r"power|battery|charging|voltage|wattage",
    ),
    _concept(
        "run time",
        r"how long (?:does|do|will|can) .*\b(?:last|burn|run|work|hold)|run ?time|burn time|battery life",
        r"\b\d[\d.,]*\s*(?:h|hours?|hrs?|minutes?|mins?|days?|weeks?)\b|all (?:week|day|night)",
        r"burn time|run ?time|battery life|life|keeps",
    ),
    _concept(
        "age",
        (
            r"how old|what ages?|which ages?|age (?:range|group)|"
            r"for (?:a |an |my )?(?:\d+|one|two|three|four|five|six)[- ]?year|toddlers?|bab(?:y|ies)|"
            r"(?:for|safe for|suitable for) (?:small |young |little )?(?:kids|children)"
        ),
        r"\bage[sd]?\b|years?(?: old)?\b|toddler|\bkids?\b|child|\bbab(?:y|ies)|all ages|adults?\b",
        r"age",
    ),
    _concept(
        "assembly",
        (
            r"assembl\w*|put (?:it )?together|set(?:ting)?[- ]?(?:it )?up|install\w*|"
            r"(?:need|require)s? (?:any )?tools"
        ),
        r"assembl|set[- ]?up|\binstall|\btools?\b|easy to (?:build|put)",
        r"assembly|set-up|mounting|tools|installation",
    ),
    _concept(
        "outdoor",
        r"outdoors?|outside|in the garden|on (?:my|the|a) (?:balcony|patio|terrace)",
        r"outdoor|outside|weather|garden|balcon|patio",
        r"outdoor use",
    ),
    _concept(
        "warmth",
        (
            r"how warm|warm\b|warm enough|cold weather|insulat\w*|temperature|how cold|for winter|"
            r"in (?:the )?winter|freez\w+"
        ),
        r"\bwarm|insulat|temperature|°\s*[CF]\b|\bdegrees\b|\bfleece|\bwinter|kept the wind",
        r"warmth|temperature|fill|R-value|keeps",
    ),
    _concept(
        "origin",
        (
            r"where (?:is|are|was|were) (?:it|they|this|these|the \w+) (?:made|produced|from|manufactured)|"
            r"made in\b|country|origin"
        ),
        (
            r"made in\b|\borigin\b|\bgrown in|\bwoven in|\bhand ?made in|\bmanufactured in|"
            r"\bfrom (?:Italy|Portugal|Germany|Japan|China|India|Spain|France|Peru|Norway|Sweden)"
        ),
        r"origin|made in|country",
    ),
    _concept(
        "recycled",
        r"recycl\w*|sustainab\w*|eco\b|eco-friendly|environment\w*|organic|vegan",
        r"recycl|sustainab|\beco\b|eco-friendly|organic|vegan|biodegrad",
        r"certif\w*",
    ),
    _concept(
        "material",
        (
            r"made (?:out )?(?:of|from)|materials?|fabric|what(?:'s| is) (?:it|this|the \w+) made|"
            r"(?:real|genuine|faux|solid|pure|100%) (?:\w+)|"
            r"(?:is|are) (?:it|this|they|these) (?:a |an )?(?:" + _MATTER + r")\b"
        ),
        r"\b(?:" + _MATTER + r")\b|\bmade (?:of|from)\b",
        r"material|fabric",
    ),
    _concept(
        "zip",
        r"zip(?:s|per|pers)?\b",
        r"\bzip",
        r"zip\w*",
    ),
    _concept(
        "durability",
        (
            r"durab\w*|sturd\w*|hold(?:s)? up|well made|last(?:s)? (?:long|for)|"
            r"how long (?:do|will|does) (?:they|it|these) last|break(?:s)? easily|quality\b|robust|strong"
        ),
        (
            r"durab|sturd|\blast(?:s|ing)?\b|held? up|\btough|robust|well made|solid|looks? new|\bbroke|"
            r"\bfell apart|survived|reinforced|\bstrong"
        ),
        r"durability|warranty",
    ),
    _concept(
        "comfort",
        r"comfort\w*|soft\b|itch\w*|cushion\w*|padded",
        r"comfort|\bsoft\b|\bcosy|\bcozy|itch|cushion|padd",
        r"comfort$|cushioning",
    ),
    _concept(
        "noise",
        r"nois\w*|loud|quiet|silent",
        r"nois|\bloud|quiet|silent|squeak|crackl|hum\b",
        r"noise",
    ),
    _concept(
        "gift",
        r"(?:good |nice |great )?(?:gift|present)\b",
        r"\bgift|\bpresent\b",
        r"gift",
    ),
    _concept(
        "value",
        r"worth (?:it|the)|value for money|good value|too expensive",
        r"\bworth\b|good value|fair price|for this price|cheaper than|every cent|paid twice",
        r"$^",
    ),
    _concept(
        "pockets",
        r"pockets?",
        r"pocket",
        r"pockets?",
    ),
)


def concept_of(question: str) -> Concept | None:
    return next((c for c in CONCEPTS if c.asks.search(question)), None)
