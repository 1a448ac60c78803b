"""All commands by their name; of two of them a `subCommand` is part."""

from __future__ import annotations

from tui.simulator.mirai.answering import ANSWERING
from tui.simulator.mirai.filing import FILING
from tui.simulator.mirai.governing import GOVERNING
from tui.simulator.mirai.looking import LOOKING
from tui.simulator.mirai.room import Command
from tui.simulator.mirai.speaking import SPEAKING

COMMANDS: dict[str, Command] = LOOKING | SPEAKING | GOVERNING | FILING | ANSWERING
WITHOUT_CONTENT = frozenset({"about", "botList", "friendList", "groupList", "botProfile"})
