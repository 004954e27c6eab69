"""Which language a question is in, and one honest sentence in those not supported."""

from __future__ import annotations

import re
from functools import cache

from lingua import IsoCode639_1, Language, LanguageDetector, LanguageDetectorBuilder

SORRY = {
    "hy": "Ներողություն, առայժմ պատասխանում ենք միայն անգլերեն հարցերին։",
    "az": "Üzr istəyirik, hələlik yalnız ingilis dilində suallara cavab veririk.",
    "tr": "Üzgünüz, şimdilik yalnızca İngilizce sorulara yanıt verebiliyoruz.",
    "ru": "К сожалению, пока мы отвечаем только на вопросы на английском языке.",
    "fa": "متأسفیم، فعلاً فقط به پرسش‌های انگلیسی پاسخ می‌دهیم.",
    "fr": "Désolés, nous ne répondons pour l’instant qu’aux questions en anglais.",
    "de": "Leider beantworten wir vorerst nur Fragen auf Englisch.",
    "ka": "სამწუხაროდ, ჯერჯერობით მხოლოდ ინგლისურ კითხვებს ვპასუხობთ.",
    "uk": "На жаль, наразі ми відповідаємо лише на запитання англійською мовою.",
    "es": "Lo sentimos, por ahora solo respondemos preguntas en inglés.",
    "ar": "عذرًا، نجيب حاليًا عن الأسئلة المطروحة بالإنجليزية فقط.",
    "it": "Spiacenti, per ora rispondiamo solo a domande in inglese.",
    "el": "Λυπούμαστε, προς το παρόν απαντάμε μόνο σε ερωτήσεις στα αγγλικά.",
}
"""Our own sentences; English stands in for a language that isn't listed."""
BELOW = {
    "hy": "Ձեր հարցին ամենամոտ հարցերը ներքևում են։",
    "az": "Sualınıza ən yaxın suallar aşağıdadır.",
    "tr": "Sorunuza en yakın sorular aşağıdadır.",
    "ru": "Самые близкие к вашему вопросы стоят ниже.",
    "fa": "نزدیک‌ترین پرسش‌ها به پرسش شما در زیر آمده است.",
    "fr": "Les questions les plus proches de la vôtre se trouvent ci-dessous.",
    "de": "Die Fragen, die Ihrer am nächsten kommen, stehen unten.",
    "ka": "თქვენს კითხვასთან ყველაზე ახლო კითხვები ქვემოთაა.",
    "uk": "Найближчі до вашого запитання стоять нижче.",
    "es": "Las preguntas más cercanas a la suya están abajo.",
    "ar": "الأسئلة الأقرب إلى سؤالك مدرجة أدناه.",
    "it": "Le domande più vicine alla sua si trovano qui sotto.",
    "el": "Οι πιο κοντινές στη δική σας ερωτήσεις βρίσκονται παρακάτω.",
}
"""What a reader of each of these languages is told besides."""

ENGLISH = "en"
DOUBT = 1 / 3
"""From which share of the likeliest language's probability on a text in Latin letters
may be English; which other language it is, where it isn't, needn't be sure. Chosen on
`tune`.
"""
_COMMON = re.compile(
    r"\b(?:the|is|are|were|did|does|who|what|why|when|where|how|which|of|and|to|by|"
    r"that|this|it|about|have|has|with|from|isn't|didn't|admit)\b",
    re.IGNORECASE,
)
_FEW_WORDS = 3


@cache
def _detector() -> LanguageDetector:
    chosen = [Language.from_iso_code_639_1(_iso(code)) for code in (ENGLISH, *SORRY)]
    return (
        LanguageDetectorBuilder.from_languages(*chosen).with_low_accuracy_mode().build()
    )


def _iso(code: str) -> IsoCode639_1:
    return IsoCode639_1.from_str(code)


def detect(text: str) -> str:
    """The ISO 639-1 code of a text's language; English where that may be right."""
    return likely(text)[0]


def likely(text: str) -> tuple[str, float]:
    """The same, with the probability of another language than English."""
    letters = [character for character in text if character.isalpha()]
    latin = sum(character < "ɐ" for character in letters) > len(letters) / 2
    common = len(_COMMON.findall(text))
    if not letters or (latin and common >= (1 if text.isascii() else 2)):
        return ENGLISH, 0.0
    few = len(text.split()) < _FEW_WORDS
    if few and (text.isascii() or (latin and text.istitle())):  # names tell nothing
        return ENGLISH, 0.0
    found = {
        value.language.iso_code_639_1.name.lower(): value.value
        for value in _detector().compute_language_confidence_values(text)
    }
    best = max(found, key=lambda code: found[code])
    if latin and found[ENGLISH] >= DOUBT * found[best]:
        return ENGLISH, 0.0
    return _spelt(best, text), found[best]


def _spelt(code: str, text: str) -> str:
    """The code; `tr` instead of `az`, which are easily mistaken, where a text in more
    than plain letters has none of those that `az` alone has.
    """
    own = not text.isascii() and not re.search("[əqx]", text, re.IGNORECASE)
    return "tr" if code == "az" and own else code
