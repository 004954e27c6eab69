from __future__ import annotations

import pytest

from app.answering import Answerer
from app.question.languages import SORRY, detect


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Was the line of boats a siege?", "en"),
        ("410?", "en"),
        ("", "en"),
        ("Кто виноват в столкновении у входа в гавань?", "ru"),
        ("Ո՞վ սկսեց պատերազմը", "hy"),
        ("Müharibəni kim başladı və niyə dayandırmadılar?", "az"),
        ("Savaşı kim başlattı ve neden durdurmadılar?", "tr"),
        ("چه کسی جنگ را آغاز کرد؟", "fa"),
        ("ვინ დაიწყო ომი?", "ka"),
        ("Warum haben die Fischer den Hafen gesperrt?", "de"),
        ("Pourquoi les pêcheurs ont-ils bloqué le port pendant trois jours ?", "fr"),
    ],
)
def test_the_language_of_a_question_is_told(text: str, language: str) -> None:
    assert detect(text) == language


def test_every_language_told_has_a_sentence_of_its_own() -> None:
    assert all(sentence.strip() for sentence in SORRY.values())
    assert len(set(SORRY.values())) == len(SORRY)


@pytest.mark.parametrize("language", sorted(SORRY))
def test_a_sentence_of_regret_is_in_the_language_it_is_kept_for(language: str) -> None:
    assert detect(SORRY[language]) == language


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Erdoğan Putin phone call October", "en"),
        ("Şuşa captured when", "en"),
        ("Tovuz July general Polad Həşimov", "en"),
        ("Çavuşoğlu statement on ceasefire", "en"),
        ("Şuşa", "en"),
        ("Heydar Aliyev Ter-Petrosyan Bishkek 1994", "en"),
        ("galatasaray fenerbahce derby score last week pls", "en"),
        ("Gəncəni kim bombaladı", "az"),
        ("Savaşı kim başlattı, Ermenistan mı Azerbaycan mı?", "tr"),
        ("Türk F-16'sı Ermeni uçağını düşürdü mü?", "tr"),
        ("combien de morts pendant la guerre des 44 jours", "fr"),
        ("Qui a bombardé la ville de Gandja ?", "fr"),
        ("ist das wie georgien 2008", "de"),
    ],
)
def test_names_and_words_that_languages_share_dont_tell_the_language(
    shipped_answerer: Answerer, text: str, language: str
) -> None:
    assert shipped_answerer.desk().reader.understand(text).language == language
