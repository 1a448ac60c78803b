"""What an account on Bilibili needs to be reached; light, because reading the config imports it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Settings:
    """Who we are and where to ask. No secret shows in a ``repr``.

    *label* is the account's name in the config, by which its login is kept in *data_dir* (None: where qiao keeps its data).
    The cookies of the config, and the *refresh_token*, which is none, are empty where it has none: then the kept login counts.
    *hosts* replaces some of the addresses, for tests.
    """

    label: str = ""
    data_dir: Path | None = None
    sessdata: str = field(default="", repr=False)
    bili_jct: str = field(default="", repr=False)
    dedeuserid: str = field(default="", repr=False)
    buvid3: str = field(default="", repr=False)
    refresh_token: str = field(default="", repr=False)
    hosts: Mapping[str, str] = field(default_factory=dict)
