"""The simulated mirai-api-http: one port on loopback that answers WebSockets and HTTP, and shows one account of the world."""

from __future__ import annotations

import asyncio
import json
import logging
import re
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlsplit

from websockets.http11 import Request

from tui.simulator import happenings as told
from tui.simulator import traffic
from tui.simulator.listening import HOST, HungUpError, Talks
from tui.simulator.mirai.chain import Chains
from tui.simulator.mirai.codes import BAD, BROKEN, UNSUPPORTED, Failed, Frame, code_of, result, state
from tui.simulator.mirai.commands import COMMANDS, WITHOUT_CONTENT
from tui.simulator.mirai.events import Events
from tui.simulator.mirai.ids import CAPACITY, KnownMessages
from tui.simulator.mirai.manner import MIRAI, Manner
from tui.simulator.mirai.params import Params, read
from tui.simulator.mirai.room import Command, Room
from tui.simulator.mirai.sessions import Session, Sessions
from tui.simulator.mirai.socket import Line, Socket
from tui.simulator.mirai.taking import Taking
from tui.simulator.mirai.view import View
from tui.simulator.model import Message, Refused, Segment, private_chat
from tui.simulator.serving import Call, Serving, dump
from tui.simulator.world import World

log = logging.getLogger(__name__)

PUSHED = "-1"
"""`reservedSyncId`: the syncId of events."""
CHANNELS = ("all", "message", "event")
IS_MESSAGE = re.compile(r'^\{"type":"\w+Message"')
LONGEST_HEAD = 64 * 1024
GOODBYE_SECONDS = 5.0
NORMAL = 1000


class MiraiServer(Serving):
    """Both adapters of mirai-api-http 2.10 at `url`. Use it as an async context manager; `url` is known once it listens.

    `verify_key` "" lets everybody in (`enableVerify: false`); `self_id` defaults to the world's own account.
    """

    ids: KnownMessages

    def __init__(self, world: World, *, self_id: str = "", port: int = 0, verify_key: str = "", manner: Manner = MIRAI) -> None:
        super().__init__(world, self_id, port)
        self.view = View(world, self.self_id, manner)
        self.chains = Chains(self.view)
        self.ids = self.view.ids
        self.sessions = Sessions(world, self.self_id, verify_key)
        self.room = Room(self.view, self.chains, Taking(self.view), self.send_event)
        self._events = Events(self.chains)
        self._sockets: list[Line] = []
        self._talks = Talks(self._talk)
        self._was_online = True

    # -- life

    async def start(self) -> None:
        """Listen."""
        await super().start()
        self.view.links.base = self.url

    async def _listen(self) -> asyncio.Server:
        return await asyncio.start_server(self._talks.take, HOST, self._port, limit=LONGEST_HEAD)

    @property
    def ws_url(self) -> str:
        """Where a WebSocket dials, without a channel."""
        return f"ws://{HOST}:{self._port}"

    @property
    def connections(self) -> tuple[Line, ...]:
        """The WebSocket clients that are let in."""
        return tuple(self._sockets)

    # -- connections

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self._is_refusing:
            raise HungUpError
        head = await reader.readuntil(b"\r\n\r\n")
        if re.search(rb"\r\nupgrade: *websocket", head, re.IGNORECASE):
            await self._serve_socket(Socket(reader, writer), head)
        else:
            from tui.simulator.mirai.http import MiraiTalk

            await MiraiTalk(self, reader, writer).run(head)

    async def _serve_socket(self, socket: Socket, head: bytes) -> None:
        request = await socket.open(head)
        if request is None:
            return
        try:
            channel = urlsplit(request.path).path.strip("/")
            session, is_new = self._admit(request)
        except Failed as failure:
            socket.send(dump({"syncId": "", "data": state(failure.code, failure.words)}))
            await self._send_away(socket, failure.words)
            return
        if channel not in CHANNELS:
            await self._send_away(socket, "")
            return
        await self.serve_session(socket, channel, session, is_new=is_new, greets=True)

    async def serve_session(self, socket: Line, channel: str, session: Session, *, is_new: bool, greets: bool = False) -> None:
        """Let a session talk through this socket until it leaves; one that was made for it ends with it."""
        if (older := session.sockets.get(channel)) is not None:
            older.close(NORMAL, "")
        session.sockets[channel] = socket
        self._sockets.append(socket)
        try:
            if greets:
                socket.send(dump({"syncId": "", "data": {"code": 0, "session": session.key}}))
            if self.on_connected is not None:
                self.on_connected()
            await self._notify()
            await self._converse(socket, session)
        finally:
            self._sockets.remove(socket)
            if session.sockets.get(channel) is socket:
                del session.sockets[channel]
                if is_new:
                    self.sessions.close(session)
            await self._notify()

    async def _send_away(self, socket: Socket, reason: str) -> None:
        socket.close(NORMAL, reason)
        try:
            async with asyncio.timeout(GOODBYE_SECONDS):
                async for _ in socket.texts():
                    pass
        except TimeoutError:
            socket.cut()

    def _admit(self, request: Request) -> tuple[Session, bool]:
        """The session of who dials, and whether it was made for them; ⚠ a header beats the query."""
        query = parse_qs(urlsplit(request.path).query)

        def brought(name: str) -> str | None:
            return request.headers.get(name) or query.get(name, [None])[0]

        self.sessions.check_key(brought("verifyKey"))
        if (key := brought("sessionKey")) is not None:
            return self.sessions.bound(key), False
        number = brought("qq")
        if number is None or not number.isdigit():
            raise Failed(BAD)
        self.sessions.check_bot(number)
        session = self.sessions.make()
        session.is_bound = True
        return session, True

    async def _converse(self, socket: Line, session: Session) -> None:
        """Answer one command after another; ⚠ a slow one delays all that follow it, but no pong."""
        waiting: asyncio.Queue[str] = asyncio.Queue()
        worker = asyncio.create_task(self._work(socket, session, waiting))
        try:
            async for text in socket.texts():
                waiting.put_nowait(text)
        finally:
            worker.cancel()
            await asyncio.gather(worker, return_exceptions=True)

    async def _work(self, socket: Line, session: Session, waiting: asyncio.Queue[str]) -> None:
        while True:
            answer = await self.answer_frame(await waiting.get(), session)
            if answer is not None and not self.faults.is_mute:
                socket.send(dump(answer))
            self.release_own_events()

    async def answer_frame(self, text: str, session: Session | None = None) -> Frame | None:
        """What is answered to a frame of a client, None: nothing."""
        frame = read_frame(text)
        if frame is None:
            return state(BAD)  # ⚠ without an envelope: nobody can say which call it was
        sync = frame["syncId"]
        name, sub, content = str(frame["command"]), frame.get("subCommand"), frame.get("content")
        if name == "sessionInfo" and session is not None:
            return {"syncId": sync if sync is None else str(sync), "data": self.told_of(session)}
        name = name if sub is None or f"{name}/{sub}" not in COMMANDS else f"{name}/{sub}"
        data = await self.run(
            name, lambda command: _content(command, name, content), content if isinstance(content, dict) else {}
        )
        return None if data is None else {"syncId": sync if sync is None else str(sync), "data": data}

    def told_of(self, session: Session) -> Frame:
        """sessionInfo."""
        return result({"sessionKey": session.key, "qq": self.view.friend(self.self_id)})

    # -- commands, for both adapters

    async def run(self, name: str, params: Callable[[Command], Params], given: Params) -> Frame | None:
        """What is answered to a command of this name; None: nothing. Once the answer has left, `release_own_events`."""
        command = COMMANDS.get(name)
        return await self.perform(name, lambda: self._run(command, params), given)

    def _run(self, command: Command | None, params: Callable[[Command], Params]) -> Frame:
        if command is None:
            raise Failed(UNSUPPORTED)
        return command.run(self.room, params(command))

    async def perform(self, name: str, act: Callable[[], Frame], given: Params) -> Frame | None:
        """Do what a client calls `name`, through the faults that are on; whatever is thrown becomes a code."""
        self.calls.append(Call(name, given, None))
        await self._notify()
        fault = self.faults.take(name, given)
        if fault is not None and fault.kind == "silent":
            return None
        if (delay := self.faults.delay_of(name)) > 0:
            await asyncio.sleep(delay)
        if fault is not None and fault.kind == "fail":
            return state(fault.retcode, fault.wording)
        if self.faults.own_events_after_answer:
            self._after_answer = []
        try:
            with self.view.own_call():
                answer = act()
        except Failed as failure:
            answer = state(failure.code, failure.words)
        except Refused as refused:
            answer = state(*code_of(refused))
        except (ValueError, TypeError, LookupError, AttributeError) as error:
            log.info("%s threw", name, exc_info=True)
            answer = state(BROKEN, f"{type(error).__name__}: {error}")
        if traffic.is_watched():
            traffic.log.info("<- %s %s => %s", name, dump(given), dump(answer))
        return None if fault is not None else answer

    # -- events

    def _happened(self, happening: told.Happening) -> None:
        frame = self._events.of(happening)
        if frame is not None:
            self.send_event(frame)

    def send_event(self, frame: Frame) -> None:
        """Send an event, unless it is one that nobody is told here."""
        if frame["type"] not in self.view.manner.unheard:
            super().send_event(frame)

    def _broadcast(self, text: str) -> None:
        if self.faults.is_mute:
            return
        frame = f'{{"syncId":"{PUSHED}","data":{text}}}'
        wanted = ("all", "message" if IS_MESSAGE.match(text) else "event")
        for _ in range(2 if self.faults.duplicate_events else 1):
            for session in self.sessions:
                session.offer(text)
                for channel in wanted:
                    if (socket := session.sockets.get(channel)) is not None:
                        socket.send(frame)
            for outlet in self.outlets:
                outlet.send(text)

    def said(self, message: Message) -> dict[str, Any]:
        """How a control line that made a message is answered: its id is one of many, so here is the world's own, too."""
        return super().said(message) | {"uid": str(message.uid)}

    def beat(self) -> None:
        """Tell when QQ has gone, or come back."""
        is_online = self.faults.is_qq_online
        if is_online != self._was_online:
            self._was_online = is_online
            for kind in ("BotReloginEvent", "BotOnlineEvent") if is_online else ("BotOfflineEventDropped",):
                self.send_event({"type": kind, "qq": int(self.self_id)})

    # -- what only mirai knows

    def meet_past(self) -> None:
        """Be a process that has run for a while: the latest messages are known by their ids."""
        world = self.world
        seen = [talk for chat, talk in world.conversations.items() if world.sees(self.self_id, chat)]
        said = sorted((message for talk in seen for message in talk.messages[-CAPACITY:]), key=lambda message: message.time)
        for message in said[-CAPACITY:]:
            self.ids.register(message)

    async def say_stranger(self, user_id: str, words: str | list[Segment]) -> Message:
        """Somebody who is no friend and came through no group writes."""
        message = self.world.remember(private_chat(self.self_id, user_id), user_id, self._parts(words), self.world.now())
        self.send_event(self.chains.packet(message))
        await self.drained()
        return message

    async def say_other_client(self, number: int, words: str) -> None:
        """The account writes to itself from another of its devices."""
        source = {"type": "Source", "id": self.world.now() & 0xFFFF, "time": self.world.now()}
        chain = [source, {"type": "Plain", "text": words}]
        self.send_event({"type": "OtherClientMessage", "messageChain": chain, "sender": self.view.client(number)})
        await self.drained()

    async def other_client(self, number: int, is_online: bool) -> None:
        """Another device of the account comes or goes; ⚠ no `kind` is sent."""
        kind = f"OtherClient{'Online' if is_online else 'Offline'}Event"
        self.send_event({"type": kind, "client": self.view.client(number)})
        await self.drained()

    async def kicked_off(self, title: str = "下线通知", message: str = "你的账号在另一地点登录") -> None:
        """The account is logged in elsewhere."""
        self.send_event({"type": "BotOfflineEventForce", "qq": int(self.self_id), "title": title, "message": message})
        await self.drained()

    # -- sending and breaking

    async def send_raw(self, text: str) -> None:
        """Send this text, whatever it is, as a frame to every WebSocket client."""
        for socket in self.connections:
            socket.send(text)
        await self.drained()

    async def _cut_all(self) -> None:
        for way_out in (*self.connections, *self.outlets):
            way_out.cut()
        self._talks.cut()
        await self._talks.ended()

    async def restart(self) -> None:
        """A new process: sessions end, too."""
        await super().restart()
        self.sessions.clear()


def read_frame(text: str) -> Frame | None:
    """A frame that can be answered; ⚠ the key syncId has to be there."""
    try:
        frame = json.loads(text)
    except ValueError:
        return None
    if not isinstance(frame, dict) or "syncId" not in frame or not isinstance(frame.get("command"), str):
        return None
    return None if isinstance(frame["syncId"], dict | list) else frame


def _content(command: Command, name: str, content: Any) -> Params:
    """The parameters of a frame; ⚠ which key is missing is not said."""
    if name in WITHOUT_CONTENT and content is None:
        content = {}
    if not isinstance(content, dict):
        raise Failed(BAD)
    return read(command.fields, content, names_missing=False)
