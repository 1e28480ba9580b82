"""Is a product that was shown waved away, or brought back: "I'm not interested in the second one", "undo"?

The classifier takes such words for a plain no, or for a question about that product. Which one is meant the action finds out.
"""

from components.pattern import rx

_ADDRESS = r"^\W*(?:(?:hi|ok|okay|so|and|but|please|pls|no|wait|oops|sorry|oh|actually|well|thanks|hm+)\b\W*)*"
_SHOWN = (
    r"(?:(?:(?:any|all|either|both)\s+(?:of\s+)?)?(?:it|that|this|these|those|them)\b"
    r"|(?:the|that|this|number)\s+(?!\w+\s+ones\b)\w+|(?:#|no\.?\s?)\d+)[^,.;!?]*?"
)
_THE_ONE = r"(?:(?:the|that|this)\s+(?:[\w'’-]+\s+){0,2}(?:one|model)|number\s+\w+|#\d+)"
_END = r"(?:\s+(?:at all|thanks|thank you|please|sorry))*\W*(?:$|(?=[,.;!]))"
_NOT = r"(?:do(?:n['’]?t|\s+not)|dont)"
_NOT_INTERESTED = rx(
    r"\bnot\s+(?:(?:really|at all|very|that|too|so|particularly)\s+)?interested\s+in\s+" + _SHOWN + _END
    + rf"|\b(?:{_NOT}|never)\s+(?:(?:ever|please|want\s+(?:you\s+)?to)\s+)*(?:show|see|recommend|suggest|offer|give)"
    r"(?:\s+me|\s+us|\s+to me)?\s+" + _SHOWN + r"\b(?:again|any\s?more|ever)\b" + _END
    + r"|\b(?:stop|quit)\s+(?:showing|recommending|suggesting|offering|giving)(?:\s+(?:me|us|to me))?\s+" + _SHOWN + _END
    + rf"|\bi\s+(?:really\s+)?(?:{_NOT}\s+(?:(?:really|particularly|even)\s+)?(?:like|care for|fancy|want)|hate|dislike)\s+"
    + _THE_ONE + _END
    + r"|" + _ADDRESS + r"(?:hide|dismiss)\s+" + _SHOWN + _END
    + r"|\b(?:remove|take|drop|delete)\s+" + _SHOWN + r"\s(?:from|out of|off)\s+(?:(?:the|my|your|these|those)\s+)?"
    r"(?:list|recommendations?|suggestions?|results)\b"
    + r"|" + _ADDRESS + r"(?:that|this|" + _THE_ONE + r")(?:\s*['’]?s|\s+is)?\s*\b(?:(?:just|really|simply)\s+)?"
    r"(?:not|isn['’]?t)\s+(?:(?:really|quite|exactly|so)\s+)?(?:for me|my (?:thing|style|taste|cup of tea))" + _END
    + r"|" + _ADDRESS + r"not for me" + _END
    + r"|" + _ADDRESS + r"(?:undo(?:\s+(?:that|it|this))?"
    r"|(?:bring|put)\s+(?:it|that|them|those|that one|the last one)\s+back(?:\s+in)?|un-?hide\s+\w+)" + _END
)  # fmt: skip
_WISH_BESIDE = rx(
    r"\?|\b(?:show|find|looking|look for|search|recommend|suggest|need|want|do you have|have you|any|where|which|how)\b"
)
#: what stands in its place is shown anyway
_ANOTHER = rx(
    r"^\W*(?:(?:and|so|but|please|instead|can you|could you|rather)\b\W*)*(?:show|give|find|suggest|recommend)?\s*(?:me|us)?\s*"
    r"(?:any(?:thing)?\s+|some(?:thing)?\s+)?(?:another(?:\s+one)?|(?:the\s+)?others?|else|different(?:\s+ones?)?"
    r"|(?:the\s+)?next(?:\s+one)?)(?:\s+(?:ones?|instead|please|then))*\W*$"
)


def waved_away(text: str) -> bool:
    """Nothing else is asked for in the text: a wish beside it is answered as that wish."""
    said = _NOT_INTERESTED.search(text)
    if said is None:
        return False
    rest = text[said.end() :]
    return not _WISH_BESIDE.search(rest) or bool(_ANOTHER.search(rest))
