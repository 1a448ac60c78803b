"""An argument parser for commands: what argparse would print and exit with is said in the session instead."""

from __future__ import annotations

import argparse
from typing import Any, NoReturn

from tui.plugins.command.session import CommandSession

BAD_ARGUMENTS = "参数不足或不正确，请使用 --help 参数查询使用帮助"


class ParserExit(RuntimeError):  # the name that plugins know
    """The parser wanted to leave with *status*."""

    def __init__(self, status: int = 0, message: str | None = None) -> None:
        super().__init__(status, message)
        self.status = status
        self.message = message


class ArgumentParser(argparse.ArgumentParser):
    """As argparse's, with ``session=``: the session is finished with the help, or with the word that arguments are missing."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.session: CommandSession | None = kwargs.pop("session", None)
        super().__init__(*args, **kwargs)

    def _print_message(self, message: str, file: Any = None) -> None:
        """Print nothing: nobody looks at a plugin's output."""

    def exit(self, status: int = 0, message: str | None = None) -> NoReturn:
        """Leave."""
        raise ParserExit(status, message)

    def parse_args(self, args: Any = None, namespace: Any = None) -> Any:
        """Parse; what is not valid, and ``--help``, ends the session."""
        try:
            return super().parse_args(args=args, namespace=namespace)
        except ParserExit as way:
            if self.session is not None:
                self.session.finish((self.usage or self.format_help()) if way.status == 0 else BAD_ARGUMENTS)
            return None


__all__ = ["ArgumentParser", "ParserExit"]
