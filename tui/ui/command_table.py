"""Every command of the interface in one table: its name, its keys, where it works; help, palette and docs are made from it."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct

from tui.locale import t


class Place(StrEnum):
    """Where the hand is when a key means this command.

    ALWAYS is bound on the app and works in questions too; ANYWHERE is bound on the main screen; GROUP is the menu of a group; the
    others belong to the widget or the sheet that has the focus.
    """

    ALWAYS = "always"
    ANYWHERE = "anywhere"
    SIDEBAR = "sidebar"
    COMPOSER = "composer"
    MESSAGES = "messages"
    MEMBERS = "members"
    GROUP = "group"
    MUTED = "muted"
    IGNORED = "ignored"
    REQUESTS = "requests"
    PROFILE = "profile"
    OWN_PROFILE = "own_profile"
    VOICES = "voices"
    NOTICES = "notices"
    ESSENCE = "essence"
    FILES = "files"
    HONOURS = "honours"
    INSPECTOR = "inspector"
    FORWARD = "forward"
    PLUGINS = "plugins"
    PLUGIN_LOG = "plugin_log"
    SEARCH = "search"
    QUESTION = "question"


class Command(Struct, frozen=True):
    """One thing a key, the palette or a menu can ask for.

    *keys* are in Textual's names, the first one is shown. A key in *yielding* is left to the focused widget first (an ANYWHERE
    command takes its other keys before any widget sees them, printable ones excepted). *is_plain* marks what any text field or
    list does and nobody looks up: it is in the docs, not in palette and help. *is_numbered* passes the key's place (from 1) on.
    """

    name: str
    place: Place
    keys: tuple[str, ...] = ()
    yielding: frozenset[str] = frozenset()
    is_plain: bool = False
    is_numbered: bool = False

    @property
    def help(self) -> str:
        """What it does, in one line of the language spoken now."""
        return t(f"keys.{self.name}")

    @property
    def is_offered(self) -> bool:
        """Whether it can be asked for by name, in the palette or the command bar: it means something beside its own key."""
        return not self.is_plain and not self.is_numbered and self.place not in (Place.QUESTION, *SHEETS)


def _commands(place: Place, *rows: tuple[str, str]) -> list[Command]:
    """Return the commands of *place* from (name, "key key ...") rows; ``~key`` yields, a name that starts with ``.`` is plain."""
    made = []
    for name, keys in rows:
        words = keys.split()
        made.append(
            Command(
                name.removeprefix("."),
                place,
                tuple(word.removeprefix("~") for word in words),
                frozenset(word[1:] for word in words if word.startswith("~")),
                is_plain=name.startswith("."),
            )
        )
    return made


COMMANDS: tuple[Command, ...] = (
    *_commands(
        Place.ALWAYS,
        ("app.boss", "ctrl+backslash f10"),
        ("app.redraw", "ctrl+l"),
        ("app.copy", "ctrl+c"),
        ("app.quit", "ctrl+q"),
    ),
    *_commands(
        Place.ANYWHERE,
        ("switcher.open", "ctrl+p ~ctrl+k"),
        ("palette.open", "greater_than_sign"),
        ("bar.open", "f2 alt+x colon"),
        ("bar.undo", "alt+minus Z"),
        ("search.open", "ctrl+f"),
        ("unread.next", "ctrl+n alt+a"),
        ("unread.first", "alt+u U"),
        ("unread.read_all", ""),
        ("waiting.next", "~ctrl+s alt+r"),
        ("waiting.view", "alt+t T"),
        ("waiting.settle", "alt+q Q"),
        ("waiting.settle_all", ""),
        ("conversation.previous", "alt+up alt+k ctrl+pageup"),
        ("conversation.next", "alt+down alt+j ctrl+pagedown"),
        ("conversation.last", "alt+l alt+slash ctrl+circumflex_accent"),
        ("mention.previous", "alt+p left_square_bracket"),
        ("mention.next", "alt+n right_square_bracket"),
        ("sidebar.toggle", "alt+s f9"),
        ("sidebar.view", "alt+v V"),
        ("members.toggle", "alt+m f7"),
        ("group.menu", "alt+g ctrl+g"),
        ("requests.open", "alt+i f6 I"),
        ("people.profile", ""),
        ("people.chat", ""),
        ("people.like", ""),
        ("people.likes", ""),
        ("people.remark", ""),
        ("people.share", ""),
        ("people.delete", ""),
        ("account.profile", ""),
        ("account.status", ""),
        ("account.nickname", ""),
        ("account.signature", ""),
        ("account.sex", ""),
        ("account.avatar", ""),
        ("account.likes", ""),
        ("account.recents", ""),
        ("account.faces", ""),
        ("account.log_in", ""),
        ("account.reconnect", ""),
        ("voices.open", ""),
        ("wire.open", "alt+w f12 W"),
        ("groups.quiet", ""),
        ("view.bare_text", "B"),
        ("send.dice", ""),
        ("send.rps", ""),
        ("send.contact", ""),
        ("send.group_contact", ""),
        ("send.music", ""),
        ("send.location", ""),
        ("send.share", ""),
        ("theme.pick", ""),
        ("suggestion.take", "alt+full_stop Y"),
        ("suggestion.drop", ""),
        ("plugins.open", "alt+comma f11"),
        ("tour.next", "ctrl+x f4"),
        ("help.open", "f1 alt+h question_mark"),
        ("focus.next", "~tab"),
        ("focus.previous", "~shift+tab"),
        ("focus.composer", "~escape"),
    ),
    *_commands(
        Place.SIDEBAR,
        ("sidebar.open", "enter"),
        ("sidebar.filter", "slash"),
        ("sidebar.pin", "p"),
        ("sidebar.mute", "m"),
        ("sidebar.read", "u"),
        ("sidebar.hide", "x"),
        ("sidebar.fold", "z"),
        ("sidebar.profile", "i"),
        ("sidebar.settle", "n"),
        ("sidebar.unsettle", "N"),
        ("sidebar.plugins", "b"),
    ),
    Command("sidebar.nth", Place.SIDEBAR, tuple("123456789"), is_numbered=True),
    *_commands(
        Place.COMPOSER,
        ("composer.send", "enter"),
        ("composer.newline", "ctrl+j alt+enter shift+enter ctrl+enter"),
        ("composer.editor", "ctrl+o"),
        ("composer.emoji", "alt+e f3"),
        ("composer.attach", "ctrl+t alt+o"),
        ("composer.replies", "alt+c f5"),
        ("composer.complete", "tab"),
        ("composer.drop_quote", "escape"),
        ("composer.select_message", "ctrl+up"),
        ("composer.page_up", "pageup"),
        ("composer.page_down", "pagedown"),
        ("composer.kill_to_start", "ctrl+u"),
        ("composer.kill_to_end", "ctrl+k"),
        ("composer.kill_word", "ctrl+w alt+backspace ctrl+backspace"),
        ("composer.kill_next_word", "alt+d ctrl+delete"),
        ("composer.yank", "ctrl+y"),
        ("composer.yank_previous", "alt+y ctrl+right_square_bracket"),
        ("composer.undo", "ctrl+z ctrl+underscore"),
        ("composer.redo", "alt+z ctrl+r"),
        (".composer.left", "left"),
        (".composer.right", "right"),
        (".composer.up", "up"),
        (".composer.down", "down"),
        (".composer.word_left", "ctrl+left alt+b"),
        (".composer.word_right", "ctrl+right alt+f"),
        (".composer.line_start", "ctrl+a home"),
        (".composer.line_end", "ctrl+e end"),
        (".composer.text_start", "ctrl+home"),
        (".composer.text_end", "ctrl+end"),
        (".composer.delete_left", "backspace"),
        (".composer.delete_right", "ctrl+d delete"),
        (".composer.select_left", "shift+left"),
        (".composer.select_right", "shift+right"),
        (".composer.select_up", "shift+up"),
        (".composer.select_down", "shift+down"),
        (".composer.select_word_left", "ctrl+shift+left"),
        (".composer.select_word_right", "ctrl+shift+right"),
        (".composer.select_line_start", "shift+home"),
        (".composer.select_line_end", "shift+end"),
    ),
    *_commands(
        Place.MESSAGES,
        ("message.menu", "enter"),
        ("message.quote", "r"),
        ("message.recall", "d"),
        ("message.edit", "e"),
        ("message.copy", "y"),
        ("message.open", "o"),
        ("message.react", "plus"),
        ("message.reactors", "w"),
        ("message.save", "s"),
        ("message.forward", "f"),
        ("message.mention", "at"),
        ("message.poke", "P"),
        ("message.go_to_quoted", "g"),
        ("message.mute", "m"),
        ("message.kick", "K"),
        ("message.essence", "E"),
        ("message.mark", "space"),
        ("message.details", "i"),
        ("message.reveal", "v"),
        ("message.translate", ""),
        ("message.read_picture", ""),
        ("message.collect", ""),
        ("message.resend", "R"),
        ("message.discard", "X"),
        ("message.find", "slash"),
        ("message.find_older", "n"),
        ("message.find_newer", "N"),
        (".message.up", "up k"),
        (".message.down", "down j"),
        (".message.page_up", "pageup"),
        (".message.page_down", "pagedown"),
        ("message.top", "home"),
        ("message.newest", "end G"),
    ),
    *_commands(
        Place.MEMBERS,
        ("members.chat", "enter"),
        ("members.mute", "m"),
        ("members.unmute", "u"),
        ("members.kick", "K"),
        ("members.poke", "P"),
        ("members.mention", "at"),
        ("members.profile", "i"),
        ("members.filter", "slash"),
        ("members.admin", "A"),
        ("members.card", "c"),
        ("members.title", "t"),
        ("members.share", "S"),
        ("members.mark", "space"),
        ("members.mark_all", "a"),
        ("members.sort", "s"),
        ("members.menu", "o"),
    ),
    *_commands(
        Place.GROUP,
        ("group.mute_all", "m"),
        ("group.notices", "n"),
        ("group.essence", "e"),
        ("group.files", "f"),
        ("group.honours", "h"),
        ("group.space", "d"),
        ("group.rename", "r"),
        ("group.portrait", "p"),
        ("group.muted", "u"),
        ("group.mention_all_left", "a"),
        ("group.requests", "q"),
        ("group.ignored", "i"),
        ("group.sign_in", "s"),
        ("group.share", "c"),
        ("group.leave", "L"),
        ("group.plugins", "b"),
    ),
    *_commands(
        Place.MUTED,
        ("muted.unmute", "u"),
        ("muted.mute", "m"),
        ("muted.mark", "space"),
        ("muted.reload", "r"),
    ),
    *_commands(
        Place.IGNORED,
        ("ignored.accept", "a"),
        ("ignored.refuse", "x"),
        ("ignored.reload", "r"),
    ),
    *_commands(
        Place.REQUESTS,
        ("requests.accept", "a"),
        ("requests.refuse", "x"),
        ("requests.mark", "space"),
        ("requests.profile", "i"),
        ("requests.group", "g"),
        ("requests.reload", "r"),
    ),
    *_commands(
        Place.PROFILE,
        ("profile.chat", "enter"),
        ("profile.mention", "at"),
        ("profile.poke", "P"),
        ("profile.like", "l"),
        ("profile.likes", "L"),
        ("profile.remark", "m"),
        ("profile.share", "s"),
        ("profile.copy", "y"),
        ("profile.delete", "D"),
        ("profile.reload", "r"),
    ),
    *_commands(
        Place.OWN_PROFILE,
        ("own.nickname", "n"),
        ("own.signature", "s"),
        ("own.sex", "x"),
        ("own.avatar", "a"),
        ("own.status", "o"),
        ("own.likes", "L"),
        ("own.copy", "y"),
        ("own.reload", "r"),
    ),
    *_commands(
        Place.VOICES,
        ("voices.say", "enter"),
        ("voices.link", "g"),
        ("voices.sample", "p"),
        ("voices.reload", "r"),
    ),
    *_commands(
        Place.NOTICES,
        ("notices.open", "enter"),
        ("notices.publish", "n"),
        ("notices.delete", "d"),
        ("notices.copy", "y"),
        ("notices.reload", "r"),
    ),
    *_commands(
        Place.ESSENCE,
        ("essence.go", "enter g"),
        ("essence.open", "o"),
        ("essence.remove", "d E"),
        ("essence.copy", "y"),
        ("essence.reload", "r"),
    ),
    *_commands(
        Place.FILES,
        ("files.open", "enter"),
        ("files.upload", "u ctrl+t"),
        ("files.download", "s"),
        ("files.link", "y"),
        ("files.delete", "d"),
        ("files.new_folder", "n"),
        ("files.details", "i"),
        ("files.reload", "r"),
        (".files.expand", "right"),
        (".files.collapse", "left"),
    ),
    *_commands(
        Place.HONOURS,
        ("honours.copy", "y"),
        ("honours.reload", "r"),
    ),
    *_commands(
        Place.INSPECTOR,
        ("wire.details", "enter"),
        ("wire.filter", "slash"),
        ("wire.pause", "p space"),
        ("wire.console", "colon c"),
        ("wire.again", "r"),
        ("wire.partner", "g"),
        ("wire.copy", "y"),
        ("wire.copy_line", "Y"),
        ("wire.failed", "f"),
        ("wire.direction", "d"),
        ("wire.beats", "h"),
        ("wire.account", "a"),
        ("wire.reveal", "v"),
        ("wire.clear", "X"),
    ),
    *_commands(
        Place.FORWARD,
        ("forward.open", "enter o"),
        ("forward.copy", "y"),
        ("forward.copy_all", "Y"),
        ("forward.save", "s"),
        ("forward.save_media", "S"),
        ("forward.pass_on", "f"),
        ("forward.mark", "space"),
        ("forward.reveal", "v"),
        (".forward.up", "up k"),
        (".forward.down", "down j"),
        (".forward.page_up", "pageup"),
        (".forward.page_down", "pagedown"),
        (".forward.top", "home"),
        (".forward.end", "end G"),
    ),
    *_commands(
        Place.PLUGINS,
        ("plugins.here", "enter space"),
        ("plugins.send", "s"),
        ("plugins.act", "a"),
        ("plugins.pace", "m"),
        ("plugins.places", "p"),
        ("plugins.off", "x"),
        ("plugins.log", "l"),
        ("plugins.log_all", "L"),
        ("plugins.reload", "r"),
        ("plugins.reload_all", "R"),
    ),
    *_commands(
        Place.PLUGIN_LOG,
        ("logs.copy", "y"),
        ("logs.errors", "f"),
        ("logs.reload", "r"),
    ),
    *_commands(
        Place.SEARCH,
        ("search.go", "enter"),
        ("search.scope", "tab"),
    ),
    *_commands(
        Place.QUESTION,
        ("question.yes", "y"),
        ("question.no", "n escape"),
        ("question.choose", "enter"),
    ),
)
"""Every command, in the order in which help and docs show them."""

SHEETS = frozenset(
    (
        Place.MUTED,
        Place.IGNORED,
        Place.REQUESTS,
        Place.PROFILE,
        Place.OWN_PROFILE,
        Place.VOICES,
        Place.NOTICES,
        Place.ESSENCE,
        Place.FILES,
        Place.HONOURS,
        Place.INSPECTOR,
        Place.FORWARD,
        Place.PLUGINS,
        Place.PLUGIN_LOG,
        Place.SEARCH,
    )
)
"""Places that are screens of their own: their commands mean nothing elsewhere, and the palette does not offer them."""
