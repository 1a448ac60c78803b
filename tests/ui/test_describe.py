from __future__ import annotations

import string
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta, timezone
from typing import get_args

import pytest

from tui.chat import segments as seg
from tui.locale import has, set_language, strings
from tui.ui.describe import clock, day_label, day_of, describe, human_duration, human_size, notice_line, preview

CHINA = timezone(timedelta(hours=8))
EXAMPLES: dict[type[seg.Segment], seg.Segment] = {
    seg.Text: seg.Text("你好"),
    seg.Mention: seg.Mention("20002", "曾小贤"),
    seg.MentionAll: seg.MentionAll(),
    seg.Face: seg.Face("264", "捂脸"),
    seg.Sticker: seg.Sticker("[比心]"),
    seg.Image: seg.Image("x.png", size=128_000, is_sticker=True),
    seg.Voice: seg.Voice("x.amr", seconds=7),
    seg.Video: seg.Video("x.mp4", size=2_300_000),
    seg.File: seg.File("周报.docx", size=999),
    seg.Quote: seg.Quote("n1"),
    seg.Forward: seg.Forward("f", (seg.ForwardedMessage("1", "a", 0, (seg.Text("b"),)),), "群聊的聊天记录"),
    seg.Card: seg.Card("json", "今日热榜"),
    seg.Poke: seg.Poke("1", "比心"),
    seg.Dice: seg.Dice(6),
    seg.RockPaperScissors: seg.RockPaperScissors(3),
    seg.Music: seg.Music("163", title="青花瓷"),
    seg.Location: seg.Location("31.2", "121.4", "外滩"),
    seg.Contact: seg.Contact("group", "30003"),
    seg.Share: seg.Share("https://example.com", "标题"),
    seg.Keyboard: seg.Keyboard(("同意", "拒绝")),
    seg.Gift: seg.Gift("小心心"),
    seg.Notice: seg.Notice("poke", "20002", "20003", actor_name="曾小贤", target_name="吕子乔"),
    seg.Unknown: seg.Unknown("xyz", "{}"),
}


@pytest.fixture(autouse=True)
def _chinese() -> Iterator[None]:
    set_language("zh")
    yield
    set_language("zh")


def people(user: str, fallback: str) -> str:
    return "你" if user == "10001" else fallback or {"20002": "曾小贤", "20003": "吕子乔"}.get(user, user)


def say(what: str, actor: str = "", target: str = "", value: str = "") -> str:
    return notice_line(seg.Notice(what, actor, target, value), people)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_segment_is_readable_in_one_line(language: str) -> None:
    set_language(language)
    assert {*EXAMPLES, seg.Copied} == set(get_args(seg.Segment))
    assert describe(seg.Copied("5")) == ""
    for example in EXAMPLES.values():
        words = describe(example)
        assert words.strip() and "\n" not in words and "segment." not in words and "notice." not in words


@pytest.mark.parametrize(
    ("segment", "words"),
    [
        (EXAMPLES[seg.Image], "[动画表情 128 kB]"),
        (seg.Image("x", summary="[图片]", size=0), "[图片]"),
        (seg.Image("x", is_flash=True), "[闪照]"),
        (EXAMPLES[seg.Voice], "[语音 7 秒]"),
        (EXAMPLES[seg.File], "[文件 周报.docx 999 B]"),
        (EXAMPLES[seg.Forward], "[聊天记录 群聊的聊天记录 1 条]"),
        (EXAMPLES[seg.RockPaperScissors], "[猜拳 石头]"),
        (EXAMPLES[seg.Unknown], "[未知 xyz]"),
        (seg.Card("markdown", "**粗**"), "**粗**"),
        (seg.Face("999"), "[表情 999]"),
        (seg.Mention("20002"), "@曾小贤"),
    ],
)
def test_placeholders(segment: seg.Segment, words: str) -> None:
    assert describe(segment, people) == words


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (say("join", "20002", "20002"), "曾小贤 加入了群聊"),
        (say("join", "20003", "20002"), "吕子乔 同意 曾小贤 加入了群聊"),
        (say("kicked_me", "20002", "10001"), "你被 曾小贤 移出了群聊"),
        (say("mute", "20002", "20003", "600"), "曾小贤 禁言了 吕子乔 10 分钟"),
        (say("mute", "", "10001", "-1"), "你 被禁言"),
        (say("poke", "20002", "10001", "戳了戳"), "曾小贤 戳了戳 你"),
        (say("poke", "20002", "10001", "揉了揉…的脸"), "曾小贤 揉了揉 你 的脸"),
        (say("card", "20002", "20002"), "曾小贤 清除了群名片"),
        (say("honor", "", "20002", "talkative"), "曾小贤 获得了龙王"),
        (say("honor", "", "20002", "new_one"), "曾小贤 获得了new_one"),
        (say("reaction", "20002", "", "-赞"), "曾小贤 取消了回应 赞"),
        (say("group_request", "20002", "30003", "放我进去"), "曾小贤 申请加入群 30003：放我进去"),
        (say("unknown", "20002", "", "notify/new"), "[未知通知 notify/new]"),
        (say("never_heard_of"), "[未知通知 never_heard_of]"),
        (say("gray_tip", value="{value} 提示"), "{value} 提示"),
    ],
)
def test_notices(line: str, words: str) -> None:
    assert line == words


def test_english_notices_begin_with_a_capital() -> None:
    set_language("en")
    names = {"10001": "you"}
    line = notice_line(seg.Notice("mute", "10001", "20003", "90"), lambda user, name: names.get(user, user))
    assert line == "You muted 20003 for 1 min 30 s"


def test_every_notice_has_words() -> None:
    made = {
        "join", "invite_join", "leave", "kick", "kicked_me", "disband", "admin_set", "admin_unset", "mute", "unmute", "mute_all",
        "unmute_all", "poke", "card", "title", "essence_add", "essence_delete", "group_name", "upload", "honor", "lucky_king",
        "friend_add", "profile_like", "reaction", "offline_file", "gray_tip", "client_status", "friend_request", "group_request",
        "group_invite", "flash_file", "online_file", "bot_offline", "bot_online", "unknown",
    }  # fmt: skip
    assert [what for what in made if not has(f"notice.{what}")] == []


@pytest.mark.parametrize("area", ["segment", "notice", "pane"])
def test_both_languages_fill_in_the_same_names(area: str) -> None:
    for chinese, english in strings(area).values():
        fields = [{name for _, name, _, _ in string.Formatter().parse(text) if name} for text in (chinese, english)]
        calendar = {"year", "month", "day", "weekday", "month_name"}
        assert fields[0] == fields[1] or fields[0] | fields[1] <= calendar


def test_preview_is_one_line_without_the_quote_and_bounded() -> None:
    assert preview((seg.Quote("n1"), seg.Text("一\n二  三"), EXAMPLES[seg.Image])) == "一 二 三[动画表情 128 kB]"
    assert preview(()) == "[空消息]"
    assert len(preview((seg.Text("长" * 100_000),))) <= 200
    assert preview((seg.Text("[/b] [@click=app.quit]x[/]"),)) == "[/b] [@click=app.quit]x[/]"


@pytest.mark.parametrize(
    ("size", "words"),
    [(0, "0 B"), (999, "999 B"), (1000, "1.0 kB"), (128_000, "128 kB"), (9_960_000, "10 MB"), (999_900, "1.0 MB")],
)
def test_sizes(size: int, words: str) -> None:
    assert human_size(size) == words


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0, "0 秒"), (600, "10 分钟"), (93_600, "1 天 2 小时"), (86_401, "1 天"), (3_661, "1 小时 1 分钟"), (-5, "0 秒")],
)
def test_durations(seconds: int, words: str) -> None:
    assert human_duration(seconds) == words


def test_clock_and_days_are_those_of_the_zone() -> None:
    time = int(datetime(2026, 11, 20, 16, 30, tzinfo=UTC).timestamp() * 1000)
    assert clock(time, UTC) == "16:30"
    assert clock(time, CHINA) == "00:30"
    assert day_of(time, CHINA) == date(2026, 11, 21)


def test_day_labels() -> None:
    today = date(2026, 11, 21)
    assert day_label(today, today) == "今天"
    assert day_label(date(2026, 11, 20), today) == "昨天"
    assert day_label(date(2026, 11, 1), today) == "11月1日 星期日"
    assert day_label(date(2025, 12, 31), today) == "2025年12月31日 星期三"
    set_language("en")
    assert day_label(date(2025, 12, 31), today) == "Wed 31 December 2025"
