"""How a control line is read, carried out and answered, whatever the server, and the lines that every server knows."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, TypeVar

from tui.simulator.model import Refused
from tui.simulator.serving import Called

Server = TypeVar("Server")


async def _drop(server: Called, line: dict[str, Any]) -> None:
    """`seconds` (0): break all connections and take none for so long."""
    await server.drop(float(line.get("seconds", 0)))


async def _refuse(server: Called, line: dict[str, Any]) -> None:
    """`seconds` (none: until reopen): take no new connection."""
    server.refuse(float(line["seconds"]) if "seconds" in line else None)


async def _reopen(server: Called, line: dict[str, Any]) -> None:
    """Take connections again."""
    server.reopen()


NETWORK: Mapping[str, Callable[[Called, dict[str, Any]], Awaitable[None]]] = {
    "drop": _drop,
    "refuse": _refuse,
    "reopen": _reopen,
}
"""What befalls all accounts of a world at once."""


async def carry_out(
    server: Server, text: str, commands: Mapping[str, Callable[[Server, dict[str, Any]], Awaitable[dict[str, Any] | None]]]
) -> dict[str, Any]:
    """Do what a line says with one of `commands`; the answer is the object to print."""
    try:
        line = json.loads(text)
        name = str(line["do"])
        command = commands[name]
    except (ValueError, KeyError, TypeError):
        return {"failed": text.strip()[:80], "why": f"not a control line; known: {', '.join(commands)}"}
    try:
        result = await command(server, line)
    except (TimeoutError, Refused, KeyError, ValueError, TypeError, AttributeError) as error:
        return {"failed": name, "why": f"{type(error).__name__}: {error}"}
    return {"done": name} | (result or {})
