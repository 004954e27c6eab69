from __future__ import annotations

import json
import shutil
import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from app.answering import Answerer
from index.embedding import MiniLmEmbedding
from index.errors import CorpusError, StoreError
from index.generations import Store
from index.settings import Settings
from ingest.applying import KEPT, apply, checked_corpus, prune

Edit = Callable[[str, str, str], None]

COURIER = "sources/ellery-courier-report-2021-03-20.md"
STUDY = "sources/skerrow-marine-institute-study-2021-02-03.md"


class Interrupted(Exception):
    """What ends a build in these tests."""


def interrupt(done: int, total: int) -> None:
    """A progress that ends the build at its first word."""
    raise Interrupted


def state_of(settings: Settings) -> dict[str, bytes]:
    """Pointer and manifests, byte by byte."""
    folder = Path(settings.index)
    files = [folder / "active.json", *(folder / "generations").iterdir()]
    return {path.name: path.read_bytes() for path in files}


def test_the_first_apply_embeds_every_text_and_makes_it_active(
    harbour_settings: Settings, tmp_path: Path, embedding: MiniLmEmbedding
) -> None:
    settings = replace(
        harbour_settings, index=str(tmp_path / "index"), state=tmp_path / "state"
    )
    told: list[tuple[int, int]] = []
    applied = apply(settings, embedding, lambda done, total: told.append((done, total)))
    assert applied.changed
    assert applied.embedded + applied.reused == sum(applied.counts.values())
    assert applied.embedded > 150
    assert told[-1] == (sum(applied.counts.values()), sum(applied.counts.values()))
    assert [done for done, _ in told] == sorted(done for done, _ in told)
    assert Store(settings.index).active(embedding).id == applied.generation


def test_a_second_apply_embeds_nothing_and_changes_nothing(
    own: Settings, embedding: MiniLmEmbedding
) -> None:
    before = state_of(own)
    applied = apply(own, embedding)
    assert not applied.changed
    assert applied.embedded == 0
    assert state_of(own) == before


def test_after_an_edit_of_one_point_only_its_text_is_embedded(
    own: Settings, edit: Edit, embedding: MiniLmEmbedding
) -> None:
    edit(COURIER, "found no second witness", "found no other witness")
    applied = apply(own, embedding)
    assert applied.changed
    assert applied.embedded == 1
    assert applied.reused == sum(applied.counts.values()) - 1
    point = Store(own.index).active(embedding).passages([f"{COURIER[8:-3]}#p5"])
    assert "found no other witness" in point[f"{COURIER[8:-3]}#p5"].text


def test_reused_vectors_are_those_that_embedding_would_give(
    own: Settings, edit: Edit, embedding: MiniLmEmbedding
) -> None:
    before = Store(own.index).active(embedding).vectors()
    edit(COURIER, "found no second witness", "found no other witness")
    apply(own, embedding)
    after = Store(own.index).active(embedding).vectors()
    assert set(after) == set(before)
    for key, vector in after.items():
        if key != f"{COURIER[8:-3]}#p5":
            assert float(vector @ before[key]) == pytest.approx(1, abs=1e-4)


def test_an_edit_that_no_text_shows_embeds_nothing_and_is_active(
    own: Settings, edit: Edit, embedding: MiniLmEmbedding
) -> None:
    edit(COURIER, "publisher: Ellery Courier", "publisher: The Ellery Courier")
    applied = apply(own, embedding)
    assert (applied.changed, applied.embedded) == (True, 0)
    passages = Store(own.index).active(embedding).passages([f"{COURIER[8:-3]}#p5"])
    assert {p.publisher for p in passages.values()} == {"The Ellery Courier"}


def test_a_removed_point_is_no_longer_answered(
    own: Settings, harbour: Path, embedding: MiniLmEmbedding
) -> None:
    question = "What should be surveyed before new dredging of the channel?"
    wanted = f"{STUDY[8:-3]}#p6"
    answerer = Answerer.open(own)
    assert wanted in {c.passage_id for c in answerer.answer(question).citations}
    text = (harbour / STUDY).read_text("utf-8")
    (harbour / STUDY).write_text(text.split("## p6")[0], "utf-8")
    apply(own, embedding)
    assert wanted not in {c.passage_id for c in answerer.answer(question).citations}


def test_a_removed_source_is_in_no_part_of_the_new_generation(
    own: Settings, harbour: Path, embedding: MiniLmEmbedding
) -> None:
    gone = "lone-notice-2021-01-05"
    text = (harbour / COURIER).read_text("utf-8").split("## p2")[0]
    (harbour / f"sources/{gone}.md").write_text(text.replace(COURIER[8:-3], gone))
    apply(own, embedding)
    assert f"{gone}#p1" in Store(own.index).active(embedding).parties
    (harbour / f"sources/{gone}.md").unlink()
    applied = apply(own, embedding)
    generation = Store(own.index).active(embedding)
    assert applied.embedded == 0
    assert f"{gone}#p1" not in generation.parties
    assert f"{gone}#p1" not in generation.lexicon.ids


def test_an_answerer_that_is_open_sees_the_next_generation(
    own: Settings, edit: Edit, embedding: MiniLmEmbedding
) -> None:
    answerer = Answerer.open(own)
    before = answerer.answer("Was the line of boats a siege?").index
    edit(
        "claims/h08-word-siege.yaml",
        "use different words",
        "use different names",
    )
    applied = apply(own, embedding)
    after = answerer.answer("Was the line of boats a siege?")
    assert before.generation != after.index.generation == applied.generation
    assert any("use different names" in s.text for s in after.sentences)


@pytest.mark.parametrize(
    ("name", "old", "new", "said"),
    [
        (COURIER, "basis: secondary\n", "", "basis: the field is missing: add it."),
        (COURIER, "nobody was hurt", "*nobody* was hurt", "the text holds markup"),
        (
            "claims/h08-word-siege.yaml",
            '"three days of siege"',
            '"four days of siege"',
            "'four days of siege' doesn't stand in paragraph 7",
        ),
        ("corpus.yaml", "title:", "title: [", "corpus.yaml: YAML"),
    ],
)
def test_a_wrong_corpus_leaves_the_active_generation_untouched(
    own: Settings,
    edit: Edit,
    embedding: MiniLmEmbedding,
    name: str,
    old: str,
    new: str,
    said: str,
) -> None:
    before = state_of(own)
    edit(name, old, new)
    with pytest.raises(CorpusError) as wrong:
        apply(own, embedding)
    assert name in str(wrong.value)
    assert said in str(wrong.value)
    assert "\n" not in str(wrong.value)
    assert state_of(own) == before
    assert Store(own.index).active(embedding).register


def test_a_text_that_the_model_would_cut_is_refused(
    own: Settings, edit: Edit, embedding: MiniLmEmbedding
) -> None:
    before = state_of(own)
    rare = " ".join(["Xylopyrographie"] * 130)
    edit(COURIER, "it had found no second witness.", f"it had found no {rare}.")
    with pytest.raises(CorpusError) as wrong:
        apply(own, embedding)
    assert f"{COURIER[8:-3]}#p5: text: it has over 256 word pieces" in str(wrong.value)
    assert "split it into two points" in str(wrong.value)
    assert state_of(own) == before


def test_an_interrupted_build_leaves_the_active_generation(
    own: Settings, edit: Edit, embedding: MiniLmEmbedding
) -> None:
    before = state_of(own)
    edit(COURIER, "found no second witness", "found no other witness")
    with pytest.raises(Interrupted):
        apply(own, embedding, interrupt)
    assert state_of(own) == before
    assert Answerer.open(own).answer("Was it a siege?").outcome == "answered"


def test_what_an_interrupted_build_left_is_swept_by_the_next(
    own: Settings, edit: Edit, embedding: MiniLmEmbedding
) -> None:
    before = Store(own.index).collections()
    edit(COURIER, "found no second witness", "found no other witness")
    with pytest.raises(Interrupted):
        apply(own, embedding, interrupt)
    left = Store(own.index).collections() - before
    assert left
    applied = apply(own, embedding)
    collections = Store(own.index).collections()
    assert not left & collections
    assert collections - before == {
        f"{applied.generation}-passages", f"{applied.generation}-register",
    }  # fmt: skip


def test_an_interrupted_build_doesnt_keep_the_lock(
    own: Settings, edit: Edit, embedding: MiniLmEmbedding
) -> None:
    edit(COURIER, "found no second witness", "found no other witness")
    with pytest.raises(Interrupted):
        apply(own, embedding, interrupt)
    assert apply(own, embedding).changed


def test_a_second_writer_is_refused_and_told_who_writes(
    own: Settings, edit: Edit, embedding: MiniLmEmbedding
) -> None:
    edit(COURIER, "found no second witness", "found no other witness")
    refused: list[StoreError] = []

    def second() -> None:
        try:
            apply(own, embedding)
        except StoreError as failure:
            refused.append(failure)

    def during(done: int, total: int) -> None:
        if not refused:
            thread = threading.Thread(target=second)
            thread.start()
            thread.join()

    assert apply(own, embedding, during).changed
    assert str(refused[0]).startswith("the index is being written by process ")
    assert str(refused[0]).endswith("wait for it to end.")


def test_a_reader_during_a_build_sees_the_old_generation(
    own: Settings, edit: Edit, embedding: MiniLmEmbedding
) -> None:
    old = Store(own.index).active(embedding).id
    edit(COURIER, "found no second witness", "found no other witness")
    seen: list[str] = []
    reader = Store(own.index)
    applied = apply(
        own, embedding, lambda done, total: seen.append(reader.active(embedding).id)
    )
    assert set(seen) == {old}
    assert reader.active(embedding).id == applied.generation


def test_an_index_folder_that_cant_be_written_is_named(
    own: Settings, tmp_path: Path, embedding: MiniLmEmbedding
) -> None:
    (tmp_path / "file").write_text("not a folder")
    place = str(tmp_path / "file" / "index")
    with pytest.raises(StoreError) as failure:
        apply(replace(own, index=place), embedding)
    assert place in str(failure.value)
    assert "\n" not in str(failure.value)


# Fails as long as the message is that of a broken pointer file, whose mend is to run
# the very command that gave it.
def test_an_index_folder_that_cant_be_written_is_told_what_to_do(
    own: Settings, tmp_path: Path, embedding: MiniLmEmbedding
) -> None:
    (tmp_path / "file").write_text("not a folder")
    with pytest.raises(StoreError, match="COUNTERPOINT_INDEX"):
        apply(replace(own, index=str(tmp_path / "file" / "index")), embedding)


def test_a_state_folder_that_cant_be_written_is_told_what_to_do(
    own: Settings, edit: Edit, tmp_path: Path, embedding: MiniLmEmbedding
) -> None:
    before = state_of(own)
    edit(COURIER, "found no second witness", "found no other witness")
    (tmp_path / "file").write_text("not a folder")
    with pytest.raises(StoreError) as failure:
        apply(replace(own, state=tmp_path / "file" / "state"), embedding)
    assert str(tmp_path / "file" / "state") in str(failure.value)
    assert "COUNTERPOINT_STATE" in str(failure.value)
    assert state_of(own) == before


def test_the_manifest_tells_what_the_generation_was_made_of(
    own: Settings, embedding: MiniLmEmbedding
) -> None:
    manifest = Store(own.index).active(embedding).manifest
    corpus, _ = checked_corpus(own.corpus)
    assert manifest["inputs"] == corpus.inputs
    assert manifest["corpus_sha256"] == corpus.sha256
    assert manifest["embedding"] == embedding.fingerprint
    assert set(manifest["versions"]) == {"chromadb", "llama-index-core"}
    assert datetime.fromisoformat(manifest["created"]).tzinfo


def aged(settings: Settings, days: list[int]) -> Store:
    """A store with one manifest for each age in days, the oldest first."""
    store = Store(settings.index)
    (manifest,) = store.ledger.manifests().values()
    for number, age in enumerate(days):
        created = datetime.now(UTC) - timedelta(days=age)
        store.ledger.put(
            manifest
            | {
                "id": f"g1999-{number}",
                "created": created.isoformat(),
                "collections": {"passages": f"old-{number}"},
            }
        )
    return store


def test_the_last_three_generations_are_kept_however_old(own: Settings) -> None:
    store = aged(own, [9, 8])
    assert len(store.ledger.manifests()) == KEPT
    assert prune(store) == []


def test_older_generations_than_a_day_are_dropped_beyond_three(own: Settings) -> None:
    store = aged(own, [9, 8, 7, 6])
    assert prune(store) == ["g1999-0", "g1999-1"]
    assert [*store.ledger.manifests()][:2] == ["g1999-2", "g1999-3"]


def test_a_generation_younger_than_a_day_is_kept(own: Settings) -> None:
    store = aged(own, [9, 0, 0, 0])
    assert prune(store) == ["g1999-0"]


def test_the_active_generation_is_never_dropped(own: Settings) -> None:
    store = aged(own, [9, 8, 7, 6])
    store.ledger.activate("g1999-0")
    assert prune(store) == ["g1999-1"]
    assert store.ledger.active() == "g1999-0"


def test_a_dropped_generation_takes_its_collections_along(
    own: Settings, embedding: MiniLmEmbedding
) -> None:
    store = Store(own.index)
    (manifest,) = store.ledger.manifests().values()
    old = {"created": "1999-01-01T00:00:00+00:00"}
    store.ledger.put(manifest | old)
    for number in range(KEPT):
        store.ledger.put(manifest | {"id": f"g9999-{number}", "collections": {}} | old)
    store.ledger.activate("g9999-2")
    assert prune(store) == [manifest["id"]]
    assert store.collections() == set()


# The next three fail as long as what the message of a broken index tells to do, to run
# `python -m ingest`, gives the same message again or says that nothing changed.
def test_ingest_mends_an_index_whose_pointer_file_is_broken(
    own: Settings, embedding: MiniLmEmbedding
) -> None:
    (Path(own.index) / "active.json").write_text("{")
    apply(own, embedding)
    assert Answerer.open(own)


def test_ingest_mends_an_index_whose_collections_are_gone(
    own: Settings, tmp_path: Path, embedding: MiniLmEmbedding
) -> None:
    shutil.rmtree(Path(own.index) / "chroma")
    apply(own, embedding)
    assert Answerer.open(own)


def test_ingest_mends_a_broken_index_after_an_edit_too(
    own: Settings, edit: Edit, embedding: MiniLmEmbedding
) -> None:
    shutil.rmtree(Path(own.index) / "chroma")
    edit(COURIER, "found no second witness", "found no other witness")
    apply(own, embedding)
    assert Answerer.open(own)


def test_ingest_rebuilds_where_the_pointer_names_a_generation_that_is_gone(
    own: Settings, embedding: MiniLmEmbedding
) -> None:
    shutil.rmtree(Path(own.index) / "generations")
    assert apply(own, embedding).changed
    assert Answerer.open(own)


def test_an_index_of_another_model_is_embedded_anew(
    own: Settings, embedding: MiniLmEmbedding
) -> None:
    (path,) = (Path(own.index) / "generations").glob("*.json")
    other = {"embedding": {"name": "other"}, "key": "another"}
    path.write_text(json.dumps(json.loads(path.read_text()) | other))
    applied = apply(own, embedding)
    assert applied.changed
    assert applied.embedded > 150
    assert Store(own.index).active(embedding).id == applied.generation
