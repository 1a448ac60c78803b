"""The ``qiao`` command: takes the command line apart and says what is wrong before the screen is taken."""

from __future__ import annotations

import argparse
import os
import re
import sys
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from tui.locale import set_language, t

# Nothing else here: `qiao --version` is to answer at once, and the first frame is not to wait for what it does not need.
if TYPE_CHECKING:
    from tui.config import Config, ConfigError, Paths
    from tui.connection.wire_log import WireLog

WRONG_USE = 2
"""The exit status when qiao did not start: the command line, the config or the place is wrong."""

INTERRUPTED = 130
"""The exit status after ctrl+c."""

LOG_LEVELS = ("debug", "info", "warning", "error")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command with *arguments* (None: those of the process) and return its exit status."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")  # an ASCII terminal shows "?" for Chinese rather than a traceback
    set_language("auto")
    options = _parser().parse_args(arguments)
    try:
        commands = {
            "keys": _keys, "simulate": _simulate, "intend": _intend, "plugins": _plugins, "login": _login, "logout": _login,
        }  # fmt: skip
        return commands.get(options.command, _start)(options)
    except BrokenPipeError:
        # Whoever read our output has read enough; the interpreter must not complain when it flushes at the end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except _StopError as stop:
        print(stop, file=sys.stderr)
        return WRONG_USE


class _StopError(Exception):
    """Nothing is started; the text says why."""


class _Parser(argparse.ArgumentParser):
    """Speaks our languages where argparse lets it, and looks up the folders only when somebody wants to read of them."""

    def format_help(self) -> str:
        from tui.config import find_paths

        paths = find_paths()
        self.epilog = t("cli.paths", config=paths.config_file, data=paths.data_dir, log=paths.log_file)
        return super().format_help()

    def error(self, message: str) -> NoReturn:
        self.exit(WRONG_USE, t("cli.usage_error", words=message) + "\n")


class _Version(argparse.Action):
    """Prints the version and ends."""

    def __init__(self, option_strings: Sequence[str], dest: str, **options: Any) -> None:
        super().__init__(option_strings, dest, nargs=0, **options)

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        from tui import __version__

        print(f"qiao {__version__}")
        parser.exit()


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(
        "qiao", description=t("cli.description"), formatter_class=argparse.RawDescriptionHelpFormatter, add_help=False
    )
    _add_common(parser)
    group = parser.add_argument_group(t("cli.running"))
    group.add_argument("--demo", action="store_true", help=t("cli.demo"))
    group.add_argument("--data-dir", type=Path, metavar="DIR", help=t("cli.data_dir"))
    group.add_argument("--log-level", choices=LOG_LEVELS, default="warning", metavar="LEVEL", help=t("cli.log_level"))
    group.add_argument("--wire-log", type=Path, metavar="FILE", help=t("cli.wire_log"))
    group.add_argument("--version", action=_Version, default=argparse.SUPPRESS, help=t("cli.version"))
    commands = parser.add_subparsers(title=t("cli.commands"), dest="command", metavar="")
    keys = commands.add_parser(
        "keys", help=t("cli.keys"), description=t("cli.keys"), formatter_class=parser.formatter_class, add_help=False
    )
    _add_common(keys, default=argparse.SUPPRESS)
    simulate = commands.add_parser(
        "simulate",
        help=t("cli.simulate"),
        description=t("cli.simulate.long"),
        formatter_class=parser.formatter_class,
        add_help=False,
    )
    _add_common(simulate, default=argparse.SUPPRESS)
    simulate.add_argument("protocol", choices=("onebot11", "mirai", "bilibili"))
    simulate.add_argument("arguments", nargs=argparse.REMAINDER, metavar="...", help=t("cli.simulate.arguments"))
    keys.add_argument("--probe", action="store_true", help=t("cli.keys.probe"))
    _add_intend(commands, parser.formatter_class)
    plugins = commands.add_parser(
        "plugins", help=t("cli.plugins"), description=t("cli.plugins"), formatter_class=parser.formatter_class, add_help=False
    )
    _add_common(plugins, default=argparse.SUPPRESS)
    plugins.add_argument("--load", action="store_true", help=t("cli.plugins.load"))
    _add_login(commands, parser.formatter_class)
    return parser


def _add_login(commands: Any, formatter_class: Any) -> None:
    for name, words in (("login", "login.cli"), ("logout", "login.out.cli")):
        parser = commands.add_parser(
            name, help=t(words), description=t(f"{words}.long"), formatter_class=formatter_class, add_help=False
        )
        _add_common(parser, default=argparse.SUPPRESS)
        parser.add_argument("protocol", choices=("bilibili",), metavar="bilibili")
        parser.add_argument("--account", default="", metavar="NAME", help=t("login.cli.account"))
        parser.add_argument("--data-dir", type=Path, metavar="DIR", help=t("cli.data_dir"), default=argparse.SUPPRESS)
        if name == "logout":
            parser.add_argument("--yes", action="store_true", help=t("login.out.cli.yes"))
            continue
        parser.add_argument("--paste", action="store_true", help=t("login.cli.paste"))
        parser.add_argument("--hosts-base", default="", metavar="URL", help=t("login.cli.hosts_base"))


def _add_intend(commands: Any, formatter_class: Any) -> None:
    intend = commands.add_parser(
        "intend", help=t("intents.cli"), description=t("intents.cli"), formatter_class=formatter_class, add_help=False
    )
    _add_common(intend, default=argparse.SUPPRESS)
    intend.add_argument("text", nargs="+", metavar="TEXT", help=t("intents.cli.text"))
    intend.add_argument("--people", type=Path, metavar="FILE", help=t("intents.cli.people"))
    intend.add_argument("--role", choices=("owner", "admin", "member"), metavar="ROLE", help=t("intents.cli.role"))
    intend.add_argument("--json", action="store_true", dest="as_json", help=t("intents.cli.json"))


def _add_common(parser: argparse.ArgumentParser, **options: Any) -> None:
    group = parser.add_argument_group(t("cli.options"))
    group.add_argument("-h", "--help", action="help", default=argparse.SUPPRESS, help=t("cli.help"))
    group.add_argument("--config", type=Path, metavar="FILE", help=t("cli.config"), **options)


def _start(options: argparse.Namespace) -> int:
    """Run the interface."""
    from tui.config import find_paths

    paths = find_paths(options.config, options.data_dir)
    config = _load(paths, is_named=options.config is not None)
    if not _is_terminal():
        raise _StopError(t("cli.no_terminal"))
    from tui.logs import start_logging

    with ExitStack() as at_the_end:
        if options.demo:
            from tui.demo import throwaway_folder

            paths = find_paths(options.config, at_the_end.enter_context(throwaway_folder(options.data_dir)))
        try:
            paths.make_folders()
            at_the_end.callback(start_logging(paths.log_file, options.log_level))
        except OSError as error:
            raise _StopError(t("cli.no_folder", path=error.filename or paths.state_dir, words=error.strerror)) from error
        wire_log = _open_wire_log(options.wire_log) if options.wire_log is not None else None
        if wire_log is not None:
            at_the_end.callback(wire_log.close)
        from tui.compose import run

        return run(config, paths, options.demo, wire_log)


def _open_wire_log(path: Path) -> WireLog:
    from tui.connection.wire_log import WireLog

    try:
        return WireLog(path)
    except OSError as error:
        raise _StopError(t("cli.no_wire_log", path=path, words=error.strerror)) from error


def _simulate(options: argparse.Namespace) -> int:
    """Become a simulated implementation, or open the interface as a member of its world."""
    arguments: list[str] = ["--protocol", options.protocol, *options.arguments]
    if not any(word == "--human" or word.startswith("--human=") for word in arguments):
        from tui.demo import run_simulator

        return run_simulator(["--serve", *arguments])
    if not _is_terminal():
        raise _StopError(t("cli.no_terminal"))
    from tui.compose import run_as_human
    from tui.config import find_paths
    from tui.demo import throwaway_folder
    from tui.logs import start_logging

    config = _load(find_paths(options.config), is_named=options.config is not None)
    with ExitStack() as at_the_end:
        paths = find_paths(options.config, at_the_end.enter_context(throwaway_folder(options.data_dir)))
        try:
            paths.make_folders()
            at_the_end.callback(start_logging(paths.log_file, options.log_level))
        except OSError as error:
            raise _StopError(t("cli.no_folder", path=error.filename or paths.state_dir, words=error.strerror)) from error
        return run_as_human(arguments, config, paths)


def _keys(options: argparse.Namespace) -> int:
    """List the keys in force, or show what a pressed one sends."""
    from tui.config import find_paths
    from tui.ui.keys import format_table, resolve

    config = _load(find_paths(options.config), is_named=options.config is not None)
    table = resolve(config.keys, config.enter_sends) if config else resolve()
    if options.probe:
        from tui.ui.terminal_keys import probe

        return probe(table)
    try:
        print(format_table(table), flush=True)
    except BrokenPipeError:
        raise
    except OSError as error:
        raise _StopError(t("cli.not_printed", words=error.strerror)) from error
    return 0


def _intend(options: argparse.Namespace) -> int:
    """Print what words would do."""
    from tui.intents.asking import PeopleError, answer
    from tui.locale import strings
    from tui.ui.command_table import COMMANDS

    ascii_only = (sys.stdout.encoding or "").replace("-", "").lower() != "utf8"
    helps = strings("keys")
    commands = [(command.name, helps[f"keys.{command.name}"]) for command in COMMANDS if command.is_offered]
    try:
        words, status = answer(
            " ".join(options.text), options.people, options.role, commands, as_json=options.as_json, ascii_only=ascii_only
        )
    except PeopleError as error:
        raise _StopError(str(error)) from error
    print(words, flush=True)
    return status


def _plugins(options: argparse.Namespace) -> int:
    """List the plugins; the exit status is 1 where one of them can not be loaded."""
    from tui.config import find_paths
    from tui.plugins.listing import describe
    from tui.ui.keys import resolve

    paths = find_paths(options.config)
    config = _load(paths, is_named=options.config is not None)
    table = resolve(config.keys, config.enter_sends) if config else resolve()
    words, is_well = describe(paths.config_dir / "plugins", table.label_for("plugins.open"), loads=options.load)
    print(words, flush=True)
    return 0 if is_well else 1


def _login(options: argparse.Namespace) -> int:
    """Log an account in, or forget its login."""
    from tui.config import find_paths
    from tui.login import LoginError, log_in, log_out

    paths = find_paths(options.config, options.data_dir)
    config = _load(paths, is_named=False)
    try:
        return (log_in if options.command == "login" else log_out)(options, config, paths)
    except LoginError as error:
        raise _StopError(str(error)) from error
    except KeyboardInterrupt:
        print()
        return INTERRUPTED


def _load(paths: Paths, *, is_named: bool) -> Config | None:
    """Return the checked config and speak its language from now on; None when there is no file and none was named."""
    from tui.compose import ACCOUNT_FIELDS
    from tui.config import ConfigError, load

    try:
        is_there = paths.config_file.exists()
    except OSError as error:
        raise _StopError(t("cli.no_folder", path=paths.config_file, words=error.strerror)) from error
    if not is_there:
        if is_named:
            raise _StopError(t("cli.no_config", path=paths.config_file))
        return None
    try:
        config = load(paths.config_file, ACCOUNT_FIELDS)
        set_language(config.language)
        if config.keys:
            _check_keys(config)
    except ConfigError as error:
        raise _StopError(_in_its_language(error)) from error
    for warning in config.warnings:
        print(t("cli.warning", words=warning), file=sys.stderr)
    return config


def _in_its_language(error: ConfigError) -> str:
    if error.language in ("zh", "en"):
        set_language(error.language)
    return f"{t('cli.config_wrong')}\n{error}"


def _check_keys(config: Config) -> None:
    """Raise ConfigError when ``[keys]`` can not be used."""
    from tui.config import ConfigError
    from tui.ui.keys import KeyTableError, resolve

    try:
        resolve(config.keys, config.enter_sends)
    except KeyTableError as error:
        words = str(error)
        # The error is words. Of the commands that it names, the one that the file sets last is where to look.
        named = [name for name in config.keys if name in re.findall(r"[\w.-]+", words)]
        places = [place for name in named for place in (("keys", name), ("keys", *name.split(".")))]
        place = max(places, key=config.lines.of, default=("keys",))
        raise ConfigError([config.problem(place, "bad_keys", words=words)], config.language) from error


def _is_terminal() -> bool:
    # Textual draws on the standard error stream.
    return all(stream is not None and stream.isatty() for stream in (sys.stdin, sys.stdout, sys.__stderr__))
