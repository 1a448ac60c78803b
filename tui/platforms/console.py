"""What a person at the console can ask of a platform: which actions its API has, to call one, and the same for a shell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import Struct

from tui.platforms.base import Query


class Parameter(Struct, frozen=True):
    """One parameter of an action; *default* and *type* are for people to read."""

    name: str
    is_required: bool
    default: str = ""
    type: str = ""


class ConsoleAction(Struct, frozen=True):
    """One action. *wire* is its name on the wire ("": not to be had here), *is_reading* says that it changes nothing."""

    name: str
    wire: str
    parameters: tuple[Parameter, ...]
    help: str
    is_reading: bool


class AskActions(Query[Sequence[ConsoleAction]], frozen=True):
    """All actions that have a signature; others can be called all the same."""


class CallAnswer(Struct, frozen=True):
    """How a call went: *calls* name its frames, *words* say why it *is_failed*."""

    calls: tuple[str, ...]
    is_failed: bool = False
    words: str = ""


class CallAction(Query[CallAnswer], frozen=True):
    """Call *action*. *is_raw*: the parameters go out as they are; else they are those of the action's signature, where they fit.

    *only_reads*: the account is read-only, so refuse (AskError ``read_only``) what may change something.
    """

    action: str
    params: Mapping[str, object]
    is_raw: bool = False
    only_reads: bool = False


class AskCall(Query[CallAction], frozen=True):
    """Which call it was that went out as *text*, so that it can be made again. AskError ``bad_params``: it was none."""

    text: str


class AskShellLine(Query[str], frozen=True):
    """A line for a shell that sends the call *text*; the token stands in it as a variable."""

    text: str
