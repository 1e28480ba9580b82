"""What past support chats are made of: questions per topic, and answers that keep to the shop's policy.

An answer is a row: the colleague's reply, then customer and colleague in turn.
"""

from __future__ import annotations

HELLOS = ("Hi,", "Hello,", "Hey there,", "Good morning,", "Hi team,", "hello!")
GREETINGS = ("Hi {name}, {agent} here.", "Hello {name}, thanks for writing.", "Hi {name}.", "Good to hear from you, {name}.")
THANKS = (
    "Thanks a lot",
    "Great, thank you!",
    "perfect, thx",
    "That helps, thanks.",
    "Wonderful, have a good day",
    "ok thank you",
)
BYES = ("Hm, okay.", "That is not what I hoped for.", "I will think about it.", "Not really helpful, but thanks.", "Fine.")

ASKED: dict[str, tuple[str, ...]] = {
    "order status": (
        "Where is my order {order}?",
        "can you check {order} for me, is it on its way",
        "When will order {order} arrive?",
        "I ordered the {product} and have heard nothing since",
        "Has {order} been shipped yet?",
    ),
    "late delivery": (
        "My parcel {order} should have been here {days} days ago",
        "the tracking for {order} has not moved for days",
        "Still waiting for my {type}, order {order}. We leave on Saturday.",
        "Order {order} is late again, what is going on?",
    ),
    "return": (
        "I would like to send back the {product}, how does that work?",
        "The {type} is not for me. How do I return it?",
        "how long can I return order {order}",
        "Do I have to pay for the return label?",
        "Can I give back the {type} in your Portland store?",
    ),
    "exchange": (
        "The {product} is too small, can I get the next size?",
        "Can I swap my {type} for another colour than {colour}?",
        "I need the {type} from {order} one size up",
    ),
    "refund": (
        "When do I get the money for my return of {order}?",
        "You got my {type} back a week ago, no refund so far",
        "my refund for {order} is missing",
    ),
    "product question": (
        "Is the {product} waterproof?",
        "What does the {product} weigh?",
        "Can I wash the {product} in the machine?",
        "Is the {type} from {brand} good for winter?",
        "what is in the box with the {product}",
        "Does the {product} come in other colours than {colour}?",
    ),
    "stock": (
        "When will the {product} be back in {colour}?",
        "Is the {product} in stock in Boulder?",
        "the {type} I want is sold out, will it come back",
    ),
    "coupon": (
        "My code WELCOME10 does not work",
        "Can I use two codes at once?",
        "Do you have a coupon for a {type}?",
        "I forgot to enter my code on order {order}",
        "is there a discount for teachers",
    ),
    "payment": (
        "My card was declined but I have enough money on it",
        "I see two charges for {order}",
        "Can I pay in installments?",
        "do you take PayPal",
    ),
    "change order": (
        "Can I change the address of {order}?",
        "please cancel {order}, I ordered the wrong thing",
        "Can you add a pair of socks to {order}?",
    ),
    "warranty": (
        "The zipper of my {product} broke after four months",
        "My {type} from {order} fell apart, is there a warranty?",
        "do you repair a {type}",
    ),
    "membership": (
        "How do I become gold?",
        "What are my points worth?",
        "how do I unsubscribe from your e-mails",
        "What do I get from the membership?",
    ),
    "size advice": (
        "I am between M and L, which {type} should I take?",
        "Does the {product} run small?",
        "how do {brand} sizes fit",
    ),
    "complaint": (
        "I am really unhappy with the {product}",
        "This is the second broken {type} you sent me!",
        "Nobody answers my e-mails about {order}",
        "The {product} looks nothing like the picture",
    ),
    "gift": (
        "I need a present for my dad who likes camping, around $50",
        "Do you gift wrap?",
        "Can I send the {product} straight to my sister with a note?",
        "do gift cards expire",
    ),
}

ANSWERS: dict[str, tuple[tuple[str, ...], ...]] = {
    "order status": (
        (
            "I have {order} here: it left our warehouse and the tracking number is {tracking}. Standard delivery takes 3 to 5 business days.",
        ),
        (
            "Your order {order} is with the carrier.",
            "And when will it be here?",
            "The carrier says within {days} days. You can follow it with {tracking}.",
        ),
    ),
    "late delivery": (
        (
            "I am sorry about the wait. I have opened a trace with the carrier for {tracking}. If nothing moves in 3 business days we send a replacement.",
            "I need it by the weekend though",
            "Then I send a second {type} by express today, at no cost. Please refuse the first one if it still comes.",
        ),
        ("Sorry, {name}. The carrier lost two days in a storm. It should be with you in {days} days.",),
    ),
    "return": (
        (
            "You have 60 days from delivery. Start the return in your account under Orders and print the label.",
            "Does the label cost anything?",
            "It is $5.95, or nothing if you are a member. In our stores returns are free.",
        ),
        ("No problem at all. Choose Return next to {order} in your account, or bring it to any of our stores.",),
    ),
    "exchange": (
        (
            "Yes. Choose Exchange in your account and we reserve the other one for 14 days.",
            "Do I pay shipping twice?",
            "No, the exchange ships free as soon as the carrier has scanned your return.",
        ),
        ("I have set up the exchange for {order}. The label is in your e-mail.",),
    ),
    "refund": (
        (
            "We check returns within 3 business days and then refund. Banks take another 2 to 5 business days.",
            "It has been longer than that",
            "You are right, it was stuck. I have released it now, you should see it in {days} days.",
        ),
        ("I see your return from {order}; the refund went out today to the way you paid.",),
    ),
    "product question": (
        (
            "Let me look at the {product} for you. All its details stand on the product page, and I have checked them: what is written there is right.",
            "ok and would you take it for a wet weekend?",
            "For a weekend, yes. For a longer trip I would ask our store in Portland, they have used it.",
        ),
        ("Good question. I have asked a colleague who owns the {product} and she is happy with it.",),
    ),
    "stock": (
        ("Most things come back within 4 to 6 weeks. Choose Tell me on the page of the {product} and you get one e-mail.",),
        (
            "I have checked: the next delivery of the {product} is planned, but I cannot promise the colour {colour}.",
            "Any alternative?",
            "Another {type} from {brand} may suit you, I have sent you the link.",
        ),
    ),
    "coupon": (
        (
            "One code per order, and WELCOME10 is for the first order only. Did you order with us before?",
            "Yes, last year",
            "Then that is the reason, I am sorry. Carts from $150.00 get $20.00 off without a code at the moment.",
        ),
        ("I have looked it up and refunded the difference for {order} as a gift card.",),
    ),
    "payment": (
        ("One of the two is a reservation that disappears within 5 business days. Only one charge is booked for {order}.",),
        (
            "Often the billing address differs from the one the bank knows. Could you check that?",
            "That was it!",
            "Great. Your order is in.",
        ),
        ("Yes, from $100.00 to $1,500.00 in four payments with PayPal Pay in 4, without interest.",),
    ),
    "change order": (
        ("It is not packed yet, so I have changed it for you.",),
        (
            "I am afraid {order} is packed already. Please return it when it arrives, I have put a free label in your account.",
            "Okay, and the money?",
            "It comes back within a week after the return arrives.",
        ),
    ),
    "warranty": (
        (
            "That should not happen. There are two years of warranty. Could you send two photos?",
            "Sent",
            "Thank you. I have ordered a replacement for you, no need to send the old one back.",
        ),
        ("Our workshop in Portland can fix that, and within two years it costs nothing. I have sent you a label.",),
    ),
    "membership": (
        (
            "Silver is free and gives you free return labels and 1 point per dollar. Gold comes by itself from $1,000.00 a year.",
            "And the points?",
            "100 points are $5.00, from 200 points on.",
        ),
        ("You can switch that off in your account. I have done it for you now.",),
    ),
    "size advice": (
        (
            "Between two sizes we suggest the larger one for jackets and boots. Exchanges ship free.",
            "I like it snug",
            "Then take the smaller one; {brand} is cut a little generously.",
        ),
        (
            "The size chart on the page of the {product} is in inches and centimeters. May I have your chest and waist?",
            "38 and 33",
            "That is an M.",
        ),
    ),
    "complaint": (
        (
            "I am sorry, {name}, that is not how it should be. I have sent a replacement and refunded the shipping.",
            "And what do I do with the broken one?",
            "Please recycle it or keep it for parts, we do not need it back.",
        ),
        (
            "I understand that you are upset. Would you like a refund or a replacement?",
            "My money back",
            "Done. You should see it in {days} days.",
        ),
    ),
    "gift": (
        (
            "A lantern, an enamel mug set or a folding knife are liked a lot at that price.",
            "The lantern sounds nice. Can you wrap it?",
            "Yes, for $4.00, with a note of up to 200 characters.",
        ),
        ("Gift cards do not expire and come by e-mail within minutes.",),
    ),
}
