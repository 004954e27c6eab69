"""The one place that opens Chroma: a folder on this machine, or a server."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory, TemporaryFile
from typing import Any

import chromadb
import httpx
from chromadb.api import ClientAPI
from chromadb.api.collection_configuration import CreateCollectionConfiguration
from chromadb.api.models.Collection import Collection
from chromadb.config import DEFAULT_DATABASE, DEFAULT_TENANT
from chromadb.config import Settings as ChromaSettings
from chromadb.errors import ChromaError, NotFoundError

from index.errors import StoreError

PAGE = 1 << 11
"""Rows asked of Chroma or given to it at a time: all at once is refused when many."""


def searched(width: int) -> CreateCollectionConfiguration:
    """How a collection is searched: by cosine, this many rows considered at a time.

    Chroma builds a part of the graph anew wherever it opens one. With its defaults
    that graph hid nearest passages, other ones in each process. With these, 1,000 rows
    considered found the ten nearest passages of 1,629 questions in each of 8 graphs;
    500 missed one in 6 of 8.
    """
    return {
        "hnsw": {
            "space": "cosine", "ef_search": width, "ef_construction": 400,
            "max_neighbors": 48,
        },
    }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Access:
    """What a server asks for, where it asks: tenant, database and token."""

    tenant: str = ""
    database: str = ""
    token: str = ""


def server_client(address: str, access: Access) -> ClientAPI:
    """A client of the server; raises StoreError where it isn't there or refuses."""
    url = httpx.URL(address)
    secure = url.scheme == "https"
    headers = {"x-chroma-token": access.token} if access.token else {}
    tenant = access.tenant or DEFAULT_TENANT
    database = access.database or DEFAULT_DATABASE
    with told(address):
        _require(url.join(f"/api/v2/tenants/{tenant}/databases/{database}"), headers)
        return chromadb.HttpClient(
            url.host,
            url.port or (443 if secure else 80),
            ssl=secure,
            headers=headers,
            settings=ChromaSettings(anonymized_telemetry=False),
            tenant=tenant,
            database=database,
        )


def _require(database: httpx.URL, headers: dict[str, str]) -> None:
    """Raises StoreError where the server doesn't give this database.

    Asked before Chroma's own client is made, which leaves its connection open when the
    server refuses it.
    """
    place = str(database.join("/")).rstrip("/")
    try:
        answer = httpx.get(database, headers=headers)
    except httpx.ConnectError as failure:
        raise StoreError(
            f"no Chroma server answers at {place!r}: start one with `chroma run`, or "
            "set COUNTERPOINT_INDEX to another address or a folder."
        ) from failure
    if answer.status_code in (401, 403):
        raise StoreError(
            f"the Chroma server at {place!r} refuses this token: set "
            "COUNTERPOINT_CHROMA_TOKEN to one that it takes."
        )
    if answer.status_code == 404:
        raise StoreError(
            f"the Chroma server at {place!r} has no {database.path!r}: make it there, "
            "or mend COUNTERPOINT_CHROMA_TENANT and COUNTERPOINT_CHROMA_DATABASE."
        )
    answer.raise_for_status()


def folder_client(folder: Path) -> ClientAPI:
    """A client of the folder, made if need be; raises StoreError where it can't be.

    Chroma writes even to read, so a folder that holds an index but can't be written is
    read from a copy that lives as long as the process.
    """
    try:
        (folder / "generations").mkdir(parents=True, exist_ok=True)
        with TemporaryFile(dir=folder):
            pass
        return _persistent(folder / "chroma")
    except OSError as failure:
        if not (folder / "chroma" / "chroma.sqlite3").is_file():
            raise StoreError(
                f"the index folder {str(folder)!r} can't be written "
                f"({failure.strerror}): make it writable or set COUNTERPOINT_INDEX to "
                "another folder."
            ) from failure
    return _persistent(_copied(folder / "chroma"))


_copies: list[TemporaryDirectory[str]] = []
"""Copies of read-only folders; the interpreter removes them when it ends."""


def _copied(folder: Path) -> Path:
    copy = TemporaryDirectory(prefix="counterpoint-")
    _copies.append(copy)
    with told(str(folder)):
        return Path(shutil.copytree(folder, Path(copy.name) / "chroma"))


def _persistent(folder: Path) -> ClientAPI:
    with told(str(folder)):
        return chromadb.PersistentClient(
            str(folder), ChromaSettings(anonymized_telemetry=False)
        )


def pages(collection: Collection, include: list[Any]) -> Iterator[dict[str, Any]]:
    """All rows of a collection, a page at a time."""
    for offset in range(0, collection.count(), PAGE):
        yield dict(collection.get(limit=PAGE, offset=offset, include=include))


@contextmanager
def told(place: str) -> Iterator[None]:
    """Turn what Chroma, the disk or the network raises into one sentence."""
    try:
        yield
    except NotFoundError:
        raise  # what is missing is for the caller to say
    except (ChromaError, httpx.HTTPError, OSError) as failure:
        raise StoreError(
            f"the index in {place!r} can't be reached or written ({failure}): see that "
            "the server runs or the disk has room and can be written, then try again."
        ) from failure
