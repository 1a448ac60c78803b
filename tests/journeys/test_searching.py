"""Looking for what was said: the screen for all conversations, from hit to hit within one, and by the command bar."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from textual import events
from textual.strip import Strip

from tests.journeys.journey import FRIEND, GROUP, NARROW, OWNED, USUAL, WIDE, Journey, journey
from tests.journeys.test_reading import Ticking
from tui.chat.segments import plain_text
from tui.simulator.world import small_world
from tui.store.search import Search, Step
from tui.ui.screens.ask_text import AskText
from tui.ui.screens.command_bar import CommandBar
from tui.ui.screens.search import SearchSheet

FAR = 300
"""Messages below the one that is looked for: more than a pane reads for a screen."""


async def three_talks(j: Journey) -> None:
    """Something about expenses in three conversations."""
    await j.server.say_group("30001", "20009", "周五前把报销单交了")
    await j.server.say_private("20001", "报销多少钱？发票呢")
    await j.server.say_group("30002", "20002", "今天吃什么")
    await j.server.say_group("30002", "20002", "ＢＡＯＸＩＡＯ 报销 Invoice.pdf")
    await j.until(lambda: j.reader.find_conversation(GROUP) and len(j.texts(GROUP)) == 2, "all of it")


async def search(j: Journey, words: str) -> SearchSheet:
    """Open the search, and type *words* into it."""
    await j.press("ctrl+f")
    sheet = await j.asked(SearchSheet)
    await j.type(words)
    await found(j, sheet)
    return sheet


async def found(j: Journey, sheet: SearchSheet) -> None:
    """Wait until all is looked through for what stands there."""
    await j.until(lambda: sheet._waiting is None and sheet._is_last, "the end of the search")
    await j.settle()


def hits(sheet: SearchSheet) -> list[str]:
    """What has been found, from above."""
    return [one.excerpt.text for one in sheet.list.rows]


def selected(j: Journey) -> str:
    """The words of the message with the cursor on it."""
    row = j.main.pane.cursor_row
    return plain_text(row.segments) if row is not None else ""


def styles_of(strip: Strip, text: str) -> list[str]:
    """How *text* is drawn in *strip*."""
    return [str(segment.style) for segment in strip if segment.text == text]


@pytest.fixture
def slowly(monkeypatch: pytest.MonkeyPatch) -> Iterator[threading.Semaphore]:
    """Lets a search take so many steps only as it is allowed to."""
    allowed = threading.Semaphore(0)
    step = Search.step

    def wait(self: Search) -> Step:
        allowed.acquire(timeout=5)  # whatever fails, the thread ends
        return step(self)

    monkeypatch.setattr(Search, "step", wait)
    yield allowed
    allowed.release(1000)


@pytest.fixture
def short(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lets a search take a step for each message, and tell of each."""
    monkeypatch.setattr("tui.store.search._DAY", 1)
    monkeypatch.setattr("tui.store.search._GROWTH", 2)
    monkeypatch.setattr("tui.ui.screens.search.TELLS_EVERY", 0.0)


@pytest.mark.parametrize("size", [NARROW, USUAL, WIDE])
async def test_what_was_said_anywhere_is_found_and_gone_to(tmp_path: Path, size: tuple[int, int]) -> None:
    async with journey(tmp_path, small_world(clock=Ticking()), size=size) as j:
        await three_talks(j)
        await j.open(FRIEND)
        await j.press("ctrl+f")
        sheet = await j.asked(SearchSheet)
        await j.shows("多个词用空格隔开")
        await j.type("报销")
        await found(j, sheet)
        assert hits(sheet) == ["ＢＡＯＸＩＡＯ 报销 Invoice.pdf", "报销多少钱？发票呢", "周五前把报销单交了"]
        await j.shows("爱情公寓", "胡一菲", "小贤", "读书会", "共 3 条", "Enter", "Esc")
        marked = [strip for strip in j.app.screen._compositor.render_strips() if "单交了" in strip.text]
        assert [len(styles_of(strip, "报销")) for strip in marked] == [1], "the word is a piece of its own"
        await j.press("down", "down", "enter")
        await j.is_back()
        await j.until(lambda: j.main.pane.conversation == j.row(OWNED).id)
        assert selected(j) == "周五前把报销单交了"
        assert j.main.pane.has_focus
        await j.shows("周五前把报销单交了")
        await j.press("alt+l")
        await j.until(lambda: j.main.pane.conversation == j.row(FRIEND).id, "the way back")


async def test_words_narrow_it_down_whatever_their_letters(tmp_path: Path) -> None:
    async with journey(tmp_path, small_world(clock=Ticking())) as j:
        await three_talks(j)
        sheet = await search(j, "baoxiao INVOICE")
        assert hits(sheet) == ["ＢＡＯＸＩＡＯ 报销 Invoice.pdf"]
        await j.press("ctrl+u")
        await j.type("报销 发票")
        await found(j, sheet)
        assert hits(sheet) == ["报销多少钱？发票呢"]
        await j.press("ctrl+u")
        await j.type("没人说过")
        await found(j, sheet)
        await j.shows("没有找到")
        rung = j.app.bells
        await j.press("enter")
        assert isinstance(j.app.screen, SearchSheet)
        assert j.app.bells == rung + 1


async def test_a_message_far_up_that_is_not_loaded_is_gone_to(tmp_path: Path) -> None:
    async with journey(tmp_path, small_world(clock=Ticking())) as j:
        await j.server.say_group("30002", "20002", "很久以前的 报销")
        for number in range(FAR):
            await j.server.say_group("30002", "20002", f"第 {number} 句")
        await j.until(lambda: j.reader.find_conversation(GROUP) and len(j.texts(GROUP)) == FAR + 1, "all of it")
        await j.open(GROUP)
        await j.press("up", "end", "escape")
        await j.hides("很久以前的")
        await search(j, "报销")
        await j.press("enter")
        await j.is_back()
        assert selected(j) == "很久以前的 报销"
        await j.shows("很久以前的 报销")


async def test_only_the_open_conversation_by_a_key_and_words_stay(tmp_path: Path) -> None:
    async with journey(tmp_path, small_world(clock=Ticking())) as j:
        await three_talks(j)
        await j.open(OWNED)
        sheet = await search(j, "报销")
        assert len(hits(sheet)) == 3
        await j.press("tab")
        await found(j, sheet)
        assert hits(sheet) == ["周五前把报销单交了"]
        await j.shows("只在 爱情公寓")
        await j.press("escape")
        await j.is_back()
        await j.press("ctrl+f")
        sheet = await j.asked(SearchSheet)
        await found(j, sheet)
        assert (sheet.field.value, hits(sheet)) == ("报销", ["周五前把报销单交了"])
        await j.press("tab")
        await found(j, sheet)
        assert len(hits(sheet)) == 3
        await j.type("吃")  # what is typed takes the place of the words of last time
        await found(j, sheet)
        assert hits(sheet) == ["今天吃什么"]
        await j.press("ctrl+f")
        await j.is_back()


async def test_the_screen_comes_back_to_the_hit_that_was_gone_to(tmp_path: Path) -> None:
    async with journey(tmp_path, small_world(clock=Ticking())) as j:
        await three_talks(j)
        await search(j, "报销")
        await j.press("down", "enter")
        await j.is_back()
        await j.press("ctrl+f")
        sheet = await j.asked(SearchSheet)
        await found(j, sheet)
        assert sheet.list.cursor_row is not None
        assert sheet.list.cursor_row.excerpt.text == "报销多少钱？发票呢"


async def test_other_words_begin_at_their_newest_hit(tmp_path: Path) -> None:
    async with journey(tmp_path, small_world(clock=Ticking())) as j:
        for words in ("今天吃什么", "今天吃火锅", "今早报销"):
            await j.server.say_group("30002", "20002", words)
        await j.until(lambda: j.reader.find_conversation(GROUP) and len(j.texts(GROUP)) == 3, "all of it")
        sheet = await search(j, "今")
        await j.press("down", "down")
        await j.type("天")
        await found(j, sheet)
        assert sheet.list.cursor_row is not None
        assert sheet.list.cursor_row.excerpt.text == "今天吃火锅"


async def test_a_click_goes_to_the_message(tmp_path: Path) -> None:
    async with journey(tmp_path, small_world(clock=Ticking()), size=USUAL) as j:
        await three_talks(j)
        sheet = await search(j, "报销")
        await j.pilot.click(sheet.list, offset=(10, 3))
        await j.is_back()
        assert selected(j) == "报销多少钱？发票呢"


async def test_what_is_said_and_recalled_meanwhile_comes_and_goes(tmp_path: Path) -> None:
    async with journey(tmp_path, small_world(clock=Ticking())) as j:
        await three_talks(j)
        sheet = await search(j, "报销")
        said = await j.server.say_group("30001", "20009", "报销截止了")
        await j.until(lambda: len(hits(sheet)) == 4)
        assert hits(sheet)[0] == "报销截止了"
        await j.server.recall(said)
        await j.until(lambda: len(hits(sheet)) == 3, "what was recalled is gone")
        await j.shows("共 3 条")


async def test_a_flood_meanwhile_is_looked_through_anew_and_leaves_the_cursor(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tui.ui.screens.search.MOST_CHANGED", 0)
    async with journey(tmp_path, small_world(clock=Ticking())) as j:
        await three_talks(j)
        sheet = await search(j, "报销")
        await j.press("down")
        begun = sheet._number
        await j.server.say_group("30001", "20009", "报销截止了")
        await j.until(lambda: sheet._number > begun and len(hits(sheet)) == 4)
        await found(j, sheet)
        assert sheet.list.cursor_row is not None
        assert sheet.list.cursor_row.excerpt.text == "报销多少钱？发票呢"


async def test_the_cursor_stays_in_sight_however_much_is_said_meanwhile(tmp_path: Path) -> None:
    async with journey(tmp_path, small_world(clock=Ticking()), size=NARROW) as j:
        await three_talks(j)
        sheet = await search(j, "报销")
        chosen = sheet.list.cursor_row
        assert chosen is not None
        for number in range(30):
            await j.server.say_group("30001", "20009", f"又是报销 {number}")
        await j.until(lambda: len(hits(sheet)) == 33)
        await j.settle()
        assert sheet.list.cursor_row == chosen
        await j.shows("Invoice.pdf")


async def test_typing_on_ends_the_search_for_what_stood_there(tmp_path: Path, slowly: threading.Semaphore) -> None:
    async with journey(tmp_path, small_world(clock=Ticking())) as j:
        await three_talks(j)
        await j.press("ctrl+f")
        sheet = await j.asked(SearchSheet)
        await j.type("报")
        await j.until(lambda: sheet._number and sheet._waiting is None and sheet._query.words == ("报",))
        first = next(worker for worker in sheet.workers if worker.group == "search")
        await j.type("销单")
        await j.until(lambda: sheet._query.words == ("报销单",))
        assert first.is_cancelled
        slowly.release(100)
        await found(j, sheet)
        assert hits(sheet) == ["周五前把报销单交了"]


async def test_enter_before_anything_is_found_goes_to_the_first_hit(tmp_path: Path, slowly: threading.Semaphore) -> None:
    async with journey(tmp_path, small_world(clock=Ticking())) as j:
        await three_talks(j)
        await j.press("ctrl+f")
        await j.asked(SearchSheet)
        await j.type("发票")
        await j.press("enter")
        assert isinstance(j.app.screen, SearchSheet)
        slowly.release(100)
        await j.is_back()
        assert selected(j) == "报销多少钱？发票呢"


async def test_enter_waits_for_the_first_hit_of_a_search_that_has_found_nothing_yet(
    tmp_path: Path, slowly: threading.Semaphore, short: None
) -> None:
    async with journey(tmp_path, small_world(clock=Ticking())) as j:
        await three_talks(j)
        await j.press("ctrl+f")
        sheet = await j.asked(SearchSheet)
        await j.type("报销单")
        slowly.release()
        await j.until(lambda: sheet._is_told, "a step without a hit")
        rung = j.app.bells
        await j.press("enter")
        assert (isinstance(j.app.screen, SearchSheet), j.app.bells) == (True, rung)
        slowly.release(100)
        await j.is_back()
        assert selected(j) == "周五前把报销单交了"


async def test_what_is_said_while_the_first_step_is_under_way_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told = threading.Event()
    step = Search.step

    def late(self: Search) -> Step:
        made = step(self)
        told.wait(5)  # whatever fails, the thread ends
        return made

    monkeypatch.setattr(Search, "step", late)
    async with journey(tmp_path, small_world(clock=Ticking())) as j:
        await three_talks(j)
        await j.press("ctrl+f")
        sheet = await j.asked(SearchSheet)
        await j.type("报销")
        await j.until(lambda: sheet._query.words == ("报销",))
        await j.until(lambda: any(worker.is_running for worker in sheet.workers))
        await j.server.say_group("30001", "20009", "报销截止了")
        await j.until(lambda: len(sheet._changed) == 1, "that it was said")
        told.set()
        await found(j, sheet)
        assert hits(sheet)[0] == "报销截止了"


async def test_a_search_that_found_enough_says_so_even_when_one_is_recalled(
    tmp_path: Path, short: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tui.ui.screens.search.MOST_HITS", 2)
    async with journey(tmp_path, small_world(clock=Ticking())) as j:
        await three_talks(j)
        said = await j.server.say_group("30001", "20009", "报销截止了")
        await j.until(lambda: len(j.texts(OWNED)) == 2)
        await j.press("ctrl+f")
        sheet = await j.asked(SearchSheet)
        await j.type("报销")
        await j.shows("最新的 2 条")
        await j.server.recall(said)
        await j.until(lambda: len(hits(sheet)) == 1)
        await j.shows("最新的 1 条")


async def test_it_says_how_far_it_has_looked(
    tmp_path: Path, slowly: threading.Semaphore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tui.ui.screens.search.TELLS_EVERY", 0.0)
    async with journey(tmp_path) as j:
        await j.server.say_group("30002", "20002", "今天吃什么")
        await j.until(lambda: j.reader.find_conversation(GROUP))
        await j.press("ctrl+f")
        sheet = await j.asked(SearchSheet)
        await j.type("吃")
        await j.shows("正在查")
        slowly.release(100)
        await found(j, sheet)
        await j.shows("全部查过")


async def test_within_a_conversation_one_goes_from_hit_to_hit(tmp_path: Path) -> None:
    async with journey(tmp_path, small_world(clock=Ticking())) as j:
        for number in range(FAR):
            await j.server.say_group("30002", "20002", f"报销 {number}" if number % 100 == 0 else f"第 {number} 句")
        await j.until(lambda: j.reader.find_conversation(GROUP) and len(j.texts(GROUP)) == FAR, "all of it")
        await j.open(GROUP)
        await j.press("up", "end", "n")
        await j.says("先按 /")
        await j.press("slash")
        await j.asked(AskText)
        await j.type("报销")
        await j.press("enter")
        await j.until(lambda: selected(j) == "报销 200")
        await j.says("“报销”")
        await j.press("n", "n")
        await j.until(lambda: selected(j) == "报销 0")
        await j.press("n")
        await j.says("再往前没有“报销”了")
        assert selected(j) == "报销 0"
        await j.press("N")
        await j.until(lambda: selected(j) == "报销 100")
        await j.press("N", "N")
        await j.says("再往后没有“报销”了")
        assert selected(j) == "报销 200"
        await j.press("／")  # an input method is on
        await j.asked(AskText)
        await j.shows("还找“报销”")
        await j.press("enter")
        await j.until(lambda: selected(j) == "报销 100", "the words of last time")


async def test_slash_still_filters_the_sidebar_and_is_typed_in_the_composer(tmp_path: Path) -> None:
    async with journey(tmp_path) as j:
        await three_talks(j)
        await j.open(GROUP)
        await j.type("/help")
        assert j.main.composer.text == "/help"
        await j.press("shift+tab", "slash")
        assert not isinstance(j.app.screen, AskText)


async def test_nothing_found_here_is_said(tmp_path: Path) -> None:
    async with journey(tmp_path) as j:
        await three_talks(j)
        await j.open(GROUP)
        j.main.action_command("message.find")
        await j.asked(AskText)
        rung = j.app.bells
        await j.type("没人说过")
        await j.press("enter")
        await j.says("“没人说过”")
        assert j.app.bells == rung + 1


async def test_the_end_of_the_hits_does_not_hide_what_is_found_next(tmp_path: Path) -> None:
    async with journey(tmp_path, small_world(clock=Ticking())) as j:
        for text in ("报销 0", "报销 1"):
            await j.server.say_group("30002", "20002", text)
        await j.until(lambda: j.reader.find_conversation(GROUP) and len(j.texts(GROUP)) == 2)
        await j.open(GROUP)
        await j.press("up", "end", "slash")
        await j.asked(AskText)
        await j.type("报销")
        await j.press("enter")
        await j.until(lambda: selected(j) == "报销 0")
        await j.press("n", "n", "n")
        await j.says("再往前没有“报销”了")
        await j.press("N")
        await j.until(lambda: selected(j) == "报销 1")
        assert j.main.status.notice is not None
        assert "更早 ·" in j.main.status.notice.text


async def test_what_is_pasted_into_the_words_is_readable_text(tmp_path: Path) -> None:
    async with journey(tmp_path, small_world(clock=Ticking())) as j:
        await three_talks(j)
        await j.open(GROUP)
        await j.press("ctrl+f")
        sheet = await j.asked(SearchSheet)
        sheet.field.post_message(events.Paste("\n\u202e报\u2066销\x07\t\r\nInvoice"))
        await j.until(lambda: sheet.field.value)
        await found(j, sheet)
        assert sheet.field.value == "报销  Invoice"
        assert hits(sheet) == ["ＢＡＯＸＩＡＯ 报销 Invoice.pdf"]


async def test_the_bar_opens_the_search_with_the_words(tmp_path: Path) -> None:
    async with journey(tmp_path, small_world(clock=Ticking())) as j:
        await three_talks(j)
        await j.open(GROUP)
        await j.press("f2")
        bar = await j.asked(CommandBar)
        await j.until(lambda: bar._here is not None and not bar._is_learning, "names")
        await j.type("搜索 报销 发票")
        await j.press("enter")
        sheet = await j.asked(SearchSheet)
        await found(j, sheet)
        assert (sheet.field.value, hits(sheet)) == ("报销 发票", ["报销多少钱？发票呢"])


async def test_the_bar_searches_in_the_conversation_that_is_named(tmp_path: Path) -> None:
    async with journey(tmp_path, small_world(clock=Ticking())) as j:
        await three_talks(j)
        await j.open(GROUP)
        for words, where, expected in (
            ("在爱情公寓里搜索 报销", OWNED, "周五前把报销单交了"),
            ("search 报销 in 小贤", FRIEND, "报销多少钱？发票呢"),
            ("在这里搜索 报销", FRIEND, "报销多少钱？发票呢"),
        ):
            await j.press("f2")
            bar = await j.asked(CommandBar)
            await j.until(lambda bar=bar: bar._here is not None and not bar._is_learning, "names")  # type: ignore[misc]
            await j.type(words)
            await j.shows(where.peer)
            await j.press("enter")
            sheet = await j.asked(SearchSheet)
            await found(j, sheet)
            assert hits(sheet) == [expected]
            assert j.main.pane.conversation == j.row(where).id
            await j.press("escape")
            await j.is_back()


async def test_a_store_that_can_not_be_read_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with journey(tmp_path) as j:
        await three_talks(j)
        monkeypatch.setattr(j.services.store, "path", tmp_path / "gone.db")
        await j.press("ctrl+f")
        await j.asked(SearchSheet)
        await j.type("报销")
        await j.shows("无法使用")
        rung = j.app.bells
        await j.press("enter")
        assert j.app.bells == rung + 1, "there is nothing to wait for"


async def test_a_mistake_of_the_search_is_said_and_logged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(self: Search) -> Step:
        raise ValueError("torn")

    monkeypatch.setattr(Search, "step", broken)
    async with journey(tmp_path) as j:
        await j.press("ctrl+f")
        await j.asked(SearchSheet)
        await j.type("报销")
        await j.shows("torn")
    assert any(record.name == "tui.ui.screens.search" and record.exc_info for record in caplog.records)
