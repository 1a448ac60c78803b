"""Ports of loopback that nobody has, and what lies beside the project."""

from __future__ import annotations

import socket as socketlib
from pathlib import Path


def free_place() -> str:
    """Return ``host:port`` where nobody listens."""
    with socketlib.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return f"127.0.0.1:{probe.getsockname()[1]}"


def shared(*parts: str) -> Path:
    """Return the file or folder among what is shared beside the project, wherever that lies; it need not be there."""
    places = [place.joinpath("shared", *parts) for place in Path(__file__).parents]
    return next((place for place in places if place.exists()), places[0])
