"""Catalogue words that are everyday words too ("light", "can", "natural", the brands Boss and Martin): when are they meant?

How plain a word is, is told by comparing the share of the catalogue that it names with its share of everyday English. A plain
word counts only where a thing is named: behind words of shopping ("show me lights"), beside another word of the catalogue
("blue top", "a boss pedal"), or where its kind is said ("in natural", "by Martin").
"""

from typing import List, Optional, Sequence, Set

from components.pattern import word_set
from components.tokens import Token

#: as many times as often in the catalogue as in English, a word is the catalogue's own
OWN = {"type": 100.0, "category": 100.0, "brand": 300.0, "colour": 60.0, "material": 60.0, "size": 1e9}

EVERYDAY = word_set(
    "a all and any are as ask at be best better big both but buy by can case cheap code custom deal do fast find "
    "first for free from get gift go good great have help hello her here hi him home hot how i ii in is it its item "
    "just l large last less life "
    "like list long look low m make many me medium men more most my name need new next nice no not now of off on one "
    "only open or order other "
    "our out pack part people person plus price product pro quality real right s sale second see set shop show size "
    "small so some stock store "
    "sure than thank thanks that the their them there these they thing this time to today top two type under up us "
    "use value very want was "
    "way we well what when where which who why will with women work world would xl xs yes you your saw felt down "
    "light hip hand regular wide "
    "natural support sleeping garden throw bath twin aid pit tool tools iron glass paper stone metal fabric tin "
    "carbon cup board card ticket file key account address "
    "system unit number message machine lol omg wow friend friends man guide level season story picture track logo "
    "cut rest head arm neck "
    "along rise sky universe strength america wash effect angle shape pop rock jam button"
)
_DETERMINERS = word_set(
    "a an the some any new good nice cheap best other more different small big large decent great another few two three four "
    "affordable really simple proper pretty warm these those own cool little tall premium budget quality"
)
_SHOPPING = word_set(
    "show need want wanna buy sell sells stock carry have got find get search seeking searching shopping looking "
    "after see browse "
    "recommend suggest stocking selling compare purchase"
)
_ENDS = word_set(
    "for in with under below over that which and or to please pls plz from at around between by without less up max on u you "
    "available made size cheaper if today thanks now about are is do but not as below within like then maybe perhaps "
    "though instead too also"
)
_MAKERS = word_set(
    "by from brand brands made maker makers label nothing anything something everything like love prefer except only not no"
)
_BRANDED = word_set("brand brands products product stuff things ones gear items range made branded")
_COLOUR_BEFORE = word_set("in colour color colours colors shade called not or and nor but than")
_COLOUR_BEHIND = word_set("one ones colour color coloured colored version tone finish variant")
_MATERIAL_BEFORE = word_set(
    "isnt arent of from in pure real solid genuine no nor neither except not without non w/o avoid hate than material any"
)
_MATERIAL_BEHIND = word_set("free one ones or")
_VERBS = word_set("can saw light top will rest cut file stamp cover mount slide switch seal level track match")
_PERSON = word_set(
    "is am im m name mr mrs ms dear hi hello hey thanks regards sincerely called hallo said with to for and asked told agent"
)


def is_own(entity: str, words: Sequence[str], share_of_catalogue: Optional[float], share_of_english: float) -> bool:
    """Is the form the catalogue's own, whatever stands around it? ``share_of_catalogue``: None where the lists do not say."""
    if len(words) > 1:
        return any(word not in EVERYDAY for word in words)
    if words[0] in EVERYDAY or _singular(words[0]) in EVERYDAY:
        return False
    if share_of_catalogue is None or not share_of_english:
        return True
    return share_of_catalogue >= OWN[entity] * share_of_english


def is_meant(
    entity: str, given: Sequence[Token], i: int, j: int, known: Sequence[Optional[str]], text: str, fits: Set[str]
) -> bool:
    """Is the plain word at tokens i to j meant as the catalogue's? ``known``: each token's entity where another word of the
    catalogue was found; ``fits``: for a size, the heads of the types that come in it."""
    before = given[i - 1].text if i else ""
    behind = given[j].text if j < len(given) else ""
    left, right = (known[i - 1] if i else None), (known[j] if j < len(given) else None)
    if j < len(given) and not _same_clause(text, given[j - 1].end, given[j].start):
        behind, right = "", None
    if entity == "brand":
        return _brand_is_meant(given, i, j, known, text, before, behind)
    if entity == "colour":
        listed = before in ("or", "and", "nor") and i > 1 and known[i - 2] == "colour"
        told = before in _COLOUR_BEFORE and left is None and _noun_ends(behind, right)
        return right in ("type", "material", "colour", "brand") or told or behind in _COLOUR_BEHIND or listed
    if entity == "material":
        return bool(
            right in ("type", "colour", "material")
            or (before in _MATERIAL_BEFORE and _noun_ends(behind, right))
            or (behind in _MATERIAL_BEHIND and before in _MATERIAL_BEFORE)
            or (before in ("or", "and", "nor") and i > 1 and known[i - 2] == "material")
        )
    if entity == "size":
        if before in ("size", "sizes") or behind in ("size", "sized", "version", "length"):
            return True
        if right == "type":
            end = j
            while end < len(given) and known[end] == "type":
                end += 1
            return bool(fits) and _singular(given[end - 1].text) in fits
        if right in ("material", "colour"):
            return any(known[k] == "type" and _singular(given[k].text) in fits for k in range(j, min(len(given), j + 4)))
        return before == "in" and not behind and given[i].text not in EVERYDAY
    return _thing_is_meant(given, i, j, known, before, behind, left, right)


def _singular(word: str) -> str:
    return word[:-1] if word.endswith("s") and not word.endswith("ss") else word


def _same_clause(text: str, end: int, start: int) -> bool:
    return not any(c in ".,;:!?()" for c in text[end:start])


def _noun_ends(behind: str, right: Optional[str]) -> bool:
    return not behind or behind in _ENDS or right is not None or behind in _COLOUR_BEHIND


def _brand_is_meant(
    given: Sequence[Token], i: int, j: int, known: Sequence[Optional[str]], text: str, before: str, behind: str
) -> bool:
    if len(given) == j - i:
        return given[i].text not in EVERYDAY
    if "type" in known[j : j + 2] and known[j] in ("type", "brand", "colour", "material", None):
        return given[i].text not in EVERYDAY or given[i].capital
    if before in _MAKERS and before not in ("like", "love", "prefer", "only", "not", "no") and _noun_ends(behind, None):
        return given[i].text not in EVERYDAY or given[i].capital
    if behind in _BRANDED or (before in ("or", "and", "nor") and i > 1 and known[i - 2] == "brand"):
        return given[i].text not in EVERYDAY or given[i].capital
    if given[i].capital and i > 0 and before not in _PERSON and any(t.text.islower() and not t.capital for t in given):
        return given[i].text != "i" and (before in _SHOPPING or before in _MAKERS or before in _DETERMINERS)
    return False


def _thing_is_meant(
    given: Sequence[Token], i: int, j: int, known: Sequence[Optional[str]], before: str, behind: str,
    left: Optional[str], right: Optional[str],
) -> bool:  # fmt: skip
    if not (not behind or behind in _ENDS or right in ("colour", "size", "brand")):
        return False  # "light bulbs", "top results"
    if left in ("colour", "material", "size", "brand"):
        return True
    k = i - 1
    while k >= 0 and (given[k].text in _DETERMINERS or given[k].text.isdigit()):
        k -= 1
    if k < 0:  # nothing but "a", "new", "some" before it
        return given[i].text not in _VERBS or k < i - 1
    led = given[k].text
    asked = given[k - 1].text if k else ""
    return (
        led in _SHOPPING
        or (led == "for" and asked in ("looking", "searching", "shopping"))
        or (led in ("me", "us") and asked in ("show", "find", "get"))
    )


def heads(listed: List[str]) -> Set[str]:
    """The last words of types, singular, for comparison with what a customer typed."""
    return {_singular(kind.split()[-1].lower()) for kind in listed if kind.split()}
