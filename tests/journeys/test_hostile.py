"""Other people's text is data: on every screen it stands as it was written, runs nothing and breaks nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import rich.markup
import rich.text
import textual.content
from rich.cells import cell_len
from textual.widget import Widget
from textual.widgets import Static

from tests.journeys.journey import FRIEND, NARROW, USUAL, WIDE, Journey, journey
from tests.journeys.roads import Dialled, MiraiSocket, Road, with_each_protocol
from tui.simulator import segments as make
from tui.simulator.world import World, small_world
from tui.ui.screens.bare_text import BareText
from tui.ui.screens.details import Details
from tui.ui.screens.duration import AskDuration
from tui.ui.screens.main import Main
from tui.ui.screens.menu import ActionMenu
from tui.ui.screens.question import Question
from tui.ui.screens.quiet_picker import QuietPicker
from tui.ui.screens.search import SearchSheet
from tui.ui.screens.switcher import Switcher
from tui.ui.widgets.conversation_list import ConversationList

CLICK = "[@click=app.quit]x[/]"
HOSTILE = {
    "closing tag": ("[/b]", "[/b]"),
    "click": (CLICK, "[@click=app"),
    "bidi and control": ("\u202egnp\u2066\x1b[31m\x9b1m\x07.exe", "gnp[31m1m.exe"),
    "combining": ("z" + "\u0301" * 200 + "q", "z\u0301"),
    "long": ("字" * 100_000, "字字字"),
    "clusters": ("👨‍👩‍👧‍👦" * 50, "👨‍👩‍👧‍👦"),
    "emote of QQ": ("<$\u0005\u0101>乔<%\u0007>", "乔"),
}
UNSEEN = re.compile("[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]")


@pytest.fixture(autouse=True)
def marked_up(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Every text that anybody reads as markup; afterwards none of them may be anybody else's."""
    seen: list[str] = []
    content_from_markup = textual.content.Content.from_markup.__func__  # type: ignore[attr-defined]
    text_from_markup = rich.text.Text.from_markup.__func__  # type: ignore[attr-defined]
    render = rich.markup.render

    def content(cls: Any, markup: Any, **variables: object) -> Any:
        seen.append(str(markup))
        return content_from_markup(cls, markup, **variables)

    def text(cls: Any, markup: str, *rest: Any, **more: Any) -> Any:
        seen.append(markup)
        return text_from_markup(cls, markup, *rest, **more)

    def rendered(markup: str, *rest: Any, **more: Any) -> Any:
        seen.append(markup)
        return render(markup, *rest, **more)

    monkeypatch.setattr(textual.content.Content, "from_markup", classmethod(content))
    monkeypatch.setattr(rich.text.Text, "from_markup", classmethod(text))
    monkeypatch.setattr(rich.markup, "render", rendered)
    yield seen
    fragments = [visible for _, visible in HOSTILE.values()]
    assert [markup for markup in seen if any(fragment in markup for fragment in fragments)] == []


def test_what_is_read_as_markup_is_seen(marked_up: list[str]) -> None:
    textual.content.Content.from_markup("[b]one[/b]")
    rich.text.Text.from_markup("[b]two[/b]")
    Static("[b]three[/b]").visual  # noqa: B018  # asking is what reads it
    assert {"[b]one[/b]", "[b]two[/b]", "[b]three[/b]"} <= set(marked_up)
    marked_up.clear()


def world_of(text: str) -> World:
    """The small world, in which everything that others name is called *text*."""
    world = small_world()
    for user in world.users.values():
        user.nickname = text
    for group in world.groups.values():
        group.name = text
        for member in group.members.values():
            member.card, member.title = text, text
    world.categories["10001"] = {0: text, 1: text}
    world.friends["10001"]["20001"].remark = text
    return world


async def look(j: Journey, visible: str, what: str) -> None:
    """See that the screen is whole: *visible* stands there, nothing that a terminal would obey, every line as wide as it is."""
    await j.caught_up()
    strips = j.app.screen._compositor.render_strips()
    lines = ["".join(segment.text for segment in strip) for strip in strips]
    shown = "\n".join(lines)
    assert visible in shown, f"{what}: no {visible!r}\n{shown}"
    for line, strip in zip(lines, strips, strict=True):
        assert not UNSEEN.search(line), f"{what}: {line!r}"
        # Textual cuts clusters in two where a dialogue begins above them; what we draw ourselves is never cut so.
        width = sum(cell_len(segment.text) for segment in strip)
        assert width == j.app.size.width or not isinstance(j.app.screen, Main), f"{what}: {line!r}"
    for widget in (*j.app.screen.walk_children(Widget), j.app.screen):
        assert no_actions(widget), f"{what}: an action in {widget}"


def no_actions(widget: Widget) -> bool:
    """Whether no line of *widget* holds something that a click would run."""
    if not widget.is_attached or not widget.size:
        return True
    lines = widget.render_lines(widget.size.region)
    return not any("@click" in (segment.style.meta if segment.style else {}) for strip in lines for segment in strip)


@pytest.mark.parametrize(
    ("road", "name", "size"),
    [
        *((Dialled, name, USUAL) for name in HOSTILE),
        *((Dialled, name, size) for name in ("click", "long") for size in (NARROW, WIDE)),
        *((MiraiSocket, name, USUAL) for name in ("click", "bidi and control", "emote of QQ")),
    ],
    indirect=["road"],
)
async def test_hostile_text_on_every_screen(tmp_path: Path, road: Road, name: str, size: tuple[int, int]) -> None:
    text, visible = HOSTILE[name]
    async with journey(tmp_path, world_of(text), road=road, size=size) as j:
        await speak(j, text)
        await j.shows(visible)
        await look(j, visible, "list")
        for view in ("contacts", "groups", "conversations"):
            await j.press("alt+v")
            await look(j, visible, view)
        await j.open(road.group)
        await j.members(road.group)
        await j.shows(visible)
        await look(j, visible, "pane")
        await walk_message(j, visible)
        await walk_members(j, visible)
        await walk_windows(j, visible)
        await fail(j, text, visible)


async def speak(j: Journey, text: str) -> None:
    """Let *text* be said, quoted and done in every way in which others can bring it to the screen."""
    server = j.server
    await server.say_private("20001", text)
    said = await server.say_group("30002", "20002", text)
    await server.set_card("30002", "20003", text + "2")
    await server.set_title("30002", "20003", text)
    await server.join("30002", "20888", nickname=text)
    await server.leave("30002", "20888")
    await server.poke("20003", "20002", group_id="30002")
    await server.rename_group("30002", text)
    await server.say_group("30002", "20003", [{"type": text, "data": {text: text}}, make.text(text)])
    await server.say_group("30002", "20001", [make.reply(said), make.at("20002"), make.text(text)])
    group, friend = j.road.group, j.road.friend
    await j.until(lambda: j.reader.find_conversation(group) and len(j.messages(group)) == 3 and j.messages(friend), "all of it")
    await j.settle()


async def walk_message(j: Journey, visible: str) -> None:
    """Go through the screens about a message."""
    await j.press("up")
    await j.until(lambda: j.main.pane.cursor_row, "a selected message")
    for key, screen in (("enter", ActionMenu), ("K", Question), ("m", AskDuration), ("d", Question), ("i", Details)):
        await j.press(key)
        await j.asked(screen)
        if screen is not ActionMenu or j.app.size.height > NARROW[1]:
            await look(j, visible, screen.__name__)
        assert screen is not Question or "[ 取消 ]" in j.screen, "the way out of a question is in sight"
        await j.press("escape")
        await j.is_back()
    await j.press("r")
    await j.until(lambda: j.main.composer.quote is not None)
    await j.settle()
    await look(j, visible, "quote in the composer")
    await j.press("escape", "up", "at")
    await j.until(lambda: j.main.composer.has_focus)
    await j.settle()
    await look(j, visible, "mention in the composer")
    await j.press("ctrl+u", "ctrl+u", "ctrl+u")


async def walk_members(j: Journey, visible: str) -> None:
    """Go through the panel of members and its questions, and the completion of their names."""
    await j.press("alt+m")
    await j.settle()
    await look(j, visible, "members")
    await j.press("end", "K")
    await j.asked(Question)
    await look(j, visible, "kick")
    await j.press("escape", "alt+m")
    await j.is_back()
    await j.until(lambda: j.main.composer.has_focus)
    await j.type("@")
    await j.until(lambda: j.main.composer._completion.is_open, "completion")
    await j.settle()
    await look(j, visible, "completion")
    await j.press("tab")
    await look(j, visible, "completed")
    await j.press("ctrl+u", "ctrl+u", "ctrl+u")


async def walk_windows(j: Journey, visible: str) -> None:
    """Go through switcher, bare text, the choice of quiet groups and the menu of a conversation."""
    await j.press("ctrl+p")
    await j.asked(Switcher)
    await look(j, visible, "switcher")
    await j.press("escape")
    await j.is_back()
    await j.press("ctrl+f")
    sheet = await j.asked(SearchSheet)
    sheet.look_for(visible)
    await j.until(lambda: sheet._is_last and sheet.list.rows, "what was said")
    await j.settle()
    await look(j, visible, "search")
    await j.press("escape")
    await j.is_back()
    await j.press("ctrl+up", "B")
    await j.asked(BareText)
    await j.settle()
    await j.press("escape")
    await j.is_back()
    j.main.action_command("groups.quiet")
    await j.asked(QuietPicker)
    await look(j, visible, "quiet groups")
    await j.press("escape")
    await j.is_back()
    j.main.sidebar.post_message(ConversationList.MenuAsked(j.row(j.road.friend).id))
    await j.asked(ActionMenu)
    await look(j, visible, "menu of a conversation")
    await j.press("escape")
    await j.is_back()
    await j.press("escape")


async def fail(j: Journey, text: str, visible: str) -> None:
    """Let a send and an action be refused in these words, and the connection break with them."""
    j.server.faults.fail(j.road.wire["send"][0], text, times=1)
    j.server.faults.fail(j.road.wire["poke"][0], text, times=1)
    await j.open(j.road.group)
    await j.type("hi")
    await j.press("enter")
    await j.until(lambda: j.messages(j.road.group)[-1].error, "a refusal")
    await j.settle()
    await look(j, visible, "words of a failed send")
    await j.select("hi")
    await j.press("k", "P")
    await j.was_wired("poke")
    await j.until(lambda: j.main.status.notice, "how the poke ended")
    await j.settle()
    await look(j, visible, "words of a failed action")


FRAMES = {
    "onebot11": ('{"post_type":', '{"post_type":"message"}', f'{{"post_type":"{CLICK}"}}'),
    "mirai": (
        '{"syncId":"-1","data":',
        '{"syncId":"-1","data":null}',
        '{"syncId":"-1","data":{"type":"GroupMessage"}}',
        f'{{"syncId":"{CLICK}","data":{{"type":"{CLICK}"}}}}',
    ),
}
"""What a protocol's frames are not, by the protocol."""


@with_each_protocol
async def test_hostile_frames_do_no_harm(tmp_path: Path, road: Road) -> None:
    async with journey(tmp_path, road=road) as j:
        await j.open(road.group)
        for frame in ("null", "[]", "{}", "\u0000", *FRAMES[road.protocol]):
            await j.server.send_raw(frame)
        await j.server.say_group("30002", "20001", "z" * 2_000_000)
        await j.server.say_group("30002", "20001", "还活着")
        await j.shows("还活着", "坏帧")
        await look(j, "还活着", "after broken frames")


async def test_a_hostile_account_name_and_refusal(tmp_path: Path) -> None:
    world = small_world()
    world.users["10001"].nickname = CLICK
    async with journey(tmp_path, world) as j:
        await j.open(FRIEND)
        await j.type(CLICK)
        await j.press("enter")
        await j.called("send_private_msg")
        await j.shows(CLICK)
        await look(j, CLICK, "own words")
