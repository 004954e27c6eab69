"""Which generations exist and which one is active: one record, replaced in one step."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Protocol

from chromadb.api import ClientAPI
from chromadb.api.models.Collection import Collection
from chromadb.errors import NotFoundError

from index.clients import told
from index.errors import StoreError

Manifest = dict[str, Any]
"""One generation's id, time, inputs by sha256, embedding, counts and collections."""


class Ledger(Protocol):
    """Keeps the manifests of all generations and the record of the active one."""

    def active(self) -> str | None:
        """Id of the active generation, None before the first one."""

    def activate(self, generation: str) -> None:
        """Make a written and checked generation the active one, in one step."""

    def manifests(self) -> dict[str, Manifest]:
        """All manifests by generation id, oldest first."""

    def put(self, manifest: Manifest) -> None:
        """Keep the manifest of a generation that has been written completely."""

    def drop(self, generation: str) -> None:
        """Forget a generation."""


class FolderLedger:
    """A ledger of files: `active.json` and `generations/<id>.json` in the folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._pointer = folder / "active.json"

    def active(self) -> str | None:
        """Read afresh each time, so that a switch shows from the next question on."""
        try:
            return str(json.loads(self._pointer.read_text("utf-8"))["generation"])
        except (FileNotFoundError, NotADirectoryError):
            return None
        except (OSError, ValueError, KeyError) as failure:
            raise StoreError(
                f"the pointer file {str(self._pointer)!r} can't be read ({failure}): "
                "run `python -m ingest` to build the index again."
            ) from failure

    def activate(self, generation: str) -> None:
        """Replace the pointer file atomically."""
        self._write(self._pointer, {"generation": generation})

    def manifests(self) -> dict[str, Manifest]:
        """Read from the folder, oldest first: ids begin with the time.

        A file that can't be read counts as missing, so that ingest can build again.
        """
        found = {}
        for file in sorted((self._folder / "generations").glob("*.json")):
            try:
                found[file.stem] = json.loads(file.read_text("utf-8"))
            except (OSError, ValueError):
                continue
        return found

    def put(self, manifest: Manifest) -> None:
        """Write the manifest atomically."""
        self._write(self._folder / "generations" / f"{manifest['id']}.json", manifest)

    def drop(self, generation: str) -> None:
        """Remove the manifest's file."""
        (self._folder / "generations" / f"{generation}.json").unlink(missing_ok=True)

    def _write(self, path: Path, record: Manifest) -> None:
        staged = path.with_suffix(".new")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            with staged.open("w", encoding="utf-8") as file:
                json.dump(record, file, ensure_ascii=False, indent=1)
                file.flush()
                os.fsync(file.fileno())
            staged.replace(path)
        except OSError as failure:
            raise StoreError(
                f"{str(path)!r} can't be written ({failure.strerror}): make the folder "
                "writable or set COUNTERPOINT_INDEX to another one."
            ) from failure


CONTROL = "counterpoint-control"
"""The collection on a server that holds no passages but the ledger's records."""
_ACTIVE = "active"


_NOWHERE: list[Sequence[float]] = [[1.0]]
"""Chroma takes no record without a vector."""


class ServerLedger:
    """A ledger of records in a control collection: `active`, and one a generation.

    `client` is called when a record is first needed, so that making a ledger asks
    nothing of the server.
    """

    def __init__(self, place: str, client: Callable[[], ClientAPI]) -> None:
        self._place = place
        self._client = client

    def active(self) -> str | None:
        """Asked of the server each time, like the pointer file."""
        found = self._records([_ACTIVE])
        return str(found[_ACTIVE]["generation"]) if found else None

    def activate(self, generation: str) -> None:
        """Replace the one record, which the server does in one step."""
        self._write(_ACTIVE, {"generation": generation})

    def manifests(self) -> dict[str, Manifest]:
        """All records but the pointer, oldest first."""
        found = self._records(None)
        return {key: found[key] for key in sorted(found) if key != _ACTIVE}

    def put(self, manifest: Manifest) -> None:
        """Write the manifest's record."""
        self._write(str(manifest["id"]), manifest)

    def drop(self, generation: str) -> None:
        """Remove the manifest's record."""
        with told(self._place):
            if collection := self._existing():
                collection.delete(ids=[generation])

    def _records(self, ids: list[str] | None) -> dict[str, Manifest]:
        with told(self._place):
            collection = self._existing()
            if collection is None:
                return {}
            rows = collection.get(ids=ids, include=["documents"])
        pairs = zip(rows["ids"], rows["documents"] or [], strict=True)
        return {key: json.loads(text) for key, text in pairs}

    def _write(self, key: str, record: Manifest) -> None:
        text = json.dumps(record, ensure_ascii=False)
        with told(self._place):
            collection = self._client().get_or_create_collection(
                CONTROL, embedding_function=None
            )
            collection.upsert(ids=[key], documents=[text], embeddings=_NOWHERE)

    def _existing(self) -> Collection | None:
        try:
            return self._client().get_collection(CONTROL, embedding_function=None)
        except NotFoundError:
            return None
