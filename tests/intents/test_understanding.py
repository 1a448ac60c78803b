"""What the bar is told of an understanding: whom, until when, what is asked, what speaks against it, what takes it back."""

from __future__ import annotations

from datetime import timedelta

import pytest
from msgspec.structs import replace

from tests.intents.people import HERE, NOW, PEOPLE, ROOMS
from tui.chat.actions import Kick, Mute, Recall
from tui.chat.board_actions import SetEssence
from tui.chat.capabilities import Offers
from tui.chat.ids import AccountId, ConversationId, ConversationKind, LocalId, MessageRef
from tui.chat.member_actions import SetCard
from tui.chat.people import Role
from tui.intents import Context, IntentCommand, MessageAt, Names, Person, understand
from tui.intents import registry as registry_module
from tui.intents.registry import Registry
from tui.intents.session import IntentSession
from tui.intents.telling import lines
from tui.intents.understanding import ALL_INTENTS
from tui.locale import has, set_language

ACCOUNT = AccountId("onebot11", "10001")
GROUP = ConversationId(ACCOUNT, ConversationKind.GROUP, "30001")
OTHERS = MessageAt(LocalId(7), "20004", is_own=False, reference=MessageRef("n7", 7, 1000, "20004"))
OWN = MessageAt(LocalId(8), "10001", is_own=True, reference=MessageRef("n8", 8, 2000, "10001"))
IN_GROUP = replace(HERE, account=ACCOUNT, conversation=GROUP, own_role=Role.ADMIN, selected=OTHERS, last=OTHERS, own_last=OWN)


def test_a_mute_is_whole() -> None:
    understanding = understand("把李四禁言十分钟", IN_GROUP)
    assert understanding.command == IntentCommand(100.0, "mute", {"user": "20003", "seconds": 600}, "")
    assert understanding.who == PEOPLE[2]
    assert understanding.until == NOW + timedelta(minutes=10)
    assert understanding.call == Mute(GROUP, "20003", 600)
    assert understanding.undo == IntentCommand(100.0, "unmute", {"user": "20003"})
    assert (understanding.asks, understanding.reason) == ((), "")


def test_a_moment_is_said_as_it_was_typed_also_within_a_second() -> None:
    now = NOW + timedelta(milliseconds=300)
    until = understand("把李四禁言到明天早上八点", replace(IN_GROUP, now=now)).until
    assert until is not None
    assert (until.hour, until.minute) == (8, 0)


def test_an_ambiguous_name_is_a_question_with_each_as_an_answer() -> None:
    understanding = understand("mute zhangsan 10m", IN_GROUP)
    assert understanding.command is not None
    assert understanding.command.args == {"seconds": 600}
    assert understanding.asks == ("user",)
    assert [other.args for other in understanding.alternatives] == [
        {"user": "20001", "seconds": 600},
        {"user": "20002", "seconds": 600},
    ]
    assert (understanding.who, understanding.call, understanding.undo) == (None, None, None)


def test_two_people_of_one_name_are_a_question_also_when_it_is_the_card_of_one() -> None:
    names = Names([Person("20001", "小王"), Person("20002", "王二", card="小王")])
    understanding = understand("踢了小王", replace(IN_GROUP, names=names))
    assert understanding.asks == ("user", "confirm")
    assert [(other.args or {})["user"] for other in understanding.alternatives] == ["20001", "20002"]


def test_a_name_and_a_time_that_can_be_cut_in_two_ways_are_a_question() -> None:
    names = Names([Person("20001", "张三"), Person("20002", "张")])
    understanding = understand("禁言张三十分钟", replace(IN_GROUP, names=names))
    assert understanding.asks == ("user",)
    assert understand("禁言张 三十分钟", replace(IN_GROUP, names=Names([Person("20002", "张")]))).seconds == 1800


def test_kicking_asks_again_and_blocks_only_when_told() -> None:
    understanding = understand("kick 20004 and block", IN_GROUP)
    assert understanding.asks == ("confirm",)
    assert understanding.call == Kick(GROUP, "20004", block=True)
    assert understand("踢了王五", IN_GROUP).call == Kick(GROUP, "20004", block=False)
    assert understand("踢了王五，不要拉黑", IN_GROUP).call == Kick(GROUP, "20004", block=False)


def test_messages_are_pointed_at() -> None:
    theirs = understand("撤回这条", IN_GROUP)
    assert theirs.call == Recall(GROUP, OTHERS.reference)  # type: ignore[arg-type]
    assert theirs.asks == ("confirm",)
    own = understand("撤回我刚才那句", IN_GROUP)
    assert own.call == Recall(GROUP, OWN.reference)  # type: ignore[arg-type]
    assert own.asks == ()
    essence = understand("设为精华", IN_GROUP)
    assert essence.call == SetEssence(GROUP, "n7", is_on=True)
    assert essence.undo is not None
    assert essence.undo.name == "unessence"
    assert understand("撤回", replace(IN_GROUP, selected=None)).asks == ("message", "confirm")


def test_a_pronoun_means_the_sender_of_the_selected_message() -> None:
    assert understand("禁言他十分钟", IN_GROUP).call == Mute(GROUP, "20004", 600)
    assert understand("kick him", IN_GROUP).call == Kick(GROUP, "20004")
    assert understand("禁言他十分钟", replace(IN_GROUP, selected=None)).asks == ("user",)
    assert understand("回复 收到", IN_GROUP).command == IntentCommand(65.0, "reply", {"message": 7, "text": "收到"}, "收到")


def test_a_card_goes_back_to_what_it_was() -> None:
    understanding = understand("改名片 李四 打工人", IN_GROUP)
    assert understanding.call == SetCard(GROUP, "20003", "打工人")
    assert understanding.undo == IntentCommand(100.0, "card", {"user": "20003", "card": "四哥"}, "四哥")


@pytest.mark.parametrize(
    ("words", "role", "reason"),
    [
        ("禁言李四十分钟", Role.MEMBER, "need_admin"),
        ("全员禁言", Role.MEMBER, "need_admin"),
        ("设为精华", Role.MEMBER, "need_admin"),
        ("群名改成 摸鱼", Role.MEMBER, "need_admin"),
        ("踢了胡一菲", Role.ADMIN, "target_outranks"),
        ("踢了关谷", Role.ADMIN, "target_outranks"),
        ("踢了关谷", Role.OWNER, ""),
        ("把李四设为管理员", Role.ADMIN, "need_owner"),
        ("给李四头衔 摸鱼王", Role.ADMIN, "need_owner"),
        ("禁言李四十分钟", Role.ADMIN, ""),
        ("禁言李四十分钟", Role.UNKNOWN, ""),
        ("禁言李四31天", Role.OWNER, "mute_too_long"),
        ("解散这个群", Role.ADMIN, "need_owner"),
        ("戳一下李四", Role.MEMBER, ""),
        ("退群", Role.MEMBER, ""),
    ],
)
def test_what_a_role_can_not_do_is_understood_and_says_why(words: str, role: Role, reason: str) -> None:
    understanding = understand(words, replace(IN_GROUP, own_role=role))
    assert understanding.command is not None
    assert understanding.reason == reason
    assert not reason or has(f"reason.{reason}")


def test_what_is_not_offered_says_so() -> None:
    assert understand("戳一下李四", replace(IN_GROUP, offers=Offers())).reason == "not_offered"


def test_in_a_private_chat_nobody_is_muted() -> None:
    friend = ConversationId(ACCOUNT, ConversationKind.FRIEND, "20003")
    assert understand("禁言李四十分钟", replace(IN_GROUP, conversation=friend)).reason == "only_groups"


def test_a_command_is_chosen_by_name_and_equal_helps_are_a_question() -> None:
    assert understand("message.recall", IN_GROUP).command == IntentCommand(100.0, "message.recall", {}, "")
    several = understand("移出本群（先询问）", IN_GROUP)
    assert several.asks == ("meaning",)
    assert {other.name for other in several.alternatives} == {"message.kick", "members.kick"}


def test_what_is_not_understood_has_at_most_three_suggestions() -> None:
    refused = understand("不要禁言张三", IN_GROUP)
    assert refused.command is None
    assert "mute" in refused.suggestions
    assert 0 < len(refused.suggestions) <= 3
    assert understand("", IN_GROUP).suggestions == ()
    assert "theme.pick" in understand("choose theme", IN_GROUP).suggestions


def test_groups_are_opened_and_quietened_by_name() -> None:
    opened = understand("打开摸鱼小分队", IN_GROUP)
    assert (opened.command.args, opened.who) == ({"group": "30001"}, ROOMS[0])  # type: ignore[union-attr]
    assert understand("静音摸鱼小分队", IN_GROUP).command.args == {"group": "30001"}  # type: ignore[union-attr]


def test_people_of_the_open_group_come_first() -> None:
    names = Names([Person("1", "王小明")], [Person("2", "王小萌"), Person("3", "老刘")])
    here = replace(IN_GROUP, names=names)
    assert understand("打开wxm", here).who == Person("1", "王小明")
    assert understand("打开老刘", here).who == Person("3", "老刘")
    assert understand("禁言老刘十分钟", here).command is None


def test_it_is_told_in_words() -> None:
    set_language("zh")
    assert lines(understand("把李四禁言十分钟", IN_GROUP), IN_GROUP) == ["禁言 · 四哥（20003） · 10 分钟 · 到 2026-11-21 15:10"]
    set_language("en")
    told = lines(understand("踢了胡一菲", IN_GROUP), IN_GROUP)
    assert told[0] == "Kick from the group · 胡一菲 (20020)"
    assert "your role does not suffice" in told[1]
    assert told[2] == "asks again before it is done"


def test_every_intent_has_words_and_an_undo_that_exists() -> None:
    known = {intent.name for intent in ALL_INTENTS}
    for intent in ALL_INTENTS:
        assert has(f"intents.do.{intent.name}")
        assert all(has(f"intents.ask.{slot}") for slot in intent.needs if slot != "target")
        assert not intent.undo or intent.undo in known


@pytest.mark.parametrize("intent", ALL_INTENTS, ids=lambda intent: intent.name)
def test_the_examples_mean_what_they_are_examples_of(intent: object) -> None:
    names = Names([*PEOPLE, Person("29999", "bob")], (), ROOMS)
    for example in intent.examples:  # type: ignore[attr-defined]
        understanding = understand(example, replace(IN_GROUP, names=names))
        assert understanding.command is not None, example
        assert understanding.command.name == intent.name, example  # type: ignore[attr-defined]


def test_processors_are_registered_and_chosen_as_in_nonebot(monkeypatch: pytest.MonkeyPatch) -> None:
    registry = Registry()

    @registry.on_natural_language
    def surest(session: IntentSession) -> IntentCommand | None:
        return IntentCommand(70.0, "unmute", {"user": "1"}) if "x" in session.msg_text else None

    @registry.on_natural_language("y")
    def with_more(session: IntentSession) -> IntentCommand | None:
        return IntentCommand(70.0, "poke", {"user": "1", "times": 2})

    @registry.on_natural_language(keywords=("z",))
    def equal(session: IntentSession) -> IntentCommand | None:
        return IntentCommand(70.0, "unessence", {"which": "last"})

    @registry.on_natural_language("w")
    def unsure(session: IntentSession) -> IntentCommand | None:
        return IntentCommand(59.99, "mention", {"user": "1"})

    monkeypatch.setattr("tui.intents.understanding.ACTIONS", registry)
    context = Context(Names(), NOW)

    def chosen(words: str) -> str:
        command = understand(words, context).command
        return command.name if command else ""

    assert chosen("x") == "unmute"
    assert chosen("xy") == "poke"
    assert chosen("xz") == "unmute"
    assert understand("xz", context).asks == ("meaning",)
    assert chosen("w") == ""
    assert understand("w", context).suggestions == ("mention",)
    assert registry_module.ACTIONS is not registry
