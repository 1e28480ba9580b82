"""``other_language``: a sentence in the customer's language that this bot does not serve it, and a person to talk to."""

from __future__ import annotations

import re

from actions.action import ShopAction
from actions.services.cards import payload
from actions.turn import Turn
from shop import blocks

_SCRIPTS = (
    ("ja", re.compile(r"[\u3040-\u30ff]")),
    ("ko", re.compile(r"[\uac00-\ud7af]")),
    ("zh", re.compile(r"[\u4e00-\u9fff]")),
    ("ru", re.compile(r"[\u0400-\u04ff]")),
)
_COMMON = {
    "de": """
        ich du sie wir ist sind und der die das ein eine einen nicht für mit habe haben möchte suche suchen bitte wo wie
        was kann können mein meine auf danke hallo guten tag gibt es
    """,
    "es": """
        yo el la los las un una es son y de que no para con tengo tiene quiero busco necesito por favor dónde donde cómo
        como mi pedido hola gracias puedo hay está
    """,
    "fr": """
        je tu il nous vous le la les un une des est sont et ne pas pour avec ai avez voudrais cherche bonjour merci où
        comment mon ma commande s'il puis peux c'est j'ai
    """,
    "it": """
        io il lo gli un una è sono e non per con ho avete vorrei cerco ciao grazie dove come mio mia ordine posso
        buongiorno
    """,
    "pt": """
        eu o os um uma é são e não para com tenho têm quero procuro olá obrigado obrigada onde como meu minha pedido
        posso você
    """,
    "nl": """
        ik je wij is zijn en de het een niet voor met heb hebben wil zoek graag waar hoe wat kan mijn bestelling hallo
        dank bedankt
    """,
}
_WORDS = {code: frozenset(words.split()) for code, words in _COMMON.items()}
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")


def guess_language(text: str) -> str | None:
    """Two letters by the script, else by the commonest words; None when neither tells."""
    for code, script in _SCRIPTS:
        if script.search(text):
            return code
    words = [w.lower().replace("’", "'") for w in _WORD.findall(text)]
    counts = {code: sum(w in known for w in words) for code, known in _WORDS.items()}
    best = max(counts, key=lambda code: counts[code])
    return best if counts[best] else None


class OtherLanguage(ShopAction):
    action_name = "action_other_language"

    async def answer(self, turn: Turn) -> None:
        said = turn.entity("language") or turn.tracker.latest_message.get("language")
        code = str(said).lower()[:2] if said else guess_language(turn.text)
        response = f"utter_other_language_{code}"
        turn.say(response if code and turn.words.has(response) else "utter_other_language")
        own = f"utter_label_person_{code}"
        label = turn.words.label(own if code and turn.words.has(own) else "utter_label_person")
        turn.send(blocks.quick_replies([blocks.button(label, payload=payload("talk_to_person"))]))
