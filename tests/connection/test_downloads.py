"""Files fetched from a server on loopback into a folder."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from tui.chat.ids import AccountId, ConversationId, ConversationKind
from tui.chat.segments import File, Image, Voice
from tui.connection import downloads
from tui.connection.downloads import DownloadError, download, save, save_media
from tui.platforms.base import AskError
from tui.platforms.content_queries import AskMedia, Media, Source


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
        (answer(b"", "302 Found", "Location: http://127.0.0.1:99999999/"), "no_link"),
        (answer(b"", "302 Found", "Location: /"), "broken_off"),
        (b"", "broken_off"),
    ],
)
async def test_what_fails_leaves_nothing_behind(reply: bytes, reason: str, tmp_path: Path) -> None:
    async with web(reply) as url:
        with pytest.raises(DownloadError) as caught:
            await download(url, tmp_path, "a.txt", limit=1000)
    assert caught.value.reason == reason
    assert names(tmp_path) == []


@pytest.mark.parametrize(
    "url",
    [
        "",
        "file:///etc/passwd",
        "/data/x.mp4",
        "http://",
        "http://[::1",
        "ftp://x/y",
        "http://xn--a/",
        "http://127.0.0.1:99999999/",
    ],
)
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


EXPIRED = answer(b'{"retcode":-5503007}', "400 Bad Request")
WHERE = ConversationId(AccountId("onebot11", "1"), ConversationKind.FRIEND, "2")


async def saved(media: Media, folder: Path, *sources: Source | AskError) -> tuple[Path, int]:
    """Save *media*, which the platform knows at *sources*; return where, and how often the platform was asked."""
    asked = 0

    async def ask(query: AskMedia) -> Sequence[Source]:
        nonlocal asked
        asked += 1
        if isinstance(sources[0], AskError):
            raise sources[0]
        return [source for source in sources if isinstance(source, Source)]

    return await save_media(ask, AskMedia(WHERE, "5", media), folder, "a.amr"), asked


async def test_a_good_link_is_enough(tmp_path: Path) -> None:
    async with web(answer(b"x")) as url:
        assert await saved(File("a", url=url), tmp_path, AskError("refused")) == (tmp_path / "a.amr", 0)


async def test_where_it_has_expired_the_platform_knows_another(tmp_path: Path) -> None:
    async with web(EXPIRED) as old, web(EXPIRED) as also_old, web(answer(b"new")) as new:
        sources = (Source(old), Source(also_old), Source(new), Source(content=b"last"))
        path, asked = await saved(Image("a", old), tmp_path, *sources)
    assert (path.read_bytes(), asked) == (b"new", 1)


@pytest.mark.parametrize("sources", [(AskError("refused", "file not found"),), (Source(path="/nowhere/a"),), ()])
async def test_what_is_gone_has_expired_whatever_came_after(sources: tuple[Source | AskError, ...], tmp_path: Path) -> None:
    async with web(EXPIRED) as old:
        with pytest.raises(DownloadError) as caught:
            await saved(Image("a", old), tmp_path, *(sources or (Source(old),)))
    assert caught.value.reason == "expired"


@pytest.mark.parametrize(
    ("source", "reason"),
    [(AskError("no_answer"), "not_given"), (Source(path="/nowhere/a"), "elsewhere"), (Source("/app/a"), "no_link")],
)
async def test_what_never_had_a_link_says_why(source: Source | AskError, reason: str, tmp_path: Path) -> None:
    with pytest.raises(DownloadError) as caught:
        await saved(File("a"), tmp_path, source)
    assert caught.value.reason == reason


async def test_a_voice_is_had_converted_before_its_own_link(tmp_path: Path) -> None:
    (tmp_path / "host").mkdir()
    (tmp_path / "host" / "a.mp3").write_bytes(b"mp3")
    async with web(answer(b"silk")) as url:
        source = Source(path=str(tmp_path / "host" / "a.mp3"), ending=".mp3")
        path, _ = await saved(Voice("a.amr", url), tmp_path, source)
        assert (path.name, path.read_bytes()) == ("a.mp3", b"mp3")
        path, _ = await saved(Voice("a.amr", url), tmp_path, AskError("refused"))
        assert (path.name, path.read_bytes()) == ("a.amr", b"silk")


async def test_a_full_folder_is_not_tried_again(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    async with web(answer(b"x")) as url:
        with pytest.raises(DownloadError) as caught:
            await saved(File("a", url=url), tmp_path / "file", Source(content=b"x"))
    assert caught.value.reason == "not_written"
