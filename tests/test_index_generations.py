from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from index.embedding import MiniLmEmbedding
from index.errors import NoIndex, StoreError, WrongModel
from index.generations import Generation
from index.lexicon import words
from index.settings import Settings
from index.sources import Passage
from index.store import Store
from index.wordings import Wording
from ingest.chunking import chunk, nodes
from ingest.reading import require_corpus

RADAR = "ellery-courier-report-2021-03-20#p2"


@pytest.fixture(scope="module")
def passages(harbour_settings: Settings) -> list[Passage]:
    """The harbour's passages, straight from its files."""
    return chunk(require_corpus(harbour_settings.corpus))


def change_manifest(settings: Settings, **fields: Any) -> None:
    """Put other values into the manifest of the only generation."""
    (path,) = (Path(settings.index) / "generations").glob("*.json")
    path.write_text(json.dumps(json.loads(path.read_text()) | fields))


def test_no_index_says_how_to_build_one(
    tmp_path: Path, embedding: MiniLmEmbedding
) -> None:
    with pytest.raises(NoIndex) as missing:
        Store(str(tmp_path / "index")).active(embedding)
    assert str(tmp_path / "index") in str(missing.value)
    assert "python -m ingest" in str(missing.value)


def test_looking_for_an_index_makes_no_folder(
    tmp_path: Path, embedding: MiniLmEmbedding
) -> None:
    with pytest.raises(NoIndex):
        Store(str(tmp_path / "index")).active(embedding)
    assert not (tmp_path / "index").exists()


def test_an_index_of_another_model_is_refused_with_both_names(
    own: Settings, embedding: MiniLmEmbedding
) -> None:
    other = embedding.fingerprint | {"name": "other-model", "model_sha256": "0" * 64}
    change_manifest(own, embedding=other)
    with pytest.raises(WrongModel) as wrong:
        Store(own.index).active(embedding)
    assert "'other-model'" in str(wrong.value)
    assert "'all-MiniLM-L6-v2-int8'" in str(wrong.value)
    assert "python -m ingest" in str(wrong.value)


@pytest.mark.parametrize("field", ["model_sha256", "tokenizer_sha256", "dimensions"])
def test_any_difference_between_two_models_makes_an_index_unusable(
    own: Settings, embedding: MiniLmEmbedding, field: str
) -> None:
    change_manifest(own, embedding=embedding.fingerprint | {field: "other"})
    with pytest.raises(WrongModel):
        Store(own.index).active(embedding)


def test_a_pointer_to_a_generation_that_is_gone_says_what_to_do(
    own: Settings, embedding: MiniLmEmbedding
) -> None:
    shutil.rmtree(Path(own.index) / "generations")
    with pytest.raises(StoreError, match=r"is missing from .*python -m ingest"):
        Store(own.index).active(embedding)


def test_a_generation_without_its_collections_says_what_to_do(
    own: Settings, embedding: MiniLmEmbedding
) -> None:
    gone = {"passages": "gone-passages", "register": "gone-register"}
    change_manifest(own, collections=gone)
    with pytest.raises(StoreError, match=r"can't be read.*python -m ingest"):
        Store(own.index).active(embedding)


def test_a_folder_that_cant_be_written_says_what_to_do(
    own: Settings, tmp_path: Path, embedding: MiniLmEmbedding
) -> None:
    (tmp_path / "file").write_text("not a folder")
    with pytest.raises(StoreError) as failure:
        Store(str(tmp_path / "file" / "index")).collections()
    assert "can't be written" in str(failure.value)
    assert "COUNTERPOINT_INDEX" in str(failure.value)


def test_the_active_generation_is_opened_once(
    harbour_settings: Settings, embedding: MiniLmEmbedding
) -> None:
    store = Store(harbour_settings.index)
    assert store.active(embedding) is store.active(embedding)


def test_an_answerer_of_another_process_opens_the_same_generation(
    harbour_settings: Settings, embedding: MiniLmEmbedding, generation: Generation
) -> None:
    assert Store(harbour_settings.index).active(embedding).id == generation.id


def test_every_passage_comes_back_as_it_was_written(
    generation: Generation, passages: list[Passage]
) -> None:
    stored = generation.passages(passage.passage_id for passage in passages)
    assert [*stored.values()] == passages


def test_passages_come_in_the_order_asked_for(generation: Generation) -> None:
    ids = sorted(generation.parties)[:5][::-1]
    assert [*generation.passages(ids)] == ids


def test_few_passages_are_all_read_ahead(
    harbour_settings: Settings, embedding: MiniLmEmbedding
) -> None:
    opened = Store(harbour_settings.index).active(embedding)
    opened.read_ahead()
    assert opened._read.keys() == opened.parties.keys()
    kept = opened._read[RADAR]
    assert opened.passages([RADAR])[RADAR] is kept


def test_an_unknown_id_is_left_out(generation: Generation) -> None:
    known = next(iter(generation.parties))
    assert [*generation.passages(["no-such-source#p1", known])] == [known]


def test_no_ids_give_no_passages(generation: Generation) -> None:
    assert generation.passages([]) == {}


def test_an_id_asked_for_twice_comes_once(generation: Generation) -> None:
    known = next(iter(generation.parties))
    assert [*generation.passages([known, known])] == [known]


def test_a_generation_is_as_long_as_its_passages(
    generation: Generation, passages: list[Passage]
) -> None:
    assert len(generation) == len(passages)


def test_the_article_comes_in_reading_order(generation: Generation) -> None:
    article = generation.article()
    assert all(passage.is_article for passage in article)
    assert [p.start for p in article] == sorted(p.start for p in article)


def test_a_passage_is_the_nearest_to_its_own_vector(generation: Generation) -> None:
    for passage_id, vector in [*generation.vectors().items()][::7]:
        (nearest, cosine), *_ = generation.nearest(vector, 3)
        assert nearest == passage_id
        assert cosine == pytest.approx(1, abs=1e-4)


def test_cosines_fall_from_the_nearest_on(
    generation: Generation, embedding: MiniLmEmbedding
) -> None:
    vector = embedding.vectors(["Who caused the collision?"])[0]
    cosines = [cosine for _, cosine in generation.nearest(vector, 20)]
    assert cosines == sorted(cosines, reverse=True)


def test_a_distance_is_read_as_the_true_cosine(
    generation: Generation, embedding: MiniLmEmbedding
) -> None:
    vector = embedding.vectors(["Who caused the collision?"])[0]
    vectors = generation.vectors()
    for passage_id, cosine in generation.nearest(vector, 10):
        assert cosine == pytest.approx(float(vectors[passage_id] @ vector), abs=1e-3)


def test_no_more_passages_are_asked_for_than_there_are(
    generation: Generation, embedding: MiniLmEmbedding
) -> None:
    vector = embedding.vectors(["herring"])[0]
    assert len(generation.nearest(vector, 10_000)) == len(generation)


def test_every_wording_has_its_vector(
    generation: Generation, embedding: MiniLmEmbedding
) -> None:
    assert len(generation.wordings) == len(generation.wording_vectors)
    wording = generation.wordings[5]
    again = embedding.vectors([wording.text])[0]
    assert float(again @ generation.wording_vectors[5]) == pytest.approx(1, abs=1e-3)


def test_every_claim_has_wordings_of_every_role(generation: Generation) -> None:
    roles = {"statement", "quote", "asked_as", "not_this"}
    for claim in generation.register.claims:
        held = {w.role for w in generation.wordings if w.claim_id == claim.id}
        assert held == roles


def test_parties_name_the_speakers_side_and_the_publishers_perspective(
    generation: Generation,
) -> None:
    heard_by_press = generation.parties["ellery-courier-report-2021-03-20#p6"]
    assert heard_by_press == ("Fishermen's cooperative", "press")


def test_a_collection_of_the_same_name_is_written_anew(
    tmp_path: Path, passages: list[Passage]
) -> None:
    store = Store(str(tmp_path))
    vectors = np.eye(4, 384, dtype=np.float32)
    batch = nodes(passages[:4], vectors)
    assert store.write_passages("new-passages", [batch]) == 4
    assert store.write_passages("new-passages", [batch[:2], batch[2:3]]) == 3
    assert store.collections() == {"new-passages"}


def test_a_register_is_one_row_more_than_its_wordings(
    tmp_path: Path, generation: Generation
) -> None:
    store = Store(str(tmp_path))
    wordings = [Wording("who did it", "h04-collision", "asked_as")]
    vectors = np.eye(1, 384, dtype=np.float32)
    written = store.write_register(
        "new-register", generation.register, wordings, vectors
    )
    assert written == 2


def test_a_passage_is_found_by_the_question_that_it_answers(
    generation: Generation, embedding: MiniLmEmbedding
) -> None:
    vector = embedding.one("Is there any footage of the crash?")
    found = generation.questions(vector, 10)
    assert found.answered == {RADAR: pytest.approx(1, abs=1e-3)}
    assert 0 < found.unanswered[0] < 0.9
    assert found.least == -1
    assert generation.questions(vector, 1).least == pytest.approx(1, abs=1e-3)


def test_an_index_built_before_points_had_questions_is_read(
    own: Settings, embedding: MiniLmEmbedding
) -> None:
    (path,) = (Path(own.index) / "generations").glob("*.json")
    manifest = json.loads(path.read_text())
    del manifest["collections"]["questions"], manifest["counts"]["questions"]
    path.write_text(json.dumps(manifest))
    earlier = Store(own.index).active(embedding)
    assert earlier.complete()
    near = earlier.questions(embedding.one("Is there any footage of the crash?"), 10)
    assert (near.answered, near.unanswered) == ({}, [])


def test_dropping_a_collection_that_isnt_there_does_nothing(tmp_path: Path) -> None:
    store = Store(str(tmp_path))
    store.drop_collection("never-written")
    assert store.collections() == set()


def test_a_broken_manifest_is_an_error_that_says_what_to_do(
    own: Settings, embedding: MiniLmEmbedding
) -> None:
    (path,) = (Path(own.index) / "generations").glob("*.json")
    path.write_text('{"id": ')
    with pytest.raises(StoreError, match="python -m ingest"):
        Store(own.index).active(embedding)


def test_words_of_questions_alone_are_no_words_of_the_sources(
    generation: Generation,
) -> None:
    asked = {
        w
        for p in generation.passages(generation.parties).values()
        for text in p.asked_as
        for w in words(text)
    }
    only = asked - generation.plain_words
    assert only
    assert only <= generation.lexicon.vocabulary
    assert generation.plain_words < generation.lexicon.vocabulary
