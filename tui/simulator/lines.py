"""How a control line is read, carried out and answered, whatever the server."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, TypeVar

from tui.simulator.model import Refused

Server = TypeVar("Server")


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
