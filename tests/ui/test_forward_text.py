"""A forward as plain text: who said what when, whatever is nested in it."""

from __future__ import annotations

from datetime import UTC

from tui.chat.segments import Forward, ForwardedMessage, Image, Quote, Text
from tui.ui.forward_text import as_text, file_name

AT = 1_785_204_000_000


def test_all_is_in_it_and_nested_ones_are_indented() -> None:
    inner = Forward("2", (ForwardedMessage("20002", "乙", AT, (Text("里\n面"),)),))
    forward = Forward(
        "1",
        (
            ForwardedMessage("20001", "甲", AT, (Quote("5"), Text("看"), Image("a", "https://a.invalid/x"))),
            ForwardedMessage("", "", 0, (inner,)),
            ForwardedMessage("20001", "甲", AT + 86_400_000, ()),
        ),
        left_out=4,
    )
    assert as_text(forward, "群聊的聊天记录", UTC) == (
        "群聊的聊天记录\n\n"
        "—— 2026-07-28 ——\n"
        "02:00 甲: 看[图片] https://a.invalid/x\n"
        "某人: [聊天记录 1 条]\n"
        "    —— 2026-07-28 ——\n"
        "    02:00 乙: 里\n"
        "        面\n"
        "—— 2026-07-29 ——\n"
        "02:00 甲: [空消息]\n"
        "还有 4 条没有显示\n"
    )


def test_its_file_says_what_and_when() -> None:
    assert file_name("群聊的聊天记录", AT, UTC) == "群聊的聊天记录 2026-07-28 0200.txt"
