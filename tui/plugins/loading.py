"""Finds plugins, and loads one: a file or a package, under a name that shadows nothing else."""

from __future__ import annotations

import importlib.util
import re
import sys
import types
from pathlib import Path

PACKAGE = "qiao_plugins"
"""What loaded plugins stand below: a plugin ``json.py`` is ``qiao_plugins.json``, and hides nobody's json."""


_NAME = re.compile(r"[^\W_][\w-]*")


def find_plugins(folder: Path) -> dict[str, Path]:
    """Return the plugins in *folder* by name: files ``name.py`` and folders with an ``__init__.py``; not ``_name``.

    A name need be no Python name (``my-plugin``): nobody imports it by that.
    """
    found: dict[str, Path] = {}
    try:
        listed = sorted(folder.iterdir())
    except OSError:
        return {}
    for path in listed:
        try:
            name = path.stem if path.suffix == ".py" and path.is_file() else path.name if (path / "__init__.py").is_file() else ""
        except OSError:  # a folder into which we may not look hides no other plugin
            continue
        if _NAME.fullmatch(name):
            found.setdefault(name, path)
    return found


def load(name: str, path: Path) -> types.ModuleType:
    """Import the plugin at *path*. Raises whatever it raises."""
    parent = types.ModuleType(PACKAGE)
    parent.__path__ = [str(path.parent)]
    sys.modules[PACKAGE] = parent
    full = f"{PACKAGE}.{name}"
    file, places = (path / "__init__.py", [str(path)]) if path.is_dir() else (path, None)
    spec = importlib.util.spec_from_file_location(full, file, submodule_search_locations=places)
    if spec is None or spec.loader is None:
        raise ImportError(f"{path} is no Python")
    module = importlib.util.module_from_spec(spec)
    sys.modules[full] = module
    spec.loader.exec_module(module)
    return module
