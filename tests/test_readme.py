"""What the README says is so, in both languages."""

import re
from pathlib import Path

import pytest

from tui.compose import ACCOUNT_FIELDS
from tui.config import load
from tui.ui.command_table import COMMANDS
from tui.ui.key_names import canonical
from tui.ui.keys import resolve

ROOT = Path(__file__).parent.parent
PAGES = {"en": ROOT / "README.md", "zh": ROOT / "docs" / "README.zh.md"}

if not all(page.exists() for page in PAGES.values()):
    pytest.skip("the README is not here (an installed copy)", allow_module_level=True)


def text(language: str) -> str:
    """One of the pages."""
    return PAGES[language].read_text(encoding="utf-8")


def blocks(language: str, kind: str) -> list[str]:
    """The code blocks of one kind."""
    return re.findall(rf"^```{kind}\n(.*?)^```$", text(language), re.MULTILINE | re.DOTALL)


def test_first_lines_link_each_other() -> None:
    assert "(docs/README.zh.md)" in text("en").splitlines()[0]
    assert "(../README.md)" in text("zh").splitlines()[0]


def test_both_pages_have_the_same_parts_and_commands() -> None:
    for pattern in (r"^#+ ", r"^- ", r"^\d\. ", r"^\|", r"^!\["):
        counts = [len(re.findall(pattern, text(language), re.MULTILINE)) for language in PAGES]
        assert counts[0] == counts[1], pattern
    for kind in ("sh", "powershell"):
        assert blocks("en", kind) == blocks("zh", kind)
        assert blocks("en", kind)


@pytest.mark.parametrize("language", PAGES)
def test_marked_commands_are_there(language: str) -> None:
    for what, words in (("demo", "qiao --demo"), ("test", "pytest")):
        found = re.findall(rf"^<!-- {what} command -->\n```sh\n(.*)\n```$", text(language), re.MULTILINE)
        assert len(found) == 1
        assert words in found[0]


@pytest.mark.parametrize("language", PAGES)
def test_example_config_is_taken_and_says_the_defaults(language: str, tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.touch(mode=0o600)
    path.write_text(blocks(language, "toml")[0], encoding="utf-8")
    config = load(path, ACCOUNT_FIELDS)
    resolve(config.keys)
    (account,) = config.accounts
    assert (config.language, config.mouse, config.enter_sends) == ("auto", True, True)
    assert (account.mark_read, account.read_only) == (True, False)


@pytest.mark.parametrize("language", PAGES)
def test_the_account_on_mirai_is_taken_beside_the_other(language: str, tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.touch(mode=0o600)
    path.write_text("\n".join(blocks(language, "toml")), encoding="utf-8")
    assert [account.protocol for account in load(path, ACCOUNT_FIELDS).accounts] == ["onebot11", "mirai"]


@pytest.mark.parametrize("page", ["connecting.md", "connecting.zh.md"])
def test_each_way_to_connect_can_be_configured_as_it_is_written(page: str, tmp_path: Path) -> None:
    ways = re.findall(r"^```toml\n(.*?)^```$", (ROOT / "docs" / page).read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    assert len(ways) == 5
    for way in ways:
        path = tmp_path / "config.toml"
        path.touch(mode=0o600)
        path.write_text(way, encoding="utf-8")
        assert len(load(path, ACCOUNT_FIELDS).accounts) == 1


@pytest.mark.parametrize("language", PAGES)
def test_keys_are_bound(language: str) -> None:
    bound = {key for command in COMMANDS for key in command.keys}
    rows = re.findall(r"^\| (.*) \| .* \|$", text(language).split("|---|---|\n", 1)[1].split("\n\n", 1)[0], re.MULTILINE)
    keys = [key for row in rows for key in re.findall("`([^`]+)`", row)]
    assert len(keys) > 12
    assert [key for key in keys if canonical(key) not in bound] == []


@pytest.mark.parametrize("language", PAGES)
def test_links_lead_somewhere(language: str) -> None:
    page = PAGES[language]
    for target in re.findall(r"\]\((?!https?:)([^)#]+)\)", text(language)):
        assert (page.parent / target).exists(), target
