"""The main screen: sidebar, conversation, composer, members and status, and what they have to do with one another."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.timer import Timer

from tui.chat.ids import LocalId
from tui.chat.people import Role
from tui.connection.status import AccountStatus
from tui.locale import t
from tui.store.changes import Change, Changes
from tui.store.rows import ConversationRow, MessageRow
from tui.ui.advice import Adviser
from tui.ui.attention import Attention
from tui.ui.bar_memory import BarMemory
from tui.ui.command_table import Place
from tui.ui.drafts import Drafts
from tui.ui.keys import bind
from tui.ui.member_lists import MemberLists
from tui.ui.plugin_desk import PluginDesk
from tui.ui.quiet_question import QuietQuestion
from tui.ui.reading import ReadWatch
from tui.ui.screens.errands import ErrandScreen, recording
from tui.ui.services import Services
from tui.ui.stage import Stage
from tui.ui.theme import chat_theme
from tui.ui.typing import TypingWatch
from tui.ui.widgets import message_pane_events as pane_events
from tui.ui.widgets.chat_header import ChatHeader
from tui.ui.widgets.completion_list import CompletionList
from tui.ui.widgets.composer import Composer
from tui.ui.widgets.conversation_list import ConversationList
from tui.ui.widgets.members_panel import MembersPanel
from tui.ui.widgets.message_pane import MessagePane
from tui.ui.widgets.prose import Prose

# What is only needed once somebody does something is imported then: the first frame does not wait for it.
if TYPE_CHECKING:
    from tui.chat.names import NameIndex
    from tui.ui.completion import Choice
    from tui.ui.inspector_memory import InspectorMemory
    from tui.ui.search_memory import SearchMemory
    from tui.ui.widgets.tour import Tour

log = logging.getLogger(__name__)

FIRST_LISTED = 100
"""Conversations read for the first frame: more than any screen shows. The others follow at once."""

READ_TICK = 0.25

STAY = 0.15
"""Seconds after which somebody who opened a conversation is taken to stay there."""


class Main(ErrandScreen):
    """The screen that one has open all day. Commands come as ``action_command``; changes of the store as :meth:`apply`."""

    DEFAULT_CSS = """
    Main {
        layout: vertical;
        #body { height: 1fr; }
        #sidebar { width: 28; border-right: vkey $panel; }
        #chat { width: 1fr; height: 1fr; }
        #members { width: 28; border-left: vkey $panel; display: none; }
        #members.-open { display: block; }
        &.-wide #sidebar { width: 34; }
        &.-wide #members { width: 32; }
        &.-no-sidebar #sidebar, &.-normal.-members #sidebar { display: none; }
        &.-low Tour, &.-low #stage, &.-low PluginLine { max-height: 1; }
        #stage { background: $primary; color: $background; text-style: bold; padding: 0 1; max-height: 3; }
        &.-narrow #sidebar { width: 1fr; border-right: none; display: none; }
        &.-narrow #members { width: 1fr; border-left: none; }
        &.-narrow.-list #sidebar { display: block; }
        &.-narrow.-list #chat, &.-narrow.-members #chat { display: none; }
        &.-narrow.-list #members { display: none; }
    }
    """
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (76, "-normal"), (110, "-wide")]  # noqa: RUF012  # Textual's own declaration
    VERTICAL_BREAKPOINTS = [(0, "-low"), (12, "-high")]  # noqa: RUF012  # Textual's own declaration

    def __init__(self, services: Services, reading: ReadWatch, set_terminal_title: Callable[[str], None]) -> None:
        super().__init__(services)
        self._set_terminal_title = set_terminal_title
        self.reading = reading
        self.previous: int | None = None
        self.drafts = Drafts(services.store, services.reader, self.not_written)
        self.sidebar = ConversationList(zone=services.zone, id="sidebar")
        self.header = ChatHeader(zone=services.zone, id="header")
        completions = CompletionList()
        self.composer = Composer(services.keys, completions, id="composer")
        self._completions = completions
        self.members = MembersPanel(zone=services.zone, id="members")
        self.member_lists = MemberLists(self)
        self.attention = Attention(reading)
        self.bar = BarMemory(partial(self.remember, "bar_lines"), partial(services.reader.setting, "bar_lines"))
        self.typing = TypingWatch(self, shows_ours=services.config.typing)
        self.plugins = PluginDesk(self)
        self.tour: Tour | None = None
        self.inspector: InspectorMemory | None = None
        self.search: SearchMemory | None = None
        self.settled: list[tuple[LocalId, ...]] = []
        """Up to which messages a person said that no answer is needed, one entry a time, to be taken back."""
        self._told_held: set[str] = set()
        self._adviser = Adviser(self.status)
        self._quiet_question = QuietQuestion(self)
        self._staying: Timer | None = None

    def compose(self) -> ComposeResult:
        """Yield the panes. The pane of messages needs the theme, which is there by now."""
        # Textual would only set them once all is styled, and then style it again.
        size = self.app.size
        for length, breakpoints in ((size.width, self.HORIZONTAL_BREAKPOINTS), (size.height, self.VERTICAL_BREAKPOINTS)):
            self.add_class(max((at, name) for at, name in breakpoints if at <= length)[1])
        keys = self.services.keys
        self.pane = MessagePane(
            self.services.reader, chat_theme(self.app), zone=self.services.zone, key_of=keys.label_for, id="pane"
        )
        if self.services.stage is not None:
            yield Prose(self._stage_banner(self.services.stage), id="stage")
        elif self.services.demo is not None:
            from tui.ui.widgets.tour import Tour

            self.tour = Tour(self.services.demo, keys)
            yield self.tour
        with Horizontal(id="body"):
            yield self.sidebar
            with Vertical(id="chat"):
                yield self.header
                yield self.pane
                yield self.composer
            yield self.members
        yield self.status
        yield self._completions

    def _stage_banner(self, stage: Stage) -> str:
        key = self.services.keys.label_for("tour.next")
        return t("stage.banner", person=stage.called(stage.person), bot=stage.called(stage.bot), url=stage.bot_url, key=key)

    def on_mount(self) -> None:
        """Show what the store has: the network comes later."""
        keys = self.services.keys
        bind(self, keys.bindings(Place.ANYWHERE))
        bind(self.sidebar, keys.bindings(Place.SIDEBAR, "screen."))
        bind(self.pane, keys.bindings(Place.MESSAGES, "screen."))
        bind(self.members, keys.bindings(Place.MEMBERS, "screen."))
        self.status.set_accounts(self.services.connection.statuses)
        self.status.set_recording(recording(self.services))
        self.status.set_hint(t("main.hint", help=keys.label_for("help.open"), switcher=keys.label_for("switcher.open")))
        self._name_accounts()
        self._show_requests(is_new=False)
        self.sidebar.replace(self.services.reader.first_conversations(FIRST_LISTED))
        last = self.services.reader.setting("last_conversation")
        if last.isdigit():
            self.open(int(last))
        if self.pane.conversation is None:
            self.show_list()
        self.set_interval(READ_TICK, self.reading.tick)
        self.app.theme_changed_signal.subscribe(self, lambda _: self.pane.set_theme(chat_theme(self.app)))
        for warning in self.services.config.warnings:
            self.say(str(warning), is_good=False)

    # What is open ---------------------------------------------------------------------------------------------------------

    @property
    def current(self) -> ConversationRow | None:
        """The conversation that is open, as lists show it now."""
        return self.sidebar.rows.get(self.pane.conversation) if self.pane.conversation is not None else None

    def open(self, conversation: int, at: LocalId | None = None) -> None:
        """Open *conversation* at message *at*, else at its first unread message, else at its end; the draft comes along."""
        before = self.pane.conversation
        if conversation == before and at is None:
            self.focus_composer()
            return
        row = self.services.reader.conversation(conversation)
        if row is None:
            return
        self.drafts.put_away(self.composer)
        if before is not None and before != conversation:
            self.previous = before
        self.reading.closed()
        self.pane.open(conversation, at)
        self.drafts.bring_back(self.composer, row, self.quote_label)
        is_group = row.conversation.is_group
        people = (lambda: self.drafts.people(row, self.can_mention_all(row))) if is_group else None
        self.composer.set_choices(people, lambda: self._emoji(row), lambda: self.plugins.index(row))
        self.sidebar.set_current(conversation)
        self._show_header(row)
        self._show_limit(row)
        self.typing.stopped()
        self.show_typing()
        self.plugins.show()
        self.member_lists.show(row)
        self.remember("last_conversation", str(conversation))
        self.member_lists.forgive(conversation)
        if self._staying is not None:
            self._staying.stop()
        self._staying = self.set_timer(STAY, partial(self._stays, conversation))
        self.focus_composer()

    def _show_limit(self, row: ConversationRow) -> None:
        """Let the composer know whether, and how long, a message may be here, as far as the platform has said it."""
        offers = self.services.connection.offers(row.account)
        closed = offers.closed.get(row.kind) if offers is not None else None
        self.composer.set_hint(t(f"reason.{closed}") if closed else "")
        self.composer.set_limit(offers.text_limit if offers is not None else None)

    def _stays(self, conversation: int) -> None:
        """Somebody looks at *conversation* and does not just pass through: a platform is not asked for all that one hops over."""
        self.services.connection.set_front(conversation)
        row = self.current
        if row is not None and row.id == conversation:
            self.member_lists.stays(row)

    def focus_composer(self) -> None:
        """Go back to the composer, in a narrow terminal from the list to the conversation."""
        if self.pane.conversation is None:
            self.show_list()
            return
        self.remove_class("-list", "-members")
        self.composer.focus()

    def show_list(self) -> None:
        """Go to the sidebar, which comes into sight if it was not."""
        self.add_class("-list")
        self.remove_class("-no-sidebar")
        self.sidebar.focus_list()

    def can_mention_all(self, row: ConversationRow) -> bool:
        """Return whether we may mention everybody here."""
        role = self.services.judge.role(row, row.conversation.account.own_id)
        return role.rank >= Role.ADMIN.rank

    def _emoji(self, row: ConversationRow) -> NameIndex[Choice]:
        from tui.ui.completion import emoji_index

        offers = self.services.connection.offers(row.account)
        return emoji_index(offers.emoji if offers is not None else ())

    def quote_label(self, message: MessageRow) -> tuple[str, str]:
        """Return who said *message* and one line of it."""
        from tui.ui.describe import preview

        return message.sender_name or message.sender, preview(message.segments)

    def label_of(self, row: ConversationRow) -> str:
        """Return the label of the account when there are several, else ""."""
        accounts = self.services.reader.accounts()
        return next((a.label for a in accounts if a.id == row.account), "") if len(accounts) > 1 else ""

    # What changes ---------------------------------------------------------------------------------------------------------

    def apply(self, changes: Changes) -> None:
        """Show what changed in the store; called at most once a frame."""
        if changes.lists:
            self.bar.lists_changed()
            self.reload_lists()
        for told in changes.by_conversation.values():
            if told.typing is not None or told.live:
                self.typing.told(told.conversation, bool(told.typing) and not told.live)
        rows = self.services.reader.conversations(changes.by_conversation)
        if not changes.lists:
            self.sidebar.update(rows)
        self.attention.consider(changes, {row.id: row for row in rows}, self)
        open_id = self.pane.conversation
        change = changes.by_conversation.get(open_id) if open_id is not None else None
        if change is not None:
            self._apply_open(change)
        self.show_title()
        if changes.requests:
            self._show_requests(is_new=changes.asked)
        if self.tour is not None:
            self.tour.watch_changes(changes, self.services.reader)
        if changes.lists:
            self._quiet_question.ask()
            if self.current is not None:
                self.member_lists.fetch_if_old(self.current)

    def _apply_open(self, change: Change) -> None:
        row = self.current
        self.pane.apply(change)
        self.show_typing()
        if row is None:
            return
        self._show_header(row)
        if change.members:
            self.drafts.forget_people()
            self.bar.lists_changed()
            self.member_lists.show(row)

    def show_statuses(self, status: AccountStatus) -> None:
        """Show how the accounts' links stand, after *status* is new."""
        self.status.set_accounts(self.services.connection.statuses)
        self._adviser.hear(status)
        if status.held and status.label not in self._told_held:
            self._told_held.add(status.label)
            self.say(t("main.held", count=status.held, other=status.held_for, label=status.label), is_good=False)
        row = self.current
        if row is not None:
            self._show_limit(row)
            self.member_lists.fetch_if_old(row)

    def show_title(self) -> None:
        """Put what is unread into the status line and the terminal's title."""
        unread, mentions = self.attention.totals(self.sidebar.rows.values())
        self.status.set_unread(unread, mentions)
        if not self.attention.is_hidden:
            self._set_terminal_title(f"({unread}) qiao" if unread else "qiao")

    def _show_requests(self, *, is_new: bool) -> None:
        self.status.set_requests(self.services.reader.count_requests())
        if is_new:
            self.say(t("requests.came", key=self.services.keys.label_for("requests.open")))

    def was_read(self, conversation: int, bottom: LocalId) -> None:
        """What is shown down to *bottom* has been looked at for long enough."""
        # The list may be behind the pane, and this is told once.
        row, message = self.services.reader.conversation(conversation), self.services.reader.message(bottom)
        if row is not None and message is not None and (row.unread or row.is_marked):
            self.see_written(self.services.connection.mark_read(row, message.position))

    def reload_lists(self) -> None:
        """Read anew what the sidebar lists; the first frame did with its top."""
        self._name_accounts()
        self.sidebar.replace(self.services.reader.conversations())

    def _name_accounts(self) -> None:
        # As the config has them, not as they happened to connect first.
        place = {status.label: place for place, status in enumerate(self.services.connection.statuses)}
        accounts = sorted(self.services.reader.accounts(), key=lambda account: place.get(account.label, len(place)))
        self.sidebar.set_accounts({account.id: account.label for account in accounts})

    def _show_header(self, row: ConversationRow) -> None:
        me = self.services.reader.member(row.id, row.conversation.account.own_id) if row.conversation.is_group else None
        is_read_only = self.services.connection.is_read_only(row.account)
        self.header.show(row, me, is_read_only=is_read_only, label=self.label_of(row))

    def show_typing(self) -> None:
        """Show above the conversation whether the other side is typing."""
        self.header.show_typing(self.typing.is_typing(self.pane.conversation))

    def show_members(self) -> None:
        """Show the members of the open conversation in their panel."""
        if self.current is not None:
            self.member_lists.show(self.current)

    def save_drafts(self) -> None:
        """Write what stands in the composer, now."""
        self.drafts.put_away(self.composer)

    # Commands -------------------------------------------------------------------------------------------------------------

    def action_command(self, name: str, number: int = 0) -> None:
        """Do the command *name* of the table; *number* is which of its keys was pressed, where that matters."""
        from tui.ui.commands import HANDLERS, why_not_now

        handler = HANDLERS.get(name)
        reason = why_not_now(self, name) if handler else ""
        if reason:
            self.say(reason, is_good=False)
        elif handler is not None:
            handler(self, number)
        elif name.startswith("composer."):
            self.composer.action_command(name)
        elif name.startswith("plugin."):
            self.plugins.press(name)

    @on(ConversationList.Opened)
    def _on_opened(self, event: ConversationList.Opened) -> None:
        if type(event) is ConversationList.Opened:
            self.open(event.conversation)

    @on(ConversationList.MenuAsked)
    def _on_sidebar_menu(self, event: ConversationList.MenuAsked) -> None:
        from tui.ui.commands.conversations import conversation_menu

        conversation_menu(self, event.conversation)

    @on(MembersPanel.MenuAsked)
    def _on_members_menu(self, event: MembersPanel.MenuAsked) -> None:
        from tui.ui.commands.members import member_menu

        member_menu(self)

    @on(Composer.Submitted)
    def _on_submitted(self, event: Composer.Submitted) -> None:
        from tui.ui.commands.sending import submit

        submit(self, event)

    @on(Composer.DraftChanged)
    def _on_draft_changed(self, event: Composer.DraftChanged) -> None:
        if event.conversation is not None:
            self.drafts.note(event.conversation, event.draft)
            if self.current is not None:
                self._show_limit(self.current)
            self.typing.wrote(self.current, not event.draft.text)
            self.plugins.show()

    @on(Composer.SelectMessage)
    def _on_select_message(self) -> None:
        self.pane.focus()
        if self.pane.is_at_bottom:
            self.pane.end()  # the newest, not where the cursor was before one answered
        self.pane.move(0)

    @on(Composer.ScrollHistory)
    def _on_scroll_history(self, event: Composer.ScrollHistory) -> None:
        self.pane.page(event.pages)

    @on(Composer.Wanted)
    def _on_wanted(self, event: Composer.Wanted) -> None:
        from tui.ui.commands import FOR_COMPOSER

        FOR_COMPOSER[event.name](self)

    @on(pane_events.NeedOlder)
    def _on_need_older(self, event: pane_events.NeedOlder) -> None:
        from tui.ui.commands.reading import fill

        fill(self, event.conversation, event.gap)

    @on(pane_events.Shown)
    def _on_shown(self, event: pane_events.Shown) -> None:
        self.reading.shown(event.conversation, event.bottom, at_bottom=event.at_bottom)

    @on(pane_events.Activated)
    def _on_activated(self, event: pane_events.Activated) -> None:
        self.action_command("message.quote" if event.by == "double_click" else "message.menu")

    @on(pane_events.LinkClicked)
    def _on_link_clicked(self, event: pane_events.LinkClicked) -> None:
        from tui.ui.commands.opening import open_link

        open_link(self, event.url)

    @on(pane_events.CommandClicked)
    def _on_command_clicked(self, event: pane_events.CommandClicked) -> None:
        self.pane.select(event.id)
        self.action_command(event.command)

    def on_key(self, event: events.Key) -> None:
        """Text that means nothing in the pane of messages goes into the composer; some keys are those of plugins."""
        if self.plugins.pressed(event.key):
            event.stop()
            return
        if not self.pane.has_focus or not event.is_printable or event.character is None:
            return
        if self.services.keys.command_at(Place.MESSAGES, event.key) is None:
            event.stop()
            self.composer.focus()
            self.composer.insert_text(event.character)

    def on_resize(self, event: events.Resize) -> None:
        """Leave the conversation half of a low terminal, and the caret's line in sight."""
        self.composer.set_most_lines((event.size.height - 2) // 2)

    def on_screen_resume(self) -> None:
        """Nothing covers the conversation any more."""
        self.reading.cover(False)

    def on_screen_suspend(self) -> None:
        """Something covers the conversation: what is below it is not read."""
        self.reading.cover(True)
