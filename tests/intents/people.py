"""The people and groups of the labelled utterances, and how what is expected is written."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

from tui.chat.people import Role
from tui.intents import CommandRow, Context, Names, Person, Room, Understanding
from tui.locale import strings
from tui.ui.command_table import COMMANDS

FOLDER = Path(__file__).parent
NOW = datetime(2026, 11, 21, 15, 0, tzinfo=timezone(timedelta(hours=8)))

PEOPLE = (
    Person("20001", "张三"),
    Person("20002", "章三"),
    Person("20003", "李四", card="四哥"),
    Person("20004", "王五"),
    Person("20005", "曾小贤", remark="小贤"),
    Person("20006", "alice"),
    Person("20007", "Bob Dylan"),
    Person("20008", "老张"),
    Person("20009", "三三"),
    Person("20010", "欧阳震华"),
    Person("20011", "吧台小妹"),
    Person("20012", "小吧"),
    Person("20013", "禁言大师"),
    Person("20014", "陈美嘉"),
    Person("20015", "吕子乔"),
    Person("20016", "DJ Max 🎧"),
    Person("20017", "林小北"),
    Person("20018", "林晓北"),
    Person("20019", "一分钟"),
    Person("20020", "胡一菲", role=Role.OWNER),
    Person("20021", "关谷", role=Role.ADMIN),
)
ROOMS = (Room("30001", "摸鱼小分队"), Room("30002", "产品讨论组"))
ROWS = tuple(CommandRow(command.name, strings("keys")[f"keys.{command.name}"]) for command in COMMANDS if command.is_offered)
HERE = Context(Names(PEOPLE, (), ROOMS), NOW, commands=ROWS)

DESTRUCTIVE = frozenset(("mute", "kick", "mute_all", "recall", "leave", "delete_friend", "unadmin", "admin", "rename"))
ARGUMENTS = ("user", "group", "card", "title", "remark", "name", "text", "seconds", "which", "times")


def labelled(name: str) -> Iterator[tuple[str, str]]:
    """The utterances of a file with what they are to mean."""
    for line in (FOLDER / name).read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            words, _, expected = line.rpartition("|")
            yield words.strip(), expected.strip()


def written(understanding: Understanding) -> str:
    """What was understood, as the files write it."""
    command = understanding.command
    if command is None:
        return "-"
    parts = [command.name]
    args: dict[str, Any] = command.args or {}
    parts += [f"{name}={args[name]}" for name in ARGUMENTS if name in args]
    if args.get("block"):
        parts.append("block")
    if understanding.asks:
        parts.append("?" + ",".join(understanding.asks))
    return " ".join(parts)
