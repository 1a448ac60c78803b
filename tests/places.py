"""Ports of loopback that nobody has."""

from __future__ import annotations

import socket as socketlib


def free_place() -> str:
    """Return ``host:port`` where nobody listens."""
    with socketlib.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return f"127.0.0.1:{probe.getsockname()[1]}"
