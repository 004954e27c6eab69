from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from app.answering import Answerer
from index.embedding import MiniLmEmbedding
from index.errors import CorpusError
from index.settings import Settings
from index.store import Store
from ingest.applying import apply, checked_corpus

Edit = Callable[[str, str, str], None]

COURIER = "sources/ellery-courier-report-2021-03-20.md"
STUDY = "sources/skerrow-marine-institute-study-2021-02-03.md"


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


def test_a_question_written_for_a_point_is_all_that_is_embedded(
    own: Settings, edit: Edit, embedding: MiniLmEmbedding
) -> None:
    edit(COURIER, "any footage of the crash", "a film of the accident")
    assert apply(own, embedding).embedded == 2  # by each of the two models
    found = Store(own.index).active(embedding).question_vectors()
    assert "Is there a film of the accident?" in found


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


@pytest.mark.parametrize(
    "rare",
    ["Xylopyrographie " * 130, "Stepanakert/Khankendi " * 60, "한국말 " * 40],
    ids=["many words", "long words", "letters of several pieces"],
)
def test_a_text_that_the_model_would_cut_is_refused(
    own: Settings, edit: Edit, embedding: MiniLmEmbedding, rare: str
) -> None:
    before = state_of(own)
    edit(COURIER, "it had found no second witness.", f"it had found no {rare}.")
    with pytest.raises(CorpusError) as wrong:
        apply(own, embedding)
    assert f"{COURIER[8:-3]}#p5: text: it has over 256 word pieces" in str(wrong.value)
    assert "split it into two points" in str(wrong.value)
    assert state_of(own) == before


def test_a_stretch_of_the_article_that_would_be_cut_is_refused(
    own: Settings, embedding: MiniLmEmbedding
) -> None:
    with (own.corpus / "article.md").open("a", encoding="utf-8") as article:
        article.write(f"\n\n{'Stepanakert/Khankendi ' * 60}is long.\n")
    with pytest.raises(CorpusError, match=r"article#p\d+\.1: .* into two paragraphs"):
        apply(own, embedding)


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
