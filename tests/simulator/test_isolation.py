"""The simulator shares nothing with the client: it imports of the package only itself."""

import ast
import sys
from pathlib import Path

import pytest

import tui.simulator

ROOT = Path(tui.simulator.__file__).parent
SOURCES = sorted(ROOT.rglob("*.py"))
FOREIGN_ALLOWED = {"h11", "httpx", "websockets"}


def imports_of(source: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(source.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "absolute imports only"
            names.add(node.module or "")
    return names


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_only_itself_and_the_standard_library(source: Path) -> None:
    for name in imports_of(source):
        top = name.split(".")[0]
        assert top in sys.stdlib_module_names | FOREIGN_ALLOWED or name.startswith("tui.simulator"), name
