"""Which found words the customer does not want: "not leather", "anything but red or blue", "no wool please", "plastic free"."""

from typing import List, Sequence

from components.catalogue_words import Found
from components.pattern import rx

_N_T = r"(?:n['’]?t| not)"
_CUE = rx(
    r"\b(?:not (?:really )?(?:the biggest |a (?:big |huge |great )?|much of a )?fan of|not (?:so |too "
    r"|that )?(?:keen on|fond of|crazy about|into)"
    r"|nothing(?: (?:in|from|by|with|made of))?|none of|not|no|non|never|without|w/o|minus|neither|nor|except(?: for)?"
    r"|excepting|excluding|exclude|exclud\w+|skip|avoid(?:ing)?"
    r"|(?:any|every|all|no)(?:thing|one)?(?: of)?(?: (?:colou?rs?|brands?|materials?|types?|sizes?|kinds?|makes?"
    r"|shades?|fabrics?|other|one|ones))?(?:,)? but"
    r"|(?:any|every) [a-z]+ but"
    r"|other than|apart from|aside from|besides|beside|instead of|rather than|as opposed to"
    r"|hates?|hated|dislikes?|detest|loathe|despise|leave out|ditch|stay(?:ing)? away from|steer clear of"
    r"|keep away from|sick of|tired of|bored of"
    r"|fed up with|allergic to|allergy to|sensitive to|intolerant to|against"
    rf"|(?:ca{_N_T}|cannot|could{_N_T}|do{_N_T}|does{_N_T}|did{_N_T}|wo{_N_T}|would{_N_T}|am not|is{_N_T}|are{_N_T}"
    rf"|was{_N_T}|ain['’]?t|should{_N_T}|must{_N_T})"
    r"(?: (?:really|even|want|like|need|care for|wear|use|do|love|fancy|stand|tolerate|have|contain|include"
    r"|show(?: me)?|give(?: me)?|buy|get|handle|be|ask for"
    r"|keen on|fond of|into|a (?:big |huge |great )?fan of|crazy about|too keen on|see|come))*"
    r"|already (?:has|have|had|got|own|owns|bought)|(?:has|have|got) (?:enough|plenty of|too many|lots of|tons of)"
    r"|prefer [a-z ]{2,30}? over|rather not|free (?:of|from)|anti)\b"
)
# what may stand between the cue and the word
_BETWEEN = rx(
    r"[\s\-\"'“]*(?:(?:a|an|any|the|in|of|from|by|made|make|out|with|want|wanting|like|liking|really|is|are|it|its|to"
    r"|be|being|too|much|so|ones?|one|more|another"
    r"|colou?rs?|coloured|colored|brands?|contains?|containing|fond|into|wear|wearing|buy|buying|get|getting|see"
    r"|seeing|have|has|having"
    r"|materials?|anything|something|things?|stuff|that|which|those|these|this|genuine|real|fake|faux|pure|please|all"
    r"|use|using|for|sizes?|type|kind"
    r"|scratchy|itchy|ugly|boring|shiny|bright|dark|light|heavy|bloody|damn|stupid|plain|cheap|me|my|your|at|interested|looking|searching|after|entirely"
    r"|fully|as)[\s\-\"'“]+)*"
)
_LIST = rx(r"[\"'”]?\s*(?:/|,?\s*(?:or|and|nor|&|plus))\s*(?:(?:in|not|any|from|even|the|with|no)\s+)*[\"'“]?")
_OR = rx(r"[\"'”]?\s*,?\s*(?:or|nor)\s*(?:(?:in|not|any|from|even|the|with|no)\s+)*[\"'“]?")
_COMMA = rx(r"[\"'”]?\s*,\s*")
NOT_A_CUE = rx(
    r"\bnot (?:only|just|sure|necessarily|bad|yet|fussy|picky|bothered|too fussy|to mention|quite)\b|\bno (?:problem"
    r"|worries|thanks|thank|thx|ty|idea|doubt|need|rush"
    r"|hurry|issue|issues|matter|preference|more th[ae]n|less th[ae]n|later than|the|i|it|that|this|in|my|we|you|for"
    r"|wait|sorry|actually|show|give|maybe|ok|rather)\b"
    r"|\bwhy (?:not|(?:do|does|is|are|ca)n['’]?t)\b|\bnothing but\b|\bwhether or not\b|\bif not\b|\bor not\b"
    r"|\bdo(?:es)?n['’]?t (?:mind|matter|care(?! for)|know|see|find)\b"
    r"|\b(?:is|are|was|do|does|ca|could|wo|would|have|has)n['’]?t (?:there|you|it|they|that|this|we|he|she)\b"
    r"|\b(?:is|are|do|does|can|could|have|will) (?:it|you|they|there|that|we) not\b|\byou (?:do|did)(?:n['’]?t"
    r"| not) (?:have|carry|sell|stock)\b"
    r"|\b(?:do|does|did)(?:n['’]?t| not) (?:see|find|have (?:the|a|an|it|that|this|those|these))\b"
    r"|\bnot (?:available|in stock|sold out)\b|\bhave(?:n['’]?t| not)\b"
)
_FREE = rx(r"[\s-]?free\b(?!\s+(?:shipping|delivery|returns?|gift))")
_AFTER = rx(
    r"[\"'”]?\s+(?:(?:is|are) (?:out\b|a no\b|a no-go|off the table|not (?:my|what|an option|for me|allowed|ok|okay"
    r"|good|possible|really my))"
    r"|(?:isn['’]?t|aren['’]?t) (?:my|what|an option|for me|allowed|ok|okay)|makes me (?:itch|sick)|itches"
    r"|gives me (?:a )?rash|(?:wo|do|does)n['’]?t (?:do|work for me|suit me)"
    r"|(?:one|ones) (?:is|are) out\b|no thanks|no way)"
)


def unwanted(text: str, found: Sequence[Found]) -> List[bool]:
    """For each of ``found`` (in order of place): is it ruled out?"""
    not_cues = [match.span() for match in NOT_A_CUE.finditer(text)]
    cues = [
        match.end()
        for match in _CUE.finditer(text)
        if not any(a <= match.start() < b or a < match.end() <= b for a, b in not_cues)
    ]
    out: List[bool] = []
    for i, word in enumerate(found):
        ruled = any(end <= word.start and _BETWEEN.fullmatch(text, end, word.start) for end in cues)
        if not ruled and i > 0 and out[-1]:
            ruled = _goes_on(text, found, i)
        if not ruled and (
            (_FREE.match(text, word.end) and word.entity in ("material", "brand")) or _AFTER.match(text, word.end)
        ):
            ruled = True
        out.append(ruled)
    return out


def _goes_on(text: str, found: Sequence[Found], i: int) -> bool:
    """Does a list of unwanted things go on with the i-th? "red or blue", "black, grey or brown", "leather or red"."""
    last, word = found[i - 1], found[i]
    if last.entity != word.entity:
        return word.entity not in ("type", "category") and bool(_OR.fullmatch(text, last.end, word.start))
    if _LIST.fullmatch(text, last.end, word.start):
        return True
    if not _COMMA.fullmatch(text, last.end, word.start):
        return False
    for k in range(i, len(found) - 1):  # a comma goes on only where an "or" comes in the end
        if found[k + 1].entity != word.entity:
            return False
        if _LIST.fullmatch(text, found[k].end, found[k + 1].start):
            return True
        if not _COMMA.fullmatch(text, found[k].end, found[k + 1].start):
            return False
    return False
