"""Writes a text in the person's own editor, with the terminal lent to it meanwhile."""

from __future__ import annotations

import os
import shlex
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from textual.app import App, SuspendNotSupported

from tui.chat.text import clean_text
from tui.locale import t

MAX_TEXT = 1_000_000
"""Code points taken back from an editor."""


class EditorFailed(Exception):
    """The editor gave nothing back; the text says why, for the person."""


def editor_command(env: Mapping[str, str] = os.environ) -> list[str]:
    """Return the command line of the editor: ``$VISUAL``, else ``$EDITOR``, else vi (notepad on Windows)."""
    chosen = env.get("VISUAL") or env.get("EDITOR") or ("notepad" if os.name == "nt" else "vi")
    try:
        return shlex.split(chosen, posix=os.name != "nt") or ["vi"]
    except ValueError:
        raise EditorFailed(t("composer.editor_missing", name=chosen)) from None


def edit_in_editor(app: App[Any], text: str, env: Mapping[str, str] = os.environ) -> str:
    """Return *text* as the person's editor left it, without the line end that editors add.

    The terminal belongs to the editor until it ends. The file is readable by nobody else and is removed.

    Raises:
        EditorFailed: when there is no editor, it fails, or its file can not be read; *text* is still the one to keep.
    """
    command = editor_command(env)
    handle, name = tempfile.mkstemp(prefix="qiao-", suffix=".txt")
    path = Path(name)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
        try:
            with app.suspend():
                code = subprocess.run([*command, name], check=False).returncode
        except SuspendNotSupported:
            raise EditorFailed(t("composer.editor_here")) from None
        except OSError:
            raise EditorFailed(t("composer.editor_missing", name=command[0])) from None
        if code != 0:
            raise EditorFailed(t("composer.editor_failed", name=command[0], code=code))
        try:
            written = path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise EditorFailed(t("composer.editor_unreadable", words=error)) from None
    finally:
        path.unlink(missing_ok=True)
    return clean_text(written.removesuffix("\n"), MAX_TEXT)
