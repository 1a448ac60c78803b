"""Every call of Bilibili's private messages, typed, under the names of the mission's text; each tells its ``raw`` answer."""

from __future__ import annotations

import asyncio
from pathlib import Path

from tui.platforms.bilibili.api.conversations import Conversations
from tui.platforms.bilibili.api.notices import Notices
from tui.platforms.bilibili.api.people import People
from tui.platforms.bilibili.api.sending import Sending
from tui.platforms.bilibili.client import Client
from tui.platforms.bilibili.credential import device_id


class Api(Conversations, Sending, Notices, People):
    """All of it, over one *client*. The id of this installation is kept in *data_dir*; None: where qiao keeps its data."""

    def __init__(self, client: Client, data_dir: Path | None = None) -> None:
        super().__init__(client, self._device_id)
        self._data_dir = data_dir
        self._known_device = ""

    async def _device_id(self) -> str:
        if not self._known_device:
            self._known_device = await asyncio.to_thread(_read_device, self._data_dir)
        return self._known_device


def _read_device(data_dir: Path | None) -> str:
    from tui.config.paths import find_paths

    return device_id(data_dir or find_paths().data_dir)


__all__ = ["Api"]
