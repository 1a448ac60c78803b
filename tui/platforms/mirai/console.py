"""The commands for a person at the console: what there is, as read from their own signatures, and any command called by name."""

from __future__ import annotations

import inspect
import json
import re
from collections.abc import Awaitable, Callable, Iterable, Mapping
from functools import cache
from typing import Final
from urllib.parse import urlsplit, urlunsplit

from tui.chat.masking import mask_part
from tui.platforms.base import AskError
from tui.platforms.console_by_signature import Method, SignatureConsole, methods_of, quoted
from tui.platforms.mirai.calls import Calls, name_of
from tui.platforms.mirai.commands import Commands
from tui.platforms.mirai.routes import QUESTIONS, route_of
from tui.platforms.mirai.settings import Settings, page_url, socket_url
from tui.platforms.mirai.uploading import A_FILE, Uploads
from tui.platforms.values import as_row, as_text

_WORDS: Final[dict[str, str]] = {
    "group_config": "groupConfig.get",
    "update_group_config": "groupConfig.update",
    "member_info": "memberInfo.get",
    "update_member_info": "memberInfo.update",
    "answer_friend_request": "resp_newFriendRequestEvent",
    "answer_join_request": "resp_memberJoinRequestEvent",
    "answer_invitation": "resp_botInvitedJoinGroupRequestEvent",
}
"""The commands that are not called as their methods are; a second word stands behind a dot."""

_AS_THEY_ARE = ("file_", "anno_", "cmd_")
"""How the names of methods begin that are those of their commands."""

_UPLOADS = ("upload_image", "upload_voice", "upload_short_video", "file_upload")
_FORMS = frozenset(("uploadImage", "uploadVoice", "uploadShortVideo", "file_upload"))
"""The methods that upload something, and their commands."""

_TAKING = frozenset(("fetchMessage", "fetchLatestMessage"))
"""Questions that take away what they answer."""

_READING = frozenset(word.replace("/", ".") for word in QUESTIONS - _TAKING) | {"roamingMessages"}
"""The commands that change nothing."""


class Console(SignatureConsole):
    """The console over one connection."""

    def __init__(self, calls: Calls, commands: Commands, uploads: Uploads, settings: Settings) -> None:
        super().__init__(commands, _methods())
        self._calls = calls
        self._uploads = uploads
        self._settings = settings

    def wire_name(self, name: str) -> str:
        """Return the command, with its second word behind a dot."""
        return word_of(name)

    def is_on_wire(self, action: str) -> bool:
        """Return whether *action* is a command that we know of."""
        return action in _words()

    def is_reading(self, action: str) -> bool:
        """Return whether *action* changes nothing."""
        return (word_of(action) if action in _methods() else action) in _READING

    def bound(self, name: str) -> Callable[..., Awaitable[object]]:
        """Return the method of the commands or of the uploads, which go as forms whatever the way."""
        return getattr(self._uploads, name) if name in _UPLOADS else super().bound(name)

    async def call_raw(self, action: str, params: Mapping[str, object]) -> None:
        """Call *action* as it is."""
        command, _, sub = action.partition(".")
        await self._calls.call(command, params, sub=sub or None)

    def read(self, text: str) -> tuple[str, Mapping[str, object]]:
        """Return command and content of a frame."""
        frame = as_row(json.loads(text))
        return name_of(as_text(frame.get("command")), as_text(frame.get("subCommand"))), dict(as_row(frame.get("content")))

    def shell_line(self, text: str) -> str:
        """Return a line with websocat, or with curl, which has to open a session first and to end it behind."""
        settings = self._settings
        if settings.way != "ws" or self.read(text)[0] in _FORMS:
            if not (settings.url or settings.ws_url):
                raise AskError("only_dialled")
            return self._curl(text)
        parts = urlsplit(socket_url(settings.ws_url or settings.url))
        place = urlunsplit((parts.scheme, parts.netloc, parts.path, "", ""))
        option = ' -H="verifyKey: $VERIFY_KEY"' if settings.verify_key else ""
        return f"printf '%s\\n' {quoted(text)} | websocat -n{option} -H='qq: {settings.qq}' {quoted(mask_part(place))}"

    def _curl(self, text: str) -> str:
        action, params = self.read(text)
        command, _, sub = action.partition(".")
        is_form = action in _FORMS
        route = route_of(command, sub or None, {} if is_form else params)
        parts = urlsplit(page_url(self._settings.url or self._settings.ws_url))
        base = urlunsplit((parts.scheme, parts.netloc, parts.path.rstrip("/"), "", ""))

        def to(path: str) -> str:
            return quoted(mask_part(f"{base}{path}"))

        key, account = '"{\\"verifyKey\\":\\"$VERIFY_KEY\\"}"', f'"{{\\"sessionKey\\":\\"$S\\",\\"qq\\":{self._settings.qq}}}"'
        verify = f'S=$(curl -s {to("/verify")} -d {key} | sed \'s/.*"session":"\\([^"]*\\).*/\\1/\')'
        body = "" if route.body is None else f" -H 'Content-Type: application/json' -d {quoted(route.body.decode())}"
        if is_form:
            fields = (f"{key}=@FILE" if value == A_FILE else f"{key}={value}" for key, value in params.items())
            body = "".join(f" -F {quoted(field)}" for field in fields)
        call = f'curl -s -X {route.method} -H "sessionKey: $S" {to(route.target)}{body}'
        return f"{verify}; curl -s {to('/bind')} -d {account}; {call}; curl -s {to('/release')} -d {account}"

    def fit(self, kinds: Iterable[str], value: object) -> object:
        """Return *value* as a parameter takes it; words may be meant as a message, and one of a list may stand alone."""
        kinds = tuple(kinds)
        parts = value if isinstance(value, list) else [value]
        if "Chain" in kinds:
            return [part if isinstance(part, dict) else {"type": "Plain", "text": _in_words(part)} for part in parts]
        if "Sequence[str]" in kinds:
            return [_in_words(part) for part in parts]
        return super().fit(kinds, value)


def _in_words(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def word_of(name: str) -> str:
    """Return the command behind the method *name*, with its second word behind a dot."""
    if name in _WORDS or name.startswith(_AS_THEY_ARE):
        return _WORDS.get(name, name)
    return re.sub(r"_(.)", lambda found: found[1].upper(), name)


@cache
def _methods() -> dict[str, Method]:
    names = (name for name, one in vars(Commands).items() if inspect.iscoroutinefunction(one) and not name.startswith("_"))
    uploads = {
        name: Method({key: one for key, one in method.parameters.items() if key != "progress"}, method.help)
        for name, method in methods_of(Uploads, _UPLOADS).items()
    }
    return methods_of(Commands, names) | uploads


@cache
def _words() -> frozenset[str]:
    return frozenset(word_of(name) for name in _methods())
