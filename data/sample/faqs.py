"""Eighty questions and answers of one consistent policy.

The policy in short: free standard shipping from $75 (else $6.95), 60 days to return, $5.95 return label (free for
members), 2 years of warranty, three stores, silver membership free, gold from $1,000 a year.
"""

from __future__ import annotations

from shop.catalogue import Faq

_SHIPPING = (
    (
        "cost",
        "How much is shipping?",
        "Standard shipping costs $6.95 and is free for orders of $75.00 or more. Express shipping costs $14.95. Large furniture and rugs over 6 feet ship for a flat $39.00.",
    ),
    (
        "time",
        "How long does delivery take?",
        "Standard delivery takes 3 to 5 business days, express delivery 1 to 2 business days. Furniture and large rugs take 7 to 10 business days because a carrier makes an appointment with you.",
    ),
    (
        "cutoff",
        "Until when must I order for my parcel to leave today?",
        "Orders paid by 1 p.m. Pacific time from Monday to Friday leave our warehouse the same day. Later orders leave on the next business day.",
    ),
    (
        "where",
        "Where do you ship to?",
        "We ship to all fifty states, Washington D.C. and Puerto Rico. We do not ship to other countries yet.",
    ),
    (
        "alaska",
        "Do you ship to Alaska and Hawaii?",
        "Yes. Standard shipping to Alaska and Hawaii costs $12.95 and takes 6 to 9 business days. Express, furniture and large rugs are not available there.",
    ),
    (
        "pobox",
        "Can you deliver to a PO box?",
        "Standard parcels can go to a PO box. Express parcels, furniture, stove fuel and anything longer than 4 feet need a street address.",
    ),
    (
        "track",
        "How can I track my parcel?",
        "You get an e-mail with a tracking link when your parcel leaves the warehouse. When you are signed in, you can also ask in this chat where your order is.",
    ),
    (
        "late",
        "My parcel is late. What now?",
        "If the tracking has not moved for 3 business days, or the parcel is 5 days overdue, write to us in the chat. We open a trace with the carrier and send a replacement or your money back within 7 days.",
    ),
    (
        "lost",
        "The tracking says delivered, but I have no parcel.",
        "Please look around the door and ask your neighbors first. If it has not turned up after one day, tell us: we ask the carrier for proof of delivery and replace the order if it is lost.",
    ),
    (
        "damaged",
        "My order arrived damaged. What should I do?",
        "We are sorry about that. Send us a photo within 14 days of delivery, in the chat or by e-mail, and choose a replacement or a full refund. You need not send the damaged thing back unless we ask.",
    ),
    (
        "missing",
        "Something is missing from my parcel.",
        "Large orders sometimes travel in two boxes, so check the tracking e-mail first. If a piece is really missing, tell us within 14 days and we send it at no cost.",
    ),
    (
        "address",
        "Can I change the delivery address after ordering?",
        "Yes, until the order is packed, which is usually about two hours after payment. Ask in the chat with your order number. After that you can redirect the parcel on the carrier's tracking page.",
    ),
    (
        "signature",
        "Do I have to sign for my parcel?",
        "Only orders over $500.00 and furniture need a signature. Everything else is left at the door or in the mailbox.",
    ),
    (
        "pickup",
        "Can I pick up my order in a store?",
        "Yes, pick-up is free in our three stores. Choose the store at checkout; we write to you when the order is ready, usually within 2 days, and keep it for 10 days.",
    ),
    (
        "packaging",
        "What is your packaging like?",
        "Boxes are recycled cardboard with paper tape and paper filling, no plastic. Clothing comes in a paper sleeve. All of it can go into paper recycling.",
    ),
)
_RETURNS = (
    (
        "window",
        "How long do I have to return something?",
        "You have 60 days from delivery. Things should be unused and complete; trying on shoes indoors or pitching a tent once in the living room is fine.",
    ),
    (
        "how",
        "How do I return an item?",
        "Start the return in your account under Orders, print the label or show the QR code at the drop-off point, and hand in the parcel. You can also return to any of our stores without a label.",
    ),
    (
        "cost",
        "Are returns free?",
        "Returns in our stores are free for everyone. A return label by mail costs $5.95, taken from the refund. For silver and gold members it is free, and it is always free when we made a mistake or the thing is faulty.",
    ),
    (
        "refund-time",
        "When do I get my money back?",
        "We check returns within 3 business days of arrival and then refund to the way you paid. Banks take another 2 to 5 business days; gift cards are refunded at once.",
    ),
    (
        "exchange",
        "Can I exchange for a different size or colour?",
        "Yes. Choose Exchange in your account and we reserve the other size for 14 days and ship it free as soon as the carrier has scanned your return. In the stores you can exchange on the spot.",
    ),
    (
        "worn",
        "Can I return something I have already used?",
        "Used things cannot be returned for a change of mind. If it failed while you used it as intended, that is a warranty case, and the 2-year warranty applies.",
    ),
    (
        "sale",
        "Can I return sale items?",
        "Yes, reduced items have the same 60 days. Items marked Last of the line can be returned too, but not exchanged, as there are none left.",
    ),
    (
        "not-returnable",
        "What can't be returned?",
        "Gift cards, stove fuel, opened water-filter cartridges, opened food, and anything made or engraved for you. Earplugs, base layers and underwear only with the seal intact.",
    ),
    (
        "furniture",
        "How do I return furniture or a large rug?",
        "Tell us in the chat and a carrier collects it at your door. The pick-up costs $39.00, or nothing when the piece is faulty. Keep the box for at least 60 days if you are unsure.",
    ),
    (
        "gift",
        "Can I return a gift?",
        "Yes, with the gift receipt or the order number. You receive a gift card over the amount paid, and the giver is not told.",
    ),
    (
        "no-receipt",
        "I lost my receipt. Can I still return it?",
        "If you bought online, your account or e-mail address is enough. For store purchases we can find the sale by your membership or your payment card.",
    ),
    (
        "status",
        "Did my return arrive?",
        "You get an e-mail when the parcel is scanned at our warehouse and a second one when the refund is on its way. If 10 business days have passed without either, write to us.",
    ),
    (
        "label",
        "I need a new return label.",
        "Open the order in your account and choose Print label again. Labels are valid for 30 days; we make a new one if yours has expired.",
    ),
)
_ORDERS = (
    (
        "cancel",
        "Can I cancel my order?",
        "Yes, until it is packed, usually about two hours after payment. Choose Cancel in your account or ask in the chat. After that, please return the parcel when it arrives.",
    ),
    (
        "change",
        "Can I add something to an order I just placed?",
        "We cannot add to a paid order. Place a second order within two hours and tell us both numbers: we pack them together and refund the second shipping charge.",
    ),
    (
        "confirmation",
        "I did not get an order confirmation.",
        "Look in the spam folder first. If there is nothing after 30 minutes, the e-mail address may be mistyped: tell us your name and the time of the order, and a colleague will look for it.",
    ),
    (
        "out-of-stock",
        "When will an out-of-stock item be back?",
        "Choose Tell me on the product page and you get one e-mail when it is back. Most things return within 4 to 6 weeks; seasonal colours may not return.",
    ),
    (
        "preorder",
        "Do you take pre-orders?",
        "Yes, for things with a known arrival date, which stands on the product page. Your card is charged only when we ship.",
    ),
    (
        "bulk",
        "Do you offer discounts for groups or companies?",
        "From 10 pieces of one product or $1,500.00 an order you get 12% off. Write to groups@example.com with the list and the date you need it.",
    ),
    (
        "invoice",
        "Where do I find my invoice?",
        "The invoice comes as a PDF with the shipping e-mail and is in your account under Orders. We can put a company name or tax number on it if you ask within 30 days.",
    ),
    (
        "guest",
        "Can I order without an account?",
        "Yes, check out as a guest. You can open an account later with the same e-mail address and will find the order there.",
    ),
)
_PAYMENT = (
    (
        "methods",
        "How can I pay?",
        "We take Visa, Mastercard, American Express, Discover, PayPal, Apple Pay, Google Pay and our own gift cards.",
    ),
    (
        "installments",
        "Can I pay in installments?",
        "Yes, from $100.00 to $1,500.00 you can split the amount into four payments over six weeks without interest, with PayPal Pay in 4.",
    ),
    (
        "charged",
        "When is my card charged?",
        "We reserve the amount when you order and charge it when the parcel leaves. Pre-orders are charged when they ship.",
    ),
    (
        "declined",
        "Why was my payment declined?",
        "Mostly because the billing address does not match the one your bank knows, or the bank asks for a confirmation in its app. Try once more or choose another way to pay; nothing is charged for a failed attempt.",
    ),
    (
        "twice",
        "I was charged twice.",
        "One of the two is usually a reservation that disappears within 5 business days. If both are booked, send us the dates and amounts and we refund one the same day.",
    ),
    (
        "tax",
        "Do your prices include sales tax?",
        "No. Sales tax depends on your state and is added at checkout, before you pay. Oregon, Montana, New Hampshire and Delaware have none.",
    ),
    (
        "secure",
        "Is it safe to pay on your site?",
        "Card numbers go straight to our payment provider and never touch our servers. Please never write a card number in this chat; we will not ask for one.",
    ),
    (
        "price-match",
        "Do you match prices?",
        "If a shop in the US sells the same thing, same colour and size, in stock for less, we match it at purchase and for 14 days after. Marketplaces and clearance sales are left out.",
    ),
    (
        "price-drop",
        "The price dropped after I bought it.",
        "Within 14 days of your order we refund the difference as a gift card. Tell us the order number. Coupons and members' days are left out.",
    ),
)
_COUPONS = (
    (
        "use",
        "How do I use a coupon code?",
        "Type the code into the field under your cart and press Apply. The discount shows at once, before you pay. Capital letters do not matter.",
    ),
    (
        "not-working",
        "My coupon code does not work. Why?",
        "Most often it has ended, needs a higher amount, or is for certain categories or members only. Tell me the code here and I look up what is missing.",
    ),
    (
        "combine",
        "Can I combine several coupons?",
        "One code per order, plus offers that apply without a code when they say so. The cart always uses the combination that we allow and shows what each gives.",
    ),
    (
        "first-order",
        "Is there a discount for new customers?",
        "Yes, WELCOME10 gives 10% off your first order, at most $40.00. It works once per customer.",
    ),
    (
        "student",
        "Do you have a student or military discount?",
        "Students, teachers, nurses and members of the military get 10% off after a check of their status, which is valid for one year. It cannot be combined with other codes.",
    ),
    (
        "return-coupon",
        "What happens to my coupon when I return an item?",
        "You get back what you paid for the item after the discount. If you cancel or return the whole order, a code that can be used once becomes valid again.",
    ),
)
_GIFT_CARDS = (
    (
        "buy",
        "Do you have gift cards?",
        "Yes, from $10.00 to $500.00, by e-mail within minutes or as a printed card by mail for free.",
    ),
    ("expire", "Do gift cards expire?", "No. They have no expiry date and no fees, and whatever is left stays on the card."),
    (
        "balance",
        "How do I check my gift card balance?",
        "Enter the number under Gift cards in your account, or ask in any store. The balance also shows when you use the card at checkout.",
    ),
    (
        "lost",
        "I lost my gift card.",
        "With the order number or the buyer's e-mail address we can block the card and send a new one over what is left.",
    ),
    (
        "wrap",
        "Do you gift wrap?",
        "Yes, for $4.00 a piece, in recycled paper with a handwritten note of up to 200 characters. Furniture, rugs and tents cannot be wrapped.",
    ),
)
_MEMBERSHIP = (
    (
        "what",
        "How does the membership work?",
        "Silver membership is free: return labels cost nothing and you collect 1 point per dollar. Gold comes by itself when you spend $1,000.00 in a year and adds 10% off everything and free express shipping.",
    ),
    (
        "join",
        "How do I become a member?",
        "Tick Become a member in your account or at checkout. It is free and starts at once.",
    ),
    (
        "points",
        "What are my points worth?",
        "100 points are $5.00. You can use them at checkout from 200 points, and they are valid for two years.",
    ),
    (
        "gold",
        "How do I get gold?",
        "You become a gold member as soon as your orders in the last twelve months reach $1,000.00 after returns. It then lasts for twelve months.",
    ),
    (
        "leave",
        "How do I cancel my membership?",
        "In your account under Membership, at any time and without a reason. Unused points are lost after 30 days, your orders stay.",
    ),
    (
        "newsletter",
        "How do I unsubscribe from e-mails?",
        "Use the link at the end of each e-mail or switch off Newsletter in your account. It takes effect within a day; messages about your orders still come.",
    ),
    (
        "data",
        "What do you know about me, and can I delete it?",
        "We keep your orders, and if you agreed, what you look at, to recommend things that suit you. In your account under Privacy you can see it all, download it or delete it.",
    ),
)
_WARRANTY = (
    (
        "length",
        "How long is the warranty?",
        "Two years on everything against faults in material and making, and five years on tents, backpacks and furniture frames of our own brand.",
    ),
    (
        "claim",
        "How do I make a warranty claim?",
        "Send us the order number and two photos, in the chat or by e-mail. We answer within 2 business days with a repair, a replacement or a refund.",
    ),
    (
        "covered",
        "What does the warranty not cover?",
        "Normal wear, washing against the care label, accidents and changes made to the product. We often repair such things at cost, so do ask.",
    ),
    (
        "repair",
        "Do you repair things?",
        "Yes, our workshop in Portland fixes zips, seams, tent poles, buckles and stove valves. Most repairs cost $12.00 to $45.00 and take about two weeks.",
    ),
    (
        "parts",
        "Can I buy spare parts?",
        "We keep poles, pegs, buckles, laces, lids, gaskets and lamp shades for at least five years after a product ends. Ask in the chat with the name of the product.",
    ),
)
_CARE = (
    (
        "waterproof",
        "How do I re-waterproof my jacket?",
        "Wash it with a cleaner for shells, then spray or wash in a water-repellent treatment without fluorocarbons and tumble dry low for 20 minutes. Do so when water no longer beads, about once a season.",
    ),
    (
        "down",
        "How do I wash down?",
        "Use down soap at 30 °C in a front loader, rinse twice, and tumble dry low with two tennis balls until no lumps are left, which takes two to three hours.",
    ),
    (
        "leather",
        "How do I look after leather boots?",
        "Brush off mud when it is dry, let boots dry away from heaters, and rub in wax every few weeks of use. Take out the insoles overnight.",
    ),
    (
        "cast-iron",
        "How do I care for cast iron?",
        "Rinse with hot water, no soap or only a little, dry on the stove and rub with a thin coat of oil. If it rusts, scrub with steel wool, oil it and bake at 450 °F for an hour.",
    ),
    (
        "tent",
        "How do I store a tent?",
        "Dry it fully, then keep it loose in a large cotton sack in a dry place rather than tight in its bag. Mildew from damp storage is not covered by the warranty.",
    ),
    (
        "wool",
        "How do I wash wool without shrinking it?",
        "Air it first, it rarely needs more. Then use the wool cycle at 30 °C with wool detergent, no softener, and dry it flat.",
    ),
)
_STORES = (
    (
        "where",
        "Where are your stores?",
        "We have three: Portland (Oregon), Boulder (Colorado) and Burlington (Vermont). Addresses and directions are on the page Stores.",
    ),
    (
        "hours",
        "What are your opening hours?",
        "All stores are open Monday to Saturday from 10 a.m. to 7 p.m. and Sunday from 11 a.m. to 5 p.m. They are closed on Thanksgiving, December 25 and January 1.",
    ),
    (
        "contact",
        "How can I reach customer service?",
        "Here in the chat: say that you would like to talk to a person. Colleagues answer every day from 8 a.m. to 8 p.m. Pacific time. By e-mail it is help@example.com, with an answer within one business day.",
    ),
    (
        "rent",
        "Do you rent out gear?",
        "Our stores in Portland and Boulder rent tents, backpacks, sleeping bags and stoves, from $12.00 a day. Reserve two weeks ahead in summer.",
    ),
    (
        "size",
        "How do I find my size?",
        "Each product page has a size chart in inches and centimeters and a note on how the piece fits. Between two sizes, take the larger one for jackets and boots. Exchanges ship free.",
    ),
    (
        "sustainability",
        "Where and how are your products made?",
        "The maker's country stands on each product page. We ask for recycled or certified material where it exists, down that is certified for animal welfare, and we publish the list of our factories each spring.",
    ),
)

_TOPICS = (
    ("shipping", _SHIPPING),
    ("returns", _RETURNS),
    ("orders", _ORDERS),
    ("payment", _PAYMENT),
    ("coupons", _COUPONS),
    ("gift-cards", _GIFT_CARDS),
    ("membership", _MEMBERSHIP),
    ("warranty", _WARRANTY),
    ("care", _CARE),
    ("stores", _STORES),
)


def make_faqs() -> tuple[Faq, ...]:
    return tuple(
        Faq(f"faq-{topic}-{key}", question, answer, topic) for topic, rows in _TOPICS for key, question, answer in rows
    )
