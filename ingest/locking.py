"""One writer at a time, named while it writes and remembered where it died."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from index.errors import StoreError

_HOLDER, _LOCK = "writer.txt", "writer.lock"


@contextmanager
def writer(state: Path) -> Iterator[None]:
    """The lock of the one writer, released by the system when its holder dies.

    The holder's name stays behind only where it was killed: see `died`.
    """
    holder = state / _HOLDER
    try:
        state.mkdir(parents=True, exist_ok=True)
        lock = FileLock(state / _LOCK)
        lock.acquire(timeout=0)
    except Timeout as busy:
        raise StoreError(
            f"the index is being written by {_named(holder)}: wait for it to end."
        ) from busy
    except OSError as failure:
        raise _unwritable(state, failure) from failure
    try:
        try:
            holder.write_text(f"process {os.getpid()} on {socket.gethostname()}")
        except OSError as failure:
            raise _unwritable(state, failure) from failure
        try:
            yield
        finally:
            holder.unlink(missing_ok=True)
    finally:
        lock.release()


def died(state: Path) -> bool:
    """Whether the last writer was killed, or one is at work."""
    return (state / _HOLDER).exists()


def _named(holder: Path) -> str:
    try:
        return holder.read_text("utf-8") or "another process"
    except OSError:
        return "another process"


def _unwritable(state: Path, failure: OSError) -> StoreError:
    return StoreError(
        f"the state folder {str(state)!r} can't be written ({failure.strerror}): "
        "make it writable or set COUNTERPOINT_STATE to another folder."
    )
