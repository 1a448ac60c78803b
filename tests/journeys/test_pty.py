"""The installed command in a real terminal: what a person at a keyboard sees, bytes and all."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.journeys.keyboard import bytes_of
from tests.journeys.tmux import Simulator, Terminal, configured, installed_command, simulator
from tui.ui.keys import resolve

pytestmark = pytest.mark.skipif(shutil.which("tmux") is None, reason="these journeys need tmux, a real terminal")

CLICK = "[@click=app.quit]x[/]"


def go_to(terminal: Terminal, typed: str, header: str) -> None:
    """Open a conversation with the switcher; again, when the lists had not come yet."""
    while True:
        terminal.press("C-p")
        terminal.shows("Enter 打开")
        terminal.type(typed)
        if "没有找到" not in terminal.screen:
            break
        terminal.press("Escape")
        terminal.hides("Enter 打开")
    terminal.press("Enter")
    terminal.hides("Enter 打开")
    terminal.shows(header)


def select(terminal: Terminal) -> None:
    """Put the cursor on the last message; the next key waits until the hand is seen to be there."""
    terminal.press("Up")
    terminal.until(lambda: any("▕▌" in line or line.startswith("▌") for line in terminal.screen.splitlines()), "a cursor")


def test_first_run(tmp_path: Path) -> None:
    with simulator("--token", "secret") as napcat, Terminal(tmp_path, installed_command(), (80, 24)) as terminal:
        terminal.shows("语言", "English")
        terminal.press("Enter")
        terminal.shows("还没有账号", "先看演示", "添加账号")
        terminal.press("Down", "Enter")
        terminal.shows("OneBot 11", "mirai-api-http")
        terminal.press("Enter")
        terminal.shows("测试连接", "ws://127.0.0.1:3001")
        terminal.write(b"ly")
        terminal.shows("mainly")
        terminal.press("Tab", "C-a", "C-k")
        terminal.hides("ws://")
        terminal.type(napcat.url)
        terminal.press("Tab")
        terminal.write(b"wrong")
        terminal.shows("•••••")
        terminal.press("Tab", "Tab", "Enter")
        terminal.shows("✗")
        terminal.press("BTab", "BTab", "C-u")
        terminal.hides("•••••")
        terminal.write(b"secret")
        terminal.shows("••••••")
        terminal.press("Tab", "Tab", "Enter")
        terminal.shows("✓", "吕小布")
        terminal.press("Tab", "Enter")
        terminal.shows("● mainly")
        terminal.press("C-q")
        terminal.ends()
    (config,) = tmp_path.rglob("config.toml")
    assert 'token = "secret"' in config.read_text(encoding="utf-8")
    assert not config.stat().st_mode & 0o077


def test_a_wrong_config_is_answered_before_the_screen_is_taken(tmp_path: Path) -> None:
    command = configured(tmp_path, "ws://127.0.0.1:1", more='langauge = "zh"')
    with Terminal(tmp_path, command) as terminal:
        terminal.ends()
        assert "config.toml" in terminal.output and "langauge" in terminal.output


@pytest.mark.parametrize("size", [(60, 20), (80, 24)])
def test_send_reply_and_recall(tmp_path: Path, size: tuple[int, int]) -> None:
    with simulator("--report-self") as napcat, Terminal(tmp_path, configured(tmp_path, napcat.url), size) as terminal:
        terminal.shows("● main")
        go_to(terminal, "dsh", "群 30002")
        terminal.type("你好 hello 👌")
        terminal.press("Enter")
        terminal.until(lambda: napcat.count("send_group_msg") == 1)
        said = napcat.do("say", group="30002", user="20001", text="收到了")["message_id"]
        terminal.shows("收到了")
        select(terminal)
        terminal.press("r")
        terminal.shows("Esc")
        terminal.type("那就好")
        terminal.press("Enter")
        terminal.until(lambda: napcat.count("send_group_msg") == 2)
        message = napcat.params("send_group_msg")["message"]
        assert message[0] == {"type": "reply", "data": {"id": str(said)}}
        assert message[1]["data"]["text"] == "那就好"
        terminal.shows("我: 那就好" if size[0] > 76 else "▎ 那就好", "写点什么")
        select(terminal)
        terminal.press("d")
        terminal.shows("撤回这条消息？")
        terminal.press("Enter")
        terminal.hides("撤回这条消息？")
        assert napcat.count("delete_msg") == 0
        terminal.press("d")
        terminal.shows("撤回这条消息？")
        terminal.press("y")
        terminal.until(lambda: napcat.count("delete_msg") == 1)
        terminal.shows("已撤回")
        terminal.press("C-q")
        terminal.ends()


def test_mute_by_keyboard(tmp_path: Path) -> None:
    with simulator() as napcat, Terminal(tmp_path, configured(tmp_path, napcat.url)) as terminal:
        terminal.shows("● main")
        go_to(terminal, "读书会", "群 30002 · 6 人")
        napcat.do("say", group="30002", user="20001", text="广告")
        terminal.shows("广告")
        select(terminal)
        terminal.press("m")
        terminal.shows("多久？")
        terminal.type("10m")
        terminal.press("Enter")
        terminal.until(lambda: napcat.count("set_group_ban") == 1)
        assert int(napcat.params("set_group_ban")["duration"]) == 600
        terminal.shows("完成")
        terminal.write(b"m2h\r")  # as a slow line delivers it: all at once
        terminal.until(lambda: napcat.count("set_group_ban") == 2)
        assert int(napcat.params("set_group_ban")["duration"]) == 7200


def test_bytes_that_are_no_utf8_end_nothing(tmp_path: Path) -> None:
    with simulator() as napcat, Terminal(tmp_path, configured(tmp_path, napcat.url)) as terminal:
        terminal.shows("● main")
        go_to(terminal, "dsh", "群 30002")
        terminal.write("你好".encode("gbk") + b"\xff\xe1 still here")
        terminal.shows("still here")


def test_what_is_typed_while_it_starts_is_done_in_order(tmp_path: Path) -> None:
    with simulator() as napcat:
        with Terminal(tmp_path, configured(tmp_path, napcat.url)) as terminal:
            terminal.shows("● main")
            go_to(terminal, "xx", "小贤")
            terminal.press("C-q")
            terminal.ends()
        with Terminal(tmp_path, configured(tmp_path, napcat.url)) as terminal:
            terminal.until(lambda: "▌" in terminal.screen or "写点什么" in terminal.screen, "the first frame")
            terminal.write(b"\x10dsh\r")
            terminal.shows("群 30002")


def test_the_network_drops_and_nothing_is_lost(tmp_path: Path) -> None:
    with simulator() as napcat, Terminal(tmp_path, configured(tmp_path, napcat.url)) as terminal:
        terminal.shows("● main")
        go_to(terminal, "dsh", "群 30002")
        napcat.do("say", group="30002", user="20001", text="断线前")
        terminal.shows("断线前")
        napcat.do("refuse")
        napcat.do("drop")
        terminal.shows("重连")
        terminal.type("断线时写的")
        terminal.press("Enter")
        terminal.shows("等待发送")
        for number in range(5):
            napcat.do("say", group="30002", user="20002", text=f"错过的{number}")
        assert napcat.count("send_group_msg") == 0
        napcat.do("reopen")
        terminal.shows("● main", *(f"错过的{number}" for number in range(5)))
        terminal.hides("等待发送")
        assert napcat.count("send_group_msg") == 1


def test_killed_and_started_again(tmp_path: Path) -> None:
    with simulator() as napcat:
        command = configured(tmp_path, napcat.url)
        with Terminal(tmp_path, command) as terminal:
            terminal.shows("● main")
            go_to(terminal, "xiaoxian", "好友 20001")
            napcat.do("say", user="20001", text="死前的话")
            terminal.shows("死前的话")
            napcat.do("refuse")
            napcat.do("drop")
            terminal.shows("重连")
            terminal.type("排着队的")
            terminal.press("Enter")
            terminal.shows("等待发送")
            terminal.type("写到一半的草稿")
            go_to(terminal, "dsh", "群 30002")
            terminal.press("M-l")
            terminal.shows("好友 20001", "写到一半的草稿", "等待发送")
            terminal.kill()
        napcat.do("reopen")
        with Terminal(tmp_path, command) as terminal:
            terminal.shows("死前的话", "排着队的", "写到一半的草稿")
            terminal.shows("● main")
            terminal.until(lambda: napcat.count("send_private_msg") == 1)
            terminal.hides("等待发送")
            terminal.press("C-q")
            terminal.ends()
        with Terminal(tmp_path, command) as terminal:
            terminal.shows("排着队的", "写到一半的草稿", "● main")
            assert napcat.count("send_private_msg") == 1


def test_a_second_qiao_is_refused_in_words(tmp_path: Path) -> None:
    with simulator() as napcat:
        command = configured(tmp_path, napcat.url)
        with Terminal(tmp_path, command) as first:
            first.shows("● main")
            with Terminal(tmp_path, command) as second:
                second.ends()
                assert "另一个 qiao" in second.output


def test_hostile_text(tmp_path: Path) -> None:
    with simulator() as napcat, Terminal(tmp_path, configured(tmp_path, napcat.url)) as terminal:
        terminal.shows("● main")
        go_to(terminal, "dsh", "群 30002")
        speak(napcat)
        terminal.shows(CLICK, "[/b]", "[31mred", "善后")
        select(terminal)
        terminal.press("Enter")
        terminal.shows("引用回复")
        terminal.press("Escape")
        terminal.hides("引用回复")
        terminal.press("i")
        terminal.shows("消息详情", "善后")
        terminal.press("q")
        terminal.hides("消息详情")
        assert not terminal.has_ended
        terminal.press("C-q")
        terminal.ends()


def speak(napcat: Simulator) -> None:
    """Let somebody say all that ever broke a terminal."""
    escape = "\x1b[2J\x1b[31mred\x1b]0;title\x07\x9b1m\u202egnp.exe\u2066"
    for text in (CLICK, "[/b]", escape, "z" + "\u0301" * 200, "👨‍👩‍👧‍👦" * 20, "善后"):
        napcat.do("say", group="30002", user="20001", text=text)
    for frame in ("null", '{"post_type":', "[]", "\u0000"):
        napcat.do("raw", text=frame)
    napcat.do("join", group="30002", user="20888", nickname=CLICK)
    napcat.do("leave", group="30002", user="20888")


def test_the_demo_needs_nothing_and_leaves_nothing(tmp_path: Path) -> None:
    place = tmp_path / "demo"
    place.mkdir()
    with Terminal(tmp_path, [*installed_command(), "--demo", "--data-dir", str(place)], (80, 24)) as terminal:
        terminal.shows("演示", "● demo", "● mirai")
        terminal.write(bytes_of(resolve().keys_for("tour.next")[0]))
        terminal.shows("导览 ")
        terminal.press("C-q")
        terminal.ends()
    assert list(place.iterdir()) == []
    assert list(tmp_path.rglob("config.toml")) == []
