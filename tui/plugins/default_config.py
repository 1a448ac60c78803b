"""What ``get_bot().config`` holds when a plugin starts, by NoneBot 1's names; a plugin may set its own.

Each plugin runs in a process of its own, so what it sets here holds for nobody else.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import timedelta
from re import Pattern
from typing import Any

SUPERUSERS: Collection[Any] = set()
"""Filled with the numbers of the user's own accounts: the person before the screen."""

NICKNAME: str | Iterable[str] = ""
COMMAND_START: Iterable[str | Pattern[str]] = {"/", "!", "／", "！"}
COMMAND_SEP: Iterable[str | Pattern[str]] = {"/", "."}
DEFAULT_COMMAND_PERMISSION: Any = None
"""None: everybody."""

DEFAULT_NLP_PERMISSION: Any = None
SESSION_EXPIRE_TIMEOUT: timedelta | None = timedelta(minutes=5)
SESSION_RUN_TIMEOUT: timedelta | None = None
SESSION_RUNNING_EXPRESSION: Any = "您有命令正在执行，请稍后再试"
SHORT_MESSAGE_MAX_LENGTH = 50
DEFAULT_VALIDATION_FAILURE_EXPRESSION: Any = "您的输入不符合要求，请重新输入"
MAX_VALIDATION_FAILURES = 3
TOO_MANY_VALIDATION_FAILURES_EXPRESSION: Any = "您输入错误太多次啦，如需重试，请重新触发本功能"
SESSION_CANCEL_EXPRESSION: Any = "好的"

CHECK_INTENT_PERMISSION = True
"""Whether a command's permission is asked for when an intent calls it. NoneBot 1 does not: False does as it does."""
