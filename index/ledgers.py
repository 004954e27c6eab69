"""Which generations exist and which one is active: one record, replaced in one step."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any, Protocol

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
        except FileNotFoundError:
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
        """Read from the folder, oldest first: ids begin with the time."""
        found = sorted((self._folder / "generations").glob("*.json"))
        return {file.stem: json.loads(file.read_text("utf-8")) for file in found}

    def put(self, manifest: Manifest) -> None:
        """Write the manifest atomically."""
        self._write(self._folder / "generations" / f"{manifest['id']}.json", manifest)

    def drop(self, generation: str) -> None:
        """Remove the manifest's file."""
        (self._folder / "generations" / f"{generation}.json").unlink(missing_ok=True)

    def _write(self, path: Path, record: Manifest) -> None:
        staged = path.with_suffix(".new")
        try:
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
