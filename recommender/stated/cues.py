"""The words that make a value a statement: what is loved, hated, needed, ruled out, or simply is."""

from __future__ import annotations

import re
from dataclasses import dataclass

_NT = r"(?:n't| not)"
_MUCH = (
    r"(?:really |just |also |always |only |usually |mostly |generally |tend to |absolutely |actually |particularly "
    r"|especially |still |totally |truly |quite |kinda |sort of |kind of |definitely |honestly |personally |normally "
    r"|typically |mainly |both |all |so |very |more |simply |strictly |rather |currently |now |never really )*"
)


@dataclass(frozen=True)
class Cue:
    """``kind``: taste, be, have, deed, request, rule_out, allergy, fine, reset. ``negative`` values after it are not wanted."""

    kind: str
    negative: bool
    start: int
    end: int


#: what is said of a person outlasts this search; of a rule ("no wool please") that is not sure
LASTING = frozenset(("taste", "be", "have", "deed", "allergy", "fine", "body"))

_DISLIKE = re.compile(
    rf"\b{_MUCH}(?:hates?|hated|hating|dislikes?|detests?|loathes?|despises?|loath|avoids?|avoiding|refuses? to (?:wear"
    rf"|buy|use|touch|eat)|objects? to"
    rf"|(?:ca{_NT}|could{_NT}|can not) (?:really |even )?(?:stand|bear|wear|do|eat|have|drink|use|tolerate|handle"
    rf"|deal with|touch|be around|abide|digest|consume|take)"
    rf"|(?:am |is |are |'m |'s |'re |be )?not (?:really |exactly |much |that |too |so |very )?(?:(?:a |the )?(?:huge "
    rf"|big |great |massive |biggest |much of a |real )?fans? of|keen on|fond of|crazy about|into|mad about|one for"
    rf"|a (?:\w+ )?person for|big on|bothered about|wild about|comfortable (?:in|with)|interested in|(?:a )?lovers? of)"
    rf"|(?:is|are|am|was|were){_NT} (?:really |exactly |much |that |too |so |very )?(?:(?:a |the )?(?:huge |big |great "
    rf"|massive |biggest |much of a |real )?fans? of|keen on|fond of|crazy about|into|mad about|one for|big on"
    rf"|wild about|comfortable (?:in|with))"
    rf"|(?:do|does|did|would|will|wo){_NT} (?:really |usually |normally |generally |ever |particularly |actually |even "
    rf"|tend to |want to )?(?:like|love|want|wear|eat|use|buy|do|enjoy|care for|touch|drink|fancy|have|go for"
    rf"|believe in|support|trust|rate|consume|need|approve of|feel comfortable in|look good in|own|dig|feel|get on with"
    rf"|agree with"
    rf"|be seen (?:dead )?in|be caught dead in)(?: to wear| wearing| eating| buying| using)?"
    rf"|(?:hardly ever|rarely|seldom|barely) (?:wears?|uses?|buys?|eats?)|never (?:ever |really |again )?(?:wears?"
    rf"|eats?|uses?|buys?|likes?|liked|touch(?:es)?|goes? for|drinks?|owns?|do"
    rf"|does|buying|wearing|been (?:a fan of|into)|got on with|go near|have|has)(?: anything| products)?(?: made(?: of"
    rf"| from| with)?| with| from| in| by)?"
    rf"|no longer (?:wears?|eats?|uses?|buys?|likes?)|(?:have |has |'ve |'s )?(?:stopped|quit|given up|gave up"
    rf"|sworn off|went off|gone off|go off) (?:wearing|eating|buying|using|drinking)?|over (?:the whole )?"
    rf"|(?:sick|tired|bored|fed up) (?:of|with)|(?:have|has|'ve|'s|got|gets?) (?:a (?:thing|strong aversion|dislike"
    rf"|real dislike)|issues?|problems?) (?:against|to|of|with)|(?:am|is|are|'m|'s|'re) (?:totally |strongly |really "
    rf"|very much )?"
    rf"against|opposed to|have an aversion to|averse to"
    rf"|(?:rather|prefer) not(?: to)?(?: wear| have| buy| use| eat| get)?|steer clear of|stay(?:s|ing)? away from"
    rf"|keeps? away from|boycott(?:ing|s)?|done with|put off by|(?:have|has|'ve|got)(?: got)? (?:enough|plenty of"
    rf"|too many)|(?:bad|terrible|awful) experiences? with|can do without|looks? (?:awful|terrible|bad"
    rf"|horrible) in|allergic reaction to me)\b"
)
_RULE_OUT = re.compile(
    r"\b(?:never(?! mind)|(?:any|every|all)(?:thing|one)?(?: (?:colou?rs?|brands?|materials?|types?|sizes?|kinds?"
    r"|shades?|fabrics?"
    r"|styles?|of them))? (?:but|except(?: for)?|besides|other than|apart from)|nothing(?! against) (?:that's "
    r"|that is |which is "
    r"|made )?(?:too |very |so |overly |super )?(?:in|from|by|with|made (?:of|from)|of|containing|like|that has"
    r"|that contains|that is|that's)?"
    r"|not (?:looking for|after|interested in|searching for)(?: any| another| more| new)?|no more|no|non|not (?:too "
    r"|so |very |in |any |from |made of |another |the )?|without(?: any)?|except(?: for)?"
    r"|excluding|skip|minus|neither|nor|other than|apart from|aside from|instead of|rather than|as opposed to|over"
    r"|leave out|ditch|free (?:of|from)|please avoid|avoid|hold the|zero|must not (?:be|have|contain)|shouldn't (?:be"
    r"|have|contain)|mustn't (?:be|have|contain)|can't (?:be|have|contain)|don't (?:show|give|send|suggest|offer"
    r"|recommend)(?: me| us)?(?: any| anything)?(?: in| from| by| with| made of)?|doesn't (?:have|contain|include))\b"
)
_LIKE = re.compile(
    rf"\b{_MUCH}(?:loves?|loved|loving|(?<!'d )(?<!would )(?<!'d really )likes?|liked|liking|prefers?|preferring"
    rf"|preferred|adores?|enjoys?|favou?rs?"
    rf"|digs?|fancies|fancy|(?:am|is|are|'m|'s|'re|been) {_MUCH}(?:in)?(?:into|in to|obsessed with|a sucker for"
    rf"|mad about|crazy about|keen on|fond of|drawn to|all about|partial to|loyal to|a fan of|a (?:big |huge |massive "
    rf"|real |great )?fan of|huge on|big on|wild about)|(?:big |huge |massive )?(?:fans?|lovers?) of|into"
    rf"|swears? by|goes? for|go for|sticks? (?:to|with)|gravitates? (?:to|towards?)|leans? (?:to|towards?)|(?:has|have"
    rf"|with|'ve got|'s got|got) (?:a (?:soft spot|thing|weakness|preference|taste|passion) for)|trusts?|rates?"
    rf"|collects?|collecting|lives? in|looks? (?:good|great|best) in|can't get enough of|works? best for me"
    rf"|only (?:ever )?(?:buys?|wears?|uses?|eats?|shops?|trusts?|drinks?)|always (?:buys?|wears?|goes? for|go for"
    rf"|uses?|gets?|choose|chooses|picks?)|usually (?:buys?|goes? for|go for|gets?|choose|chooses)|mostly (?:buys?"
    rf"|wears?|uses?)|(?:everything|all) i (?:own|wear|have|buy) is"
    rf"|favou?rites?(?: (?:colou?rs?|brands?|materials?|styles?|fabrics?|shades?|things?|makers?|type of \w+"
    rf"|kind of \w+))?(?: (?:is|are|has always been|would be|:|of mine is|of hers is|of his is))?|tastes? (?:is|are"
    rf"|runs? to|leans?)|(?:style|look|vibe|aesthetic|wardrobe|home|house|flat|decor|apartment)(?: is| are|'s"
    rf"|:)(?: {_MUCH})?(?:more )?|thing is|go-to(?: \w+)?(?: is| are)?|(?:is|are|'s) (?:a |an )?(?:huge |big |real "
    rf"|total |proper )?(?:admirer|enthusiast)s? of|dresses?|dressing|rather (?:have|wear|get|buy)?|i'd rather)\b"
)
_ALLERGY = re.compile(
    r"\b(?:(?:severely |very |really |super |highly |deathly |mildly |badly |terribly |quite |slightly |extremely |so "
    r"|also |both |seriously )*allergic(?: reactions?)? (?:to )?|allerg(?:y|ies) (?:to|with|is|are)|allerg(?:y|ies):"
    r"|reacts? (?:badly |really badly |terribly |strongly )?to|(?:has|have|get|gets|had) (?:a )?(?:bad |allergic "
    r"|skin |serious )*reactions? (?:to|from)|breaks? out (?:in (?:hives|a rash|spots) )?(?:from|with|when (?:i|he"
    r"|she) (?:wears?|eats?|touch(?:es)?|uses?))|sensitive to|(?:has|have) (?:a )?(?:sensitivity|intolerance) to"
    r"|intolerant (?:to|of)|intolerances? (?:to|of)|gets? (?:a )?(?:rash|hives|rashes) from|anaphylactic (?:to)?"
    r"|anaphylaxis (?:from|to))\b"
)
_FINE = re.compile(
    rf"\b(?:(?:do|does|would|wo){_NT} mind|(?:am|is|are|'m|'s|'re) (?:fine|ok|okay|good|cool|happy|alright) with"
    rf"|can (?:eat|wear|have|use|do) |no longer (?:hate|mind|avoid|allergic to)|started (?:wearing|eating|liking) "
    rf"|came round to|(?:am|is|'m|'s) open to|nothing against|you (?:can|may) show me|(?<!not )(?:ok|okay|fine) with)\b"
)
_NOT_BE = re.compile(
    rf"\b(?:(?:'m|am|'s|is|'re|are) (?:not|no longer|definitely not|certainly not)|(?:is|are|am|was){_NT})(?: (?:a|an"
    rf"|actually|really|even|technically|exactly|strictly))*\b"
)
_BE = re.compile(
    rf"(?:(?:'m|'s|'re|\b(?:am|is|are|been|be|become|became|turned|(?:went|going|gone|go)(?= (?:vegan"
    rf"|vegetarian|plant|veggie|gluten|dairy|keto|pescatarian|halal|kosher|paleo|fully|completely|full))|as|being"
    rf"|someone who's"
    rf"|someone who is|somebody who's))(?: (?:a|an|the))? {_MUCH}(?:a |an )?)"
)
_HAVE = re.compile(
    rf"\b{_MUCH}(?:have|has|'ve got|got|having|wears?|wearing|takes?|follow(?:s|ing)?|keeps?|eats?|eating|cooks?|uses?"
    rf"|using|do|does|owns?|drinks?|diet(?: is)?)\b"
)
_BODY = re.compile(r"\b(?:my|his|her|their) (?:feet|foot|size|width|shoe size|skin|diet|fit)\b")
_REQUEST = re.compile(
    r"\b(?:needs?|needing|wants?|wanting|would like|'d like|'d love|would love|looking for|look for|looking to (?:buy"
    r"|get|find)|searching for|shopping for|in the market for|hunting for|after|buying|getting|hoping for"
    r"|hoping to (?:find|get|buy)|trying to (?:find|get|buy)|interested in|something|anything|must be|has to be"
    r"|have to be|should be|needs to be|preferably|ideally|thinking of|thinking about|only|just|strictly|please"
    r"|make it|it should|as long as it's|with|in|made of|made from|wishes? for|wished for|asked for)\b"
)
_USE = re.compile(
    r"\b(?:for|to wear (?:to|at|for)|to use (?:for|at|on)|use (?:it|them|this) (?:for|at|on|when)|going|goes|go|to go"
    r"|when i'm|while|when i|planning|plan on|taking it|wear them (?:to|for|at)|wear it (?:to|for|at)|suitable for"
    r"|spend my time|weekends?|train(?:ing|s)? for|took up|taken up|started|start|takes? up|doing|do(?:es)? a lot of"
    r"|lots? of|a lot of|hobby is|hobbies are|loves?|likes?|enjoys?|into|keen on|like to|loves? to|likes? to|on my"
    r"|on a|trip)\b"
)
#: "no leather but suede is fine": what comes after is told anew
_RESET = re.compile(
    r",\s*(?=give me\b)|"
    r"(?<!anything )(?<!nothing )(?<!everything )(?<!any colour )(?<!one )(?<!all )\b(?:but|though|however|although)\b"
    r"|;"
)

_PATTERNS: tuple[tuple[str, bool, re.Pattern[str]], ...] = (
    ("taste", True, _DISLIKE),
    ("be", True, _NOT_BE),
    ("rule_out", True, _RULE_OUT),
    ("fine", False, _FINE),
    ("taste", False, _LIKE),
    ("allergy", False, _ALLERGY),
    ("body", False, _BODY),
    ("be", False, _BE),
    ("have", False, _HAVE),
    ("request", False, _REQUEST),
    ("use", False, _USE),
    ("reset", False, _RESET),
)


def cues(text: str) -> list[Cue]:
    """In order of place; where two overlap the one of the earlier kind in the list counts, and of one kind the longer."""
    found: list[Cue] = []
    for kind, negative, pattern in _PATTERNS:
        for match in pattern.finditer(text):
            start, end = match.span()
            if start == end or any(start < cue.end and cue.start < end for cue in found):
                continue
            found.append(Cue(kind, negative, start, end))
    return sorted(found, key=lambda cue: cue.start)


_THINGS = r"(?:'s)?\s*(?:stuff|things?|products?|clothes|ones?|shoes|items|fabrics?|gear)?\s*"
#: told after the value: "leather is not for me", "wool itches", "red isn't my colour"
AFTER_NEGATIVE = re.compile(
    _THINGS + r"(?:(?:(?:is|are|was)(?:n't| not| definitely not| really not| just not)|not) "
    r"(?:really |exactly |quite |so )?(?:for (?:me|him|her|them)|my\b|his\b"
    r"|her\b|their\b|me\b|good|great|ok\b|okay|an option|possible|allowed|comfortable|suitable)"
    r"|(?:is|are)n't(?=\s*(?:$|[.,!]))"
    r"|too (?:itchy|scratchy|hot|heavy|sweaty|flashy|girly|loud)\b"
    r"|(?:(?:is|are) )(?:out(?! of)|(?:a |an )?(?:\w+ )?no\b|(?:a )?(?:\w+ )?no-go|a no go|off the table|off limits"
    r"|off-limits|a deal ?breaker|not\b|too\b|itchy|awful|horrible|gross|ugly"
    r"|the worst|terrible|cruel|disgusting|forbidden|unbearable|scratchy|uncomfortable|irritating|a nightmare)"
    r"|(?:really |just |always )?(?:makes?|gives?|irritates?|bothers?|itch(?:es)?|scratch(?:es)?|hurts?|disagrees?"
    r"|drives?|upsets?|feels? (?:awful|horrible|gross|itchy|scratchy)) ?(?:me|him|her|them|my|his|us|like|so|a lot"
    r"|badly|$|[.,!])"
    r"(?! (?:\w+ )?(?:happy|smile|comfortable|feel (?:good|great)|look (?:good|great)|warm))"
    r"|(?:doesn't|don't|does not|do not|won't|never) (?:really )?(?:work|works|suit|suits|do it|look good|looks good"
    r"|agree|agrees|fit|sit well|go with|appeal|feel right|feel good|sit right)"
    r"|-?\s?free\b(?! (?:shipping|delivery|returns?|gift))|no thanks?|no way|turns? me off|looks? (?:bad|awful"
    r"|terrible|horrible|cheap|weird|wrong|silly) on)"
)
AFTER_POSITIVE = re.compile(
    _THINGS
    + r"(?:(?:is|are|would be|will be|'s) (?:totally |perfectly |absolutely |completely |actually |now |also |always |really )?"
    r"(?:fine|ok|okay|good|great|alright|all right|acceptable"
    r"|allowed|perfect|best|ideal|the only|all i|what i|a must|preferred|better|nicer)\b(?! (?:quality|price|value))"
    r"|(?:(?:is|are|has always been|'s) )?(?:definitely |always |totally )?(?:my|his|her|their) (?:absolute |all "
    r"|all-time |time |own |usual ){0,3}?(?:favou?rites?|thing|go-to|colou?r|style|size|brand|jam|preference|vibe"
    r"|first choice|weakness)\b"
    r"|no longer (?:bothers?|itches|irritates)|would be (?:lovely|nice|amazing|great)|feels? (?:best|good|great|nice"
    r"|amazing)|makes? (?:me|him|her|my skin) happy"
    r"|fits? (?:me|him|her) (?:best|well|perfectly)|,? (?:but )?not (?!for|my|me\b|sure|really|too|so\b|in\b)\w"
    r"|works? (?:best )?for (?:me|him|her)|suits? (?:me|him|her)"
    r"|only\b|looks? (?:good|great|best) on"
    r"|over (?!\d))"
)
#: "a Birkenstock girl": the word is told of a person, liked or not
AFTER_TOLD = re.compile(
    r"\s*(?:any day|every time|all the way|lover|fan|family|household|person|enthusiast|addict|fanatic|nut|collector"
    r"|man|woman|girl|guy"
    r"|kind of (?:guy|girl|person))s?\b"
)
#: "makes me itch" tells of wool as clothes do; "gives me a rash" of an allergy
RASH = re.compile(
    r"\s*(?:\w+\s)?(?:gives?|brings?) (?:me|him|her|them) (?:a |an |bad |terrible )*(?:rash|hives|rashes|reaction"
    r"|allergic reaction)"
    r"|\s*makes? (?:me|him|her|them) (?:break out|come out in|sneeze|swell)|\s*(?:could|would|will|can"
    r"|might) kill (?:me|him|her|them)"
)
