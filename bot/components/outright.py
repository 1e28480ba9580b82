"""Wishes that are said outright, whatever product they name: "leave a review for the Nordvale Cove Boots".

A product's name is many words that the classifier takes for a question about that product. The few words around it tell.
"""

from typing import Optional

from components.pattern import rx
from components.waved_away import waved_away

_ADDRESS = r"^\W*(?:(?:hi|hello|hey|ok|okay|so|and|but|please|pls|yes|actually|well|now|then|also|first|thanks)\b\W*)*"
_LEAD = (
    _ADDRESS + r"(?:let'?s\s+|let me\s+)?"
    r"(?:(?:i|we)(?:\s*['’]?(?:d|m|ll)| would| am| will)?\s+(?:(?:really|also|just|now)\s+)?"
    r"(?:want|wanna|like|love|need|going|have|here|came)(?:\s*(?:to|and))*\s+"
    r"|(?:wanna|want to|like to|gonna|time to|trying to|how (?:do|can|could|would) i|where (?:do|can|could) i"
    r"|(?:can|could|may) i)\s+"
    r"|(?:can|could|would) you (?:please )?(?:let|help) me\s+(?:to\s+)?)?"
    r"(?:(?:please|just|quickly|now|also)\s+)*"
)
_KIND = (
    r"(?:(?:a|an|my|our|another|some|the|one)\s+)?(?:(?!me\b|us\b|you\b|have\b|any\b|all\b)[a-z]+(?:-[a-z]+)?\s+){0,2}?"
    r"(?:reviews?|feedback|rating|testimonial|opinions?|thoughts|experience)\b"
)
#: what is reviewed; not the noun's "of" and "for" ("rate of the small one")
_A_NAME = r"(?!(?:of|for|on|about|is|are|was|in|at|per|to|please|pls|from|by|as|and|or|with)\b)\w"
#: what is looked over by a person and not judged with stars
_NO_PRODUCT = (
    r"(?!\s+(?:(?:my|the|this|that|our|an?)\s+)?(?:\w+\s+)?(?:order|request|case|account|claim|invoice|bill|return|refund"
    r"|payment|cart|basket|details|policy|terms)\b)"
)
_REVIEWS = rx(
    _LEAD
    + r"(?:(?:leave|write|post|submit|add|give|make|start|share|place|put|drop|file)\s+"
    + r"(?:you\s+|it\s+|them\s+|in\s+|up\s+)?" + _KIND + r"(?!\s+(?:of|on|about|from)\s+other)"
    + r"|do\s+(?:a|my|another)\s+(?:\w+\s+)?review\b"
    + r"|(?:review|rate)" + _NO_PRODUCT + r"\s+" + _A_NAME
    + r"|give\s+(?:the|my|this|that)\s.{2,60}\s(?:[1-5]|one|two|three|four|five)\s+stars?\b)"
)  # fmt: skip


_COMPARES = rx(_LEAD + r"(?:(?:can|could|would|will) you\s+(?:please\s+)?)?compare\s+\w")

#: "where's my cooler": whoever owns it already asks for what was ordered
_WHERE_IS_MINE = rx(
    _LEAD
    + r"where(?:['’]?s|\s+is|\s+are|\s+r)?\s+my\s+(?!(?:\w+\s+)?(?:accounts?|cart|basket|invoices?|receipts?|bills?|refund"
    r"|money|points?|codes?|coupons?|vouchers?|discounts?|reviews?|wish\w*|password|login|profile|member\w*|cards?|size|nearest"
    r"|stores?|shop|confirmation|e-?mails?|data|labels?|returns?|credits?|details|settings|list|chat|search"
    r"|address(?:es)?)\b)\w"
)
#: "did the cooler ship?": of one thing that was bought
_ON_ITS_WAY = rx(
    _ADDRESS
    + r"(?:(?:did|has|have|was|were)\s+(?:the|my|our)\s+(?!first\b|second\b|third\b|last\b|one\b|other\b)(?:[\w&-]+\s+){1,4}?"
    r"(?:already\s+|yet\s+|ever\s+)?"
    r"(?:been\s+)?(?:ship(?:ped)?|arrived?|sent|dispatched|delivered|leave|left|go(?:ne)?\s+out)\b"
    r"|(?:is|are)\s+my\s+(?:[\w&-]+\s+){1,4}?(?:already\s+|still\s+)?(?:on\s+(?:its|the|their)\s+way|coming|late|shipped)\b)"
)
#: "any code for jackets": what it is for is no thing that is looked for
_COUPON_FOR = rx(
    _ADDRESS + r"(?:(?:do|have) (?:you|u) (?:have|got)|is there|are there|got|any|some|good|better|have you"
    r"|can i (?:get|have)|give me|show me|which|what)\s+(?:(?!gift\b|does\b|do\b)\w+\s+){0,3}?"
    r"(?:codes?|coupons?|vouchers?|promos?|promotions?|discounts?|deals?|offers?|rebates?|reductions?)\s+(?:for|on|off"
    r"|that|with)\b"
    r"|"
    + _ADDRESS
    + r"(?:(?:is there|do you have|got|have you) )?(?:any(?:thing|\s+money)?|something|money)\s+off\s+(?:for|on|the|my)\b"
)


_ABOUT_ME = rx(
    _ADDRESS
    + r"(?:(?:(?:just\s+)?so\s+you\s+know|fyi|by the way|btw|note(?: that)?|remember(?: that)?|keep in mind(?: that)?)\W+)?"
    r"(?:(?:i|we)(?:\s*['’]?m|\s+am|\s*['’]?re|\s+are)\s+"
    r"(?:(?:a|an|also|both|not|no longer|strictly|actually|now|severely|really|very)\s+)*"
    r"(?:vegans?|vegetarians?|veggie|pescatarians?|celiac|coeliac|kosher|halal"
    r"|(?:gluten|lactose|dairy)[ -](?:free|intolerant)|allergic\s+to)\b"
    r"|(?:i|we)\s+(?:have|['’]?ve got)\s+(?:a|an)\s+(?:\w+\s+)?\w+\s+allergy\b"
    r"|(?:my\s+)?(?:feet are|foot is)\s+(?:\w+\s+)?(?:wide|narrow)\b"
    r"|(?:please\s+)?(?:forget|stop remembering|don['’]?t remember)\s+"
    r"(?:(?:about|that|what|everything|all)\s+){1,3}(?:i|i['’]?m|you|my)\b"
    r"|(?:please\s+)?forget\s+my\s+(?:\w+\s+)?(?:size|diet|allerg\w+|style|budget|width|profile|preferences?)\b"
    r"|what\s+(?:do|did|have)\s+(?:you|u|i)\s+"
    r"(?:know|remember|noted?|told|tell|saved?|stored?|kept|keep)\b.{0,20}\b(?:about\s+me|on\s+me|of\s+me|myself|you)\b"
    r"|do\s+(?:you|u)\s+(?:still\s+)?(?:remember|know)\s+(?:my\s+(?:\w+\s+)?(?:size|diet|allerg\w+|tastes?|style)"
    r"|(?:that\s+)?i['’]?m)\b"
    r"|(?:what(?:['’]?s|\s+is)\s+in|show\s+me)\s+my\s+(?:taste\s+)?profile\b"
    r"|(?:my|our)\s+\w+(?:\s+\w+)?\s+(?:is|has|are|have)\s+(?:\w+\s+){0,2}?(?:vegan|vegetarian|pescatarian"
    r"|allergic\s+to|\w+\s+allergy)\b"
    r"|i\s+don['’]?t\s+mind\s+\w+(?:\s+any\s?more)?\W*$)"
)
_FINE_NOW = rx(r"\b(?:is|are)\s+(?:fine|ok|okay|alright)\b")
#: told of oneself, whatever small talk it sounded like: "I love blue" is no thanks
_TELLS = rx(
    r"\b(?:i|we|he|she)\s+(?:\w+\s+)?(?:hates?|loves?|likes?|prefers?|avoids?|wears?|can['’]?t\s+stand|never\s+\w+|only\s+\w+"
    r"|do(?:es)?n['’]?t\s+(?:like|wear|eat|use))\s+(?!(?:it|this|that|them|you|your|these|those|to|the|how|what)\b)\w"
)
#: a wish beside what is said of oneself is answered as that wish
_WISH_BESIDE = rx(
    r"\?|\b(?:show|find|looking|look for|search|recommend|suggest|need|want|do you have|have you|any|where|which|how)\b"
)


def tells_of_oneself(text: str, names: bool = False) -> bool:
    """ "I hate wool", "she wears a medium": said of someone, and no small talk. ``names``: a word of the catalogue is in it,
    so that "leather is fine now" is no mere consent."""
    told = _TELLS.search(text) or (names and _FINE_NOW.search(text))
    return bool(told) and not _WISH_BESIDE.search(text)


#: an answer to a question that was asked back, and the way past it; either goes on with the search
_GOES_ON = rx(
    _ADDRESS + r"(?:(?:i|we)\s+)?(?:(?:really|honestly)\s+)?"
    r"(?:any(?:thing|\s*of\s*(?:them|those|these)|\s+(?:is|will|would)\s+(?:be\s+)?(?:fine|do|ok)"
    r"|\s+(?:colou?r|brand|size|price|kind|type|material|one))?|whatever|whichever|don['’]?t\s+(?:mind|care)"
    r"|do\s+not\s+(?:mind|care)|no\s+preference|(?:it\s+)?(?:doesn['’]?t|does\s+not)\s+matter|you\s+(?:choose|decide|pick)"
    r"|just\s+(?:show|give|list)(?:\s+(?:me|us))?|stop\s+asking(?:\s+me)?|no\s+(?:more\s+)?questions)"
    r"(?:\W+(?:is\s+fine|to\s+me|thanks|please|really|at\s+all|what\s+you(?:['’]?ve)?\s+(?:have|got)|something|everything"
    r"|them|(?:the|some)\s+products|products|questions))?\W*$"
)


def said_outright(text: str) -> Optional[str]:
    """The intent that the words name themselves, or None."""
    if _WHERE_IS_MINE.search(text) or _ON_ITS_WAY.search(text):
        return "order_status"
    if _COUPON_FOR.search(text):
        return "coupons_for_me"
    if _REVIEWS.search(text):
        return "leave_review"
    about_me = _ABOUT_ME.search(text)
    if about_me and (not _WISH_BESIDE.search(text[about_me.end() :]) or text[about_me.end() :].strip() == "?"):
        return "about_me"
    if waved_away(text):
        return "not_interested"
    if _GOES_ON.search(text):
        return "refine_search"
    return "product_question" if _COMPARES.search(text) else None
