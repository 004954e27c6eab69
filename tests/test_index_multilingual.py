from __future__ import annotations

import hashlib
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.errors import ModelFileError
from index.multilingual import (
    DIMENSIONS,
    LONGEST,
    MODEL_SHA256,
    MultilingualEmbedding,
    multilingual,
)


@pytest.fixture(scope="module")
def model() -> MultilingualEmbedding:
    found = multilingual()
    assert found is not None
    return found


def test_texts_become_unit_vectors_one_at_a_time_or_together(
    model: MultilingualEmbedding,
) -> None:
    texts = [
        "Who blocked the harbour?",
        "Кто перекрыл гавань?",
        "Ո՞վ փակեց նավահանգիստը։",
    ]
    together = model.vectors(texts)
    assert together.shape == (3, DIMENSIONS)
    assert together.dtype == np.float32
    assert np.allclose(np.linalg.norm(together, axis=1), 1.0, atol=1e-3)
    assert np.allclose(together, [model.one(text) for text in texts], atol=1e-4)


@pytest.mark.parametrize(
    "other",
    [
        "Кто перекрыл вход в гавань?",
        "Qui a bloqué l'entrée du port ?",
        "Limanın girişini kim kapattı?",
        "Limanın girişini kim bağladı?",
        "Ո՞վ փակեց նավահանգստի մուտքը։",
        "چه کسی ورودی بندر را بست؟",
        "Wer hat die Hafeneinfahrt gesperrt?",
    ],
)
def test_a_question_comes_nearest_to_the_same_one_in_english(
    model: MultilingualEmbedding, other: str
) -> None:
    english = [
        "How many berths has the basin?",
        "Who blocked the entrance of the harbour?",
        "What is the price of herring?",
        "Did the council vote for the enlargement?",
    ]
    assert int((model.vectors(english) @ model.one(other)).argmax()) == 1


def test_what_stands_beyond_the_longest_text_isnt_read(
    model: MultilingualEmbedding,
) -> None:
    text = "гавань " * 100
    assert np.array_equal(model.one(text), model.one(text[:LONGEST]))
    assert model.pieces(text) == model.pieces(text[:LONGEST]) > 10


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=80))
def test_any_text_has_a_vector(text: str) -> None:
    model = multilingual()
    assert model is not None
    assert np.isfinite(model.one(text)).all()


def test_an_altered_model_isnt_loaded(tmp_path: Path) -> None:
    path = tmp_path / "e5-small-q4.bin"
    path.write_bytes(b"altered")
    with pytest.raises(ModelFileError, match="install the project again"):
        MultilingualEmbedding(path)
    assert hashlib.sha256(b"altered").hexdigest() != MODEL_SHA256
