"""Files fetched from a server on loopback into a folder."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from tui.connection import downloads
from tui.connection.downloads import DownloadError, download, save


@asynccontextmanager
async def web(*answers: bytes) -> AsyncIterator[str]:
    """A server that gives these whole answers, one a connection, the last one again and again; its address."""
    waiting = list(answers)

    async def take(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(waiting.pop(0) if len(waiting) > 1 else waiting[0])
        writer.close()

    server = await asyncio.start_server(take, "127.0.0.1", 0)
    async with server:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/x?rkey=1"


def answer(body: bytes, status: str = "200 OK", *headers: str, length: int | None = None) -> bytes:
    told = len(body) if length is None else length
    head = [f"HTTP/1.1 {status}", *headers, *([f"Content-Length: {told}"] if told >= 0 else []), "Connection: close", "", ""]
    return "\r\n".join(head).encode() + body


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


async def test_a_file_is_saved_under_its_name(tmp_path: Path) -> None:
    async with web(answer(b"content")) as url:
        path = await download(url, tmp_path / "new", "报告.pdf")
    assert path == tmp_path / "new" / "报告.pdf"
    assert path.read_bytes() == b"content"
    assert names(tmp_path / "new") == ["报告.pdf"]


async def test_nothing_is_ever_replaced(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("mine")
    async with web(answer(b"theirs")) as url:
        paths = [await download(url, tmp_path, "a.txt") for _ in range(2)]
    assert [path.name for path in paths] == ["a (2).txt", "a (3).txt"]
    assert (tmp_path / "a.txt").read_text() == "mine"
    assert paths[1].read_bytes() == b"theirs"


async def test_two_at_once_do_not_meet(tmp_path: Path) -> None:
    async with web(answer(b"1" * 100_000)) as url:
        paths = await asyncio.gather(*(download(url, tmp_path, "a.txt") for _ in range(4)))
    assert names(tmp_path) == ["a (2).txt", "a (3).txt", "a (4).txt", "a.txt"]
    assert len(set(paths)) == 4


async def test_a_picture_without_an_ending_gets_one(tmp_path: Path) -> None:
    async with web(answer(b"x", "200 OK", "Content-Type: image/png; charset=x")) as url:
        saved = [(await download(url, tmp_path, name)).name for name in ("ABC", "abcd.image", "a.jpg")]
    assert saved == ["ABC.png", "abcd.png", "a.jpg"]


async def test_a_redirect_is_followed(tmp_path: Path) -> None:
    async with web(answer(b"there")) as there, web(answer(b"", "302 Found", f"Location: {there}")) as url:
        assert (await download(url, tmp_path, "a")).read_bytes() == b"there"


@pytest.mark.parametrize(
    ("reply", "reason"),
    [
        (answer(b'{"retcode":-5503007,"retmsg":"download url has expired"}', "400 Bad Request"), "expired"),
        (answer(b"no", "404 Not Found"), "refused"),
        (answer(b"x" * 2000), "too_large"),
        (answer(b"x" * 2000, length=-1), "too_large"),
        (answer(b"short", length=500), "broken_off"),
        (b"this is no http\r\n\r\n", "broken_off"),
        (b"", "broken_off"),
    ],
)
async def test_what_fails_leaves_nothing_behind(reply: bytes, reason: str, tmp_path: Path) -> None:
    async with web(reply) as url:
        with pytest.raises(DownloadError) as caught:
            await download(url, tmp_path, "a.txt", limit=1000)
    assert caught.value.reason == reason
    assert names(tmp_path) == []


@pytest.mark.parametrize("url", ["", "file:///etc/passwd", "/data/x.mp4", "http://", "http://[::1", "ftp://x/y"])
async def test_what_is_no_link_is_not_asked_for(url: str, tmp_path: Path) -> None:
    with pytest.raises(DownloadError) as caught:
        await download(url, tmp_path, "a.txt")
    assert caught.value.reason == "no_link"
    assert names(tmp_path) == []


async def test_nobody_there(tmp_path: Path) -> None:
    async with web(b"") as url:
        pass
    with pytest.raises(DownloadError) as caught:
        await download(url, tmp_path, "a.txt")
    assert caught.value.reason == "unreachable"


async def test_a_folder_that_can_not_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    async with web(answer(b"x")) as url:
        with pytest.raises(DownloadError) as caught:
            await download(url, tmp_path / "file" / "below", "a.txt")
    assert caught.value.reason == "not_written"
    assert caught.value.words


async def test_given_up_half_way_leaves_nothing_behind(tmp_path: Path) -> None:
    heard = asyncio.Event()

    async def take(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(answer(b"x" * 300_000, length=900_000))
        await reader.read()
        writer.close()

    server = await asyncio.start_server(take, "127.0.0.1", 0)
    async with server:
        url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/"
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(downloads, "_TELL_EVERY", 0)
            work = asyncio.create_task(download(url, tmp_path, "a.txt", lambda count, size: heard.set()))
            await heard.wait()
        work.cancel()
        await asyncio.gather(work, return_exceptions=True)
    assert names(tmp_path) == []


async def test_how_far_it_is_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(downloads, "_TELL_EVERY", 0)
    told: list[tuple[int, int]] = []
    async with web(answer(b"x" * 700_000)) as url:
        await download(url, tmp_path, "a.txt", lambda count, size: told.append((count, size)))
    assert told[-1] == (700_000, 700_000)
    assert told == sorted(told) and len(told) > 1


async def test_content_that_is_here_already(tmp_path: Path) -> None:
    assert (await save(b"words", tmp_path, "a/b.txt")).read_bytes() == b"words"
    assert names(tmp_path) == ["a_b.txt"]
