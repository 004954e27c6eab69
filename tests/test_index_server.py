from __future__ import annotations

import json
import shutil
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from app.__main__ import main as app
from app.answering import Answerer
from index.clients import Access, folder_client
from index.embedding import MiniLmEmbedding
from index.errors import NoIndex, StoreError
from index.settings import Settings
from index.store import Store
from ingest.applying import KEPT, apply, prune, rollback, sweep

Edit = Callable[[str, str, str], None]
COURIER = "sources/ellery-courier-report-2021-03-20.md"
QUESTIONS = [
    "Was the line of boats a siege?",
    "Who cut the survey buoys loose?",
    "How long is the Old Quay?",
    "What is the capital of Peru?",
]


def answers(settings: Settings) -> list[str]:
    """What the chat says to a few questions, without the times it took."""
    answerer = Answerer.open(settings)
    return [
        answerer.answer(question).model_dump_json(exclude={"timings_ms", "index"})
        for question in QUESTIONS
    ]


def test_nothing_is_active_before_the_first_apply(
    placed: Settings, embedding: MiniLmEmbedding
) -> None:
    store = Store.of(placed)
    assert store.ledger.active() is None
    assert store.ledger.manifests() == {}
    with pytest.raises(NoIndex, match="python -m ingest"):
        store.active(embedding)


def test_a_place_answers_like_the_folder_that_all_tests_use(
    placed: Settings, harbour_settings: Settings, embedding: MiniLmEmbedding
) -> None:
    applied = apply(placed, embedding)
    assert applied.changed
    assert applied.counts == Store.of(placed).active(embedding).manifest["counts"]
    assert answers(placed) == answers(harbour_settings)


def test_a_second_apply_embeds_nothing(
    placed: Settings, embedding: MiniLmEmbedding
) -> None:
    first = apply(placed, embedding)
    second = apply(placed, embedding)
    assert (second.changed, second.embedded) == (False, 0)
    assert second.generation == first.generation


def test_an_edit_embeds_one_text_and_a_rollback_undoes_it(
    placed: Settings, edit: Edit, embedding: MiniLmEmbedding
) -> None:
    first = apply(placed, embedding)
    before = answers(placed)
    edit(COURIER, "found no second witness", "found no other witness")
    second = apply(placed, embedding)
    assert second.embedded == 1
    reader = Answerer.open(placed)
    assert reader.answer(QUESTIONS[0]).index.generation == second.generation
    assert rollback(placed, embedding) == first.generation
    assert reader.answer(QUESTIONS[0]).index.generation == first.generation
    assert answers(placed) == before
    again = apply(placed, embedding)
    assert (again.generation, again.embedded) == (second.generation, 0)


def test_a_pinned_generation_answers_whatever_is_active(
    placed: Settings, edit: Edit, embedding: MiniLmEmbedding
) -> None:
    first = apply(placed, embedding)
    edit(COURIER, "found no second witness", "found no other witness")
    apply(placed, embedding)
    pinned = Answerer.open(replace(placed, generation=first.generation))
    assert pinned.answer(QUESTIONS[0]).index.generation == first.generation


def test_leftovers_are_swept_and_records_kept(
    placed: Settings, embedding: MiniLmEmbedding
) -> None:
    apply(placed, embedding)
    store = Store.of(placed)
    before = store.collections()
    store.write_passages("left-behind", [])
    assert store.collections() - before == {"left-behind"}
    sweep(store)
    assert store.collections() == before
    assert answers(placed)


def test_old_generations_are_pruned_but_never_the_active_one(
    placed: Settings, embedding: MiniLmEmbedding
) -> None:
    applied = apply(placed, embedding)
    store = Store.of(placed)
    (manifest,) = store.ledger.manifests().values()
    old = {"created": "1999-01-01T00:00:00+00:00", "collections": {}}
    store.ledger.put(manifest | {"created": old["created"]})
    for number in range(KEPT + 1):
        store.ledger.put(manifest | old | {"id": f"g9999-{number}"})
    assert prune(store) == ["g9999-0"]
    assert store.ledger.active() == applied.generation
    assert len(store.ledger.manifests()) == KEPT + 1
    assert answers(placed)


def test_a_missing_generation_says_what_to_do(
    placed: Settings, embedding: MiniLmEmbedding
) -> None:
    store = Store.of(placed)
    store.ledger.activate("g-gone")
    with pytest.raises(StoreError, match=r"'g-gone' is missing.*python -m ingest"):
        store.active(embedding)


def test_more_rows_than_fit_one_page_come_back_whole(
    placed: Settings, embedding: MiniLmEmbedding
) -> None:
    from ingest.chunking import chunk, nodes
    from ingest.reading import require_corpus

    apply(placed, embedding)
    store = Store.of(placed)
    manifest = next(iter(store.ledger.manifests().values()))
    point = chunk(require_corpus(placed.corpus))[-1]
    many = [replace(point, passage_id=f"many#p{number}") for number in range(5000)]
    vector = embedding.one(point.text)
    count = store.write_passages(
        "many-passages",
        (nodes(many[i : i + 1000], [vector] * 1000) for i in range(0, 5000, 1000)),
    )
    assert count == 5000
    names = {**manifest["collections"], "passages": "many-passages"}
    counts = {**manifest["counts"], "passages": 5000}
    big = store.read({**manifest, "collections": names, "counts": counts})
    assert big.complete()
    assert len(big.parties) == len(big.vectors()) == len(big.lexicon.ids) == 5000
    assert len(big.passages(big.parties)) == 5000


def test_a_server_that_isnt_there_is_one_sentence(
    capsys: pytest.CaptureFixture[str],
    enter: Callable[[Settings], None],
    harbour_settings: Settings,
) -> None:
    enter(replace(harbour_settings, index="http://127.0.0.1:9"))
    assert app(["ask", "Was it a siege?"]) == 1
    said = capsys.readouterr().err
    assert "http://127.0.0.1:9" in said
    assert "chroma run" in said
    assert "Traceback" not in said


def test_the_page_over_an_empty_server_says_how_to_build_the_index(
    capsys: pytest.CaptureFixture[str],
    enter: Callable[[Settings], None],
    harbour_settings: Settings,
    chroma_server: str,
) -> None:
    enter(replace(harbour_settings, index=chroma_server))
    assert app([]) == 1
    assert "holds no index yet" in capsys.readouterr().err


def test_a_database_that_isnt_there_is_one_sentence(
    harbour_settings: Settings, chroma_server: str, embedding: MiniLmEmbedding
) -> None:
    place = replace(harbour_settings, index=chroma_server, chroma_database="nowhere")
    with pytest.raises(StoreError, match=r"nowhere.*COUNTERPOINT_CHROMA_DATABASE"):
        Store.of(place).active(embedding)


class Recording(BaseHTTPRequestHandler):
    """Notes the headers of every request and refuses it."""

    seen: list[dict[str, str]]

    def do_GET(self) -> None:
        self.seen.append(dict(self.headers.items()))
        body = json.dumps({"error": "AuthError", "message": "no such token"}).encode()
        self.send_response(401)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # its name
        """Say nothing."""


@pytest.fixture
def refusing() -> Iterator[tuple[str, list[dict[str, str]]]]:
    """A server that refuses every request, and what it was sent."""
    Recording.seen = []
    server = HTTPServer(("127.0.0.1", 0), Recording)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", Recording.seen
    server.shutdown()
    server.server_close()
    thread.join()


def test_the_token_is_sent_and_a_refusal_is_one_sentence(
    refusing: tuple[str, list[dict[str, str]]],
) -> None:
    address, seen = refusing
    store = Store(address, Access(token="secret"))
    with pytest.raises(StoreError, match="COUNTERPOINT_CHROMA_TOKEN") as refused:
        store.ledger.active()
    assert {name.lower(): value for name, value in seen[0].items()}[
        "x-chroma-token"
    ] == "secret"
    assert "secret" not in str(refused.value)


def test_a_token_isnt_shown_with_the_settings() -> None:
    assert "secret" not in repr(Settings(chroma_token="secret"))


def test_a_folder_that_holds_no_index_and_cant_be_written_is_told(
    tmp_path: Path,
) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError, match="COUNTERPOINT_INDEX"):
        folder_client(tmp_path / "file")


def test_a_folder_copied_to_another_place_answers_there(
    harbour_settings: Settings, tmp_path: Path
) -> None:
    shutil.copytree(harbour_settings.index, tmp_path / "moved")
    moved = replace(harbour_settings, index=str(tmp_path / "moved"))
    assert answers(moved) == answers(harbour_settings)
