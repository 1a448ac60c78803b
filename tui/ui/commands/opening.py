"""Commands that open and save what messages hold: links, pictures, voices, videos, files and forwards."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from typing import TYPE_CHECKING, Any

from tui.chat import segments as seg
from tui.locale import t
from tui.store.rows import ConversationRow, MessageRow
from tui.ui.describe import describe, preview
from tui.ui.message_body import SAVABLE, links_of

if TYPE_CHECKING:
    from tui.ui.commands import Handler
    from tui.ui.screens.main import Main

OpenForward = Callable[[MessageRow, seg.Forward], None]

_ENDINGS = {seg.Image: ".jpg", seg.Sticker: ".gif", seg.Voice: ".amr", seg.Video: ".mp4"}


def open_selected(main: Main, number: int) -> None:
    """Open what the selected message holds."""
    row, where = main.pane.cursor_row, main.current
    if row is None or where is None:
        return
    if main.pane.is_concealed(row):
        main.say(t("main.no_links"))
    else:
        open_contents(main, where, row.native or "", row, partial(open_forward, main, where))


def open_contents(main: Main, where: ConversationRow, native: str, row: MessageRow, open_it: OpenForward) -> None:
    """Open the one thing that *row* holds, or ask which; *open_it* opens a forward.

    A picture or file whose link is not known is fetched into the downloads instead.
    """
    from tui.ui.screens.menu import ActionMenu, MenuEntry

    acts = _acts(main, where, native, row, open_it)
    if not acts:
        main.say(t("main.no_links"))
    elif len(acts) == 1:
        acts[0][1]()
    else:
        entries = [MenuEntry(str(place), words) for place, (words, _) in enumerate(acts)]
        main.app.push_screen(ActionMenu(t("main.links"), entries), lambda name: acts[int(name)][1]() if name else None)


def _acts(
    main: Main, where: ConversationRow, native: str, row: MessageRow, open_it: OpenForward
) -> list[tuple[str, Callable[[], Any]]]:
    acts: list[tuple[str, Callable[[], Any]]] = []
    for segment in row.segments:
        links = links_of((segment,))
        if isinstance(segment, seg.Forward):
            acts.append((describe(segment), partial(open_it, row, segment)))
        elif links:
            is_behind = not isinstance(segment, seg.Text)
            acts += [(f"{describe(segment)} {link}" if is_behind else link, partial(open_link, main, link)) for link in links]
        elif isinstance(segment, SAVABLE):
            acts.append((describe(segment), partial(_save, main, where, native, row, segment)))
    return list(dict(acts).items())


def open_forward(main: Main, where: ConversationRow, row: MessageRow, forward: seg.Forward) -> None:
    """Show a merged forward in the viewer."""
    from tui.ui.screens.forward_viewer import ForwardViewer

    title = forward.title or t("forward.of", who=row.sender_name or row.sender)
    main.app.push_screen(ForwardViewer(main, where, row, forward, title))


def open_link(main: Main, url: str) -> None:
    """Open *url* in a browser where there is one; over ssh show and copy it."""
    from tui.ui import clipboard

    if not clipboard.can_open_links():
        # As a warning it is not replaced at once by what is said about the copying.
        main.say(t("clipboard.link_here", url=url), is_good=False)
        main.copy(url)
        return

    async def work() -> None:
        done = await clipboard.open_link(url)
        main.say(done.words, done.is_confirmed)

    main.start(work(), t("main.act.link"))


def save_selected(main: Main, number: int) -> None:
    """Save what the marked messages hold, else the selected one."""
    where = main.current
    ids = main.pane.marked or ((main.pane.cursor,) if main.pane.cursor is not None else ())
    rows = sorted(main.services.reader.messages(ids).values(), key=lambda row: row.position)
    if where is not None:
        save_contents(main, where, [(row.native or "", row) for row in rows if not main.pane.is_concealed(row)])


def save_contents(main: Main, where: ConversationRow, rows: Iterable[tuple[str, MessageRow]]) -> None:
    """Save the pictures, voices, videos and files of *rows* (each with its message id), and their forwards as text."""
    found = 0
    for native, row in rows:
        for segment in row.segments:
            if isinstance(segment, seg.Forward):
                _save_forward(main, where, native, row, segment)
            elif isinstance(segment, SAVABLE):
                _save(main, where, native, row, segment)
            else:
                continue
            found += 1
    if not found:
        main.say(t("download.nothing"), is_good=False)


def _save(main: Main, where: ConversationRow, native: str, row: MessageRow, segment: seg.Segment) -> None:
    from tui.platforms.content_queries import AskMedia

    assert isinstance(segment, SAVABLE)
    query = AskMedia(where.conversation, native, segment)
    name = media_name(segment, row, main.services.zone)
    main.see_saved(partial(main.services.connection.save_media, where.account, query, name), name)


def _save_forward(main: Main, where: ConversationRow, native: str, row: MessageRow, forward: seg.Forward) -> None:
    import time

    from tui.platforms.content_queries import AskForward
    from tui.ui import forward_text

    title = forward.title or t("forward.of", who=row.sender_name or row.sender)
    name = forward_text.file_name(title, time.time_ns() // 1_000_000, main.services.zone)

    def then(found: seg.Forward) -> None:
        main.keep_file(forward_text.as_text(found, title, main.services.zone).encode(), name)

    if forward.messages:
        then(forward)
    else:
        main.ask(where.account, AskForward(where.conversation, native, forward), t("forward.title"), then)


def media_name(segment: seg.Segment, row: MessageRow, zone: Any = None) -> str:
    """Return what to call the file of *segment*: its own name, else what it is and when it was said."""
    if isinstance(segment, seg.File) and segment.name:
        return segment.name
    own = getattr(segment, "file", "")
    if own and "/" not in own and len(own) <= 80:  # some put the link there, or the picture itself
        return str(own)
    from datetime import datetime

    what = preview((segment,)).strip("[]").split(" ")[0]
    moment = f" {datetime.fromtimestamp(row.time / 1000, zone):%Y-%m-%d %H%M%S}" if row.time else ""
    return f"{what}{moment}{_ENDINGS.get(type(segment), '')}"


def refusal(main: Main, name: str, row: MessageRow) -> str:
    """Return in words why there is nothing in *row* for ``message.open`` or ``message.save``, "" when there is."""
    kinds = (*SAVABLE, seg.Forward)
    has_media = not main.pane.is_concealed(row) and any(isinstance(segment, kinds) for segment in row.segments)
    if name == "message.save":
        return "" if has_media else t("download.nothing")
    return "" if has_media or main.pane.links(row.id) else t("main.no_links")


HANDLERS: dict[str, Handler] = {
    "message.open": open_selected,
    "message.save": save_selected,
}
