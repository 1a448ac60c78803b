"""One HTTP connection of a client as a simulated server sees it: request after request, and the parts of a form."""

from __future__ import annotations

import asyncio
from abc import ABC, abstractmethod
from collections.abc import Iterable
from email.parser import BytesParser
from email.policy import HTTP
from http import HTTPStatus

import h11

PORTION = 64 * 1024
MAX_BODY = 64 * 2**20

Form = dict[str, tuple[str, bytes]]
"""The parts of a form: the name of the file, if it is one, and the bytes."""


class HttpTalk(ABC):
    """One connection, until somebody hangs up."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader = reader
        self._writer = writer
        self._http = h11.Connection(h11.SERVER)

    @abstractmethod
    async def _reply(self, request: h11.Request, body: bytes) -> None:
        """Answer one request with `_send`; without that the connection ends."""

    async def run(self, head: bytes = b"") -> None:
        """Answer until the client hangs up; `head` is what was read already."""
        if head:
            self._http.receive_data(head)
        request: h11.Request | None = None
        body = bytearray()
        try:
            while True:
                event = self._http.next_event()
                if event is h11.NEED_DATA:
                    await self._receive()
                elif isinstance(event, h11.Request):
                    request, body = event, bytearray()
                elif isinstance(event, h11.Data):
                    body += event.data
                    if len(body) > MAX_BODY:
                        return
                elif isinstance(event, h11.EndOfMessage) and request is not None:
                    await self._reply(request, bytes(body))
                    if self._http.our_state is not h11.DONE:
                        return
                    self._http.start_next_cycle()
                else:
                    return
        except h11.ProtocolError:
            return

    async def _receive(self) -> None:
        if self._http.they_are_waiting_for_100_continue:
            self._write(h11.InformationalResponse(status_code=100, headers=[]))
        self._http.receive_data(await self._reader.read(PORTION))

    def _write(self, event: h11.Event) -> None:
        self._writer.write(self._http.send(event) or b"")

    def _send(self, status: int, kind: str, body: bytes, more: Iterable[tuple[str, str]] = ()) -> None:
        headers = [("Content-Type", kind), ("Content-Length", str(len(body))), *more]
        self._write(h11.Response(status_code=status, headers=headers, reason=HTTPStatus(status).phrase))
        self._write(h11.Data(data=body))
        self._write(h11.EndOfMessage())


def read_form(kind: str, body: bytes) -> Form | None:
    """The parts of a multipart form; None if it is none."""
    if not kind.startswith("multipart/form-data"):
        return None
    whole_form = BytesParser(policy=HTTP).parsebytes(f"Content-Type: {kind}\r\n\r\n".encode("latin-1") + body)
    form: Form = {}
    for part in whole_form.iter_parts():
        name = part.get_param("name", header="content-disposition")
        content = part.get_payload(decode=True)
        if isinstance(name, str) and isinstance(content, bytes):
            form[name] = (part.get_filename() or "", content)
    return form
