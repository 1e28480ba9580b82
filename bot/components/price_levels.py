"""Cheap, fine or between, said without a number: price_level "low", "high" or "mid". What only looks cheap is neither."""

from typing import Iterator, List

from components.pattern import Pattern, rx

_DEAR = r"(?:expensive|exp[ae]nsive|pricey|pricy|costly|dear|much money)"
_LOW = rx(
    rf"\b(?:(?:not|nothing|isn'?t|aren'?t|ain'?t|without being|don'?t want (?:anything|something))\s+(?:(?:all )?that"
    rf"|too|very|so|super|overly|crazy|ridiculously)?\s*{_DEAR}"
    r"|(?:doesn'?t|does not|won'?t|don'?t|not)\s+(?:gonna |going to )?(?:cost (?:too much|a lot|much|a fortune"
    r"|an arm and a leg|the earth)|break the bank)"
    r"|cheap(?:est)?(?!er)|affordable|inexpensive|economical|low[\s-]?(?:cost|priced?|end|budget)|lower end"
    r"|(?:reasonably|modestly|moderately|fairly) priced|reasonable price|wallet[\s-]friendly|easy on the wallet|bargain|thrifty"
    r"|on a (?:(?:tight|small|low|limited|student|shoestring) )?budget(?!\s+(?:of|is))|(?:tight|small|low|limited) budget"
    r"|budget[\s-]?(?:friendly|conscious|priced|option|version|pick|choice)s?"
    r"|budget(?=\s+(?!(?:of|is|was|for|around|about|under|up|max|between|to|range|and|or|i|but|limit|from|at|by|please"
    r"|would|should|will)\b)[a-z]))\b"
)
_HIGH = rx(
    r"\b(?:(?:not|nothing|isn'?t|aren'?t|don'?t want (?:anything|something))\s+(?:(?:all )?that|too|very|so|quite so|the)\s+"
    r"(?:cheap|inexpensive|low[\s-]?(?:end|priced?)|budget)\b|(?:(?:is|are|looks?|seems?)\s+)?too (?:cheap|low[\s-]?end)\b"
    r"|less cheap\b|(?:a (?:bit|little) )?(?:pricier|dearer)\b|more (?:expensive|upmarket|high[\s-]?end)\b"
    r"|premium|high[\s-]?end|higher[\s-]end|luxur(?:y|ious)|deluxe|upscale|up[\s-]?market"
    r"|top[\s-]of[\s-]the[\s-](?:line|range)"
    r"|top[\s-](?:end|shelf|notch quality)|exclusive|most expensive|priciest|money (?:is )?no object"
    r"|price doesn'?t matter|fancy and expensive)\b"
)
_MID = rx(
    r"\b(?:mid(?:dle)?[\s-]?(?:range|pric\w+|tier|level)|(?:medium|average|mid)[\s-]pric\w+"
    r"|middle of the (?:price )?(?:range|road)"
    r"|(?:some(?:thing)?|any(?:thing)?|ones?) (?:more )?in (?:the middle|between)(?! of (?!the (?:price )?(?:range|road)))"
    r"(?:[\s-]price(?:[\s-]?wise|d)?)?"
    r"|(?:neither|not) (?:the |too )?cheap(?:est)?,? (?:and |but |n?or )?(?:not )?(?:the |too )?(?:most )?"
    r"(?:expensive|dear(?:est)?|pricey))\b"
)
_ONLY_LOOKS = rx(r"\b(?:looks?|feels?|felt|seems?|looked|sounds?)(?:\s+(?:so|really|a bit|too|very|kinda|pretty))?\s+$")
_BEHIND_LOOKS = rx(r"[\s-]+(?:looking|feeling|quality|plastic|made|shots?|trick)\b")
_DELIVERY = rx(r"\s+(?:shipping|delivery|postage|membership|support|account)\b")


def price_levels(text: str) -> Iterator[Pattern]:
    """At most one: the last one said counts."""
    found: List[Pattern] = []
    for value, pattern in (("high", _HIGH), ("low", _LOW), ("mid", _MID)):
        for match in pattern.finditer(text):
            before = text[: match.start()]
            if match.group().lower() == "cheap" and (_ONLY_LOOKS.search(before) or _BEHIND_LOOKS.match(text, match.end())):
                continue
            if _DELIVERY.match(text, match.end()):
                continue
            if any(p.start <= match.start() and match.end() <= p.end for p in found):
                continue  # the "cheap" of "not that cheap"
            found.append(Pattern("price_level", value, match.start(), match.end()))
    between = [p for p in found if p.value == "mid"]  # "not the cheapest, not the dearest" holds both of the others
    yield from sorted(between or found, key=lambda p: p.start)[-1:]
