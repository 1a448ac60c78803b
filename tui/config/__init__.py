"""The configuration: config.toml read, checked and edited, its secrets, and the folders that qiao uses.

A name's module is read when the name is first asked for: ``qiao --help`` needs the folders and nothing else.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tui.config.editing import append_account, set_value
    from tui.config.fields import ConfigError, Field, FieldError, Problem
    from tui.config.loading import load
    from tui.config.model import Account, Config, Reply
    from tui.config.paths import Paths, find_downloads, find_paths
    from tui.config.secrets import Secret, SecretError

_MODULES = {
    "Account": "model",
    "Config": "model",
    "ConfigError": "fields",
    "Field": "fields",
    "FieldError": "fields",
    "Paths": "paths",
    "Problem": "fields",
    "Reply": "model",
    "Secret": "secrets",
    "SecretError": "secrets",
    "append_account": "editing",
    "find_downloads": "paths",
    "find_paths": "paths",
    "load": "loading",
    "set_value": "editing",
}

__all__ = [
    "Account",
    "Config",
    "ConfigError",
    "Field",
    "FieldError",
    "Paths",
    "Problem",
    "Reply",
    "Secret",
    "SecretError",
    "append_account",
    "find_downloads",
    "find_paths",
    "load",
    "set_value",
]


def __getattr__(name: str) -> object:
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_MODULES[name]}"), name)
