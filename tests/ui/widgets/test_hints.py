"""The keys that are shown: a key and its words on one line always, and what finds no room left out from the end."""

from __future__ import annotations

import pytest
from textual.app import App, ComposeResult

from tui.ui.widgets.hints import BETWEEN, Hint, Hints, flow

HINTS = [Hint("Enter", "打开"), Hint("u", "上传文件"), Hint("d", "删除"), Hint("n", "新建文件夹"), Hint("r", "刷新")]
LAST, MORE = [Hint("Esc", "返回")], Hint("F1", "全部按键")


@pytest.mark.parametrize("width", range(12, 80))
def test_every_line_fits_and_holds_whole_hints(width: int) -> None:
    rows = flow(HINTS, LAST, MORE, width, 2)
    assert len(rows) <= 2
    shown = [hint for row in rows for hint in row]
    assert all(sum(hint.width for hint in row) + len(BETWEEN) * (len(row) - 1) <= width for row in rows)
    assert shown[-1] == LAST[0]
    left = [hint for hint in shown if hint in HINTS]
    assert left == HINTS[: len(left)]
    assert (MORE in shown) == (len(left) < len(HINTS))


def test_help_is_named_where_keys_are_never_shown() -> None:
    assert flow(HINTS, LAST, MORE, 200, 2, is_more=True) == [[*HINTS, MORE, *LAST]]


def test_without_a_bound_all_are_shown() -> None:
    assert [hint for row in flow(HINTS, LAST, None, 14, 0) for hint in row] == HINTS + LAST


class _Hinting(App[None]):
    def compose(self) -> ComposeResult:
        yield Hints("↑↓ 选择 · Enter 确定 · Esc 返回")


async def test_a_text_of_hints_breaks_between_them() -> None:
    async with _Hinting().run_test(size=(19, 5)) as pilot:
        hints = pilot.app.query_one(Hints)
        assert hints.size.height == 3
        lines = ["".join(segment.text for segment in hints.render_line(y)).rstrip() for y in range(3)]
        assert lines == ["↑↓ 选择", "Enter 确定", "Esc 返回"]
        await pilot.resize_terminal(60, 5)
        assert hints.size.height == 1 and hints.text == "↑↓ 选择 · Enter 确定 · Esc 返回"
