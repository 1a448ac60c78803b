"""Copies text to the clipboard by what works where we run, and opens links; it never says "copied" of what nobody confirmed."""

from __future__ import annotations

import asyncio
import os
import shutil
import sys
from asyncio.subprocess import DEVNULL, PIPE
from collections.abc import Callable, Mapping, Sequence

from msgspec import Struct

from tui.chat.text import one_line
from tui.locale import t

TIMEOUT = 3.0
"""Seconds that a clipboard tool may take before the next way is tried."""

Environment = Mapping[str, str]
Which = Callable[[str], "str | None"]


class Outcome(Struct, frozen=True):
    """How it went: by which *way* (the tool's name, ``tmux``, ``osc52``, "" for none), and whether that is sure."""

    way: str
    is_confirmed: bool
    words: str


def is_remote(env: Environment) -> bool:
    """Return whether *env* says that the person sits at another machine."""
    return any(env.get(name) for name in ("SSH_CONNECTION", "SSH_CLIENT", "SSH_TTY"))


def local_tools(env: Environment, platform: str = sys.platform, which: Which = shutil.which) -> list[list[str]]:
    """Return the command lines that put their input on this machine's clipboard, the best first; none over ssh."""
    if is_remote(env):
        return []
    tools: list[list[str]] = []
    if platform == "darwin":
        tools.append(["pbcopy"])
    if env.get("WAYLAND_DISPLAY"):
        tools.append(["wl-copy"])
    if env.get("DISPLAY"):
        tools += [["xclip", "-selection", "clipboard"], ["xsel", "--clipboard", "--input"]]
    if platform == "win32" or env.get("WSL_DISTRO_NAME"):
        tools.append(["clip.exe"])
    return [tool for tool in tools if which(tool[0])]


async def copy(
    text: str,
    osc52: Callable[[str], None],
    bare_text_key: str,
    env: Environment | None = None,
    platform: str = sys.platform,
    which: Which = shutil.which,
) -> Outcome:
    """Copy *text*: by a local tool, in tmux through tmux, else by *osc52* (``App.copy_to_clipboard``); say which it was.

    Only a local tool that ended well is certain. *bare_text_key* is the label of the key of the bare-text view, for the words.
    Takes up to :data:`TIMEOUT` seconds a way, so run it in a worker and never on the way of a key.
    """
    if not text:
        return Outcome("", False, t("clipboard.nothing"))
    env = os.environ if env is None else env
    in_tmux = bool(env.get("TMUX") and which("tmux"))
    if in_tmux:
        env = await _as_attached(env)
    for tool in local_tools(env, platform, which):
        # clip.exe takes its input for the console's code page unless a byte order mark says otherwise.
        data = text.encode("utf-16" if tool[0] == "clip.exe" else "utf-8", "replace")
        if await _feed(tool, data):
            return Outcome(tool[0], True, t("clipboard.copied", tool=tool[0]))
    if in_tmux and await _feed(["tmux", "load-buffer", "-w", "-"], text.encode("utf-8", "replace")):
        return Outcome("tmux", False, t("clipboard.tmux", key=bare_text_key))
    osc52(text)
    return Outcome("osc52", False, t("clipboard.sent", key=bare_text_key))


async def _as_attached(env: Environment) -> Environment:
    """Return *env* as it is for who is attached to tmux now: its own may be that of whoever started tmux, days ago."""
    code, out = await _run(["tmux", "show-environment"], b"")
    if code != 0:
        return env
    now = dict(env)
    for line in out.decode("utf-8", "replace").splitlines():
        name, is_set, value = line.partition("=")
        if name.lstrip("-") in ("SSH_CONNECTION", "DISPLAY", "WAYLAND_DISPLAY"):
            now.pop(name.lstrip("-"), None)
            if is_set:
                now[name] = value
            elif name == "-SSH_CONNECTION":
                now.pop("SSH_CLIENT", None)
                now.pop("SSH_TTY", None)
    return now


async def _feed(command: Sequence[str], data: bytes) -> bool:
    # Output goes nowhere: xclip and wl-copy stay behind to serve the clipboard, and would hold a pipe open.
    code, _ = await _run(command, data, wants_output=False)
    return code == 0


async def _run(command: Sequence[str], data: bytes, wants_output: bool = True) -> tuple[int | None, bytes]:
    """Return (exit status, output) of *command*; None as status when it could not be run or took too long."""
    try:
        process = await asyncio.create_subprocess_exec(
            *command, stdin=PIPE, stdout=PIPE if wants_output else DEVNULL, stderr=DEVNULL, start_new_session=True
        )
    except OSError:
        return None, b""
    try:
        out, _ = await asyncio.wait_for(process.communicate(data), TIMEOUT)
    except (TimeoutError, OSError):
        if process.returncode is None:
            process.kill()
            await process.wait()
        return None, b""
    return process.returncode, out or b""


def link_opener(env: Environment, platform: str = sys.platform, which: Which = shutil.which) -> list[str]:
    """Return the command line that opens a link (to be appended) in a browser of its own window; [] where there is none.

    Python's ``webbrowser`` is not used: it may run a text browser in our terminal, and lets others write over our screen.
    """
    if is_remote(env):
        return []
    candidates: list[list[str]] = []
    if platform == "darwin":
        candidates.append(["open"])
    if platform == "win32" or env.get("WSL_DISTRO_NAME"):
        candidates.append(["rundll32.exe", "url.dll,FileProtocolHandler"])
    elif env.get("DISPLAY") or env.get("WAYLAND_DISPLAY"):
        candidates.append(["xdg-open"])
    return next((command for command in candidates if which(command[0])), [])


def can_open_links(env: Environment | None = None, platform: str = sys.platform, which: Which = shutil.which) -> bool:
    """Return whether a link can be opened where the person sits; if not, it is to be shown and copied."""
    return bool(link_opener(os.environ if env is None else env, platform, which))


async def open_link(
    url: str, env: Environment | None = None, platform: str = sys.platform, which: Which = shutil.which
) -> Outcome:
    """Open *url* (http or https only) in the browser; what came of it is in the outcome."""
    shown = one_line(url)
    if not url.lower().startswith(("http://", "https://")):
        return Outcome("", False, t("clipboard.link_refused", url=shown))
    opener = link_opener(os.environ if env is None else env, platform, which)
    if not opener:
        return Outcome("", False, t("clipboard.link_here", url=shown))
    try:
        process = await asyncio.create_subprocess_exec(
            *opener, url, stdin=DEVNULL, stdout=DEVNULL, stderr=DEVNULL, start_new_session=True
        )
        code = await asyncio.wait_for(process.wait(), TIMEOUT)
    except TimeoutError:
        code = 0  # some openers live as long as the browser they have started
    except OSError as error:
        return Outcome(opener[0], False, t("clipboard.link_failed", words=error.strerror or str(error)))
    if code != 0:
        return Outcome(opener[0], False, t("clipboard.link_failed", words=f"{opener[0]}: {code}"))
    return Outcome(opener[0], True, t("clipboard.link_opened"))
