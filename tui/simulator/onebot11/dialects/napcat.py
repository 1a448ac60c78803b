"""NapCat, whose ways the rest of this package describes; here is how it answers and whom it lets in."""

from __future__ import annotations

from typing import Any

from tui.simulator.onebot11.actions import ACTIONS
from tui.simulator.onebot11.dialects.base import Dialect, Goodbye, Role
from tui.simulator.onebot11.errors import BAD_PARAMS, BAD_TOKEN, UNKNOWN_ACTION, ActionFailed, failure_frame, reply_frame
from tui.simulator.onebot11.ids import IdTable
from tui.simulator.onebot11.shapes import Frame, Shapes


class NapCat(Dialect):
    """NapCat 4.18."""

    name = "napcat"
    shapes = Shapes
    ids = IdTable
    actions = ACTIONS

    def trusts(self, token: str, header: str | None, query: str) -> bool:
        """The query counts before the header."""
        return not token or (query or (header or "").split("Bearer ")[-1]) == token

    def refusal(self, header: str | None, query: str) -> Goodbye:
        """A frame, and an end without a code."""
        return Goodbye(failure_frame("token验证失败", BAD_TOKEN, None))

    def role(self, path: str) -> Role:
        """Only `/api` is special."""
        return Role(has_events=path.rstrip("/") != "/api")

    def unreadable(self, data: str | bytes) -> Frame:
        """An answer without an echo."""
        return failure_frame("json解析失败,请检查数据格式", BAD_PARAMS, None)

    def unknown(self, action: str, call: Frame) -> Frame:
        """1404."""
        return failure_frame(f"不支持的API {action}", UNKNOWN_ACTION, call.get("echo"))

    def done(self, data: Any, call: Frame) -> Frame:
        """With `stream`, and an empty echo where none was given."""
        return reply_frame(data, call.get("echo", ""))

    def failed(self, failure: ActionFailed, call: Frame) -> Frame:
        """The words twice."""
        return failure_frame(failure.wording, failure.retcode, call.get("echo", ""))

    def status(self, shapes: Shapes, *, is_online: bool) -> Frame:
        """With room for figures."""
        return shapes.status(is_online) | {"stat": {}}
