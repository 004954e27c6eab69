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

ENGLISH = "en"
_SURE = 0.75
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
    letters = [character for character in text if character.isalpha()]
    latin = sum(character < "ɐ" for character in letters) > len(letters) / 2
    common = len(_COMMON.findall(text))
    if not letters or (latin and common >= (1 if text.isascii() else 2)):
        return ENGLISH
    if text.isascii() and len(text.split()) < _FEW_WORDS:
        return ENGLISH
    best = _detector().compute_language_confidence_values(text)[0]
    code = best.language.iso_code_639_1.name.lower()
    return code if not latin or best.value >= _SURE else ENGLISH
