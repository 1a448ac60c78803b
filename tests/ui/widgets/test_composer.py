"""The composer under real key events: what is typed, moved, killed, quoted, mentioned and sent, and what is never lost."""

from __future__ import annotations

import unicodedata

import pytest
from textual import events
from textual.app import App, ComposeResult
from textual.message import Message
from textual.pilot import Pilot
from textual.widgets import Static

from tests.ui.terminal import send
from tui.chat.emoji import Emoji
from tui.chat.ids import LocalId
from tui.chat.people import Role
from tui.chat.segments import Face, Mention, MentionAll, Text
from tui.locale import set_language
from tui.store.rows import MemberRow
from tui.ui.command_table import COMMANDS, Place
from tui.ui.completion import emoji_index, people_index
from tui.ui.keys import bind, resolve
from tui.ui.widgets.completion_list import CompletionList
from tui.ui.widgets.composer import Composer, ComposerState

FAMILY = "👨‍👩‍👧"
LEFT, RIGHT, UP, DOWN = "\x1b[D", "\x1b[C", "\x1b[A", "\x1b[B"


def member(user: str, nickname: str, card: str = "", remark: str = "") -> MemberRow:
    return MemberRow(user, nickname, card, Role.MEMBER, "", 0, 0, 0, remark)


PEOPLE = [member("10001", "曾老师", "曾小贤"), member("20002", "胡一菲"), member("30003", "[/b] evil", "", "吕子乔")]


class Host(App[None]):
    ENABLE_COMMAND_PALETTE = False

    def __init__(self, burst_gap: float | None = None, enter_sends: bool = True) -> None:
        super().__init__()
        self.told: list[Message] = []
        self.ran: list[str] = []
        self.keys = resolve(enter_sends=enter_sends)
        self.completions = CompletionList()
        self.composer = Composer(self.keys, self.completions, burst_gap=burst_gap)

    def compose(self) -> ComposeResult:
        yield Static(id="pane")
        yield self.completions
        yield self.composer

    CSS = "#pane { height: 1fr; }"

    def on_mount(self) -> None:
        bind(self, self.keys.bindings(Place.ALWAYS))
        bind(self.screen, self.keys.bindings(Place.ANYWHERE, "app."))
        self.composer.restore(ComposerState(), 7)
        self.composer.focus()

    def action_command(self, name: str, number: int = 0) -> None:
        self.ran.append(name)

    def on_composer_submitted(self, message: Composer.Submitted) -> None:
        self.told.append(message)

    def on_composer_draft_changed(self, message: Composer.DraftChanged) -> None:
        self.told.append(message)

    def on_composer_select_message(self, message: Composer.SelectMessage) -> None:
        self.told.append(message)

    def on_composer_scroll_history(self, message: Composer.ScrollHistory) -> None:
        self.told.append(message)

    def on_composer_wanted(self, message: Composer.Wanted) -> None:
        self.told.append(message)

    @property
    def sent(self) -> list[Composer.Submitted]:
        return [message for message in self.told if isinstance(message, Composer.Submitted)]


@pytest.fixture(autouse=True)
def english() -> None:
    set_language("en")


async def typed(data: str, text: str = "", caret: tuple[int, int] | None = None, **options: object) -> Host:
    """Return the host after *data* was typed into a composer that held *text*."""
    app = Host(**options)  # type: ignore[arg-type]
    async with app.run_test(size=(40, 12)) as pilot:
        app.composer.set_choices(lambda: people_index(PEOPLE, can_mention_all=True))
        app.composer.restore(ComposerState(text, caret=caret), 7)
        await send(pilot, data)
        app.result = app.composer.text, app.composer.cursor_location  # type: ignore[attr-defined]
    return app


async def after(data: str, text: str = "", caret: tuple[int, int] | None = None) -> str:
    """Return the text with ``|`` at the caret after *data* was typed."""
    app = await typed(data, text, caret)
    text, (row, column) = app.result  # type: ignore[attr-defined]
    lines = text.split("\n")
    lines[row] = f"{lines[row][:column]}|{lines[row][column:]}"
    return "\n".join(lines)


@pytest.mark.parametrize(
    ("data", "text", "caret", "expected"),
    [
        ("你好 hi", "", None, "你好 hi|"),
        ("\u3000" + FAMILY + "❤️", "", None, "\u3000" + FAMILY + "❤️|"),
        ("[/b] [@click=app.quit]x[/]", "", None, "[/b] [@click=app.quit]x[/]|"),
        # graphemes
        ("\x7f", f"a{FAMILY}", None, "a|"),
        ("\x7f", "a❤️", None, "a|"),
        ("\x7f", "e\u0301", None, "|"),
        ("\x7f", "🇨🇳🇯🇵", None, "🇨🇳|"),
        (LEFT + LEFT + "x", f"a{FAMILY}b", None, f"ax|{FAMILY}b"),
        (RIGHT + "x", f"{FAMILY}b", (0, 0), f"{FAMILY}x|b"),
        ("\x04", f"{FAMILY}b", (0, 0), "|b"),
        # readline
        ("\x01x\x05y", "one two", None, "xone twoy|"),
        ("\x15", "one two", (0, 4), "|two"),
        ("\x0b", "one two", (0, 4), "one |"),
        ("\x17", "one two", None, "one |"),
        ("\x17", "你好 hello世界", None, "你好 hello|"),
        ("\x17\x17\x19", "one two", None, "one two|"),
        ("\x15\x19\x19", "ab", None, "abab|"),
        ("\x17 \x17\x19\x1by", "one two", None, "two|"),
        ("\x1bd", "one two", (0, 0), "| two"),
        ("\x1bb\x1bbx", "one two", None, "x|one two"),
        ("\x1bf", "one two", (0, 0), "one| two"),
        ("\x1b\x7f", "one two", None, "one |"),
        ("\x1b[1;5D", "one two", None, "one |two"),
        ("\x1a", "", None, "|"),
        ("\x0b", "a\nb", (0, 1), "a|b"),
        ("\x15", "a\nb", (1, 0), "a|b"),
        # new lines
        ("a\nb", "", None, "a\nb|"),
        ("a\x1b\rb", "", None, "a\nb|"),
        ("a\x1b[13;2ub", "", None, "a\nb|"),
        ("a\x1b[27;2;13~b", "", None, "a\nb|"),
        ("a\x1b[27;3;13~b", "", None, "a\nb|"),
        ("a\\\rb", "", None, "a\nb|"),
        # keys that mean something elsewhere, or nothing, leave the draft alone
        ("\x1ba\x1bk\x1b/\x1b1\x1b=\x1bZ\x1bOQ", "draft", None, "draft|"),
        ("\x1b[17~\x1b[18~x", "draft", None, "draftx|"),
        ("\x10\x0e\x0c\x1c\x03", "draft", None, "draft|"),
    ],
)
async def test_typing(data: str, text: str, caret: tuple[int, int] | None, expected: str) -> None:
    assert await after(data, text, caret) == expected


async def test_undo_and_redo() -> None:
    assert await after("one\x17\x1a") == "one|"
    assert await after("one\x17\x1f") == "one|"
    assert await after("one\x17\x1a\x1bz") == "|"
    assert await after("one\x17\x1a\x12") == "|"


async def test_a_wide_blank_typed_by_an_input_method_is_text() -> None:
    assert not "\u3000".isprintable()
    assert await after("a\u3000b") == "a\u3000b|"


class TestSending:
    async def test_enter_sends_and_empties(self) -> None:
        app = await typed("hello\rx")
        (message,) = app.sent
        assert (message.text, message.segments, message.conversation) == ("hello", (Text("hello"),), 7)
        assert app.result == ("x", (0, 1))  # type: ignore[attr-defined]

    async def test_nothing_is_not_sent(self) -> None:
        assert (await typed("\r \n\r")).sent == []

    async def test_what_is_meant_for_bots_and_what_looks_like_a_code_is_text(self) -> None:
        for text in ("/help", "[CQ:at,qq=all]", "@曾小贤 typed by hand is words"):
            app = await typed("\r", text)
            assert app.sent[0].segments == (Text(text),)

    async def test_blank_lines_around_are_left_out_and_indents_kept(self) -> None:
        app = await typed("\r", "\n\n    if x:\n        y\n\n")
        assert app.sent[0].segments == (Text("    if x:\n        y"),)

    async def test_two_quick_enters_send_once(self) -> None:
        assert len((await typed("hello\r\r")).sent) == 1

    async def test_a_refused_message_comes_back_whole(self) -> None:
        app = Host()
        async with app.run_test() as pilot:
            app.composer.set_quote(LocalId(5), "胡一菲", "好")
            await send(pilot, "hello\r")
            state = app.sent[0].state
            assert app.composer.quote is None
            app.composer.restore(state, 7)
            assert (app.composer.text, app.composer.quote) == ("hello", 5)

    async def test_enter_can_be_a_new_line(self) -> None:
        app = await typed("a\rb\x1b\r", enter_sends=False)
        assert [message.text for message in app.sent] == ["a\nb"]


class TestPaste:
    async def test_many_lines_are_one_message_and_are_not_sent(self) -> None:
        app = await typed("\x1b[200~one\r\ntwo\rthree\x1b[201~")
        assert app.result[0] == "one\ntwo\nthree"  # type: ignore[attr-defined]
        assert app.sent == []

    async def test_controls_and_directions_are_taken_out(self) -> None:
        app = await typed("\x1b[200~a\x07b\u202ec\td\x1b[201~")
        assert app.result[0] == "abc\td"  # type: ignore[attr-defined]

    async def test_over_the_selection(self) -> None:
        assert await after("\x1b[1;2D\x1b[200~XY\x1b[201~", "abc") == "abXY|"

    @pytest.mark.parametrize(("step", "sent", "left"), [(0.001, 0, "one\ntwo\n"), (1.0, 2, "")])
    async def test_a_terminal_that_does_not_tell_pastes(self, step: float, sent: int, left: str) -> None:
        app = Host(burst_gap=0.005)
        async with app.run_test() as pilot:
            await send(pilot, "one\rtwo\r", step=step)
            assert len(app.sent) == sent
            assert app.composer.text == left

    async def test_a_line_that_a_slow_network_delivers_at_once_is_sent(self) -> None:
        app = Host(burst_gap=0.005)
        async with app.run_test() as pilot:
            await send(pilot, "hello\r", step=0.001)
            for _ in range(200):  # the composer waits for what might follow
                if app.sent:
                    break
                await pilot.pause(0.01)
            assert len(app.sent) == 1
            assert app.composer.text == ""

    async def test_its_tabs_are_tabs(self) -> None:
        app = Host(burst_gap=0.005)
        async with app.run_test() as pilot:
            await send(pilot, "if x:\r\ty", step=0.001)
            assert app.composer.text == "if x:\n\ty"
            assert app.ran == []

    async def test_a_hundred_thousand_characters(self) -> None:
        text = "[/b]字" * 20_000
        app = Host()
        async with app.run_test() as pilot:
            app.composer.post_message(events.Paste(text))
            await pilot.pause()
            await send(pilot, "x\x7f")
            assert app.composer.text == text
            assert app.composer.size.height == 8

    async def test_two_hundred_marks(self) -> None:
        app = await typed("\x1b[200~a" + "\u0301" * 200 + "\x1b[201~" + LEFT + "x")
        text = app.result[0]  # type: ignore[attr-defined]
        assert text.startswith("xa")
        assert sum(map(unicodedata.combining, text)) <= 8 * 230


class TestElsewhere:
    async def test_up_selects_a_message_only_when_nothing_is_written(self) -> None:
        app = await typed(UP)
        assert isinstance(app.told[-1], Composer.SelectMessage)
        app = await typed(UP, "draft")
        assert not any(isinstance(message, Composer.SelectMessage) for message in app.told)
        app = await typed("\x1b[1;5A", "draft")
        assert isinstance(app.told[-1], Composer.SelectMessage)

    async def test_pages_go_to_the_history(self) -> None:
        app = await typed("\x1b[5~\x1b[6~", "draft")
        assert [message.pages for message in app.told if isinstance(message, Composer.ScrollHistory)] == [-1, 1]

    async def test_the_editor_and_what_is_chosen_from_lists_are_asked_for(self) -> None:
        app = await typed("\x0f\x1be\x14\x1bc", "draft")
        wanted = [message.name for message in app.told if isinstance(message, Composer.Wanted)]
        assert wanted == ["editor", "emoji", "attach", "replies"]

    async def test_ctrl_k_is_the_switcher_while_nothing_is_written(self) -> None:
        assert (await typed("\x0b")).ran == ["switcher.open"]
        assert (await typed("\x0b", "draft", (0, 0))).ran == []

    async def test_tab_and_escape_are_for_the_screen_when_there_is_nothing_to_take_or_drop(self) -> None:
        assert (await typed("\t\x1b", "draft")).ran == ["focus.next", "focus.composer"]

    async def test_every_key_of_the_screen_leaves_the_draft(self) -> None:
        app = Host()
        async with app.run_test() as pilot:
            for command in COMMANDS:
                if command.place in (Place.ALWAYS, Place.ANYWHERE) and command.name != "switcher.open":
                    app.composer.restore(ComposerState("draft 草稿", caret=(0, 3)), 7)
                    for key in command.keys:
                        if len(key) > 1 and key not in ("greater_than_sign", "question_mark", "colon"):
                            await pilot.press(key)
                    typed_over = app.composer.text
                    assert "".join(c for c in typed_over if c not in "[]") == "draft 草稿", command.name
            assert "conversation.last" in app.ran

    async def test_drafts_are_told_with_their_conversation(self) -> None:
        app = await typed("ab")
        drafts = [message for message in app.told if isinstance(message, Composer.DraftChanged)]
        assert [(told.draft.text, told.conversation) for told in drafts] == [("a", 7), ("ab", 7)]


class TestQuote:
    async def test_is_dropped_by_escape_before_anything_else_and_the_text_stays(self) -> None:
        app = Host()
        async with app.run_test() as pilot:
            app.composer.set_quote(LocalId(5), "[/b]胡一菲", "[@click=app.quit]x[/]")
            assert "[@click=app.quit]x[/]" in app.composer._border_title.plain  # type: ignore[union-attr]
            await send(pilot, "hello\x1b")
            assert (app.composer.quote, app.composer.text, app.ran) == (None, "hello", [])
            await send(pilot, "\x1b")
            assert (app.composer.text, app.ran) == ("hello", ["focus.composer"])

    async def test_goes_with_the_message(self) -> None:
        app = Host()
        async with app.run_test() as pilot:
            app.composer.set_quote(LocalId(5), "胡一菲", "好")
            await send(pilot, "yes\r")
            assert app.sent[0].quote == 5


class TestMentions:
    async def test_tab_takes_the_first_and_it_is_a_mention(self) -> None:
        app = await typed("hi @zxx\tthere\r")
        assert app.sent[0].segments == (Text("hi "), Mention("10001", "曾小贤"), Text(" there"))
        assert app.sent[0].mentions == (Mention("10001", "曾小贤"),)

    @pytest.mark.parametrize(
        ("asked", "user"), [("曾", "10001"), ("laoshi", "10001"), ("hyf", "20002"), ("20002", "20002"), ("lvzi", "30003")]
    )
    async def test_by_name_card_remark_pinyin_initials_number(self, asked: str, user: str) -> None:
        (found,) = (await typed(f"@{asked}\t\r")).sent[0].mentions
        assert found.user == user

    async def test_a_name_that_looks_like_markup(self) -> None:
        app = await typed("@lvz\t\r")
        assert app.sent[0].segments == (Mention("30003", "[/b] evil"),)

    async def test_everybody(self) -> None:
        assert (await typed("@all\t\r")).sent[0].segments == (MentionAll(),)

    async def test_enter_sends_unless_one_was_moved_to(self) -> None:
        assert (await typed("@曾\r")).sent[0].segments == (Text("@曾"),)
        app = await typed(f"@{DOWN}\rx\r")
        assert app.sent[0].segments == (Mention("20002", "胡一菲"), Text(" x"))

    async def test_escape_closes_the_list_and_keeps_text_and_quote(self) -> None:
        app = Host()
        async with app.run_test() as pilot:
            app.composer.set_choices(lambda: people_index(PEOPLE))
            app.composer.set_quote(LocalId(5), "x", "y")
            await send(pilot, "@z")
            assert app.completions.display
            await send(pilot, "\x1b")
            assert not app.completions.display
            assert (app.composer.text, app.composer.quote) == ("@z", 5)
            await send(pilot, "xx")
            assert not app.completions.display, "it stays closed for this @"
            await send(pilot, " @z")
            assert app.completions.display

    @pytest.mark.parametrize("data", ["me@example", "a@", "@nobodyiscalledthis", "x @ "])
    async def test_does_not_open_where_nobody_is_asked_for(self, data: str) -> None:
        app = Host()
        async with app.run_test() as pilot:
            app.composer.set_choices(lambda: people_index(PEOPLE))
            await send(pilot, data)
            assert not app.completions.display

    async def test_a_face_is_completed_and_goes_out_as_one(self) -> None:
        app = Host()
        async with app.run_test() as pilot:
            app.composer.set_choices(None, lambda: emoji_index((Emoji("264", "捂脸"), Emoji("9749", "咖啡", "☕"))))
            await send(pilot, "12:30 :wul")
            assert app.completions.display
            await send(pilot, "\t:kaf\t!\r")
            assert app.sent[0].segments == (Text("12:30 "), Face("264", "捂脸"), Text("☕!"))

    async def test_moving_past_an_at_opens_nothing(self) -> None:
        app = Host()
        async with app.run_test() as pilot:
            app.composer.set_choices(lambda: people_index(PEOPLE))
            app.composer.restore(ComposerState("@z x"), 7)
            await send(pilot, LEFT + LEFT)
            assert not app.completions.display

    async def test_moves_with_the_text_and_is_words_once_touched(self) -> None:
        app = await typed("@zxx\t\x01say \x05!\r")
        assert app.sent[0].segments == (Text("say "), Mention("10001", "曾小贤"), Text(" !"))
        app = await typed("@zxx\t\x7f\x7f\r")
        assert app.sent[0].segments == (Text("@曾小"),)

    async def test_undo_makes_it_a_mention_again(self) -> None:
        app = await typed("@zxx\t\x7f\x7f\x1a\r")
        assert app.sent[0].mentions == (Mention("10001", "曾小贤"),)
        app = await typed("@zxx\t\x1a\x1bz\r")
        assert app.sent[0].mentions == (Mention("10001", "曾小贤"),)

    async def test_is_put_away_and_brought_back(self) -> None:
        app = Host()
        async with app.run_test() as pilot:
            app.composer.insert_mention("10001", "曾小贤")
            state = app.composer.snapshot()
            app.composer.restore(ComposerState("other"), 8)
            assert app.composer.compose_segments() == (Text("other"),)
            app.composer.restore(state, 7)
            await send(pilot, "hi\r")
            assert app.sent[0].segments == (Mention("10001", "曾小贤"), Text(" hi"))

    async def test_nobody_is_offered_where_there_are_no_people(self) -> None:
        app = Host()
        async with app.run_test() as pilot:
            await send(pilot, "@z\t")
            assert not app.completions.display
            assert app.ran == ["focus.next"]


def drawn(app: Host) -> list[str]:
    strips = app.screen._compositor.render_strips(app.size)
    return ["".join(segment.text for segment in strip).rstrip() for strip in strips]


async def place(pilot: Pilot[None], composer: Composer) -> tuple[int, int]:
    await pilot.pause()
    return pilot.app.cursor_position.x, pilot.app.cursor_position.y


class TestScreen:
    async def test_grows_to_eight_rows_with_the_terminal_cursor_on_the_caret(self) -> None:
        app = Host()
        async with app.run_test(size=(40, 20)) as pilot:
            assert await place(pilot, app.composer) == (1, 19)
            await send(pilot, "你好")
            assert await place(pilot, app.composer) == (5, 19)
            await send(pilot, "\na")
            assert app.composer.size.height == 2
            assert await place(pilot, app.composer) == (2, 19)
            await send(pilot, "\n" * 20)
            assert app.composer.size.height == 8
            assert await place(pilot, app.composer) == (1, 19)
            await pilot.resize_terminal(60, 20)
            assert await place(pilot, app.composer) == (1, 19)

    async def test_shows_its_hint_its_edge_and_the_quoted_line_with_the_key_that_drops_it(self) -> None:
        app = Host()
        async with app.run_test(size=(60, 6)) as pilot:
            await pilot.pause()
            assert drawn(app)[-2:] == ["─" * 60, "  Write something… (Enter sends, Ctrl+J new line)"]
            app.composer.set_quote(LocalId(5), "[/b]胡一菲", "很长的一句话" * 20)
            await send(pilot, "[@click=app.quit]x[/]")
            edge, text = drawn(app)[-2:]
            assert edge.startswith("─Reply to [/b]胡一菲: 很长的一句话")
            assert "…  Esc drops it─" in edge
            assert text == " [@click=app.quit]x[/]"

    async def test_a_long_chinese_run_fills_the_row(self) -> None:
        app = Host()
        async with app.run_test(size=(24, 10)) as pilot:
            await send(pilot, "OK " + "字" * 12)
            lines = ["".join(segment.text for segment in app.composer.render_line(y)).rstrip() for y in range(2)]
            assert lines == ["OK " + "字" * 9, "字" * 3]

    async def test_the_list_stands_over_its_at_and_inside_the_screen(self) -> None:
        app = Host()
        async with app.run_test(size=(40, 12)) as pilot:
            app.composer.set_choices(lambda: people_index(PEOPLE))
            await send(pilot, "hello @")
            region = app.completions.region
            assert (region.x, region.bottom) == (7, 10)
            assert region.height == 3
            await send(pilot, "x" * 3 + "\x7f" * 4 + "y" * 24 + " @")
            assert app.completions.region.right <= 40

    async def test_a_click_takes_a_row(self) -> None:
        app = Host()
        async with app.run_test(size=(40, 12)) as pilot:
            app.composer.set_choices(lambda: people_index(PEOPLE))
            await send(pilot, "@")
            await pilot.click(app.completions, offset=(4, 1))
            assert app.composer.compose_segments() == (Mention("20002", "胡一菲"),)
            assert app.composer.has_focus
