"""Rasa component: a message clearly in another language gets the intent ``other_language`` and an entity ``language``."""

import re
import unicodedata
from typing import Any, Dict, List, Optional, Sequence, Text, Tuple

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import ENTITIES, INTENT, INTENT_NAME_KEY, INTENT_RANKING_KEY, PREDICTED_CONFIDENCE_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message

from components.language_words import ALONE, ENGLISH, LANGUAGES, WEAK

OTHER_LANGUAGE = "other_language"
SCRIPTS = {
    "HIRAGANA": "ja",
    "KATAKANA": "ja",
    "HANGUL": "ko",
    "CJK": "zh",
    "CYRILLIC": "ru",
    "ARABIC": "ar",
    "HEBREW": "he",
    "GREEK": "el",
    "THAI": "th",
    "DEVANAGARI": "hi",
    "BENGALI": "bn",
    "TAMIL": "ta",
    "GEORGIAN": "ka",
    "ARMENIAN": "hy",
}
MARKS = {
    "de": "äöüß",
    "es": "ñ¿¡",
    "fr": "çœêèàùëîô",
    "pt": "ãõç",
    "pl": "ąęłńśźż",
    "sv": "å",
    "tr": "ğışİ",
    "it": "ìòù",
    "nl": "",
}
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*", re.UNICODE)
_ELISION = re.compile(r"^(?:[cdjlmnst]|qu)['’](?=[aeiouhéêèy])", re.IGNORECASE)


def script_language(text: str) -> Optional[str]:
    """The language of a script other than Latin, when a good part of the letters is in it."""
    letters = [c for c in text if c.isalpha()]
    counts: Dict[str, int] = {}
    for c in letters:
        language = SCRIPTS.get(unicodedata.name(c, "").split(" ")[0].split("-")[0])
        if language:
            counts[language] = counts.get(language, 0) + 1
    if not counts:
        return None
    language, count = max(counts.items(), key=lambda item: item[1])
    if counts.get("ja") and language == "zh":
        language = "ja"
    dense = language in ("zh", "ja", "ko")  # one sign is about a word
    if sum(counts.values()) * (3 if dense else 1) < 0.5 * len(letters) or (not dense and count < 3):
        return None
    return language


def latin_language(text: str) -> Optional[str]:
    """The language of a Latin text that is clearly not English; None for English, for names alone and where in doubt."""
    lowered = unicodedata.normalize("NFC", text).lower().replace("’", "'")
    words = [_ELISION.sub("", word) if _ELISION.match(word) else word for word in _WORD.findall(lowered)]
    elided = sum(1 for word in _WORD.findall(lowered) if _ELISION.match(word))
    if not words:
        return None
    alone = ALONE.get(" ".join(words))
    if alone:
        return alone
    english = sum(1 for word in words if word in ENGLISH)
    best: Tuple[float, str] = (0.0, "")
    for language, known in LANGUAGES.items():
        strong = sum(1.0 for word in words if word in known and word not in ENGLISH and word not in WEAK)
        weak = sum(1.0 for word in words if word in known and (word in WEAK or word in ENGLISH))
        marks = any(c in lowered for c in MARKS[language])
        score = strong + 0.4 * weak + (0.8 if marks else 0.0) + (0.8 * elided if language == "fr" else 0.0)
        if strong + (0.5 if marks else 0.0) + (0.5 if language == "fr" and elided else 0.0) >= 1.0 and score > best[0]:
            best = (score, language)
    score, language = best
    enough = score >= 1.4 and score >= 0.34 * len(words)
    return language if enough and score > 1.2 * (english - _shared(words, language)) else None


def _shared(words: Sequence[str], language: str) -> float:
    """English words that are as well words of ``language`` speak for neither."""
    return sum(1.0 for word in words if word in ENGLISH and word in LANGUAGES[language])


def language_of(text: str, entities: Sequence[Dict[Text, Any]] = ()) -> Optional[str]:
    """Two-letter code of a language other than English, or None. Catalogue words (brands in other languages) prove nothing."""
    if text.strip().startswith("/"):
        return None
    found = script_language(text)
    if found:
        return found
    rest = text
    for entity in entities:
        if entity.get("entity") in ("brand", "coupon_code", "order_number") and "start" in entity:
            rest = rest[: entity["start"]] + " " * (entity["end"] - entity["start"]) + rest[entity["end"] :]
    return latin_language(rest)


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class LanguageDetector(GraphComponent, IntentClassifier):
    """Stands last in the pipeline: it overrides what classifiers made of a text that they cannot read."""

    @classmethod
    def create(
        cls, config: Dict[Text, Any], model_storage: ModelStorage, resource: Resource, execution_context: ExecutionContext
    ) -> "LanguageDetector":
        return cls()

    def process(self, messages: List[Message]) -> List[Message]:
        for message in messages:
            text = message.get(TEXT)
            language = language_of(text, message.get(ENTITIES, [])) if text else None
            if language is None:
                continue
            intent = {INTENT_NAME_KEY: OTHER_LANGUAGE, PREDICTED_CONFIDENCE_KEY: 0.95}
            ranking = [intent, *(i for i in message.get(INTENT_RANKING_KEY, []) if i[INTENT_NAME_KEY] != OTHER_LANGUAGE)]
            message.set(INTENT, dict(intent), add_to_output=True)
            message.set(INTENT_RANKING_KEY, ranking, add_to_output=True)
            entity = {"entity": "language", "value": language, "start": 0, "end": len(text), "extractor": type(self).__name__}
            message.set(ENTITIES, [*message.get(ENTITIES, []), entity], add_to_output=True)
        return messages
