"""Closed lists of English words for what people say of themselves: diets, allergens, materials, colours, kinds of things…

Nothing here knows what any one shop sells; its own types, brands, colours and materials are added to them (see vocabulary).
Each entry is ``value`` or ``value=form/form``: what is kept, and how else it is said. Lists are parted by commas.
"""

from __future__ import annotations

from collections.abc import Mapping


def plain(text: str) -> frozenset[str]:
    return frozenset(text.split())


def listed(text: str) -> dict[str, str]:
    """Form to value; the value is a form of itself."""
    out: dict[str, str] = {}
    for entry in " ".join(text.split()).split(","):
        value, _, forms = entry.strip().partition("=")
        for form in (value, *forms.split("/")):
            if form.strip():
                out.setdefault(form.strip(), value.strip())
    return out


DIETS = listed(
    """
    vegan=plant based/plant-based/vegans, vegetarian=veggie/vegetarians/veggo, pescatarian=pescetarian/pescatarians,
    flexitarian, halal, kosher, keto=ketogenic, paleo, low-carb=low carb, low-sodium=low sodium/low salt/low-salt,
    raw=raw vegan, diabetic, organic=organic food,
    gluten-free=gluten free/glutenfree/celiac/coeliac/celiac disease/coeliac disease/gluten intolerant/gluten intolerance,
    dairy-free=dairy free/dairyfree/lactose intolerant/lactose-intolerant/lactose intolerance/lactose
    free/lactose-free/milk-free/milk free,
    sugar-free=sugar free, nut-free=nut free, egg-free=egg free, soy-free=soy free, caffeine-free=caffeine free,
    alcohol-free=alcohol free, low-fodmap=low fodmap/fodmap, whole30, mediterranean diet
    """
)
#: what cannot be eaten, and the diet that this is
NOT_EATEN: Mapping[str, tuple[str, str]] = {
    form: pair
    for pair, forms in {
        ("diet", "gluten-free"): "gluten/wheat",
        ("diet", "dairy-free"): "dairy/lactose/milk/milk products/cheese/dairy products",
        ("diet", "vegetarian"): "meat/any meat/red meat",
        (
            "diet",
            "vegan",
        ): "animal products/animals/animal-derived stuff/animal-derived/"
        "animal-derived products/anything from animals/animal stuff/anything animal/animal derived products/"
        "anything that comes from animals/anything from an animal/anything with animal products/animal ingredients",
        ("diet", "pork-free"): "pork",
        ("diet", "beef-free"): "beef",
        ("diet", "sugar-free"): "sugar",
        ("diet", "alcohol-free"): "alcohol",
        ("diet", "caffeine-free"): "caffeine",
        ("allergy", "nuts"): "nuts",
        ("allergy", "peanuts"): "peanuts/peanut",
        ("allergy", "tree nuts"): "tree nuts",
        ("allergy", "shellfish"): "shellfish/seafood",
        ("allergy", "eggs"): "eggs/egg",
        ("allergy", "soy"): "soy/soya",
        ("allergy", "sesame"): "sesame",
    }.items()
    for form in forms.split("/")
}
#: kept in this number
ALLERGENS = listed(
    """
    nuts=nut, peanuts=peanut, tree nuts=tree nut, almonds=almond, cashews=cashew, hazelnuts=hazelnut, walnuts=walnut, eggs=egg,
    shellfish=shell fish, seafood, fish, milk, dairy, lactose, gluten, wheat, soy=soya, sesame, strawberries=strawberry,
    latex, nickel, wool, feathers=feather, down, fur, dust=dust mites, pollen, bees=bee/bee stings,
    fragrance=fragrances/perfume/perfumes/scents/scent, lanolin, silicone, rubber, polyester, nylon, silver, gold, metal=metals,
    cats=cat/cat hair, dogs=dog/dog hair, penicillin, chocolate, citrus, kiwi, mustard, celery, corn, beeswax, honey,
    lavender, coconut, cobalt, chrome=chromium, parabens=paraben, sulfates=sulfate/sulphate/sulphates, leather, cashmere,
    mohair,
    adhesive=adhesives, dye=dyes, formaldehyde, copper, brass, acrylic, cinnamon, garlic, onion=onions, tomatoes=tomato
    """
)
MATERIALS = listed(
    """
    leather=real leather/genuine leather/leathers, suede, patent leather, faux leather=fake leather/pleather/imitation
    leather/pu leather,
    vegan leather, fur=real fur/furs, faux fur=fake fur, wool=woolen/woollen/woolly, merino=merino wool, cashmere, mohair,
    alpaca, angora,
    cotton=cottons, organic cotton, linen, silk=silken, satin, velvet, corduroy, denim, canvas, hemp, bamboo, jute,
    fleece, down=goose down/duck down,
    feathers=feather, polyester, nylon, acrylic, spandex=elastane/lycra, viscose, rayon, latex, rubber, neoprene, mesh,
    lace, tweed, flannel,
    synthetic=synthetics/man-made/man made/synthetic materials/synthetic fabrics/synthetic fibres/synthetic
    fibers/synthetic stuff,
    natural=natural materials/natural fabrics/natural fibres/natural fibers/natural fibre/natural fiber,
    recycled=recycled materials, plastic=plastics, pvc, vinyl, glass, ceramic=ceramics, porcelain, stoneware,
    wood=wooden/timber, oak, teak, walnut wood, pine wood,
    metal=metals/metallic, steel, stainless steel=stainless, cast iron=cast-iron, aluminium=aluminum, titanium, copper,
    brass, bronze, iron,
    sterling silver, nickel, cork, felt, foam, memory foam, wicker, rattan, marble, microfiber=microfibre,
    gore-tex=goretex/gore tex,
    nubuck, sheepskin=shearling, snakeskin, crocodile, silicone, teflon, bone china
    """
)
COLOURS = listed(
    """
    black, white, off-white=off white, grey=gray/greys/grays, red=reds, blue=blues, navy=navy blue, light blue, dark blue,
    royal blue, baby blue, sky blue,
    green=greens, dark green, light green, forest green, olive=olive green, khaki, teal, turquoise, mint=mint green,
    emerald, sage=sage green, lime green,
    yellow, mustard=mustard yellow, orange, purple=violet, lilac, lavender, mauve, plum, pink=pinks, hot pink, light pink,
    fuchsia, magenta,
    brown=browns, dark brown, light brown, tan, beige, cream, ivory, taupe, camel, burgundy, maroon, crimson, coral,
    peach, rust, terracotta,
    gold=golden, rose gold, silver, bronze colour, charcoal, indigo, aqua, cyan,
    multicolour=multicolor/multicolored/multicoloured/rainbow,
    muted=muted colours/muted colors/muted tones, jewel tones, monochrome, neon=neon colours/neon colors/neons/neon
    colour/neon color, pastel=pastels/pastel colours/pastel colors,
    neutral=neutrals/neutral colours/neutral colors/neutral tones/neutral shades,
    dark=dark colours/dark colors/dark shades/dark tones, bright=bright colours/bright colors/brights/bright shades/loud
    colours/loud colors,
    light=light colours/light colors/light shades, earth tones=earthy tones/earthy colours/earthy colors/earth tone/earth
    colours, warm=warm colours/warm colors/warm tones
    """
)
BRANDS = listed(
    """
    nike=nikes, adidas, puma, reebok, asics, new balance=newbalance/new balances, hoka, brooks, saucony, on running,
    salomon, merrell, skechers, converse, vans, crocs, birkenstock=birkenstocks,
    timberland=timberlands, dr martens=doc martens/dr. martens/docs, clarks, ugg=uggs, levi's=levis, wrangler, lee, h&m,
    zara, uniqlo, gap, mango, primark, shein, asos, gucci, prada,
    chanel, dior, louis vuitton, versace, armani, hugo boss, ralph lauren, tommy hilfiger=tommy, calvin klein, lacoste,
    burberry, michael kors, coach, fossil, casio, seiko, rolex, swatch,
    patagonia, north face=the north face/northface, columbia, arc'teryx=arcteryx, fjallraven=fjällräven, osprey, deuter,
    jack wolfskin, marmot, mammut, under armour=underarmour/under armor, lululemon, gymshark, champion, carhartt,
    dickies, apple, samsung, sony, bose, jbl, lg, dell, hp, lenovo, asus, acer, google, microsoft, xiaomi, huawei,
    logitech, razer, anker, canon, nikon, gopro, garmin, fitbit,
    dyson, bosch, makita, dewalt, philips, braun, siemens, miele, kitchenaid, le creuset, tefal, stanley, yeti, hydro
    flask, thermos, ikea, lego, playmobil, nintendo, playstation, xbox,
    coleman, msr, petzl, black diamond, big agnes, quechua, decathlon, mizuno, wilson, speedo, oakley, ray-ban=ray
    ban/rayban/ray-bans/ray bans, keen, teva, tevas=tevas, havaianas, fila, ecco, geox
    """
)
TYPES = listed(
    """
    shoe=shoes, boot=boots, sandal=sandals, sneaker=sneakers, trainer=trainers, heel=heels/high heels, flat=flats,
    flip-flop=flip-flops/flip flops/flip flop, slipper=slippers, loafer=loafers, clog=clogs,
    wellie=wellies, moccasin=moccasins, pump=pumps, stiletto=stilettos, sock=socks, stocking=stockings, tights,
    leggings=legging, jeans=jean, pants, trousers, shorts, chinos, joggers=sweatpants, skirt=skirts, dress=dresses,
    gown=gowns, suit=suits, blazer=blazers,
    shirt=shirts, t-shirt=t-shirts/tshirt/tshirts/t shirt/t shirts/tee/tees, tank top=tank tops, crop top=crop tops,
    blouse=blouses, polo=polos/polo shirt/polo shirts, sweater=sweaters, jumper=jumpers, turtleneck=turtlenecks,
    cardigan=cardigans, hoodie=hoodies/hoody, sweatshirt=sweatshirts, vest=vests,
    coat=coats, jacket=jackets, raincoat=raincoats, rain jacket=rain jackets, parka=parkas, poncho=ponchos,
    scarf=scarves/scarfs, glove=gloves, mitten=mittens, hat=hats, beanie=beanies, cap=caps, belt=belts, tie=ties, bow
    tie=bow ties, bra=bras, underwear, boxers=boxer shorts, pyjamas=pajamas/pjs,
    swimsuit=swimsuits, bikini=bikinis, robe=robes/bathrobe, bag=bags, handbag=handbags/purse/purses,
    backpack=backpacks/rucksack/rucksacks, tote=totes/tote bag/tote bags, wallet=wallets, suitcase=suitcases, duffel
    bag=duffel/duffel bags, belt bag=fanny pack,
    watch=watches, smartwatch=smartwatches/smart watch, ring=rings, necklace=necklaces, bracelet=bracelets,
    earring=earrings, brooch=brooches, jewellery=jewelry/jewellry, sunglasses=sun glasses, glasses, umbrella=umbrellas,
    phone=phones, laptop=laptops, tablet=tablets, headphones, earbuds=earphones/ear buds, speaker=speakers,
    charger=chargers, keyboard=keyboards, camera=cameras, console=consoles, tv=tvs, e-reader=ereader,
    tent=tents, sleeping bag=sleeping bags, hammock=hammocks, lantern=lanterns, headlamp=headlamps,
    flashlight=flashlights/torch, camping chair=camping chairs, stove=stoves, cooler=coolers, water bottle=water bottles,
    bottle=bottles, mug=mugs, cup=cups, thermos flask=flask/flasks, pan=pans, frying pan=frying pans, pot=pots,
    knife=knives, teapot=teapots, kettle=kettles,
    bowl=bowls, plate=plates, cutting board=cutting boards/chopping board, blender=blenders, toaster=toasters, coffee
    maker=coffee makers/coffee machine, espresso machine, apron=aprons, candle=candles, scented candle=scented candles,
    lamp=lamps, rug=rugs, blanket=blankets, throw=throws, pillow=pillows, cushion=cushions, duvet=duvets, quilt=quilts,
    towel=towels, curtain=curtains, vase=vases, mirror=mirrors,
    sofa=sofas/couch/couches, chair=chairs, desk=desks, table=tables, bookshelf=bookshelves, bed=beds,
    mattress=mattresses, book=books, novel=novels, notebook=notebooks/journal/journals, pen=pens,
    puzzle=puzzles/jigsaw/jigsaws, board game=board games, toy=toys, doll=dolls, plush toy=plushies/stuffed animal/stuffed
    animals/plush,
    bike=bikes/bicycle/bicycles, helmet=helmets, skateboard=skateboards, yoga mat=yoga mats, dumbbell=dumbbells,
    guitar=guitars, piano=pianos, drum=drums, ukulele=ukuleles, perfume=perfumes, lipstick=lipsticks, makeup=make-up,
    soap=soaps, shampoo=shampoos, moisturiser=moisturizer/moisturisers/moisturizers, sunscreen=sunscreens, snack=snacks,
    chocolate=chocolates, tea=teas, coffee=coffees, wine=wines, cheese=cheeses,
    plant=plants, planter=planters, tool=tools, drill=drills, hammer=hammers, multi-tool=multitool/multi-tools/multitools,
    pocket knife=pocket knives, gift card=gift cards, trekking pole=trekking poles, fleece jacket=fleece jackets, base
    layer=base layers, wedge=wedges, cuff=cuffs
    """
)
STYLES = listed(
    """
    minimalist=minimalistic/minimal/minimalism, vintage, retro, sporty=athletic/sporty looks, classic=classics/classic
    look, casual, formal, elegant, boho=bohemian/boho-chic, preppy, streetwear=street style/urban streetwear,
    modern=contemporary, rustic,
    scandinavian=scandi, industrial, traditional, simple, plain, basic=basics, flashy, bold, edgy, chic, gothic=goth,
    grunge, punk, cute, girly, feminine, masculine, unisex, outdoorsy, quirky, funky, fancy, trendy=fashionable, timeless,
    colourful=colorful, floral=flowery/florals/floral prints/floral print/flower prints, striped=stripes/stripey/stripy,
    plaid=checked/checkered/tartan, animal print=leopard print/leopard/animal prints, camo=camouflage, polka dot=polka
    dots, patterned=patterns/prints/busy patterns/busy prints,
    chunky, dainty=delicate, cozy=cosy, classy, sophisticated, sustainable=eco-friendly/eco friendly/ethical, nautical,
    hippie=hippy, whimsical, ruffles=frilly/frills/ruffled, art deco, mid-century=mid century/midcentury
    modern/mid-century modern, farmhouse, shabby chic, coastal, tropical, glamorous=glam/glamourous,
    glittery=glitter/sparkly/sequins/sequin/shiny, romantic, steampunk, futuristic, artsy=arty, tacky, western=cowboy,
    cottagecore, y2k, business casual, smart casual=smart-casual, athleisure, understated, sleek, rugged, loud,
    logos=logo/big logos/visible logos/large logos, hipster, luxurious=luxury, handmade
    """
)
FITS = listed(
    """
    loose=loose fitting/loose-fitting/loose fit/loosely fitting, baggy, slim=slim fit/slim-fit/slim fitting, skinny=skinny
    fit, tight=tight fitting/tight-fitting/figure-hugging/tight fit, relaxed=relaxed fit/relaxed-fit,
    regular=regular fit/regular-fit, oversized=oversize/over-sized, fitted=form-fitting/form fitting, straight=straight
    fit/straight leg/straight-leg, tailored, roomy, cropped, high-waisted=high waisted/high waist/high-rise/high rise,
    low-rise=low rise, stretchy, petite, tall, plus size=plus-size, wide leg=wide-leg, snug=snug fit
    """
)
#: fits that are other words too: only with "fit", or where clothes are spoken of by a taste
PLAIN_FITS = plain(
    """
    loose slim tight relaxed regular straight fitted tailored tall petite roomy cropped snug
    """
)
WIDTHS = listed(
    """
    wide=ee/ee width/2e/2e width/wide fit/wide-fit/wide width/wides/wide feet/wide foot/broad feet/broad/wide toe box/wide
    shoes/wide shoe/wide fitting,
    extra wide=extra-wide/extra wide feet/xtra wide/extra wide fit/double wide/super wide/very wide feet/really wide
    feet/very wide/really wide/super wide feet/4e,
    narrow=narrow fit/narrow feet/narrow foot/narrow width/narrow-fit/slim feet/skinny feet/narrow heels/narrow heel/feet
    are skinny/feet are slim,
    extra narrow=extra-narrow/very narrow feet/really narrow feet/very narrow/super narrow/super narrow feet/extra narrow
    feet, standard=standard width/regular width/medium width
    """
)
USES = listed(
    """
    running=jogging/runs/marathons/marathon/jog/a marathon/a run, trail running=trail runs, hiking=hikes/hike, trekking,
    walking=walks/dog walks/walking the dog, camping=camping trips/camping trip/camp, backpacking, climbing=rock
    climbing/bouldering, mountaineering, cycling=biking/bike rides/bike riding/mountain biking, swimming=the pool,
    skiing=ski/skiing trips/ski trips, snowboarding, surfing, kayaking=canoeing, fishing, hunting, yoga, pilates, gym=the
    gym/working out/workouts/workout/weightlifting/lifting/crossfit, training, tennis, golf, football=soccer, basketball,
    dancing=dance, fitness,
    work=the job/my job/work wear/standing all day, office=the office/office wear, school=class, university=college/uni,
    travel=travelling/traveling/trips/my trip/our trip/an upcoming trip/travels/a trip/business trips,
    commuting=commute/my commute/the commute,
    everyday=every day/daily/everyday use/everyday wear/daily use/daily wear/day to day, beach=the beach,
    holiday=vacation/holidays/a holiday/vacations/my holiday,
    wedding=weddings/a wedding, party=parties/a party/nights out, interview=interviews/job interview/a job interview,
    gardening=the garden/garden work, cooking=cook, baking, gaming, reading, photography, painting, knitting, sewing,
    festivals=festival/a festival/music festivals, picnics=picnic/a picnic, date night=date nights,
    home=the house/around the house, outdoor=outdoors/the outdoors/outdoor use, indoor=indoors/indoor use, winter, summer,
    rain=rainy weather/rainy days/wet weather, cold weather=cold/cold winters, nursing, sleeping=sleep, driving, horse
    riding=riding/horseback riding, birdwatching=bird watching, diy, music, meditation, studying, motorcycling=motorbike
    rides
    """
)
#: what someone does, and the use that things are for
DEEDS = listed(
    """
    reading=reads a lot/read a lot/love to read/loves to read/love reading/read every day, gym=work out/works out/lift
    weights/lifts weights/go to the gym/goes to the gym/hit the gym, horse riding=ride horses/rides horses, office=work in
    an office/works in an office/work at an office/work in the office, outdoor=work outdoors/works
    outdoors/work outside/works outside, work=stand all day/stands all day,
    running=run/jog/runs/jogs, hiking=hike/hikes, camping=camp/camps/go camping/goes camping,
    cycling=commute by bike/commutes by bike/bike to work/cycle to work/cycle/cycles/bike/bikes/ride my bike,
    swimming=swim/swims, climbing=climb/climbs, travel=travel/travels,
    skiing=ski/skis, surfing=surf/surfs, cooking=cook/cooks, baking=bake/bakes,
    fishing=fish/fishes, gardening=garden/gardens, commuting=commute/commutes, yoga=do yoga/does yoga,
    dancing=dance/dances, walking=walk/walks, golf=golf/golfs/play golf/plays golf, tennis=play tennis/plays tennis,
    football=play football/plays football/play soccer, painting=paint/paints, gaming=game/games, knitting=knit/knits,
    trekking=trek/treks, backpacking=backpack
    """
)
RECIPIENTS = listed(
    """
    dad=father/daddy/papa/pa/dads/old man/step dad/stepdad, mom=mum/mother/mama/mommy/mummy/stepmom/stepmum/moms/mums,
    parents=folks, wife=wifey/missus, husband=hubby/hubbie, son=sons/teenage son/little boy/stepson,
    daughter=daughters/teenage daughter/little
    girl/stepdaughter, brother=bro/brothers/little brother/big brother/older brother/younger brother/twin brother,
    sister=sis/sisters/little sister/big sister/older sister/younger sister/twin sister,
    kid=kids/child/children/little one/little ones/year old/year-old/yr old, baby=newborn/babies, toddler=toddlers,
    boyfriend=bf, girlfriend=gf, partner=other half/better half/spouse/significant other, fiance=fiancé/fiancee/fiancée,
    friend=best friend/bestie/buddy/mate/friends/bff/pal/best mate/good friend,
    colleague=coworker/co-worker/colleagues/coworkers/workmate/work colleague, boss=manager, teacher=teachers,
    grandma=grandmother/granny/nan/gran/nana/grandmom, grandpa=grandfather/granddad/grandad/gramps, grandparents,
    grandson, granddaughter, grandkid=grandchild/grandchildren/grandkids, aunt=auntie/aunty, uncle, niece=nieces,
    nephew=nephews, cousin=cousins, neighbour=neighbor/neighbours/neighbors,
    mother-in-law=mother in law/mil, father-in-law=father in law/fil, brother-in-law=brother in law, sister-in-law=sister
    in law, daughter-in-law=daughter in law, son-in-law=son in law, in-laws=in laws, roommate=flatmate/housemate/room
    mate, godson, goddaughter, godchild, godmother, godfather, dog=puppy/dogs, cat=kitten/cats, host=hostess,
    client=clients, coach, girl=girls, boy=boys, guy, bride, groom, family, couple=newlyweds, teenager=teen/teenage
    son/teenage daughter/teens, student=students, doctor, nurse
    """
)
#: as a subject these say too little of who is meant
NOT_SUBJECTS = plain(
    """
    dog cat family host client coach doctor nurse guy girl boy couple
    """
)
#: what someone is, and the use that things are for
DOERS = listed(
    """
    running=runner/jogger/marathon runner, trail running=trail runner, hiking=hiker, cycling=cyclist/biker, gaming=gamer,
    golf=golfer, gardening=gardener, baking=baker, swimming=swimmer, climbing=climber, camping=camper, skiing=skier,
    surfing=surfer, travel=traveller/traveler/globetrotter, photography=photographer, cooking=cook/chef/home cook/foodie,
    reading=bookworm/reader, fishing=fisherman/angler, yoga=yogi/yoga teacher, knitting=knitter, dancing=dancer,
    tennis=tennis player, football=footballer, painting=painter, horse riding=horse rider/equestrian,
    snowboarding=snowboarder, backpacking=backpacker
    """
)
