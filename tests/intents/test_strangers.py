"""Who is called so by nobody is named as missing where all else was clear; where it was not, nothing is claimed."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from tests.intents.people import HERE
from tui.intents import Names, Person, understand
from tui.intents.telling import lines
from tui.intents.values import Stranger
from tui.locale import set_language


@pytest.mark.parametrize(
    ("words", "intent", "name"),
    [
        ("禁言王麻子十分钟", "mute", "王麻子"),
        ("把王麻子禁言三十分钟", "mute", "王麻子"),
        ("麻烦把王麻子同学禁言一下吧，半小时", "mute", "王麻子"),
        ("王麻子 禁言 10分钟", "mute", "王麻子"),
        ("mute Zed for 10 minutes please", "mute", "Zed"),
        ("解除王麻子的禁言", "unmute", "王麻子"),
        ("踢了王麻子并拉黑", "kick", "王麻子"),
        ("踢王麻子", "kick", "王麻子"),
        ("kick zed and block", "kick", "zed"),
        ("kick 99999999", "kick", "99999999"),
        ("打开王麻子", "open", "王麻子"),
        ("私聊王麻子", "open", "王麻子"),
        ("open zed", "open", "zed"),
        ("message zed", "open", "zed"),
        ("戳一下王麻子", "poke", "王麻子"),
        ("poke zed", "poke", "zed"),
        ("把王麻子设为管理员", "admin", "王麻子"),
        ("make zed an admin", "admin", "zed"),
        ("给王麻子点赞", "like", "王麻子"),
        ("看看王麻子的资料", "profile", "王麻子"),
        ("profile of zed", "profile", "zed"),
        ("艾特王麻子", "mention", "王麻子"),
        ("删除好友 王麻子", "delete_friend", "王麻子"),
        ("unfriend Zed", "delete_friend", "Zed"),
        ("改名片 王麻子 打工人", "card", "王麻子"),
        ("set zed's card to worker", "card", "zed"),
        ("备注 王麻子 老李", "remark", "王麻子"),
        ("回复王麻子 收到", "reply", "王麻子"),
        ("reply to zed: ok", "reply", "zed"),
        ("把这条转发给王麻子", "forward", "王麻子"),
        ("forward this to zed", "forward", "zed"),
        ("撤回王麻子的上一条", "recall", "王麻子"),
        ("recall zed's last message", "recall", "zed"),
    ],
)
def test_who_is_missing_is_named(words: str, intent: str, name: str) -> None:
    understanding = understand(words, HERE)
    assert understanding.command is None, "nothing is done to nobody"
    assert understanding.stranger == Stranger(intent, name)
    assert understanding.suggestions[0] == intent, "which can still be chosen, and asks whom"


@pytest.mark.parametrize(
    "words",
    [
        "今天天气真好", "asdf qwer", "王麻子", "他被禁言了", "王麻子被踢了", "王麻子禁言了", "不要踢王麻子", "没有禁言王麻子",
        "去吃饭", "找工作", "开会", "踢谁", "禁言谁好呢", "打开什么", "强烈建议把陈美嘉禁言一天", "禁言陈美嘉-5分钟",
        "转发给你看看",
        "tell me a joke", "who is he", "mute nobody 10m", "show must go on", "reply when you can", "kick 12",
        "打开" + "很长很长的一句话" * 3,
    ],
)  # fmt: skip
def test_of_what_is_not_clear_nothing_is_claimed(words: str) -> None:
    assert understand(words, HERE).stranger is None


@pytest.mark.parametrize(
    "words", ["禁言李四十分钟", "kick 20004", "禁言十分钟", "踢了他", "回复老张 收到", "全员禁言", "打开摸鱼小分队"]
)
def test_who_is_known_is_no_stranger(words: str) -> None:
    understanding = understand(words, HERE)
    assert understanding.command is not None
    assert understanding.stranger is None


def test_a_friend_who_is_no_member_is_a_stranger_only_to_what_is_done_to_members() -> None:
    context = replace(HERE, names=Names([Person("20001", "张三")], [Person("30001", "王麻子")]))
    assert understand("踢了王麻子", context).stranger == Stranger("kick", "王麻子")
    assert understand("撤回王麻子的上一条", context).stranger == Stranger("recall", "王麻子")
    assert understand("戳一下王麻子", context).stranger is None
    assert understand("打开王麻子", context).command is not None


def test_it_is_said_among_whom_nobody_is_called_so() -> None:
    assert lines(understand("踢了王麻子", HERE), HERE)[0] == "这里没有叫“王麻子”的群成员。"
    assert lines(understand("撤回王麻子的上一条", HERE), HERE)[0] == "这里没有叫“王麻子”的群成员。"
    assert lines(understand("戳一下王麻子", HERE), HERE)[0] == "没有叫“王麻子”的人。"
    assert lines(understand("打开王麻子", HERE), HERE)[0] == "没有叫“王麻子”的人或群。"
    assert lines(understand("今天天气真好", HERE), HERE) == ["没听懂。"]
    set_language("en")
    assert lines(understand("kick Zed", HERE), HERE)[0] == "No member here is called “Zed”."
    assert lines(understand("poke Zed", HERE), HERE)[0] == "Nobody is called “Zed”."
    assert lines(understand("open Zed", HERE), HERE)[0] == "Nobody, and no group, is called “Zed”."
