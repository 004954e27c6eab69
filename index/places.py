"""Where an index may stand: a folder, or a server by its address."""

from __future__ import annotations


def is_server(place: str) -> bool:
    """Whether the place is the address of a server and not a folder."""
    return place.startswith(("http://", "https://"))
