"""Words in a sentence that a customer could take for a coupon code: "use code SAVE20", "SUMMERSALE at checkout"."""

from __future__ import annotations

import re

from actions.figures import hard_figures

#: Sentences that speak of paying less. "Off" alone does not: rain runs off, and a light is turned off.
_OFFER = re.compile(
    r"\b(?:coupons?|vouchers?|promo(?:s|tions?|tional)?|discount(?:s|ed)?|rebates?|cashback|sales?|deals?|checkout"
    r"|half[- ]price|sav(?:e|es|ing|ings)|reduced|price drop)\b|%\s?off\b|\bpercent off\b|\d\s?off\b",
    re.IGNORECASE,
)
_COUPON = re.compile(
    r"\b(?:coupons?|vouchers?|promo\w*|discount\w*|checkout|codes?)\b|%\s?off\b|\bpercent off\b", re.IGNORECASE
)
#: Codes that are no coupons: of addresses, of colours, of what a scanner reads.
_OTHER_CODE = re.compile(
    r"\b(?:qr|zip|bar|pin|post(?:al)?|dress|colou?r|error|product|item|article|country|area|source|hs|lock|morse|gift card"
    r"|security|access|building|html|ean|upc|hex|ral)[ -]?codes?\b",
    re.IGNORECASE,
)
_CODE_WORD = r"(?:(?:promo(?:tion(?:al)?)?|coupon|voucher|discount)[ -]codes?|codes?|coupons?|vouchers?|promo(?:tion)?s?)"
_BETWEEN = r"\W{1,3}(?:(?:is|are|named|called|the|of|use|enter|with|now|only)\W{1,3}){0,2}"
_AFTER = re.compile(rf"\b(?i:{_CODE_WORD}){_BETWEEN}(?P<code>[A-Za-z0-9][\w-]{{2,}})")
_BEFORE = re.compile(
    rf"\b(?P<code>[A-Z0-9][A-Z0-9_-]{{2,}})\b[\"”'’]?\s+(?:(?i:promo|coupon|voucher|discount)\s+)?(?i:{_CODE_WORD})\b"
)
_TYPED = re.compile(r"\b(?i:use|enter|apply|quote|type)\b\W{1,3}(?:the\W{1,3})?(?P<code>[A-Z0-9][A-Z0-9_-]{3,})\b")


def speaks_of_offers(sentence: str) -> bool:
    return bool(_OFFER.search(sentence) or re.search(rf"\b{_CODE_WORD}\b", _OTHER_CODE.sub(" ", sentence), re.IGNORECASE))


def coupon_codes(sentence: str) -> frozenset[str]:
    """In lower case, as codes are compared."""
    plain = _OTHER_CODE.sub(" ", sentence)
    if not speaks_of_offers(plain):
        return frozenset()
    found = [m.group("code") for pattern in (_AFTER, _BEFORE) for m in pattern.finditer(plain)]
    found += [m.group("code") for m in _TYPED.finditer(plain)]
    if _COUPON.search(plain):  # "save space with the ECO-3000" names a model
        found += [figure.removeprefix("code ") for figure in hard_figures(plain) if figure.startswith("code ")]
    return frozenset(code.casefold() for code in found if _like_a_code(code))


def _like_a_code(word: str) -> bool:
    """Letters and digits together, or all in capitals."""
    letters = re.sub(r"[^A-Za-z]", "", word)
    if not letters or re.fullmatch(_CODE_WORD, word, re.IGNORECASE):
        return False
    return letters.isupper() or bool(re.search(r"\d", word))
