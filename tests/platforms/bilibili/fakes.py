"""A Bilibili that is no network: what is asked is written down, and what a test put there is answered."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Mapping
from email.parser import BytesParser
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import httpx

from tests.places import shared
from tui.chat.ids import AccountId
from tui.platforms.bilibili.api import Api
from tui.platforms.bilibili.client import Client
from tui.platforms.bilibili.credential import Credential
from tui.platforms.bilibili.tap import Tap

ME = AccountId("bilibili", "1000001")
CREDENTIAL = Credential("aa%2C1765555555%2Cbb%2A11", "c5rf", "1000001", "BUV-3", "BUV-4", refresh_token="r3fresh")
DEVICE = "8B51DE0C-1B3C-4F0E-9C8B-5F1A3B2C4D5E"
NOW = 1_750_000_100.0

NAV = {
    "code": 0,
    "data": {
        "isLogin": True, "mid": 1000001, "uname": "我",
        "wbi_img": {
            "img_url": "https://i0.hdslb.com/bfs/wbi/7cd084941338484aae1ad9425b84077c.png",
            "sub_url": "https://i0.hdslb.com/bfs/wbi/4932caff0ff746eab6f01bf08b70ac45.png",
        },
    },
}  # fmt: skip

PAYLOADS = shared("payloads", "bilibili")


def payload(name: str) -> Any:
    """One of the shared payloads."""
    return json.loads((PAYLOADS / f"{name}.json").read_text(encoding="utf-8"))["payload"]


class Asked:
    """A request as it went over the wire."""

    def __init__(self, request: httpx.Request) -> None:
        self.method = request.method
        self.host = request.url.host
        self.path = request.url.path
        self.query = dict(parse_qsl(request.url.query.decode(), keep_blank_values=True))
        self.headers = request.headers
        self.body = request.content
        self.cookies = dict(part.split("=", 1) for part in request.headers.get("cookie", "").split("; ") if part)
        self.form: dict[str, str] = {}
        self.file: tuple[str, str, bytes] | None = None
        kind = request.headers.get("content-type", "")
        if kind == "application/x-www-form-urlencoded":
            self.form = dict(parse_qsl(self.body.decode(), keep_blank_values=True))
        elif kind.startswith("multipart/form-data"):
            self._read_parts(kind)

    def _read_parts(self, kind: str) -> None:
        for part in BytesParser().parsebytes(f"Content-Type: {kind}\r\n\r\n".encode() + self.body).get_payload():  # type: ignore[union-attr]
            name = part.get_param("name", header="content-disposition")  # type: ignore[union-attr]
            content = part.get_payload(decode=True)  # type: ignore[union-attr]
            if part.get_filename():  # type: ignore[union-attr]
                self.file = (part.get_filename(), part.get_content_type(), content)  # type: ignore[union-attr, assignment]
            else:
                self.form[str(name)] = content.decode()  # type: ignore[union-attr]


Answer = Mapping[str, Any] | httpx.Response | Exception | Callable[[Asked], Any]


class Bilibili(httpx.AsyncBaseTransport):
    """The other side. ``answers`` maps a path to what is answered there: for good, or one after another from a list."""

    def __init__(self) -> None:
        self.asked: list[Asked] = []
        self.answers: dict[str, Answer | list[Answer]] = {"/x/web-interface/nav": NAV}
        self.gate: asyncio.Event | None = None
        self.in_flight = 0
        self.most_in_flight = 0

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        await request.aread()
        asked = Asked(request)
        self.asked.append(asked)
        self.in_flight += 1
        self.most_in_flight = max(self.most_in_flight, self.in_flight)
        try:
            if self.gate is not None:
                await self.gate.wait()
            return self._answer(asked)
        finally:
            self.in_flight -= 1

    def _answer(self, asked: Asked) -> httpx.Response:
        there = self.answers.get(asked.path, {"code": 0, "data": {}})
        if isinstance(there, list):
            there = there.pop(0) if there else {"code": 0, "data": {}}
        if callable(there):
            there = there(asked)
        if isinstance(there, Exception):
            raise there
        return there if isinstance(there, httpx.Response) else httpx.Response(200, json=there)

    def last(self) -> Asked:
        """The newest request."""
        return self.asked[-1]

    def paths(self) -> list[str]:
        """What was asked, in order, by the last parts of the paths."""
        return [asked.path.rpartition("/")[2] for asked in self.asked]

    def of(self, name: str) -> list[Asked]:
        """The requests whose path ends with *name*."""
        return [asked for asked in self.asked if asked.path.endswith(name)]

    def client(self, credential: Credential | None = CREDENTIAL, **options: Any) -> Client:
        """A client that asks here."""
        return Client(credential, transport=self, clock=lambda: NOW, **options)

    def api(self, data_dir: Path, credential: Credential = CREDENTIAL, tap: Tap | None = None) -> Api:
        """The API over a client that asks here."""
        (data_dir / "bilibili-device").write_text(DEVICE)
        return Api(self.client(credential, tap=tap), data_dir)


SESSIONS = "/session_svr/v1/session_svr/"
FETCH = "/svr_sync/v1/svr_sync/fetch_session_msgs"
SEND = "/web_im/v1/web_im/send_msg"


def ok(data: object) -> dict[str, Any]:
    """A good answer."""
    return {"code": 0, "msg": "0", "message": "0", "ttl": 1, "data": data}


def text_row(number: int, words: str, sender: int = 2000001, receiver: int = 1000001, **more: Any) -> dict[str, Any]:
    """A message as the wire has it."""
    row = {
        "sender_uid": sender, "receiver_type": 1, "receiver_id": receiver, "msg_type": 1,
        "content": json.dumps({"content": words}, ensure_ascii=False), "msg_seqno": number, "timestamp": 1_750_000_000 + number,
        "at_uids": None, "msg_key": 7_400_000_000_000_000_000 + number, "msg_status": 0, "new_face_version": 1, "msg_source": 7,
    }  # fmt: skip
    return row | more


class Inbox:
    """Conversations behind the fake service, paged as the real one pages them; *newest_first* says which end of a slice comes."""

    def __init__(self, bilibili: Bilibili, *, newest_first: bool = True, most: int = 30) -> None:
        self.talks: dict[tuple[int, int], list[dict[str, Any]]] = {}
        self.refusals: list[Answer] = []
        self.listed = 20
        self._newest_first = newest_first
        self._most = most
        bilibili.answers |= {
            f"{SESSIONS}get_sessions": self._list,
            f"{SESSIONS}new_sessions": self._list,
            FETCH: self._fetch,
        }

    def say(self, number: int, words: str, talker: int = 2000001, **more: Any) -> dict[str, Any]:
        """Somebody says something; it is numbered and dated by *number*."""
        sender = more.pop("sender", talker)
        receiver = talker if sender == 1000001 else 1000001
        return self.put(text_row(number, words, sender, receiver, **more), talker)

    def put(self, row: dict[str, Any], talker: int = 2000001, session_type: int = 1) -> dict[str, Any]:
        """A message, whatever it is, comes into a conversation."""
        self.talks.setdefault((session_type, talker), []).append(row)
        return row

    def _list(self, asked: Asked) -> dict[str, Any]:
        begin, end = int(asked.query.get("begin_ts", 0)), int(asked.query.get("end_ts", 2**62))
        rows = [
            {
                "talker_id": talker, "session_type": kind, "session_ts": talk[-1]["timestamp"] * 1_000_000,
                "max_seqno": talk[-1]["msg_seqno"], "unread_count": 1,
            }
            for (kind, talker), talk in self.talks.items()
        ]  # fmt: skip
        rows = sorted((row for row in rows if begin < row["session_ts"] < end), key=lambda row: -row["session_ts"])
        return ok({"session_list": rows[: self.listed] or None, "has_more": int(len(rows) > self.listed)})

    def _fetch(self, asked: Asked) -> Any:
        if self.refusals:
            return self.refusals.pop(0)
        query = asked.query
        begin, end, size = int(query.get("begin_seqno", 0)), int(query.get("end_seqno", 2**64)), int(query.get("size", 0))
        talk = self.talks.get((int(query["session_type"]), int(query["talker_id"])), [])
        found = [row for row in talk if begin < row["msg_seqno"] < end]
        size = min(size, self._most)
        if not size:
            return ok({"messages": None, "has_more": 0})
        page = found[-size:] if self._newest_first or "begin_seqno" not in query else found[:size]
        numbers = [row["msg_seqno"] for row in page]
        edges = {"min_seqno": min(numbers, default=2**64 - 1), "max_seqno": max(numbers, default=0)}
        return ok({"messages": page[::-1] or None, "has_more": int(len(found) > len(page)), **edges})


class Rounds:
    """Waits between two rounds of asking, for as long as a test likes."""

    def __init__(self) -> None:
        self.waits: list[float] = []
        self._go = asyncio.Semaphore(0)
        self._idle = asyncio.Semaphore(0)

    async def __call__(self, seconds: float) -> None:
        self.waits.append(seconds)
        self._idle.release()
        await self._go.acquire()

    async def turn(self) -> None:
        """Let one round be, and return when it is over. The first is over when the asking has begun."""
        async with asyncio.timeout(5.0):
            await self._idle.acquire()
            self._go.release()
            await self._idle.acquire()
        self._idle.release()
