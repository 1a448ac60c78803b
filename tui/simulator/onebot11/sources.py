"""Where the bytes of a `file` parameter come from: `base64://`, the web, or the disk of the machine that NapCat runs on."""

from __future__ import annotations

import asyncio
import base64
import binascii
import urllib.error
import urllib.request
from urllib.parse import urlsplit

from tui.simulator.disk import read_local
from tui.simulator.onebot11.errors import ActionFailed
from tui.simulator.world import World

TEMP = "/app/.config/QQ/NapCat/temp/"
"""Where NapCat keeps what it fetched. The simulator writes nothing: such a path is a name in the world's `media`."""
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
LONGEST_FETCH = 15.0
MOST_BYTES = 64 * 2**20


def local(world: World, source: str) -> bytes:
    """The file at a path or a `file://` address; fails in NapCat's words."""
    body = read_local(world, source)
    if body is None:
        raise ActionFailed(f"ENOENT: no such file or directory, stat '{source}'")
    return body


def _fetch(url: str, headers: dict[str, str]) -> bytes:
    # What this machine serves is not asked of a proxy.
    direct = [urllib.request.ProxyHandler({})] if urlsplit(url).hostname in LOOPBACK else []
    request = urllib.request.Request(url, headers=headers)
    with urllib.request.build_opener(*direct).open(request, timeout=LONGEST_FETCH) as reply:
        body: bytes = reply.read(MOST_BYTES)
    return body


async def read(world: World, source: str, headers: dict[str, str] | None = None) -> bytes:
    """The bytes that a `file` parameter names; fails in NapCat's words."""
    if source.startswith("base64://"):
        try:
            return base64.b64decode(source.removeprefix("base64://"), validate=True)
        except binascii.Error:
            raise ActionFailed("处理文件失败: base64 解码失败") from None
    if source.startswith(("http://", "https://")):
        try:
            return await asyncio.to_thread(_fetch, source, headers or {})
        except urllib.error.HTTPError as error:
            raise ActionFailed(f"下载文件失败: {error.code}") from None
        except (OSError, ValueError) as error:
            raise ActionFailed(f"fetch failed: {error}") from None
    if source.startswith(("/", "file:")):
        return await asyncio.to_thread(local, world, source)
    raise ActionFailed(f"识别URL失败, uri= {source}")
