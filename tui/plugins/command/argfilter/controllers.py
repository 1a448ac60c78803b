"""Filters that steer the session."""

from __future__ import annotations

import re
from typing import Any

from tui.plugins.command.session import CommandSession
from tui.plugins.helpers import render_expression
from tui.plugins.typing import Filter_T

_CANCELS = (re.compile(r"^那?[算别不停]\w{0,3}了?吧?$"), re.compile(r"^那?(?:[给帮]我)?取消了?吧?$"))


def handle_cancellation(session: CommandSession) -> Filter_T:
    """Return a filter that ends *session* when the answer is 算了, 不要了, 取消 and the like."""

    def control(value: Any) -> Any:
        if isinstance(value, str) and any(pattern.match(value) for pattern in _CANCELS):
            session.finish(render_expression(session.bot.config.SESSION_CANCEL_EXPRESSION))
        return value

    return control


__all__ = ["handle_cancellation"]
