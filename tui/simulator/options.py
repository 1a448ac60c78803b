"""The command line of the simulator: what is for both wires, for the world behind them, and for either of them."""

from __future__ import annotations

import argparse
import math
import sys
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

from tui.simulator.demo_world import SECOND_ID
from tui.simulator.onebot11.dialects import DIALECTS

PORT = 3001
"""Where NapCat listens by default."""

MIRAI_PORT = 8080
"""Where mirai-api-http listens by default."""

BILIBILI_PORT = 8090
"""Where all hosts of Bilibili are by default."""

HUMAN = "20001"
"""Whom a person at the terminal is by default: the account's first friend."""


def _port(text: str) -> int:
    """A port, as an option says it."""
    port = int(text)
    if not 0 <= port <= 65535:
        raise argparse.ArgumentTypeError(f"a port is a number from 0 to 65535, not {port}")
    return port


def _at_least_nothing(text: str) -> float:
    """A number that is not below zero."""
    number = float(text)
    if not (math.isfinite(number) and number >= 0):
        raise argparse.ArgumentTypeError(f"a number from 0 on is wanted, not {text}")
    return number


def _more_than_nothing(text: str) -> float:
    """A number above zero: people who are infinitely slow, or who are dialled without a pause, are of no use."""
    number = _at_least_nothing(text)
    if not number:
        raise argparse.ArgumentTypeError("a number above 0 is wanted")
    return number


def _address(*schemes: str) -> Callable[[str], str]:
    """What takes an address of one of these schemes."""

    def check(text: str) -> str:
        if not text:
            return text  # argparse checks the default, too
        try:
            parts = urlsplit(text)
            # urlsplit() reads the port only when it is asked for it.
            is_one = parts.scheme in schemes and bool(parts.hostname) and (parts.port or 1) > 0
        except ValueError:
            is_one = False
        if not is_one or not text.isprintable() or " " in text:
            raise argparse.ArgumentTypeError(f"an address is wanted such as {schemes[0]}://127.0.0.1:8080/, not {text!r}")
        return text

    return check


def parse(arguments: list[str] | None) -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(
        prog="qiao simulate" if "--serve" in (arguments or sys.argv) else "python -m tui.simulator",
        description="A simulated QQ account behind OneBot 11 or mirai-api-http, or Bilibili's messages: no QQ, no Bilibili.",
    )
    parser.add_argument("--protocol", choices=("onebot11", "mirai", "bilibili"), default="onebot11", help="which wire to speak")
    parser.add_argument(
        "--port",
        type=_port,
        help=f"{PORT} ({MIRAI_PORT} for mirai, {BILIBILI_PORT} for bilibili) for a person, else one that is free, as with 0",
    )
    parser.add_argument("--webhook", default="", type=_address("http", "https"), metavar="URL", help="post events there")
    parser.add_argument("--reverse", default="", type=_address("ws", "wss"), metavar="URL", help="dial who listens there")
    parser.add_argument("--reconnect", type=_more_than_nothing, default=5.0, help="seconds between two attempts to dial")
    parser.add_argument(
        "--human",
        nargs="?",
        const=HUMAN,
        default="",
        metavar="NUMBER",
        help=f"a second port for a person, who is the user of this number ({HUMAN})",
    )
    parser.add_argument("--verbose", action="store_true", help="log to stderr")
    parser.add_argument("--serve", action="store_true", help=argparse.SUPPRESS)
    _add_world(parser)
    _add_onebot11(parser)
    _add_mirai(parser)
    group = parser.add_argument_group("Bilibili")
    group.add_argument("--qr-seconds", type=_at_least_nothing, default=4.0, metavar="N", help="until a QR code is confirmed")
    options = parser.parse_args(arguments)
    for name in _OF_NO_USE[options.protocol]:
        if getattr(options, name) != parser.get_default(name) and not (name == "overflow" and options.mirai):
            parser.error(f"argument --{name.replace('_', '-')}: is nothing that {options.protocol} has")
    return options


_OF_QQ = ("token", "dialect", "http_port", "secret", "report_self", "mirai")
_OF_NO_USE = {
    "onebot11": ("qq", "overflow", "qr_seconds"),
    "mirai": (*_OF_QQ, "qr_seconds"),
    "bilibili": (*_OF_QQ, "qq", "overflow", "verify_key"),
}
"""The options that would change nothing. A verify_key is asked for by the second account, too."""


def _add_world(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("its world")
    group.add_argument("--script", type=Path, metavar="FILE", help="JSON lines of what is to happen; docs/simulator.md")
    group.add_argument(
        "--replay", type=Path, metavar="FILE", help="play the events of a recording, such as qiao --wire-log makes"
    )
    group.add_argument("--demo", action="store_true", help="the demo's population instead of the small one of the tests")
    group.add_argument("--small", action="store_true", help="six people and three groups instead of the demo's population")
    group.add_argument("--quiet", action="store_true", help="nobody speaks of their own accord")
    group.add_argument("--speed", type=_more_than_nothing, default=1.0, help="how much faster than life people are")
    group.add_argument("--seed", type=int, default=7, help="of all chance")


def _add_onebot11(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("OneBot 11")
    group.add_argument("--token", default="", help="what clients have to know")
    group.add_argument("--dialect", choices=tuple(DIALECTS), default="napcat", help="which implementation to be")
    group.add_argument("--http-port", type=_port, default=None, help="serve the HTTP API there, too (0: a port that is free)")
    group.add_argument("--secret", default="", help="sign what is posted with this")
    group.add_argument("--heartbeat", type=_at_least_nothing, default=30.0, help="seconds; 0: none")
    group.add_argument(
        "--report-self", action="store_true", help="own messages are events, too: reportSelfMessage, or IgnoreSelf off"
    )
    group.add_argument(
        "--mirai",
        nargs="?",
        const=SECOND_ID,
        default="",
        metavar="NUMBER",
        help=f"mirai-api-http too, on a port that is free, for the user of this number ({SECOND_ID})",
    )


def _add_mirai(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("mirai-api-http")
    group.add_argument("--verify-key", default="", metavar="KEY", help="what clients have to know")
    group.add_argument("--qq", default="", metavar="NUMBER", help="which of the world's people the account is")
    group.add_argument("--overflow", action="store_true", help="be Overflow: mirai over somebody else's OneBot 11")
