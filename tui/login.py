"""``qiao login`` and ``qiao logout``: whose login it is, where it is kept, and what of it is written to config.toml."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING

from tui.locale import t

if TYPE_CHECKING:
    from tui.config import Account, Config, Paths
    from tui.platforms.signing_in import Owner, SignIn

FAILED = 1
"""The exit status when it was tried and did not come to anything."""


class LoginError(Exception):
    """Nothing was tried; the text says why."""


def log_in(options: argparse.Namespace, config: Config | None, paths: Paths) -> int:
    """Log in the account that *options* name, which is added to the config where it lacks it; return the exit status."""
    from tui.compose import is_login_in_config
    from tui.platforms.signing_in import SignInError
    from tui.ui.sign_in_words import failure

    account = _find(options, config)
    name = account.name if account is not None else _new_name(options, config)
    if account is not None and is_login_in_config(account):
        raise LoginError(t("login.in_config", name=name, path=paths.config_file))
    hosts = _hosts(options, account)
    try:
        owner = _ask(options, name, paths, hosts)
    except SignInError as error:
        print(failure(error), file=sys.stderr)
        return FAILED
    except OSError as error:
        raise LoginError(t("cli.no_folder", path=error.filename or paths.data_dir, words=error.strerror or error)) from error
    if owner is None:
        return FAILED
    print(t("login.done", name=owner.name, number=owner.number))
    print(t("login.kept", path=owner.kept_at))
    if account is None and not _add(options.protocol, name, paths, hosts if options.hosts_base else {}):
        return FAILED
    print(t("login.then"))
    return 0


def log_out(options: argparse.Namespace, config: Config | None, paths: Paths) -> int:
    """Forget the login of the account that *options* name; return the exit status."""
    account = _find(options, config)
    name = account.name if account is not None else options.account or options.protocol
    sign_in = _sign_in(options, name, paths, {})
    if not sign_in.kept_at.exists():
        print(t("login.out.none", name=name, path=sign_in.kept_at))
        return 0
    if not options.yes and not _is_sure(name, sign_in):
        print(t("login.out.stays"))
        return FAILED
    try:
        sign_in.forget()
    except OSError as error:
        print(t("login.out.failed", path=sign_in.kept_at, words=error.strerror or error), file=sys.stderr)
        return FAILED
    print(t("login.out.done", path=sign_in.kept_at))
    return 0


def _find(options: argparse.Namespace, config: Config | None) -> Account | None:
    """Return the account that is meant; None where the config has none that could be. Raises LoginError."""
    accounts = config.accounts if config is not None else ()
    if options.account:
        named = next((account for account in accounts if account.name == options.account), None)
        if named is not None and named.protocol != options.protocol:
            raise LoginError(t("login.other_protocol", name=named.name, protocol=named.protocol))
        return named
    fitting = [account for account in accounts if account.protocol == options.protocol]
    if len(fitting) > 1:
        raise LoginError(t("login.several", names=" | ".join(account.name for account in fitting)))
    return fitting[0] if fitting else None


def _new_name(options: argparse.Namespace, config: Config | None) -> str:
    """Return the name of an account that is not in the config yet. Raises LoginError."""
    from tui.config import FieldError
    from tui.config.loading import ACCOUNT_FIELDS

    taken = {account.name for account in config.accounts} if config is not None else set()
    names = (options.protocol, *(f"{options.protocol}{number}" for number in range(2, len(taken) + 3)))
    try:
        return str(ACCOUNT_FIELDS[0].accept(options.account or next(name for name in names if name not in taken))).strip()
    except FieldError as error:
        raise LoginError(t("login.bad_name", words=t(f"config.{error.reason}", **error.values))) from error


def _hosts(options: argparse.Namespace, account: Account | None) -> Mapping[str, str]:
    """Return the addresses that stand for those of the service. Raises LoginError."""
    from tui.compose import ACCOUNT_FIELDS
    from tui.config import FieldError

    field = next(field for field in ACCOUNT_FIELDS[options.protocol] if field.name == "hosts")
    if options.hosts_base:
        try:
            accepted = field.accept(dict.fromkeys(field.choices, options.hosts_base))
        except FieldError as error:
            raise LoginError(t("login.bad_host", words=t(f"config.{error.reason}", **error.values))) from error
    else:
        accepted = account.values.get("hosts", {}) if account is not None else {}
    return accepted if isinstance(accepted, Mapping) else {}


def _sign_in(options: argparse.Namespace, name: str, paths: Paths, hosts: Mapping[str, str]) -> SignIn:
    from tui.compose import sign_in

    return sign_in(options.protocol, name, paths, hosts)


def _ask(options: argparse.Namespace, name: str, paths: Paths, hosts: Mapping[str, str]) -> Owner | None:
    """Let a person log in, in the way that was asked for. Raises SignInError, OSError and LoginError."""
    from tui.ui import terminal_login

    def make() -> SignIn:
        return _sign_in(options, name, paths, hosts)

    is_terminal = sys.stdin.isatty()
    if not options.paste and not (is_terminal and sys.stdout.isatty()):
        raise LoginError(t("login.no_terminal"))
    paths.make_folders()
    if not options.paste:
        return terminal_login.log_in_by_code(make, t("login.title", name=name))
    sign_in = make()
    asked = terminal_login.ask_values if is_terminal else terminal_login.hear_values
    return terminal_login.log_in_by_values(sign_in, asked(sign_in))


def _add(protocol: str, name: str, paths: Paths, hosts: Mapping[str, str]) -> bool:
    """Write the new account to the config, and say so; return whether it is there."""
    from tui.config import ConfigError, append_account

    try:
        append_account(paths.config_file, {"name": name, "protocol": protocol, **({"hosts": hosts} if hosts else {})})
    except (OSError, ConfigError) as error:
        words = error.strerror or error if isinstance(error, OSError) else error
        print(t("login.account_not_added", path=paths.config_file, words=words), file=sys.stderr)
        print(f'[[accounts]]\nname = "{name}"\nprotocol = "{protocol}"', file=sys.stderr)
        return False
    print(t("login.account_added", path=paths.config_file, name=name))
    return True


def _is_sure(name: str, sign_in: SignIn) -> bool:
    if not sys.stdin.isatty():
        raise LoginError(t("login.out.needs_yes"))
    return input(t("login.out.ask", name=name, path=sign_in.kept_at)).strip().lower() in ("y", "yes", "是")
