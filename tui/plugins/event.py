"""Events as plugins hold them: a dict whose keys are attributes too."""

from __future__ import annotations

from typing import Any


class Event(dict[str, Any]):
    """An event in OneBot 11's shape. A key that is not there reads as None by attribute, and as KeyError by item."""

    @property
    def type(self) -> str:
        """``message``."""
        return str(self["post_type"])

    @property
    def detail_type(self) -> str:
        """``private`` or ``group``."""
        return str(self[f"{self.type}_type"])

    @property
    def sub_type(self) -> str | None:
        """``friend``, ``group`` or ``other`` in private, ``normal`` in groups."""
        return self.get("sub_type")

    @property
    def name(self) -> str:
        """All three, joined by dots."""
        return ".".join(part for part in (self.type, self.detail_type, self.sub_type) if part)

    def __getattr__(self, key: str) -> Any:
        return self.get(key)

    def __setattr__(self, key: str, value: Any) -> None:
        self[key] = value

    def copy(self) -> Event:
        """Return an event with the same values."""
        return Event(self)

    def __repr__(self) -> str:
        return f"<Event, {super().__repr__()}>"


__all__ = ["Event"]
