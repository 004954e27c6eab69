"""Which generations are kept, as rows for a table or for a tool."""

from __future__ import annotations

from typing import Any

from index.store import Store
from ingest.applying import active_id


def generation_rows(store: Store) -> list[dict[str, Any]]:
    """One row a generation, oldest first: what it was made of and whether it serves."""
    active = active_id(store)
    return [
        {
            "generation": generation,
            "state": _state(generation == active, bool(manifest.get("staged"))),
            "created": manifest["created"],
            "passages": manifest["counts"]["passages"],
            "sources": sum(name.startswith("sources/") for name in manifest["inputs"]),
            "claims": sum(name.startswith("claims/") for name in manifest["inputs"]),
            "corpus_sha256": manifest["corpus_sha256"],
        }
        for generation, manifest in store.ledger.manifests().items()
    ]


def _state(active: bool, staged: bool) -> str:
    if active:
        return "active"
    return "staged by a plan" if staged else "kept"
