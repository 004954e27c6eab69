"""Is there room on the disk for a generation, before anything of it is written?"""

from __future__ import annotations

import shutil
from pathlib import Path

from index.errors import StoreError

ROW = 16_000
"""Bytes that a passage or wording takes in the index: about twice what was measured."""
VECTOR = 4_000
"""Bytes of a vector kept in the state folder while a generation is being built."""
MARGIN = 4_000_000
"""Bytes left over for Chroma's own files, which it maps and can't do without."""


def require_room(index: Path | None, state: Path, rows: int) -> None:
    """Raises StoreError where a folder has no room for a generation of so many rows.

    Chroma maps its files, so a disk that fills up ends the process without a word; a
    server (`index` is None) looks after its own disk.
    """
    if index is not None:
        _require(index, rows * ROW + MARGIN, "index", "COUNTERPOINT_INDEX")
    _require(state, rows * VECTOR, "state", "COUNTERPOINT_STATE")


def _require(folder: Path, needed: int, name: str, setting: str) -> None:
    free = shutil.disk_usage(_existing(folder)).free
    if free < needed:
        raise StoreError(
            f"the {name} folder {str(folder)!r} can't be written: the disk has "
            f"{free / 1e6:.1f} MB of room and this build may need {needed / 1e6:.1f}; "
            f"make room or set {setting} to another folder."
        )


def _existing(folder: Path) -> Path:
    """The folder, or the nearest one above it that exists."""
    folder = folder.absolute()
    return next(place for place in (folder, *folder.parents) if place.is_dir())
