"""Coupon codes and order numbers, as a customer writes them."""

import re
from typing import Callable, Iterator, List, Sequence, Tuple

from components.pattern import Pattern, rx, word_set

_CODE = r"(?P<code>[A-Za-z0-9]+(?:[-_][A-Za-z0-9]+)*)"
_KIND = r"(?:coupon|promo(?:tion)?(?:al)?|discount|voucher|offer|gift)"
_AFTER = rx(
    rf"\b(?:{_KIND}[\s-]*(?:code|card)?|code)(?:\s+(?:is|was|called|named|says|number|which is"
    rf"|that says))?\s*[:#=]?\s*(?P<quote>[\"'“‘`]?){_CODE}"
)
_BEFORE = rx(
    rf"(?<![\w-])(?P<quote>[\"'“‘`]?){_CODE}[\"'”’`]?\s+(?:(?:as|for|is) (?:a|my|the) )?(?:coupon"
    rf"|promo(?:tion)?(?:\s+code)?|discount code|voucher|code)(?:\s+code)?\b"
)
_ALONE = re.compile(r"(?<![\w#@-])(?P<code>[A-Z][A-Z-]*\d{1,4}[A-Z]*|\d{1,3}[A-Z]{3,12})(?![\w-])")
_LOWER = rx(r"(?<![\w#@.-])(?P<code>[a-z]{3,14}[-_]?\d{1,4}[a-z]{0,4})(?![\w-])")
_SPEAKS_OF_CODES = rx(
    r"\b(?:codes?|coupons?|promos?|vouchers?|discounts?|redeem|apply|applied|checkout|enter(?:ed)?|expired?"
    r"|still (?:valid|work\w*)|valid|work(?:s|ing)?)\b"
)
#: a word of no language, shouted, in a sentence that can only be about codes: "does FERNWEH still work"
_UNKNOWN_WORD = re.compile(r"(?<![\w#@&-])(?P<code>[A-Z]{5,24})(?![\w&-])")
_ONLY_OF_CODES = rx(
    r"\b(?:codes?|coupons?|promos?|vouchers?|redeem\w*|expired?|valid|still (?:works?|working|good|active|on))\b"
)
_SHOUTED = re.compile(r"(?=.*[A-Z])[A-Z0-9_-]{4,24}\Z")
# what may stand beside "code" in any sentence and is no code itself
_NO_CODE = word_set(
    "a about accept accepted active add again all already also am an and another any anyone anything apply applied "
    "applies are around as "
    "at available be because been before box but buy by can cannot cant card cards check checkout code codes correct "
    "could coupon coupons "
    "customer customers did didnt discount discounts do does doesnt doing dont email enter entered error even every "
    "expire expired expires "
    "failed fails field find first for free friend from gift give gives got had has hasnt have help here how i if in "
    "inside input invalid "
    "is isnt it its just keeps last like mail me members message missing month more my need never new newsletter no "
    "not now number of "
    "offer offers on once one online only option or order orders other our out page percent please price problem "
    "promo promos promotion "
    "properly really received refused rejected says season section seems sent should shows sign site some still "
    "student students than "
    "thanks that thats the them then there these they thing this time to today took try tried trying twice two type "
    "typed under until up "
    "use used uses using valid voucher vouchers want was wasnt way we week well went what whats when where which while who why "
    "will wont with without work worked working works would wrong year yet you your refer stack stacked stacking "
    "combine combined "
    "available sale somehow details question questions issue issues anymore either too right away back scheme link through "
    "happen happened happens running ready shipping delivery returns return item items product products birthday "
)


def _taken(span: Tuple[int, int], spans: Sequence[Tuple[int, int]]) -> bool:
    return any(a < span[1] and span[0] < b for a, b in spans)


def coupon_codes(text: str, is_word: Callable[[str], bool] = lambda word: True) -> Iterator[Pattern]:
    """Codes after or before "code", "coupon", "voucher" however they are written, and alone where they look like SAVE10.

    ``is_word``: whether a lower-case word is one of the language or of the catalogue.
    """
    spans: List[Tuple[int, int]] = []
    shouting = text.isupper() and " " in text.strip()
    about_codes = bool(_SPEAKS_OF_CODES.search(text))
    unknown = _UNKNOWN_WORD if _ONLY_OF_CODES.search(text) and not shouting else None
    for pattern in filter(None, (_AFTER, _BEFORE, _ALONE, _LOWER, unknown)):
        for match in pattern.finditer(text):
            code, span = match.group("code"), match.span("code")
            if not 4 <= len(code) <= 24 or code.isdigit() or _taken(span, spans):
                continue
            if pattern is _LOWER and not (about_codes or match.group() == text.strip(" ?!.")):
                continue
            if pattern is _ALONE and len(re.sub(r"[^A-Z]", "", code)) < 3:
                continue
            if pattern is unknown and is_word(code.lower()):
                continue
            digits = any(c.isdigit() for c in code) and any(c.isalpha() for c in code)
            shouted = bool(_SHOUTED.match(code)) and not shouting
            if digits or shouted or (pattern in (_AFTER, _BEFORE) and _called_so(text, match, pattern is _AFTER)):
                spans.append(span)
                yield Pattern("coupon_code", code.upper(), *span)


_CODE_WORD = rx(r"\b(?:code|coupon|voucher|promo)\b[^a-z]*(?:is|was|called|named|says)?[\s:#=\"'“‘`]*$")
_SAID_OF_IT = rx(
    r"[\"'”’`]?\s*(?:$|[?.!,;]|(?:is|isn'?t|isnt|was|does|doesn'?t|doesnt|did|didn'?t|still|works?|worked|working|not"
    r"|no longer|valid|invalid"
    r"|expired|at checkout|on|for|won'?t|wont|can|please|anymore|gets?|got|keeps?|applies|apply|and)\b)"
)


def _called_so(text: str, match: "re.Match[str]", after: bool) -> bool:
    """A plain word is a code where it is quoted beside "code", or where "code welcome" is said something of."""
    code = match.group("code").lower()
    if code in _NO_CODE or not code.isalpha():
        return False
    if match.group("quote"):
        return True
    if not after:  # "use welcome as a code", never "the discount code"
        behind = text[match.end("code") :]
        return bool(re.match(r"\s+(?:as|for) (?:a|my|the) ", behind, re.I))
    before = text[: match.start("code")]
    return bool(_CODE_WORD.search(before)) and bool(_SAID_OF_IT.match(text, match.end("code")))


_NUMBER = r"(?P<number>(?:[A-Za-z]{1,4}[-_]?)?\d{4,16}(?:-\d{1,8})*)"
_ORDERS = [
    rx(
        rf"\border(?:s)?(?:\s*(?:number|num|no\.?|nr\.?|nbr|id|ref(?:erence)?|code))?(?:\s+(?:is|was"
        rf"|called))?\s*[:#]?\s*#?{_NUMBER}(?![\w%])"
    ),
    rx(rf"(?<!\w)#\s?{_NUMBER}(?![\w%])"),
    rx(r"(?<!\w)#\s?(?P<number>\d{2,10}-\d{2,8})(?![\w%])"),
    rx(rf"\bordered\b[^.!?#]{{0,60}}?\b(?:number|num|no\.?|nr\.?)(?:\s+(?:is|was))?\s*[:#]?\s*{_NUMBER}(?![\w%])"),
    rx(
        rf"\b(?:tracking|parcel|package|confirmation|purchase|reference|ref)(?:\s+(?:number|no\.?|id"
        rf"|code))?(?:\s+is)?\s*[:#]?\s*{_NUMBER}(?![\w%])"
    ),
    rx(
        r"(?<![\w$€£.,-])(?P<number>[A-Za-z]{1,4}[-_]?\d{5,16}|\d{6,16}|\d{4,10}-\d{1,6})(?![\w%.,]\d|\w|\s?(?:dollars"
        r"|bucks|usd|eur))"
    ),
]


_OTHER_NUMBER = rx(
    r"\b(?:phone|mobile|cell|tel|telephone|fax|pass(?:word|code)|pin|zip|postcode|account|card|iban|birth\w*)\b[^.!?]*$"
)


def order_numbers(text: str, taken: Sequence[Pattern]) -> Iterator[Pattern]:
    """Numbers of orders, upper-case, as the customer typed them; four digits or more after "order", six or more alone."""
    spans = [(found.start, found.end) for found in taken]
    for pattern in _ORDERS:
        for match in pattern.finditer(text):
            span = match.span("number")
            if text[span[1] : span[1] + 1] == "@" or (pattern is _ORDERS[-1] and _OTHER_NUMBER.search(text[: span[0]])):
                continue
            if not _taken(span, spans):
                spans.append(span)
                yield Pattern("order_number", match.group("number").upper(), *span)
