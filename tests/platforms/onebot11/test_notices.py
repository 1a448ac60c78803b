"""Every notice is a line under its own key, with the change of state behind it."""

from __future__ import annotations

from typing import Any

import pytest

from tui.chat import events as e
from tui.chat.emoji import Emoji
from tui.chat.ids import ConversationId
from tui.chat.people import Role
from tui.chat.segments import Notice
from tui.platforms.onebot11.events import EventDecoder

from .fakes import FRIEND, GROUP, ME, NOW, SYSTEM, notice_frame

TIME = 1785204000000


def decode(frame: dict[str, Any]) -> tuple[list[tuple[ConversationId, Notice]], list[e.Event]]:
    """The lines (where, what) and the other events of *frame*."""
    lines, others = [], []
    for event in EventDecoder(ME, clock=lambda: NOW).decode(frame):
        if isinstance(event, e.MessageReceived):
            message = event.message
            assert message.is_notice and message.native.startswith("notice:") and message.time == TIME
            (notice,) = message.segments
            assert isinstance(notice, Notice)
            lines.append((message.conversation, notice))
        else:
            others.append(event)
    return lines, others


@pytest.mark.parametrize(
    ("frame", "notice", "others"),
    [
        (
            notice_frame("group_increase", sub_type="approve", operator_id=20009),
            Notice("join", "20009", "20001"),
            [e.MemberUpdated(GROUP, "20001", role=Role.MEMBER), e.GroupJoined(GROUP, "20001", "20009")],
        ),
        (
            notice_frame("group_increase", sub_type="approve", operator_id=0),
            Notice("join", "20001", "20001"),
            [e.MemberUpdated(GROUP, "20001", role=Role.MEMBER), e.GroupJoined(GROUP, "20001")],
        ),
        (
            notice_frame("group_increase", sub_type="invite", operator_id=20002),
            Notice("invite_join", "20002", "20001"),
            [e.MemberUpdated(GROUP, "20001", role=Role.MEMBER), e.GroupJoined(GROUP, "20001", "20002")],
        ),
        (
            notice_frame("group_decrease", sub_type="leave", operator_id=0),
            Notice("leave", "20001", "20001"),
            [e.MemberLeft(GROUP, "20001")],
        ),
        (
            notice_frame("group_decrease", sub_type="kick", operator_id=20009),
            Notice("kick", "20009", "20001"),
            [e.MemberLeft(GROUP, "20001")],
        ),
        (
            notice_frame("group_decrease", sub_type="kick_me", user_id=10001, operator_id=20009),
            Notice("kicked_me", "20009", "10001"),
            [e.ConversationEnded(GROUP)],
        ),
        (
            notice_frame("group_decrease", sub_type="disband", operator_id=20009),
            Notice("disband", "20009", "20001"),
            [e.ConversationEnded(GROUP)],
        ),
        (
            notice_frame("group_admin", sub_type="set"),
            Notice("admin_set", "", "20001"),
            [e.MemberUpdated(GROUP, "20001", role=Role.ADMIN)],
        ),
        (
            notice_frame("group_admin", sub_type="unset"),
            Notice("admin_unset", "", "20001"),
            [e.MemberUpdated(GROUP, "20001", role=Role.MEMBER)],
        ),
        (
            notice_frame("group_ban", sub_type="ban", operator_id=20009, duration=600),
            Notice("mute", "20009", "20001", "600"),
            [e.MemberUpdated(GROUP, "20001", muted_until=TIME + 600_000)],
        ),
        (
            notice_frame("group_ban", sub_type="lift_ban", operator_id=20009, duration=0),
            Notice("unmute", "20009", "20001"),
            [e.MemberUpdated(GROUP, "20001", muted_until=0)],
        ),
        (
            notice_frame("group_ban", sub_type="ban", operator_id=20009, user_id=0, duration=-1),
            Notice("mute_all", "20009"),
            [e.GroupUpdated(GROUP, is_muted_all=True)],
        ),
        (
            notice_frame("group_ban", sub_type="lift_ban", operator_id=20009, user_id=0, duration=0),
            Notice("unmute_all", "20009"),
            [e.GroupUpdated(GROUP, is_muted_all=False)],
        ),
        (
            notice_frame("group_card", card_new="新\u202e", card_old=""),
            Notice("card", "20001", "20001", "新"),
            [e.MemberUpdated(GROUP, "20001", card="新")],
        ),
        (
            notice_frame("notify", sub_type="title", title="楼长"),
            Notice("title", "", "20001", "楼长"),
            [e.MemberUpdated(GROUP, "20001", title="楼长")],
        ),
        (
            notice_frame("notify", sub_type="group_name", name_new="新名"),
            Notice("group_name", "20001", value="新名"),
            [e.GroupUpdated(GROUP, name="新名")],
        ),
        (
            notice_frame("group_name_change", name="新名"),
            Notice("group_name", "20001", value="新名"),
            [e.GroupUpdated(GROUP, name="新名")],
        ),
        (
            notice_frame("essence", sub_type="add", sender_id=20002, operator_id=20009, message_id=5),
            Notice("essence_add", "20009", "20002", "5"),
            [],
        ),
        (
            notice_frame("essence", sub_type="delete", sender_id=20002, operator_id=20009),
            Notice("essence_delete", "20009", "20002"),
            [],
        ),
        (
            notice_frame("group_upload", file={"id": "x", "name": "a.mp4", "size": 9}),
            Notice("upload", "20001", value="a.mp4"),
            [],
        ),
        (notice_frame("notify", sub_type="honor", honor_type="talkative"), Notice("honor", "", "20001", "talkative"), []),
        (notice_frame("notify", sub_type="lucky_king", target_id=20002), Notice("lucky_king", "20001", "20002"), []),
        (
            notice_frame("notify", sub_type="poke", target_id=10001, raw_info=[{"type": "qq"}, {"type": "nor", "txt": "戳了戳"}]),
            Notice("poke", "20001", "10001", "戳了戳"),
            [],
        ),
        (
            notice_frame("notify", sub_type="poke", target_id=10001, action="戳了戳", suffix="的头"),
            Notice("poke", "20001", "10001", "戳了戳…的头"),
            [],
        ),
        (
            notice_frame("group_msg_emoji_like", likes=[{"emoji_id": "128077", "count": 1}], is_add=True),
            Notice("reaction", "20001", value="👍"),
            [],
        ),
        (
            notice_frame("reaction", operator_id=20002, code="76", sub_type="remove"),
            Notice("reaction", "20002", value="-[赞]"),
            [],
        ),
        (
            notice_frame("notify", sub_type="gray_tip", content='{"items":[{"txt":"你邀请"},{"nm":"小贤"}]}'),
            Notice("gray_tip", "20001", value="你邀请小贤"),
            [],
        ),
        (notice_frame("notify", sub_type="poke_recall"), Notice("poke_recall", "20001"), []),
        (notice_frame("hologram"), Notice("unknown", "20001", value="hologram"), []),
    ],
)
def test_in_a_group(frame: dict[str, Any], notice: Notice, others: list[e.Event]) -> None:
    assert decode(frame) == ([(GROUP, notice)], others)


@pytest.mark.parametrize(
    ("frame", "place", "notice"),
    [
        (
            notice_frame(
                "notify", sub_type="profile_like", group_id=None, user_id=None, operator_id=20001, operator_nick="小贤", times=10
            ),
            FRIEND,
            Notice("profile_like", "20001", value="10", actor_name="小贤"),
        ),
        (
            notice_frame("notify", sub_type="poke", group_id=None, sender_id=10001, target_id=20001),
            FRIEND,
            Notice("poke", "10001", "20001"),
        ),
        (
            notice_frame("notify", sub_type="poke", group_id=None, user_id=20001, target_id=20001),  # LLBot
            FRIEND,
            Notice("poke", "10001", "20001"),
        ),
        (
            notice_frame("notify", sub_type="poke", group_id=None, user_id=10001, target_id=20001),
            FRIEND,
            Notice("poke", "10001", "20001"),
        ),
        (
            notice_frame("offline_file", group_id=None, file={"name": "a.zip"}),
            FRIEND,
            Notice("offline_file", "20001", value="a.zip"),
        ),
        (
            notice_frame("online_file_send", group_id=None, user_id=None, peer_id=20001, sub_type="refuse"),
            FRIEND,
            Notice("online_file", "20001", value="send/refuse"),
        ),
        (
            notice_frame("flash_file", group_id=None, user_id=None, sub_type="downloading", title="a.zip"),
            SYSTEM,
            Notice("flash_file", value="a.zip"),
        ),
        (
            notice_frame("client_status", group_id=None, user_id=None, online=False, client={"device_name": "iPad"}),
            SYSTEM,
            Notice("client_status", value="-iPad"),
        ),
    ],
)
def test_elsewhere(frame: dict[str, Any], place: ConversationId, notice: Notice) -> None:
    assert decode(frame) == ([(place, notice)], [])


def test_recalls() -> None:
    group = notice_frame("group_recall", operator_id=20009, message_id=5)
    assert decode(group) == ([], [e.MessageRecalled(GROUP, "5", "20009", "20001", TIME)])
    theirs = notice_frame("friend_recall", group_id=None, message_id=5)
    assert decode(theirs) == ([], [e.MessageRecalled(FRIEND, "5", "20001", "20001", TIME)])
    ours = notice_frame("friend_recall", group_id=None, user_id=10001, message_id=5)
    assert decode(ours) == ([], [e.MessageRecalled(None, "5", "10001", "10001", TIME)])


def test_being_put_offline() -> None:
    frame = notice_frame("bot_offline", group_id=None, user_id=10001, tag="下线通知", message="在另一地点登录")
    assert decode(frame) == (
        [(SYSTEM, Notice("bot_offline", value="在另一地点登录"))],
        [e.OnlineChanged(False, "在另一地点登录")],
    )


def test_typing_is_no_line() -> None:
    typing = notice_frame("notify", sub_type="input_status", status_text="对方正在输入...", group_id=0, event_type=1)
    assert decode(typing) == ([], [e.Typing(FRIEND, True)])
    assert decode(typing | {"status_text": "", "event_type": 2}) == ([], [e.Typing(FRIEND, False)])


def test_a_new_friend_is_a_line_and_news() -> None:
    frame = notice_frame("friend_add", group_id=None)
    assert decode(frame) == ([(FRIEND, Notice("friend_add", "20001"))], [e.FriendAdded("20001")])


def test_without_a_place_it_is_malformed() -> None:
    assert decode(notice_frame("group_ban", group_id=None)) == ([], [e.Malformed("group_ban without its group or user")])
    assert decode(notice_frame("hologram", group_id=None, user_id=None)) == ([], [e.Malformed("notice/hologram")])


def test_one_notice_told_twice_has_one_id() -> None:
    decoder = EventDecoder(ME, clock=lambda: NOW)
    frame = notice_frame("friend_add")
    first, second = decoder.decode(frame), decoder.decode(dict(reversed(frame.items())))
    assert isinstance(first[0], e.MessageReceived) and isinstance(second[0], e.MessageReceived)
    assert first[0].message.native == second[0].message.native


@pytest.mark.parametrize(
    ("frame", "reaction"),
    [
        (
            notice_frame("group_msg_emoji_like", message_id=7, likes=[{"emoji_id": "128077", "count": 2}], is_add=True),
            e.ReactionChanged(GROUP, "7", "20001", Emoji("128077", sign="👍"), True, 2),
        ),
        (
            notice_frame("group_msg_emoji_like", message_id="7", likes=[{"emoji_id": 76}]),
            e.ReactionChanged(GROUP, "7", "20001", Emoji("76", "赞"), True),
        ),
        (
            notice_frame("group_msg_emoji_like", message_id=-7, likes=[{"emoji_id": "429", "count": "1"}], is_add=False),
            e.ReactionChanged(GROUP, "-7", "20001", Emoji("429"), False, 1),
        ),
        (
            notice_frame("reaction", message_id=7, operator_id=20002, code="76", count=3, sub_type="add"),
            e.ReactionChanged(GROUP, "7", "20002", Emoji("76", "赞"), True, 3),
        ),
        (
            notice_frame("reaction", message_id=7, operator_id=20002, code="10068", count=0, sub_type="remove"),
            e.ReactionChanged(GROUP, "7", "20002", Emoji("10068", sign="❔"), False, 0),
        ),
    ],
)
def test_reactions_belong_to_their_message(frame: dict[str, Any], reaction: e.ReactionChanged) -> None:
    assert decode(frame) == ([], [reaction])
