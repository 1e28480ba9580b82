"""Names of one and the same kind of thing: what one customer calls a rucksack is a backpack to another.

Written from common knowledge of British, American and everyday English in shops; taken from no catalogue, list or dictionary.
A line holds names that any shop may put for one another, in the singular; names of things that are merely alike ("boots" and
"shoes") do not belong here. A name that the catalogue uses for a kind of its own always keeps its own meaning.
"""

from __future__ import annotations

from retrieval.text import plural, singular

_THINGS = """
backpack, rucksack, knapsack, back pack
hip pack, fanny pack, bum bag, bumbag, waist pack, belt bag, waist bag
duffel bag, duffle bag, holdall, kit bag
handbag, purse, pocketbook
wallet, billfold
suitcase, travel case
tote bag, shopper bag
pants, trousers, slacks
shorts, short pants
sweater, jumper, pullover
sweatshirt, sweat shirt
hoodie, hooded sweatshirt, hooded sweater
vest, gilet, waistcoat, body warmer, bodywarmer
undershirt, singlet
tank top, sleeveless top
t-shirt, tee, tee shirt
base layer, thermal underwear, long johns, thermals, long underwear
base layer top, thermal top, thermal shirt
underwear, undies, underpants
briefs, panties, knickers
swimsuit, bathing suit, swimming costume, swimwear
swim trunks, swimming trunks, swim shorts
pajamas, pyjamas, nightwear, sleepwear
bathrobe, dressing gown, robe
rain jacket, raincoat, rain coat, waterproof jacket, cagoule, mackintosh
windbreaker, windcheater, wind jacket
down jacket, puffer jacket, puffer coat, down coat, puffer
fleece jacket, fleece
overalls, dungarees
tights, pantyhose
beanie, knit hat, knitted hat, woolly hat, bobble hat, wooly hat
sun hat, sunhat
cap, baseball cap
gloves, mittens
suspenders, braces
sneakers, trainers, gym shoes, tennis shoes
running shoes, jogging shoes
trail running shoes, trail runners, trail shoes
flip flops, thongs, flip-flops
slippers, house shoes
rubber boots, rain boots, wellington boots, wellingtons, wellies, gumboots, gum boots
eyeglasses, spectacles
sunglasses, shades
watch, wristwatch, wrist watch
flashlight, torch, electric torch
headlamp, head torch, headtorch, head lamp, head light
floor lamp, standard lamp, standing lamp
string lights, fairy lights
light bulb, lightbulb
candle holder, candlestick
sleeping pad, sleeping mat, roll mat, rollmat, camping mat, sleeping mattress
camp bed, camping cot, cot bed, camping bed
crib, cot, baby cot
stroller, pushchair, buggy, baby carriage, pram
pacifier, dummy
diaper, nappy
cooler, cool box, coolbox, ice chest, ice box, icebox, esky, cooler box
insulated bottle, thermos, thermos flask, vacuum flask, vacuum bottle, thermos bottle
water bottle, drinking bottle, drinks bottle, canteen
food jar, food flask, food thermos
camp stove, camping stove, gas stove, camping cooker
stove, cooker
grill, barbecue, bbq
frying pan, skillet, fry pan, frypan
saucepan, sauce pan
dutch oven, casserole dish, cocotte
pot, cooking pot
cookset, cook set, mess kit, cookware set
cutlery, flatware, silverware
cutlery set, flatware set, silverware set
cutting board, chopping board
can opener, tin opener
spatula, fish slice
dish towel, tea towel, dishcloth
paper towels, kitchen roll
faucet, tap
sink, basin
trash can, garbage can, dustbin, rubbish bin, waste bin, waste basket
vacuum cleaner, hoover
refrigerator, fridge
dishwasher, dish washer
washing machine, clothes washer
dryer, tumble dryer, tumble drier
kettle, tea kettle, teakettle
coffee dripper, pour over, pour-over, coffee filter cone
coffee maker, coffee machine
cell phone, mobile phone, cellphone, mobile, smartphone
television, tv, telly, tv set
laptop, notebook computer, laptop computer
headphones, earphones
couch, sofa, settee
armchair, easy chair
lounge chair, lounger
dresser, chest of drawers
wardrobe, armoire
nightstand, bedside table, night stand
hammock, hanging bed
rug, carpet
doormat, door mat, welcome mat
comforter, duvet, quilt
throw blanket, throw
cushion, throw pillow, scatter cushion
bedspread, bed cover, coverlet
curtain, drape
bath washcloth, face cloth, flannel cloth
pocket knife, penknife, pen knife, jackknife, jack knife, folding knife
multi-tool, multitool, multi tool
axe, hatchet
saw, handsaw, hand saw
wrench, spanner
tape measure, measuring tape
wrapping tape, parcel tape
trekking poles, walking poles, hiking poles, walking sticks, hiking sticks, trekking sticks
first aid kit, medical kit, first-aid box
tarp, tarpaulin
tent peg, tent stake
planter, plant pot, flower pot, flowerpot, plant holder
watering can, water can
lawn mower, lawnmower, grass cutter
garden hose, hosepipe, water hose
fire pit, fire bowl, firepit
bird feeder, bird table
garden gloves, gardening gloves
bike, bicycle, cycle, pushbike
motorcycle, motorbike
car, automobile
truck, lorry
stapler, staple gun
eraser, rubber eraser
scotch tape, sellotape, sticky tape
band-aid, plaster, adhesive bandage
soccer ball, football
soccer cleats, football boots
ball pen, biro, ballpoint pen, ballpoint
jewelry, jewellery
necklace, neck chain
ear rings, earrings
guitar pick, plectrum
drum set, drum kit
teddy bear, stuffed bear
jigsaw puzzle, jigsaw
board game, tabletop game
checkers, draughts
lip balm, chapstick, lip salve
shampoo, hair wash
sunscreen, sun cream, suncream, sunblock, sun lotion
dietary supplement, food supplement
stocking, nylon stocking
"""
#: What a thing is for, in words that people put for one another in front of it: "walking boots" are hiking boots.
_FOR = """
hiking, walking, trekking, hill walking, hillwalking
running, jogging
camping, camp
cycling, bike, bicycle
gardening, garden
kitchen, cooking
kids, children's, childrens, child's
"""


def _groups(lines: str) -> list[tuple[tuple[str, ...], ...]]:
    return [tuple(tuple(name.replace("-", " ").split()) for name in line.split(", ")) for line in lines.strip().splitlines()]


def _by_name(lines: str) -> dict[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    """Each name, its last word singular, to the others of its line."""
    found: dict[tuple[str, ...], tuple[tuple[str, ...], ...]] = {}
    for group in _groups(lines):
        for name in group:
            others = tuple(other for other in group if other != name)
            found[_one(name)] = (*found.get(_one(name), ()), *others)
    return found


def _one(name: tuple[str, ...]) -> tuple[str, ...]:
    return (*name[:-1], singular(name[-1]))


_OTHERS = _by_name(_THINGS)
_OTHERS_FOR = _by_name(_FOR)
_LONGEST = max(map(len, (*_OTHERS, *_OTHERS_FOR)))


def other_names(kind: str) -> list[str]:
    """How else a kind of thing is called, singular and plural: "hiking pants" → "hiking trousers", "walking pants", …"""
    words = _one(tuple(kind.lower().replace("-", " ").split())) if kind.split() else ()
    ends = _changed(words, _OTHERS, at_end=True)
    named = [*ends, *(new for base in (words, *ends) for new in _changed(base, _OTHERS_FOR, at_end=False))]
    forms: dict[str, None] = {}
    for new in named:
        one = " ".join(_one(new))
        forms[" ".join(new)] = forms[one] = forms[plural(one)] = None
    forms.pop(" ".join(words), None)
    return list(forms)


def _changed(
    words: tuple[str, ...], others: dict[tuple[str, ...], tuple[tuple[str, ...], ...]], *, at_end: bool
) -> list[tuple[str, ...]]:
    """``words`` with one name in them put otherwise: the longest that ends them, or else the one that begins them."""
    for length in range(min(_LONGEST, len(words) if at_end else len(words) - 1), 0, -1):
        part = words[-length:] if at_end else _one(words[:length])
        if part in others:
            return [(*words[:-length], *new) if at_end else (*new, *words[length:]) for new in others[part]]
    return []


def is_other_name(said: str, kind: str) -> bool:
    """Is ``said`` (singular or plural, as a customer wrote it) another name of ``kind``, with no word in common?"""
    folded = " ".join(said.lower().replace("-", " ").split())
    return folded in other_names(kind)
