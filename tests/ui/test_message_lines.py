from __future__ import annotations

from pathlib import Path

import pytest
from rich.cells import cell_len

from tests.ui.looks import make_look, text_of
from tests.ui.store_fixture import MINUTE, NOON, OWN, StoreFixture
from tui.chat import segments as seg
from tui.chat.messages import SendState
from tui.chat.people import Role
from tui.locale import set_language
from tui.store.rows import MessageRow
from tui.ui.message_body import Part
from tui.ui.message_lines import FOLD_LINES, PLAIN, Block, Flags, Look, lay_out

LOOK = make_look()


@pytest.fixture
def store(tmp_path: Path) -> StoreFixture:
    set_language("zh")
    store = StoreFixture(tmp_path)
    store.conversation()
    return store


def rows(store: StoreFixture) -> list[MessageRow]:
    return store.reader().page(1, limit=100)


def blocks(store: StoreFixture, look: Look = LOOK, flags: Flags = PLAIN) -> list[Block]:
    found = rows(store)
    above: list[MessageRow | None] = [None, *found]
    made = [lay_out(row, above[at], flags, look, at) for at, row in enumerate(found)]
    for block in made:
        for line in block.lines:
            cells = sum(cell_len(segment.text) for segment in line.segments)
            assert cells == look.width, (cells, [segment.text for segment in line.segments])
    return made


def shown(store: StoreFixture, look: Look = LOOK, flags: Flags = PLAIN) -> list[str]:
    return [line for block in blocks(store, look, flags) for line in text_of(block)]


def test_messages_of_one_person_stand_under_one_name(store: StoreFixture) -> None:
    store.add("今天吃什么", time=NOON)
    store.add("我请客", time=NOON + 4 * MINUTE)
    store.add("随便", "20003", "吕子乔", time=NOON + 5 * MINUTE)
    store.add("好", "20003", "吕子乔", time=NOON + 11 * MINUTE)
    assert [line.split() for line in shown(store)[1:]] == [
        ["曾小贤", "12:00"], ["今天吃什么"], ["我请客"], ["吕子乔", "12:05"], ["随便"], ["吕子乔", "12:11"], ["好"],
    ]  # fmt: skip
    assert "今天" in shown(store)[0]


def test_own_messages_have_a_bar_and_a_name(store: StoreFixture) -> None:
    store.own("好的", time=NOON)
    assert [line[:4] for line in shown(store)[1:]] == [" ▎ 我", " ▎ 好"]


def test_roles_stand_beside_the_name(store: StoreFixture) -> None:
    store.add("大家好", time=NOON)
    look = make_look(role_of=lambda user: Role.OWNER)
    assert shown(store, look)[1].split() == ["曾小贤", "群主", "12:00"]


def test_a_long_name_leaves_room_for_the_time(store: StoreFixture) -> None:
    store.add("大家好", name="名" * 80, time=NOON)
    assert shown(store, make_look(24))[1].endswith("…  12:00")


def test_days_are_those_of_the_zone(store: StoreFixture) -> None:
    store.add("昨天", time=NOON - 13 * 60 * MINUTE)
    store.add("今天", time=NOON)
    days = [line.strip("─ ") for line in shown(store) if "──" in line]
    assert days == ["昨天", "今天"]


def test_the_first_unread_and_gaps_are_ruled_off(store: StoreFixture) -> None:
    store.gap(store.add("好", time=NOON))
    assert "更早的消息尚未加载" in shown(store)[0]
    assert "以下是新消息" in shown(store, flags=Flags(is_first_unread=True))[2]
    assert "正在加载" in shown(store, flags=Flags(is_gap_loading=True))[0]
    block = blocks(store)[0]
    assert block.lines[0].part_at(20) == Part("gap", "1")
    assert block.top == 2


def test_a_refused_gap_says_why(store: StoreFixture) -> None:
    store.gap(store.add("好"), state="refused", words="消息已过期")
    assert "消息已过期" in shown(store, make_look(70))[0]


def test_a_quote_shows_what_it_answers(store: StoreFixture) -> None:
    quoted = store.add("去哪儿吃饭？" * 20)
    store.own([seg.Quote(f"n{quoted}"), seg.Text("随便")])
    line = shown(store)[-2]
    assert line.startswith(" ▎ │ 曾小贤: 去哪儿吃饭？")
    assert line.endswith("…")
    assert blocks(store)[-1].lines[-2].part_at(10) == Part("message.go_to_quoted")
    store.set(quoted, recalled_by="20002", recalled_at=NOON)
    assert "引用的消息已撤回" in shown(store)[-2]


def test_a_quote_of_what_is_not_there_says_what_is_known(store: StoreFixture) -> None:
    store.add([seg.Quote("gone", "20003", "旧话"), seg.Text("对")])
    assert shown(store)[-2] == "   │ 20003: 旧话"
    store.add([seg.Quote("gone"), seg.Text("对")])
    assert shown(store)[-2] == "   │ 引用的消息未加载"


def test_a_recalled_message_is_hidden_until_revealed(store: StoreFixture) -> None:
    store.add("秘密", recalled_by="20002", recalled_at=NOON)
    assert shown(store)[-1] == "   已撤回 · v 显示"
    assert blocks(store)[-1].text == ""
    assert blocks(store)[-1].lines[-1].part_at(14) == Part("reveal")
    assert shown(store, flags=Flags(is_revealed=True))[-2:] == ["   秘密", "   已撤回 · v 隐藏"]
    store.add("广告", recalled_by="20009", recalled_at=NOON)
    assert shown(store)[-1] == "   被 20009 撤回 · v 显示"


@pytest.mark.parametrize(
    ("state", "error", "ending"),
    [
        (SendState.SENDING, "", ["好 … 发送中"]),
        (SendState.FAILED, "消息被风控", ["好", "! 发送失败：消息被风控", "R 重发 · X 放弃"]),
        (SendState.FAILED, "", ["好", "! 发送失败", "R 重发 · X 放弃"]),
        (SendState.UNCONFIRMED, "", ["好", " 没有收到回应，不确定是否已送达", "R 重发 · X 放弃"]),
    ],
)
def test_messages_on_their_way_say_how_far_they_are(store: StoreFixture, state: SendState, error: str, ending: list[str]) -> None:
    store.own("好", state=state, error=error)
    assert [line[3:] for line in shown(store)[-len(ending) :]] == ending


def test_the_state_has_its_own_line_where_the_text_leaves_no_room(store: StoreFixture) -> None:
    store.own("好" * 17, state=SendState.SENDING)
    assert shown(store)[-1] == " ▎ … 发送中"


def test_resend_and_discard_can_be_clicked(store: StoreFixture) -> None:
    store.own("好", state=SendState.FAILED)
    line = blocks(store)[-1].lines[-1]
    assert line.part_at(3) == Part("message.resend")
    assert line.part_at(14) == Part("message.discard")


def test_notices_are_centred(store: StoreFixture) -> None:
    store.add(seg.Notice("join", "20004", "20004", target_name="陈美嘉"), time=NOON)
    line = shown(store)[-1]
    assert line.strip() == "陈美嘉 加入了群聊 · 12:00"
    assert abs((len(line) - len(line.lstrip())) - (40 - cell_len(line))) <= 1


def test_a_long_message_is_folded(store: StoreFixture) -> None:
    store.add("\n".join(f"第 {n} 行" for n in range(100)))
    assert shown(store)[-2:] == ["   第 39 行", f"   … 还有 {100 - FOLD_LINES} 行 · v 展开"]
    assert shown(store, flags=Flags(is_revealed=True))[-2:] == ["   第 99 行", "   v 收起"]


def test_a_mention_of_me_is_marked_at_the_edge(store: StoreFixture) -> None:
    store.add([seg.Mention(OWN, "胡一菲"), seg.Text(" 来")], mentions_me=True)
    assert shown(store)[-1] == "@  @胡一菲 来"


def test_groups_have_a_blank_line_above_where_there_is_room(store: StoreFixture) -> None:
    store.add("一", time=NOON)
    store.add("二", time=NOON)
    store.add("三", "20003", "吕子乔", time=NOON)
    assert shown(store, make_look(is_roomy=True)).index("") == 4


@pytest.mark.parametrize("width", [12, 40])
@pytest.mark.parametrize(
    "text",
    [
        "[/b] [@click=app.quit]x[/]",
        "e" + "\u0301" * 200,
        "长" * 100_000,
        "👨‍👩‍👧‍👦" * 500,
        "a\tb\n\n\n",
        "https://a.example/" + "x" * 3000,
    ],
)
def test_hostile_text_stays_in_its_lines(store: StoreFixture, text: str, width: int) -> None:
    store.add(text, name=text[:80])
    store.own([seg.Quote("n1", text=text), seg.Text(text)], state=SendState.FAILED, error=text[:400])
    store.add(seg.Notice("card", "20002", "20002", text[:80]))
    assert shown(store, make_look(width))


def test_text_knows_its_place_for_a_selection(store: StoreFixture) -> None:
    store.add("今天晚上吃什么？我们去那家新开的火锅店，听说很不错。", time=NOON)
    block = blocks(store)[0]
    spans = [line.text for line in block.lines if line.text]
    assert "".join(block.text[start:end] for start, end in spans) == block.text
    second = block.lines[-1]
    places = [segment.style.meta["offset"] for segment in second.segments if segment.style and segment.style.meta]
    assert places[-1] == (spans[-1][0], 0)


def test_reactions_stand_below_the_words_ours_with_a_mark(store: StoreFixture) -> None:
    id = store.add("团建", time=NOON)
    store.react(id, "128077", "👍", 3)
    store.react(id, "264", "[捂脸]", 1, is_own=True)
    store.react(id, "429", "")
    assert [line.strip() for line in shown(store)[-2:]] == ["团建", "👍 3  ✓[捂脸] 1  [表情 429] 1"]
    line = blocks(store)[0].lines[-1]
    assert line.part_at(4) == line.part_at(12) == Part("message.reactors")
    assert line.text is None, "it is no part of what is copied"


def test_many_reactions_take_lines_of_their_own_and_none_stand_below_what_was_recalled(store: StoreFixture) -> None:
    id = store.add("团建", time=NOON)
    for number in range(20):
        store.react(id, str(number), f"[表情{number}]", number)
    lines = shown(store)
    assert len(lines) > 5 and all(f"[表情{number}] {number}" in "".join(lines) for number in range(20))
    store.set(id, recalled_by="20002", recalled_at=NOON)
    assert "[表情3]" not in "".join(shown(store))
