"""The simulated implementation: a WebSocket server on loopback that shows one account of the world."""

from __future__ import annotations

import asyncio
import http
import logging
from typing import Any
from urllib.parse import parse_qs, urlsplit

from websockets.asyncio.connection import Connection
from websockets.asyncio.server import Server, ServerConnection, serve
from websockets.exceptions import ConnectionClosed
from websockets.http11 import Request, Response

from tui.simulator import happenings as told
from tui.simulator import links, traffic
from tui.simulator.link import Link
from tui.simulator.listening import HOST, HungUpError
from tui.simulator.model import Refused
from tui.simulator.onebot11.dialects import DIALECTS
from tui.simulator.onebot11.dialects.base import Goodbye, Role
from tui.simulator.onebot11.errors import ABSENT, ActionFailed
from tui.simulator.onebot11.ids import IdTable, KeptIds
from tui.simulator.onebot11.params import Params
from tui.simulator.onebot11.shapes import Frame
from tui.simulator.onebot11.streams import as_stream
from tui.simulator.serving import Call, Serving, dump
from tui.simulator.world import World

log = logging.getLogger(__name__)

OWN_ACTIONS = frozenset({"get_status", "set_restart"})
"""Actions that concern the server and not the world."""
EVERYTHING = Role()
MAX_FRAME = 50 * 2**20
"""NapCat's `maxPayload`, in bytes."""


def _tokens(request: Request) -> tuple[str | None, str]:
    """What a client brought: the header, and the parameter of the address."""
    query = parse_qs(urlsplit(request.path).query).get("access_token", [""])[0]
    return request.headers.get("Authorization"), query


class OneBotServer(Serving):
    """A forward WebSocket of NapCat, or of the implementation called `dialect`.

    Use it as an async context manager; `url` is known once it listens.

    `token` "" lets everybody in; `heartbeat` is in seconds (0: none); `report_self` is NapCat's reportSelfMessage; `self_id`
    defaults to the world's own account. What is shared by tests: `calls`, `faults`, and the acts of `Driving`.
    """

    ids: IdTable

    def __init__(
        self,
        world: World,
        *,
        self_id: str = "",
        port: int = 0,
        token: str = "",
        report_self: bool = False,
        heartbeat: float = 30.0,
        message_format: str = "",
        dialect: str = "napcat",
    ) -> None:
        super().__init__(world, self_id, port)
        self.dialect = DIALECTS[dialect]
        self.ids = self.dialect.make_ids(world, self.self_id)
        message_format = message_format or self.dialect.message_format
        self.shapes = self.dialect.shapes(world, self.self_id, self.ids, message_format=message_format)
        self.token = token
        self._reports_self = report_self
        self._interval = heartbeat
        self._links: list[Link] = []
        self._tasks: set[asyncio.Task[None]] = set()
        self._beating: asyncio.Task[None] | None = None

    # -- life

    async def start(self) -> None:
        """Listen."""
        await super().start()
        self.shapes.parts.links.base = self.http_url

    async def _listen(self) -> Server:
        return await serve(
            self._serve_client,
            HOST,
            self._port,
            process_request=self._admit,
            max_size=MAX_FRAME,
            compression=None,
            ping_interval=None,
            server_header=None,
        )

    async def stop(self) -> None:
        """Close everything."""
        await super().stop()
        self._stop_beating()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    @property
    def url(self) -> str:
        """Where to dial."""
        return f"ws://{HOST}:{self._port}/"

    @property
    def connections(self) -> tuple[Link, ...]:
        """The clients that are let in."""
        return tuple(self._links)

    # -- connections

    def _admit(self, connection: ServerConnection, request: Request) -> Response | None:
        if self._is_refusing:
            connection.transport.abort()
            return connection.respond(http.HTTPStatus.SERVICE_UNAVAILABLE, "")
        link = links.answer(self.world, request, is_expired=self.faults.are_links_expired)
        if link is None and isinstance(status := self._refusal(request), http.HTTPStatus):
            return connection.respond(status, "")
        return link

    def _refusal(self, request: Request) -> http.HTTPStatus | Goodbye | None:
        header, query = _tokens(request)
        return None if self.dialect.trusts(self.token, header, query) else self.dialect.refusal(header, query)

    async def _send_away(self, socket: ServerConnection, goodbye: Goodbye) -> None:
        try:
            await socket.send(dump(goodbye.frame))
            if goodbye.code is not None:
                await socket.close(goodbye.code, goodbye.reason)
                return
            async with socket.send_context():
                socket.protocol.send_close()
        except ConnectionClosed:
            log.debug("a refused client left before it was told")

    async def _serve_client(self, socket: ServerConnection) -> None:
        request = socket.request
        assert request is not None
        refusal = self._refusal(request)
        if isinstance(refusal, Goodbye):
            await self._send_away(socket, refusal)
            return
        await self.serve(socket, self.dialect.role(urlsplit(request.path).path))

    async def serve(self, socket: Connection, role: Role = EVERYTHING) -> None:
        """Greet who is at the other end, whichever of the two dialled, and answer until it leaves."""
        link = Link(socket, has_events=role.has_events)
        if link.has_events:
            self._send_link(link, dump(self.shapes.lifecycle()))
        self._links.append(link)
        self._start_beating()
        if link.has_events and self.on_connected is not None:
            self.on_connected()
        await self._notify()
        try:
            async for data in socket:
                if role.takes_calls:
                    self._spawn(self._handle(link, data))
        except ConnectionClosed:
            log.debug("a client's connection broke")
        finally:
            self._links.remove(link)
            if not any(other.has_events for other in self._links):
                self._stop_beating()
            await link.finish()
            await self._notify()

    def _spawn(self, work: Any) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def _start_beating(self) -> None:
        if self._interval > 0 and self._beating is None and any(link.has_events for link in self._links):
            self._beating = asyncio.create_task(self._beat())

    def _stop_beating(self) -> None:
        if self._beating is not None:
            self._beating.cancel()
            self._beating = None

    async def _beat(self) -> None:
        while True:
            await asyncio.sleep(self._interval)
            self.beat()

    def beat(self) -> None:
        """Send a heartbeat now."""
        frame = dump(self.shapes.heartbeat(self._interval, is_online=self.faults.is_qq_online))
        for link in self._links:
            if link.has_events:
                self._send_link(link, frame)

    # -- calls

    async def _handle(self, link: Link, data: str | bytes) -> None:
        frame = self.dialect.read(data)
        if frame is None:
            if (answer := self.dialect.unreadable(data)) is not None:
                self._send_link(link, dump(answer))
            return
        action, params = self.dialect.action(str(frame.get("action"))), frame.get("params")
        params = params if isinstance(params, dict) else {}
        try:
            answer = await self.take_call(action, params, frame)
        except HungUpError:
            link.cut()
            return
        if answer is not None:
            self._send_link(link, dump(answer))
        self.release_own_events()

    async def take_call(self, action: str, params: dict[str, Any], frame: Frame) -> Frame | None:
        """What is answered to a call; None: nothing. Once the answer has left, `release_own_events`."""
        self.calls.append(Call(action, params, frame.get("echo")))
        await self._notify()
        answer = await self._answer(action, params, frame)
        if traffic.is_watched():
            traffic.log.info("<- %s %s => %s", action, dump(params), dump(answer) if answer else "(silence)")
        return answer

    async def _answer(self, action: str, params: dict[str, Any], frame: Frame) -> Frame | None:
        fault = self.faults.take(action, params)
        if fault is not None and fault.kind == "silent":
            return None
        if (delay := self.faults.delay_of(action)) > 0:
            await asyncio.sleep(delay)
        if action not in self.dialect.actions and action not in OWN_ACTIONS:
            return self.dialect.unknown(action, frame)
        if fault is not None and fault.kind == "fail":
            return self.dialect.failed(ActionFailed(fault.wording, fault.retcode), frame)
        if self.faults.own_events_after_answer:
            self._after_answer = []
        try:
            if action == "get_status":
                data: Any = self.dialect.status(self.shapes, is_online=self.faults.is_qq_online)
            elif action == "set_restart":
                data = ABSENT
                self._spawn(self._restart_after_answer())
            else:
                data = await self.dialect.actions[action](self.shapes, Params(params))
        except ActionFailed as failure:
            return as_stream(self.dialect.failed(failure, frame), action)
        except (Refused, ValueError, TypeError, LookupError, AttributeError) as error:
            # As all of them do: whatever an action throws is its answer.
            log.info("%s threw", action, exc_info=True)
            thrown = ActionFailed(f"{type(error).__name__}: {error}")
            thrown.__cause__ = error
            return self.dialect.failed(thrown, frame)
        return None if fault is not None else as_stream(self.dialect.done(data, frame), action)

    async def _restart_after_answer(self) -> None:
        await self.drained()
        await self.restart()

    # -- events

    def _happened(self, happening: told.Happening) -> None:
        posted = happening.message if isinstance(happening, told.Posted) else None
        if posted is not None and posted.sender == self.self_id and not self._reports_self:
            if isinstance(self.ids, KeptIds):  # it is kept all the same
                self.ids.register(posted)
            return
        for frame in self.shapes.events(happening):
            self.send_event(frame)

    def _broadcast(self, text: str) -> None:
        for link in self._links:
            if link.has_events:
                for _ in range(2 if self.faults.duplicate_events else 1):
                    self._send_link(link, text)
        for outlet in self.outlets:
            for _ in range(2 if self.faults.duplicate_events else 1):
                if not self.faults.is_mute:
                    outlet.send(text)

    def _send_link(self, link: Link, text: str) -> None:
        if not self.faults.is_mute:
            link.send(text)

    # -- sending and breaking

    async def send_raw(self, text: str) -> None:
        """Send this text, whatever it is, as a frame to every client."""
        for link in self._links:
            self._send_link(link, text)
        await self.drained()

    async def _cut_all(self) -> None:
        links = self.connections
        for way_out in (*links, *self.outlets):
            way_out.cut()
        for link in links:
            await link.socket.wait_closed()
        await self._until(lambda: not set(links) & set(self._links), 5.0)
