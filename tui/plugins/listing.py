"""What lies in the folder of plugins, for the command line: whether each is Python at all, or what happens when it is loaded."""

from __future__ import annotations

import asyncio
import tokenize
from pathlib import Path

from tui.chat.text import clean_text, one_line
from tui.locale import language, t
from tui.plugins import pipe
from tui.plugins.loading import find_plugins
from tui.plugins.process import MEGABYTES, Hooks, HostProcess, Timing


def describe(folder: Path, key: str, *, loads: bool) -> tuple[str, bool]:
    """Return the plugins of *folder* in words, and whether all is well with them; *key* opens them in the app.

    Their code runs only where it *loads* them, each in a process of its own that is ended at once.
    """
    found = find_plugins(folder)
    lines = [t("plugins.cli.folder", folder=folder)]
    is_well = True
    for name, path in sorted(found.items()):
        words, is_fine = asyncio.run(_load(name, path)) if loads else _read(path)
        is_well &= is_fine
        lines += [f"  {name}  {path}", *(f"    {line}" for line in words)]
    lines.append(t("plugins.cli.hint", key=key) if found else t("plugins.cli.none"))
    return "\n".join(lines), is_well


def _read(path: Path) -> tuple[list[str], bool]:
    """Return what is wrong with the plugin's file, without running any of it."""
    file = path / "__init__.py" if path.is_dir() else path
    try:
        with tokenize.open(file) as source:
            compile(source.read(), str(file), "exec", dont_inherit=True)
    except SyntaxError as error:
        return [t("plugins.cli.syntax", line=error.lineno or "?", words=one_line(error.msg))], False
    except (OSError, ValueError) as error:
        return [one_line(str(error))], False
    return [], True


async def _load(name: str, path: Path) -> tuple[list[str], bool]:
    """Return what the plugin offers once it is loaded, or why it is not."""
    logged: list[str] = []

    async def refuse(call: pipe.Call) -> pipe.Answer:
        failure = {"status": "failed", "retcode": 100, "data": None, "msg": "off", "wording": t("plugins.call.off")}
        return pipe.Answer(call.call, failure=failure)

    hooks = Hooks(refuse, lambda text, is_error: logged.append(clean_text(text, 10_000)), lambda: None)
    host = HostProcess(pipe.Start(name, str(path), [], MEGABYTES, language()), hooks, Timing())
    running = asyncio.create_task(host.run())
    await host.settled()
    loaded, why = host.loaded, clean_text(host.words, 2000)
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    said = [line for text in logged for line in text.splitlines()]
    if loaded is None:
        return said or why.splitlines(), False
    commands = " ".join("/" + "/".join(command.name) for command in loaded.commands)
    entries = " · ".join(entry.title for entry in loaded.entries)
    offers = [("commands", commands), ("processors", str(loaded.processors or "")), ("entries", entries)]
    told = [one_line(t(f"plugins.cli.{kind}", names=names)) for kind, names in offers if names]
    return [t("plugins.cli.loaded"), *told, *said], True
