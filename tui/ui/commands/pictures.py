"""Asks for a picture that is to be shown for somebody: ours, or a group's."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING

from tui.locale import t
from tui.ui.pictures import MAX_BYTES, PictureError, read_picture
from tui.ui.screens.ask_file import AskFile, is_address

if TYPE_CHECKING:
    from tui.ui.screens.main import Main


def ask_picture(
    main: Main,
    title: str,
    lines: tuple[str, ...],
    what: str,
    take: Callable[[bytes], object],
    *,
    most: int = MAX_BYTES,
    take_address: Callable[[str], object] | None = None,
) -> None:
    """Ask for a file below *title* and *lines*, and give *take* the picture in it, of at most so many bytes.

    With *take_address* an address will do as well. *what* says what cannot be done with a file that is no such picture.
    """

    async def read(path: str) -> None:
        try:
            picture = await asyncio.to_thread(read_picture, path, most)
        except PictureError as error:
            main.say(t("outcome.refused", what=what, why=str(error)), is_good=False)
        else:
            take(picture)

    def answered(source: str | None) -> None:
        if source is None:
            return
        if take_address is not None and is_address(source):
            take_address(source)
        else:
            main.start(read(source), what)

    main.app.push_screen(AskFile(title, lines, allows_address=take_address is not None), answered)
