from __future__ import annotations

import hashlib
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.embedding import (
    DIMENSIONS,
    MAX_PIECES,
    MODEL_SHA256,
    TOKENIZER_SHA256,
    MiniLmEmbedding,
    checked,
    packaged_embedding,
    packaged_model,
)
from index.errors import ModelFileError


@pytest.fixture(scope="module")
def altered_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The model with one byte changed."""
    content = bytearray(packaged_model().read_bytes())
    content[len(content) // 2] ^= 1
    path = tmp_path_factory.mktemp("model") / "model.onnx"
    path.write_bytes(content)
    return path


def test_the_packaged_model_has_the_expected_hash() -> None:
    content = packaged_model().read_bytes()
    assert hashlib.sha256(content).hexdigest() == MODEL_SHA256


def test_a_model_with_one_byte_changed_isnt_loaded(altered_model: Path) -> None:
    with pytest.raises(ModelFileError) as refused:
        MiniLmEmbedding(model=altered_model)
    assert str(altered_model) in str(refused.value)
    assert MODEL_SHA256[:12] in str(refused.value)
    assert "install the project again" in str(refused.value)


def test_a_missing_model_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(ModelFileError, match="install the project again"):
        MiniLmEmbedding(model=tmp_path / "model.onnx")


def test_a_missing_tokenizer_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(ModelFileError) as missing:
        MiniLmEmbedding(tokenizer=tmp_path / "tokenizer.json")
    assert "tokenizer.json" in str(missing.value)
    assert "install the project again" in str(missing.value)


def test_an_altered_tokenizer_isnt_loaded(tmp_path: Path) -> None:
    (tmp_path / "tokenizer.json").write_text("{}")
    with pytest.raises(ModelFileError, match=TOKENIZER_SHA256[:12]):
        MiniLmEmbedding(tokenizer=tmp_path / "tokenizer.json")


def test_a_file_of_the_expected_hash_is_accepted(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"words")
    assert checked(path, hashlib.sha256(b"words").hexdigest()) == path


def test_the_model_is_loaded_once_per_process(embedding: MiniLmEmbedding) -> None:
    assert packaged_embedding() is embedding


def test_a_vector_has_length_one(embedding: MiniLmEmbedding) -> None:
    vectors = embedding.vectors(["The sea is cold.", "A quay of 410 metres."])
    assert vectors.shape == (2, DIMENSIONS)
    assert vectors.dtype == np.float32
    assert np.linalg.norm(vectors, axis=1) == pytest.approx([1, 1], abs=1e-5)


@settings(max_examples=20, deadline=None)
@given(st.text(max_size=60))
def test_any_text_gives_a_finite_unit_vector(text: str) -> None:
    vector = packaged_embedding().vectors([text])[0]
    assert np.isfinite(vector).all()
    assert float(np.linalg.norm(vector)) == pytest.approx(1, abs=1e-4)


def test_no_texts_give_no_vectors(embedding: MiniLmEmbedding) -> None:
    assert embedding.vectors([]).shape == (0, DIMENSIONS)


def test_a_text_has_the_same_vector_alone_and_in_company(
    embedding: MiniLmEmbedding,
) -> None:
    texts = [f"Sentence {number} about the harbour." for number in range(11)]
    together = embedding.vectors(texts)
    for text, row in zip(texts, together, strict=True):
        assert float(embedding.one(text) @ row) > 0.98


def test_texts_that_mean_the_same_are_nearer_than_others(
    embedding: MiniLmEmbedding,
) -> None:
    ship, boat, bread = embedding.vectors(
        ["The ship sank at sea.", "A vessel went down.", "Bread is baked at night."]
    )
    assert float(ship @ boat) > float(ship @ bread) + 0.2


def test_pieces_count_what_would_be_cut(embedding: MiniLmEmbedding) -> None:
    assert embedding.pieces("harbour") == 3
    assert embedding.pieces("harbour " * 400) > 400 > MAX_PIECES


def test_words_beyond_the_last_piece_dont_count(embedding: MiniLmEmbedding) -> None:
    long = "harbour " * MAX_PIECES
    one, other = embedding.vectors([long + "quay", long + "bread"])
    assert float(one @ other) == pytest.approx(1, abs=1e-5)


def test_the_fingerprint_tells_models_apart(embedding: MiniLmEmbedding) -> None:
    assert embedding.fingerprint == {
        "name": "all-MiniLM-L6-v2-int8",
        "model_sha256": MODEL_SHA256,
        "tokenizer_sha256": TOKENIZER_SHA256,
        "dimensions": DIMENSIONS,
    }


def test_llamaindex_gets_the_same_vectors(embedding: MiniLmEmbedding) -> None:
    text = "Who blocked the harbour mouth?"
    expected = embedding.one(text)
    assert embedding.get_query_embedding(text) == pytest.approx(expected, abs=1e-5)
    assert embedding.get_text_embedding(text) == pytest.approx(expected, abs=1e-5)
    batch = embedding.get_text_embedding_batch([text])
    assert batch[0] == pytest.approx(expected, abs=1e-5)
