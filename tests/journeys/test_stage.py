"""A person as a member of a simulated world: they chat with the bots that connect, and do there what no messenger can."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest
from websockets.sync.client import ClientConnection, connect

from tests.journeys.test_pty import go_to
from tests.journeys.tmux import PATIENCE, Terminal, installed_command

pytestmark = pytest.mark.skipif(shutil.which("tmux") is None, reason="these journeys need tmux, a real terminal")


def event_of(bot: ClientConnection, kind: str) -> dict[str, object]:
    """The next event of this post_type that reaches the bot."""
    while True:
        event: dict[str, object] = json.loads(bot.recv(timeout=PATIENCE))
        if event.get("post_type") == kind:
            return event


def test_a_person_chats_with_a_bot_and_asks_to_be_let_in(tmp_path: Path) -> None:
    command = [*installed_command(), "simulate", "onebot11", "--human", "--port", "0", "--quiet"]
    with Terminal(tmp_path, command, (120, 30)) as terminal:
        terminal.shows("你是 林小满 20001", "ws://127.0.0.1:")
        found = re.search(r"ws://127\.0\.0\.1:\d+/", terminal.screen)
        assert found is not None
        with connect(found[0]) as bot:
            go_to(terminal, "10001", "好友 10001")
            terminal.type("/help")
            terminal.press("Enter")
            heard = event_of(bot, "message")
            assert (heard["raw_message"], heard["user_id"], heard["self_id"]) == ("/help", 20001, 10001)
            answer = {"action": "send_private_msg", "params": {"user_id": 20001, "message": "no help here"}}
            bot.send(json.dumps(answer))
            terminal.shows("no help here")
            terminal.press("C-x")
            terminal.shows("在这个模拟的世界里")
            terminal.press("2")
            terminal.shows("Python 终端爱好者 700200")
            assert "3号楼业主群" not in terminal.screen, "the bot is no admin there, and would never hear of it"
            terminal.press("Enter")
            terminal.shows("附言")
            terminal.type("let me in")
            terminal.press("Enter")
            asked = event_of(bot, "request")
            assert (asked["group_id"], asked["user_id"], asked["comment"]) == (700200, 20001, "let me in")
            params = {"flag": asked["flag"], "sub_type": "add", "approve": True}
            bot.send(json.dumps({"action": "set_group_add_request", "params": params}))
            go_to(terminal, "700200", "群 700200")
        terminal.press("C-q")
        terminal.ends()
