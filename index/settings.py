"""Settings of all doors, read once from the environment and passed down."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path

from index.errors import SettingsError

SHIPPED_CORPUS = Path(str(files("ingest"))) / "corpus"


@dataclass(frozen=True, slots=True)
class Settings:
    """Where things lie. Field `x` is read from `COUNTERPOINT_X`."""

    corpus: Path = SHIPPED_CORPUS
    """Corpus folder; commands that write to it refuse the copy inside a package."""
    index: str = ".counterpoint/index"
    """A folder, or the address of a Chroma server."""
    state: Path = Path(".counterpoint/state")
    """Folder for what isn't index: locks, caches, runs, shared answers."""
    generation: str = ""
    """Answer from this generation, whatever is active: to compare two of them."""
    embed_model: str = ""
    """Embedding model at the OpenAI-compatible endpoint; the packaged one if empty."""
    chroma_tenant: str = ""
    """Tenant on the Chroma server, where it has several."""
    chroma_database: str = ""
    """Database on the Chroma server, where it has several."""
    chroma_token: str = field(default="", repr=False)
    """Token that the Chroma server, or the proxy before it, asks for."""

    @classmethod
    def from_env(cls, environ: Mapping[str, str]) -> Settings:
        """Read the settings; raises SettingsError for a value that can't be used."""
        default = cls()
        given = cls(
            corpus=Path(environ.get("COUNTERPOINT_CORPUS") or default.corpus),
            index=environ.get("COUNTERPOINT_INDEX") or default.index,
            state=Path(environ.get("COUNTERPOINT_STATE") or default.state),
            generation=environ.get("COUNTERPOINT_GENERATION", ""),
            embed_model=environ.get("COUNTERPOINT_EMBED_MODEL", ""),
            chroma_tenant=environ.get("COUNTERPOINT_CHROMA_TENANT", ""),
            chroma_database=environ.get("COUNTERPOINT_CHROMA_DATABASE", ""),
            chroma_token=environ.get("COUNTERPOINT_CHROMA_TOKEN", ""),
        )
        if not given.corpus.is_dir():
            raise SettingsError(
                f"COUNTERPOINT_CORPUS names {str(given.corpus)!r}, which is not a "
                "folder: set it to a corpus folder or unset it to use the shipped one."
            )
        return given
