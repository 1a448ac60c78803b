"""The disk of the machine that a simulated implementation runs on: what it downloaded before, and this machine's own files."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import unquote, urlsplit

from tui.simulator.world import World


def read_local(world: World, source: str) -> bytes | None:
    """The file at a path or a `file://` address; None where there is none."""
    path = unquote(urlsplit(source).path) if source.startswith("file:") else source
    if path in world.media:
        return world.media[path]
    try:
        return Path(path).read_bytes() if Path(path).is_absolute() else None
    except (OSError, ValueError):
        return None
