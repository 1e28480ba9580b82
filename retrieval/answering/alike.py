"""Words that shop texts use for one another: asked for a cable, a record that says cord or lead speaks of it.

A line is a matter; a word may stand in several. Plain English of trade, written once for any catalogue.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from retrieval.text import Tokeniser
from retrieval.words import COLOUR_OF, MATERIALS

_LINES = """
cable cord wire lead plug socket outlet
case bag pouch sleeve box sack carry holdall tin carton suitcase wallet
warranty guarantee guaranteed lifetime
instructions manual guide booklet lessons video tutorial plans illustrated
child kid toddler baby infant newborn boy girl son daughter grandson children youngster age months years
adult grown-up grown-ups parent
torch flashlight lamp light led bulb lit glow brightness bright lumens
dark night dusk evening
app phone smartphone iphone android mobile
computer laptop pc mac macbook tablet ipad windows macos software
zip zipper zipped
rain wet water waterproof water-resistant showerproof splash-proof damp puddle shower swim bath underwater soak moisture
leak drip spill seal sealed
wash washable machine laundry washing laundered washer rinse cycle spin
clean cleaned wipe wipes sponge dirt dishwasher brush cloth damp hose
dry drying dryer tumble
iron ironing crease wrinkle
loud noise noisy quiet silent silence whisper hum sound decibel db squeak
sound tone audio tonal voice warm bright
music song tune melody lullaby play
string line strings lines cords
stick pole poles sticks
colour color shade finish
fit compatible works match suit suits connect joins
small tight snug narrow close slim
large big roomy loose wide generous size dimensions measures measuring cm inch inches mm
long length short
tall high height
wide width across broad span spans
deep depth thick thickness thin
store stored storage folds fold collapses packs packed flat tidy
carry portable travel transport handle strap light compact
strong sturdy durable tough solid robust rugged withstand withstands reinforced lasting
break broke snap cracked fell shatter bounce crash shatterproof
heavy weight weigh weighs kg grams light lightweight pound pounds ounces
load hold holds carry carries bears support supports maximum capacity weight
capacity litre liter volume ml holds cups fill
clean wipe wash rinse
gift present birthday christmas wrapped ribbon box
beginner novice starter starting first-timers easy simple learn lessons pros
hard difficult complicated easy tricky simple
assembly assemble assembled build together put screws screwdriver tools bolts setup set-up
tool tools screwdriver key drill
battery batteries cell cells aa aaa rechargeable charge charged mah usb solar powered
charge charging charger charged usb plug recharge rechargeable
power watt watts w powerful motor volts mains
last lasts hours run runs runtime minutes days weeks
wait long takes minutes time quick fast
speed fast quick km/h gears
far range reach reaches metres distance
heat hot heated temperature warm degrees oven stove cool
cold freezing frost winter snow ice warm insulated fleece
summer hot breathable airy vents mesh cool sweat sweaty
wind windy storm windproof breeze
sun uv upf sunlight fade
outdoor outdoors outside garden weather balcony patio
indoor indoors inside home
slip slippery grip grips non-slip slide anti-slip rubber skid
scratch scratches mark marks marring scuff protect protects
safe safety non-toxic harmless toxic danger hazard bpa phthalates
allergy allergic hypoallergenic sensitive
smell scent scented fragrance odour stink smells perfume
taste flavour flavor tastes
soft comfortable comfy cosy cushion cushioned padded plush comfort
itchy scratchy itch soft
stretch stretchy elastic elastane
pocket pockets compartment sleeve
hood hooded cap
lining lined inside inner
pad padding padded foam cushion
cover lid cap top
vegan animals cruelty animal-free
eco sustainable recycled organic environment biodegradable fsc
made origin country handmade woven produced grown workshop mill
certified standard certificate tested approved en iso
genuine real authentic leather
wood wooden timber solid
metal steel aluminium brass iron alloy chrome
plastic abs pvc acrylic polymer
fabric cloth textile woven cotton polyester nylon
material made crafted constructed built
pieces parts count set pack pair contains pcs
people players persons adults guests sleeps seats
include included includes comes supplied bundle kit accessories extras provided enclosed package
separate separately extra sold buy
adjust adjustable adjusts height angle levels positions tilt
fold folds foldable collapsible folding
remove removable detachable detach off
replace replaceable spare replacement exchanged refill refills
hang mount mounted wall hook
stand base tripod feet
stable wobble wobbly tip stable sturdy
room space footprint floor
pet dog cat pets animal puppy
picture image photo print artwork illustration painted
screen display monitor
camera video film record records
wifi wireless bluetooth internet connection
timer automatic switch off
remote control handset
mute volume level
pair one two single both sold
style design look looks elegant stylish vintage modern
perfect ideal suitable great suits best
quality premium high-quality craftsmanship
neck fretboard fingerboard
body back sides top
strings strung
pickup electronics preamp amp amplifier
drum drummer sticks
tune tuning tuner pitch intonation
game play rules players round
puzzle pieces jigsaw
story theme about book topic
learn learning educational skills teaches development
figure figures doll character characters
vehicle car truck train
language english spanish french german
subscription fee fees cost free
doctor skin face
food eat kitchen cook cooking
bread slice loaf
coffee tea drink
"""


@cache
def matters_of(stem: str) -> frozenset[int]:
    """The numbers of the lines in which the stemmed word stands."""
    return _index().get(stem, frozenset())


@cache
def _index() -> dict[str, frozenset[int]]:
    tokeniser = Tokeniser()
    lines: list[Iterable[str]] = [line.split() for line in _LINES.strip().splitlines()]
    lines.append(("colour", "color", *COLOUR_OF))
    lines.append(("material", "made", "fabric", "wood", "metal", *MATERIALS))
    found: dict[str, set[int]] = {}
    for number, words in enumerate(lines):
        for word in words:
            for stem in tokeniser.stems(word):
                found.setdefault(stem, set()).add(number)
    return {stem: frozenset(numbers) for stem, numbers in found.items()}


def speaks_of(topic: str, stems: Iterable[str]) -> bool:
    """Is the stemmed word, or one that is used for it, among the stems?"""
    matters = matters_of(topic)
    return any(topic == stem or bool(matters & matters_of(stem)) for stem in stems)
