"""Copying and opening links: which way is taken where, and that only what is sure is called done."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

import pytest

from tui.ui import clipboard
from tui.ui.clipboard import Outcome, can_open_links, copy, link_opener, local_tools, open_link

WAYLAND = {"WAYLAND_DISPLAY": "wayland-0"}
X11 = {"DISPLAY": ":0"}
SSH = {"SSH_CONNECTION": "192.0.2.1 1 192.0.2.2 22"}


def everything(name: str) -> str:
    return f"/usr/bin/{name}"


def nothing(name: str) -> None:
    return None


class Tools:
    """Stand-ins for the tools, on a PATH of their own: each writes its input into a file, or fails."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.folder = folder
        self.env = {"PATH": str(folder)}
        monkeypatch.setenv("PATH", f"{folder}:/usr/bin:/bin")
        self.sent: list[str] = []

    def make(self, name: str, script: str = 'cat > "$0.out"') -> None:
        path = self.folder / name
        path.write_text(f"#!/bin/sh\n{script}\n")
        path.chmod(0o755)

    def which(self, name: str) -> str | None:
        path = self.folder / name
        return str(path) if path.exists() else None

    def given(self, name: str) -> bytes:
        return (self.folder / f"{name}.out").read_bytes()

    async def copy(self, text: str, env: Mapping[str, str]) -> Outcome:
        return await copy(text, self.sent.append, "B", env, "linux", self.which)


@pytest.fixture
def tools(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Tools:
    if os.name != "posix":
        pytest.skip("shell scripts stand in for the tools")
    return Tools(tmp_path, monkeypatch)


@pytest.mark.parametrize(
    ("env", "platform", "names"),
    [
        ({}, "darwin", ["pbcopy"]),
        (WAYLAND | X11, "linux", ["wl-copy", "xclip", "xsel"]),
        (X11, "linux", ["xclip", "xsel"]),
        ({}, "linux", []),
        ({"WSL_DISTRO_NAME": "Debian"}, "linux", ["clip.exe"]),
        ({}, "win32", ["clip.exe"]),
        (X11 | SSH, "linux", []),
        (SSH, "darwin", []),
    ],
)
def test_which_tools_are_of_use(env: dict[str, str], platform: str, names: list[str]) -> None:
    assert [tool[0] for tool in local_tools(env, platform, everything)] == names
    assert local_tools(env, platform, nothing) == []


async def test_a_local_tool_that_ends_well_is_certain(tools: Tools) -> None:
    tools.make("wl-copy")
    outcome = await tools.copy("你好 [/b] \x1b", WAYLAND)
    assert (outcome.way, outcome.is_confirmed) == ("wl-copy", True)
    assert tools.given("wl-copy").decode() == "你好 [/b] \x1b"
    assert tools.sent == []


async def test_a_tool_that_fails_is_followed_by_the_next(tools: Tools) -> None:
    tools.make("wl-copy", "exit 1")
    tools.make("xclip")
    outcome = await tools.copy("hi", WAYLAND | X11)
    assert (outcome.way, outcome.is_confirmed) == ("xclip", True)


async def test_a_tool_that_hangs_is_given_up(tools: Tools, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clipboard, "TIMEOUT", 0.1)
    tools.make("xclip", "exec sleep 60")
    assert (await tools.copy("hi", X11)).way == "osc52"


async def test_in_tmux_over_ssh_tmux_is_asked_and_nothing_is_claimed(tools: Tools) -> None:
    tools.make("tmux", '[ "$1" = show-environment ] && exit 1; echo "$@" > "$0.args"; cat > "$0.out"')
    outcome = await tools.copy("字", SSH | {"TMUX": "/tmp/tmux,1,0"})
    assert (outcome.way, outcome.is_confirmed) == ("tmux", False)
    assert tools.given("tmux").decode() == "字"
    assert (tools.folder / "tmux.args").read_text() == "load-buffer -w -\n"
    assert "B" in outcome.words


async def test_tmux_knows_better_than_our_environment_where_one_sits(tools: Tools) -> None:
    tools.make("xclip")
    tools.make("tmux", 'if [ "$1" = show-environment ]; then echo "SSH_CONNECTION=a b"; else cat > "$0.out"; fi')
    assert (await tools.copy("hi", X11 | {"TMUX": "x"})).way == "tmux"
    tools.make("tmux", 'if [ "$1" = show-environment ]; then echo "-SSH_CONNECTION"; echo "DISPLAY=:1"; fi')
    assert (await tools.copy("hi", SSH | {"TMUX": "x", "SSH_TTY": "/dev/pts/1"})).way == "xclip"


async def test_an_old_tmux_leaves_it_to_the_terminal(tools: Tools) -> None:
    tools.make("tmux", "exit 1")
    assert (await tools.copy("hi", SSH | {"TMUX": "x"})).way == "osc52"


async def test_what_is_sent_to_the_terminal_is_not_called_copied(tools: Tools) -> None:
    outcome = await tools.copy("hi", SSH)
    assert (outcome.way, outcome.is_confirmed) == ("osc52", False)
    assert tools.sent == ["hi"]
    assert "B" in outcome.words


async def test_nothing_to_copy(tools: Tools) -> None:
    outcome = await tools.copy("", X11)
    assert (outcome.way, outcome.is_confirmed, tools.sent) == ("", False, [])


@pytest.mark.parametrize(
    ("env", "platform", "name"),
    [
        (X11, "linux", "xdg-open"),
        (WAYLAND, "linux", "xdg-open"),
        ({}, "linux", ""),
        (X11 | SSH, "linux", ""),
        ({}, "darwin", "open"),
        ({}, "win32", "rundll32.exe"),
        ({"WSL_DISTRO_NAME": "Debian"}, "linux", "rundll32.exe"),
    ],
)
def test_where_links_can_be_opened(env: dict[str, str], platform: str, name: str) -> None:
    assert (link_opener(env, platform, everything) or [""])[0] == name
    assert can_open_links(env, platform, everything) is bool(name)
    assert not can_open_links(env, platform, nothing)


async def test_a_link_is_opened_with_its_own_words(tools: Tools) -> None:
    tools.make("xdg-open", 'echo "$#" "$1" > "$0.out"')
    outcome = await open_link("https://example.com/?a=1&b=$(x)", X11, "linux", tools.which)
    assert outcome.is_confirmed
    assert tools.given("xdg-open").decode() == "1 https://example.com/?a=1&b=$(x)\n"


@pytest.mark.parametrize("url", ["file:///etc/passwd", "javascript:alert(1)", "-x", ""])
async def test_only_web_links_are_opened(tools: Tools, url: str) -> None:
    tools.make("xdg-open")
    assert not (await open_link(url, X11, "linux", tools.which)).is_confirmed
    assert not (tools.folder / "xdg-open.out").exists()


async def test_over_ssh_the_link_is_in_the_words(tools: Tools) -> None:
    outcome = await open_link("https://example.com/a", SSH, "linux", tools.which)
    assert not outcome.is_confirmed
    assert "https://example.com/a" in outcome.words


async def test_a_browser_that_fails_is_told(tools: Tools) -> None:
    tools.make("xdg-open", "exit 3")
    outcome = await open_link("https://example.com/a", X11, "linux", tools.which)
    assert not outcome.is_confirmed
    assert "3" in outcome.words
