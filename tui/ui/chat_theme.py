"""The styles and glyphs with which conversations are drawn, as resolved from the theme in use."""

from __future__ import annotations

from functools import cached_property
from zlib import crc32

from msgspec import Struct, field
from rich.style import Style

_PLAIN = Style()


class ChatTheme(Struct, frozen=True, dict=True):
    """Styles of the parts of a conversation (foreground, sometimes bold or reverse; no background but where it says so).

    *senders* is the palette for names, chosen by a stable hash of the user id; *cursor_line*, *selection* and the two list
    cursors have a background. *bar* is the mark beside what is open or chosen, *match* the letters that a filter found, *key* the
    name of a key. *icons* are glyphs of one or two cells: image, voice, video, file, forward, card, reply (the bar before a
    quoted line), sending, failed, unconfirmed, queued, pin, muted, mention, dot, gap, online, offline, connecting, bar, folded,
    unfolded, moved (would stand higher up, had the order not been held).
    """

    background: Style
    text: Style
    own: Style
    time: Style
    quote: Style
    mention: Style
    mention_me: Style
    link: Style
    placeholder: Style
    recalled: Style
    system: Style
    unread: Style
    day: Style
    gap: Style
    failed: Style
    cursor_line: Style
    selection: Style
    senders: tuple[Style, ...]
    icons: dict[str, str] = field(default_factory=dict)
    dim: Style = _PLAIN
    title: Style = _PLAIN
    bar: Style = _PLAIN
    badge: Style = _PLAIN
    badge_quiet: Style = _PLAIN
    list_cursor: Style = _PLAIN
    list_cursor_blurred: Style = _PLAIN
    match: Style = _PLAIN
    key: Style = _PLAIN
    draft: Style = _PLAIN
    good: Style = _PLAIN
    warning: Style = _PLAIN
    owner: Style = _PLAIN
    admin: Style = _PLAIN

    @cached_property
    def on_background(self) -> dict[str, Style]:
        """The styles by name, each on the background of the conversation."""
        base = self.background + self.text
        plain = [name for name in self.__struct_fields__ if name not in ("icons", "senders", "background")]
        return {name: base + getattr(self, name) for name in plain}

    def sender(self, user: str) -> Style:
        """Return the style of *user*'s name: the same one in every conversation and every run."""
        return self.senders[crc32(user.encode("utf-8", "replace")) % len(self.senders)]

    def icon(self, name: str) -> str:
        """Return the glyph *name*, "" when the theme has none."""
        return self.icons.get(name, "")
