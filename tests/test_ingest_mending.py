from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from app.answering import Answerer
from index.embedding import MiniLmEmbedding
from index.settings import Settings
from index.store import Store
from ingest.applying import KEPT, apply, prune

Edit = Callable[[str, str, str], None]

COURIER = "sources/ellery-courier-report-2021-03-20.md"
STUDY = "sources/skerrow-marine-institute-study-2021-02-03.md"


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


def test_the_generation_read_until_the_switch_goes_with_the_next(
    own: Settings, edit: Edit, embedding: MiniLmEmbedding
) -> None:
    store = aged(own, [9, 8, 7, 6])
    store.ledger.activate("g1999-0")
    edit(COURIER, "found no second witness", "found no other witness")
    apply(own, embedding)
    kept = store.ledger.manifests()
    assert "g1999-0" in kept and "g1999-1" not in kept
    edit(COURIER, "found no other witness", "found no further witness")
    apply(own, embedding)
    assert "g1999-0" not in store.ledger.manifests()


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
