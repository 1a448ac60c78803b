"""What the config says of one account, as its link takes it; apart from the link, which nothing needs before the first frame."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from tui.platforms.base import Platform


class AccountSetup(Struct, frozen=True):
    """One configured account. *make_platform* is called on the connection's thread, so that it may import what it needs."""

    label: str
    make_platform: Callable[[], Platform]
    mark_read: bool = True
    read_only: bool = False
