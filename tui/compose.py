"""The only place that knows all platforms: builds them from the config, and puts store, connection and interface together."""

from __future__ import annotations

import functools
import gc
import os
import sys
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from tui.config import Config, Field, Paths
from tui.config.model import Account
from tui.locale import set_language, t
from tui.platforms.bilibili.fields import FIELDS as BILIBILI_FIELDS
from tui.platforms.mirai.fields import FIELDS as MIRAI_FIELDS
from tui.platforms.onebot11.fields import FIELDS as ONEBOT11_FIELDS

if TYPE_CHECKING:
    from tui.connection.setup import AccountSetup
    from tui.connection.wire_log import WireLog
    from tui.demo import DemoServer
    from tui.platforms.base import Platform, ProbeReport
    from tui.platforms.mirai.settings import Settings as MiraiSettings
    from tui.platforms.onebot11.settings import Settings
    from tui.platforms.signing_in import SignIn
    from tui.plugins.manager import Plugins
    from tui.ui.stage import Stage

ACCOUNT_FIELDS: Mapping[str, Sequence[Field]] = {
    "onebot11": ONEBOT11_FIELDS,
    "mirai": MIRAI_FIELDS,
    "bilibili": BILIBILI_FIELDS,
}
"""The keys that each protocol adds to ``[[accounts]]``, by the protocol's name."""

DEMO_ACCOUNT = "demo"
DEMO_SECOND = "mirai"
DEMO_THIRD = "bilibili"

FRAMES = "120"
"""Frames a second at most. With Textual's own 60 a key that comes right behind a frame waits up to two periods, 33 ms."""


def run(config: Config | None, paths: Paths, demo: bool, wire_log: WireLog | None = None) -> int:
    """Run the interface until it is left, and return the exit status. Without a config the first-run screen comes first.

    What crosses the wire is written to *wire_log*, where there is one.
    """
    os.environ.setdefault("TEXTUAL_FPS", FRAMES)
    if demo:
        return _run_demo(config, paths, wire_log)
    if config is None or not config.accounts:
        from tui.ui.first_run import ask_how_to_begin

        sign_ins_of = {protocol: functools.partial(sign_in, protocol, paths=paths) for protocol in _SIGN_INS}
        answer = ask_how_to_begin(paths, ACCOUNT_FIELDS, probe_account, config, sign_ins_of)
        if answer == "demo":
            from tui.config import find_paths
            from tui.demo import throwaway_folder

            with throwaway_folder(None) as folder:
                return _run_demo(config, find_paths(paths.config_file, folder), wire_log)
        if answer != "account":
            return 0 if answer == "quit" else 2
        from tui.config import load

        config = load(paths.config_file, ACCOUNT_FIELDS)
        set_language(config.language)
    setups = [_setup(account, paths) for account in config.accounts]
    return _run(config, paths, setups, wire_log=wire_log, sign_ins=_sign_ins(config.accounts, paths))


def run_as_human(arguments: Sequence[str], config: Config | None, paths: Paths) -> int:
    """Run the interface as a member of a simulated world that is made as *arguments* say, and return the exit status.

    Bots connect to the world by a port of their own; its data is kept in a folder that the caller throws away.
    """
    os.environ.setdefault("TEXTUAL_FPS", FRAMES)
    from tui.connection.setup import AccountSetup
    from tui.demo import DemoError, DemoServer
    from tui.ui.stage import Stage

    try:
        with DemoServer(arguments) as server:
            told = server.address
            groups = tuple((str(group["id"]), str(group["name"])) for group in told["groups"])
            names = {str(user): str(name) for user, name in told["names"].items()}
            decided = frozenset(str(group["id"]) for group in told["groups"] if group["bot_decides"])
            stage = Stage(str(told["bot_url"]), str(told["bot_id"]), server.self_id, names, groups, decided)
            setup = AccountSetup(stage.called(stage.person), lambda: _make_onebot11({"url": server.url}))
            return _run(config or Config(paths.config_file), paths, [setup], [server], stage)
    except DemoError as error:
        print(error, file=sys.stderr)
        return 2


def make_platform(account: Account, paths: Paths | None = None) -> Platform:
    """Return the platform object of *account*. Raises ConnectError when its secret can not be had. It may take seconds.

    *paths* are where a platform keeps what belongs to the account, None where qiao keeps its data.
    """
    from tui.config.secrets import SecretError
    from tui.platforms.base import ConnectError

    try:
        secrets = {name: account.secret(name) for name in account.secrets}
        place = {"label": account.name, "data_dir": paths.data_dir if paths else None}
        return _MAKERS[account.protocol]({**account.values, **secrets, **place})
    except SecretError as error:
        raise ConnectError("secret", str(error), is_final=True) from error


async def probe_account(values: Mapping[str, object]) -> ProbeReport:
    """Test the connection that *values* (the keys of an ``[[accounts]]`` table) describe, and return what was found."""
    return await _PROBES[str(values["protocol"])](values)


async def _probe_onebot11(values: Mapping[str, object]) -> ProbeReport:
    from tui.platforms.onebot11.probe import probe

    return await probe(_onebot11_settings(values))


async def _probe_mirai(values: Mapping[str, object]) -> ProbeReport:
    from tui.platforms.mirai.probe import probe

    return await probe(_mirai_settings(values))


_PROBES: Mapping[str, Callable[[Mapping[str, object]], Awaitable[ProbeReport]]] = {
    "onebot11": _probe_onebot11,
    "mirai": _probe_mirai,
}


def _make_onebot11(values: Mapping[str, object]) -> Platform:
    from tui.platforms.onebot11.platform import OneBot11

    return OneBot11(_onebot11_settings(values))


def _onebot11_settings(values: Mapping[str, object]) -> Settings:
    from tui.platforms.onebot11.settings import Settings

    return Settings(**{field.name: values.get(field.name, field.default) for field in ONEBOT11_FIELDS})  # type: ignore[arg-type]


def _make_mirai(values: Mapping[str, object]) -> Platform:
    from tui.platforms.mirai.platform import Mirai

    return Mirai(_mirai_settings(values))


def _mirai_settings(values: Mapping[str, object]) -> MiraiSettings:
    from tui.platforms.mirai.settings import Settings

    return Settings(**{field.name: values.get(field.name, field.default) for field in MIRAI_FIELDS})  # type: ignore[arg-type]


def sign_in(protocol: str, name: str, paths: Paths, hosts: Mapping[str, str] | None = None) -> SignIn:
    """Return what logs in the account *name* on *protocol*; *hosts* replaces addresses of the service, for tests."""
    return _SIGN_INS[protocol](name, paths, hosts or {})


def is_login_in_config(account: Account) -> bool:
    """Return whether the login of *account* stands in the config, which goes before the one that is kept."""
    return "sessdata" in account.secrets


def _sign_ins(accounts: Sequence[Account], paths: Paths) -> dict[str, Callable[[], SignIn] | None]:
    """Return what logs in those of *accounts* that have a login of their own; None where it stands in the config."""
    return {
        account.name: None
        if is_login_in_config(account)
        else functools.partial(sign_in, account.protocol, account.name, paths, account.values.get("hosts"))  # type: ignore[arg-type]
        for account in accounts
        if account.protocol in _SIGN_INS
    }


def _sign_in_to_bilibili(name: str, paths: Paths, hosts: Mapping[str, str]) -> SignIn:
    from tui.platforms.bilibili.client import Client
    from tui.platforms.bilibili.credential import credential_path
    from tui.platforms.bilibili.signing_in import BilibiliSignIn

    return BilibiliSignIn(credential_path(paths.data_dir, name), Client(hosts=hosts))


_SIGN_INS: Mapping[str, Callable[[str, Paths, Mapping[str, str]], SignIn]] = {"bilibili": _sign_in_to_bilibili}


def _make_second(server: DemoServer) -> Platform:
    told = server.address["mirai"]
    return _make_mirai({"url": told["url"], "qq": int(told["self_id"])})


def _make_third(server: DemoServer, paths: Paths) -> Platform:
    """Begin the third account's service, which is a process of its own, and log in there: the first frame waits for neither."""
    from tui.platforms.bilibili.credential import Credential, credential_path, save_credential

    server.start()
    cookies = server.address["cookies"]
    login = Credential(
        cookies["SESSDATA"], cookies["bili_jct"], cookies["DedeUserID"], refresh_token=server.address["refresh_token"]
    )
    save_credential(credential_path(paths.data_dir, DEMO_THIRD), login)
    return _make_bilibili({"label": DEMO_THIRD, "data_dir": paths.data_dir, "hosts": _hosts_of(server)})


def _hosts_of(server: DemoServer) -> dict[str, str]:
    hosts = next(field for field in BILIBILI_FIELDS if field.name == "hosts")
    return dict.fromkeys(hosts.choices, server.url)


def _make_bilibili(values: Mapping[str, object]) -> Platform:
    from tui.platforms.bilibili.platform import Bilibili
    from tui.platforms.bilibili.settings import Settings

    given = {field.name: values.get(field.name, field.default) for field in BILIBILI_FIELDS}
    return Bilibili(Settings(label=str(values["label"]), data_dir=values["data_dir"], **given))  # type: ignore[arg-type]


_MAKERS: Mapping[str, Callable[[Mapping[str, object]], Platform]] = {
    "onebot11": _make_onebot11,
    "mirai": _make_mirai,
    "bilibili": _make_bilibili,
}


def _setup(account: Account, paths: Paths) -> AccountSetup:
    from tui.connection.setup import AccountSetup

    return AccountSetup(account.name, lambda: make_platform(account, paths), account.mark_read, account.read_only)


def _run_demo(config: Config | None, paths: Paths, wire_log: WireLog | None) -> int:
    """Run over the simulated world; its data is kept apart, in a folder that the caller throws away."""
    from tui.connection.setup import AccountSetup
    from tui.demo import DemoError, DemoServer

    try:
        with DemoServer(("--demo", "--mirai")) as server, ExitStack() as at_the_end:
            other = DemoServer(("--protocol", "bilibili", "--demo"))
            at_the_end.callback(other.stop)
            setups = [  # the one with few conversations first: below many nobody would see that there are others
                AccountSetup(DEMO_SECOND, lambda: _make_second(server)),
                AccountSetup(DEMO_ACCOUNT, lambda: _make_onebot11({"url": server.url})),
                AccountSetup(DEMO_THIRD, lambda: _make_third(other, paths)),
            ]
            sign_ins = {DEMO_THIRD: lambda: sign_in("bilibili", DEMO_THIRD, paths, _hosts_of(other))}
            demo = (server, other)
            return _run(config or Config(paths.config_file), paths, setups, demo, wire_log=wire_log, sign_ins=sign_ins)
    except DemoError as error:
        print(error, file=sys.stderr)
        return 2


def _order(demo: Sequence[DemoServer], command: Mapping[str, object]) -> bool:
    """Give all simulated services *command*: a network that is down is so for every account. Return whether any took it."""
    taken = [server.send(command) for server in demo]
    return any(taken)


def _run(
    config: Config,
    paths: Paths,
    setups: Sequence[AccountSetup],
    demo: Sequence[DemoServer] = (),
    stage: Stage | None = None,
    wire_log: WireLog | None = None,
    sign_ins: Mapping[str, Callable[[], SignIn] | None] | None = None,
) -> int:
    gc.disable()  # until the first frame: what starting makes is there to stay, and looking through it takes a tenth of the time
    from tui.connection.worker import Connection
    from tui.store.schema import StoreError
    from tui.store.store import Store

    with ExitStack() as at_the_end:
        try:
            store = Store(Path(paths.data_dir), lambda step, of: print(t("cli.migrating", step=step, of=of), file=sys.stderr))
        except StoreError as error:
            print(t(f"reason.{error.reason}", **error.values), file=sys.stderr)
            return 2
        at_the_end.callback(store.close)
        connection = Connection(store, setups, wire_log=wire_log)
        at_the_end.callback(connection.stop)

        from tui.ui.app import QiaoApp
        from tui.ui.services import Services

        def open_plugins() -> Plugins:
            from tui.plugins.manager import Plugins

            plugins = Plugins(store, connection, paths.config_dir / "plugins")
            at_the_end.callback(plugins.stop)
            return plugins

        reader = store.reader()
        at_the_end.callback(reader.close)
        control = functools.partial(_order, demo) if demo else None
        services = Services.build(config, paths, store, reader, connection, control, stage, open_plugins, sign_ins)
        app = QiaoApp(services)
        if stage is not None:
            for server in demo:
                server.on_answer = app.tell_stage
        app.run(mouse=config.mouse)
        return app.return_code or 0
