"""What a call of a plugin fails with."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


class CQHttpError(Exception):
    """A call failed."""


class ActionFailed(CQHttpError, RuntimeError):  # the name that plugins know
    """A call was refused; *result* holds ``status``, ``retcode`` and the words of whoever refused it."""

    def __init__(self, result: Mapping[str, Any]) -> None:
        super().__init__(str(result.get("wording") or result.get("msg") or "failed"))
        self.result = dict(result)

    @property
    def retcode(self) -> int:
        """What was answered in place of 0."""
        return int(self.result.get("retcode", -1))


class ApiNotAvailable(CQHttpError):
    """There is nobody to ask: outside of a handler and without ``self_id``, or not connected."""


__all__ = ["ActionFailed", "ApiNotAvailable", "CQHttpError"]
