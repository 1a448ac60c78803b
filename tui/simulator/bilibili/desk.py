"""What the calls have in common: the world, its logins and switches, and what a client brought."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tui.simulator.bilibili.codes import ILLEGAL, Failed
from tui.simulator.bilibili.contents import PICTURES
from tui.simulator.bilibili.login import Credential, Logins
from tui.simulator.bilibili.trouble import Troubles
from tui.simulator.bilibili.wbi import Keys
from tui.simulator.bilibili.world import BiliWorld

WHOLE = re.compile(r"-?\d{1,20}")


@dataclass(frozen=True, slots=True)
class Upload:
    """A file in a form."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Ask:
    """One call."""

    query: dict[str, str]
    form: dict[str, str] = field(default_factory=dict)
    files: dict[str, Upload] = field(default_factory=dict)
    cookies: dict[str, str] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)
    path: str = ""
    login: Credential | None = None

    @property
    def given(self) -> dict[str, str]:
        """Everything by its name, wherever it stood."""
        return self.query | self.form

    def text(self, name: str) -> str:
        """A parameter, "" if it is not there."""
        return self.given.get(name, "")

    def number(self, name: str, usual: int | None = None) -> int:
        """A whole number; without one the usual, or it is refused."""
        text = self.text(name)
        if not text and usual is not None:
            return usual
        if not WHOLE.fullmatch(text):
            raise Failed(ILLEGAL)
        return int(text)

    def numbers(self, name: str) -> list[int]:
        """Whole numbers with commas between."""
        return [int(part) for part in self.text(name).split(",") if WHOLE.fullmatch(part)]


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer that is no envelope, or that sets cookies."""

    data: Any = None
    code: int = 0
    status: int = 200
    kind: str = "application/json; charset=utf-8"
    body: bytes | None = None
    cookies: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Desk:
    """Where calls are answered. `base` is where everything is served."""

    world: BiliWorld
    troubles: Troubles
    logins: Logins
    keys: Keys
    base: str = ""

    def link(self, text: str) -> str:
        """A text with the addresses of its pictures."""
        return text.replace(PICTURES, f"{self.base}/bfs/")

    def face(self, key: str) -> str:
        """Where a picture of this world is."""
        return f"{self.base}/bfs/{key}"


Handler = Callable[[Desk, Ask], Any]


@dataclass(frozen=True, slots=True)
class Route:
    """A call: how it is named here, what answers it, and what it asks of who calls."""

    name: str
    handler: Handler
    methods: tuple[str, ...] = ("GET",)
    is_im: bool = False
    """Whether its host is that of messages, which says its words twice."""
    needs_login: bool = True
    needs_csrf: bool = False


def get(name: str, handler: Handler, *, is_im: bool = False, needs_login: bool = True) -> Route:
    """A call that only asks."""
    return Route(name, handler, ("GET",), is_im, needs_login)


def post(name: str, handler: Handler, *, is_im: bool = False, methods: tuple[str, ...] = ("POST",)) -> Route:
    """A call that does something: it has to bring its csrf."""
    return Route(name, handler, methods, is_im, needs_csrf=True)
