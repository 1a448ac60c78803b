"""Reading config.toml: what is taken, and how every mistake is answered."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.config.conftest import ACCOUNT_FIELDS, Write
from tui.config import Config, ConfigError, Reply, load

Read = Callable[[str], Config]

WHOLE = """\
language = "zh"
timezone = "Asia/Shanghai"
mouse = false
enter_sends = false
theme = "qiao-light"

[keys]
"message.recall" = ["d", "delete"]
message.menu = "enter"
"theme.pick" = []

[[accounts]]
name = "main"
protocol = "onebot11"
url = "ws://127.0.0.1:3001"
token = "sesame"
mark_read = false

[[accounts]]
name = "小号"
protocol = "onebot11"
url = "wss://example.net/bot"
token_env = "NAPCAT_TOKEN"
read_only = true
"""


def wrong(read: Read, text: str) -> list[str]:
    """The problems of a text, each without the file's path: ``line: key: words``."""
    with pytest.raises(ConfigError) as caught:
        read(text)
    folder = str(caught.value.problems[0].path)
    return [line.removeprefix(folder).removeprefix(":") for line in str(caught.value).splitlines()]


def test_whole_file(read: Read) -> None:
    config = read(WHOLE)
    assert (config.language, config.timezone, config.mouse, config.enter_sends) == ("zh", "Asia/Shanghai", False, False)
    assert config.theme == "qiao-light"
    assert config.keys == {"message.recall": ("d", "delete"), "message.menu": ("enter",), "theme.pick": ()}
    first, second = config.accounts
    assert (first.name, first.protocol, first.mark_read, first.read_only) == ("main", "onebot11", False, False)
    assert first.values == {"url": "ws://127.0.0.1:3001", "listen": "", "webhook": "", "same_disk": False}
    assert first.secret() == "sesame"
    assert (second.name, second.mark_read, second.read_only) == ("小号", True, True)
    assert second.values == {"url": "wss://example.net/bot", "listen": "", "webhook": "", "same_disk": False}
    assert config.warnings == ()


def test_defaults(read: Read) -> None:
    config = read("")
    assert (config.language, config.timezone, config.mouse, config.enter_sends, config.theme) == ("auto", "", True, True, "")
    assert config.keys == {}
    assert config.accounts == ()


def test_account_without_token_has_the_empty_one(read: Read) -> None:
    (account,) = read('[[accounts]]\nname = "a"\nprotocol = "onebot11"\nurl = "ws://h:1"\ntoken = ""').accounts
    assert account.secret() == ""


def test_http_with_a_webhook_and_its_own_secret(read: Read) -> None:
    text = "url = 'http://h:1'\nwebhook = '0.0.0.0:8083'\nsecret = 'sesame'\ntoken = 'open'"
    (account,) = read(f"[[accounts]]\nname = 'a'\nprotocol = 'onebot11'\n{text}").accounts
    assert account.values == {"url": "http://h:1", "listen": "", "webhook": "0.0.0.0:8083", "same_disk": False}
    assert (account.secret(), account.secret("secret")) == ("open", "sesame")
    assert "sesame" not in repr(account)


def test_secret_is_in_no_repr(read: Read) -> None:
    assert "sesame" not in repr(read(WHOLE))


def test_byte_order_mark_and_crlf_are_taken(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_bytes(b'\xef\xbb\xbflanguage = "en"\r\n\r\nmouze = true\r\n')
    with pytest.raises(ConfigError) as caught:
        load(path, ACCOUNT_FIELDS)
    assert [problem.line for problem in caught.value.problems] == [3]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('language = "fr"', "1: language: allowed are auto | zh | en"),
        ("\nlanguage = 1", "2: language: must be text in quotes"),
        ('mouse = "true"', "1: mouse: must be true or false"),
        ("mouse = 1", "1: mouse: must be true or false"),
        ('timezone = "Asia/Beijing"', "1: timezone: no such time zone; allowed are IANA names"),
        ('timezone = "../etc/passwd"', "1: timezone: no such time zone"),
        ("# one\nlangauge = 'zh'", "2: langauge: there is no such key; did you mean language?"),
        ("colour = 1", "1: colour: there is no such key; allowed are language, timezone"),
        ("\nurl = 'ws://h:1'", "2: url: this key belongs to an account"),
        ("accounts = 1", "1: accounts: must be a table that begins with [[accounts]]"),
        ("[accounts]\nname = 'a'", "1: accounts: must be a table that begins with [[accounts]]"),
        ("keys = 1", "1: keys: must be a table that begins with [keys]"),
        ("[keys]\n'message.recall' = 1", '2: keys."message.recall": must be a key or a list of keys'),
        ("[keys]\nmessage.recall = ['d', 1]", "2: keys.message.recall: must be a key or a list of keys"),
    ],
)
def test_wrong_globals(read: Read, text: str, expected: str) -> None:
    (problem,) = wrong(read, text)
    assert problem.startswith(expected)


GOOD = "\n[[accounts]]\nname = 'good'\nprotocol = 'onebot11'\nurl = 'ws://127.0.0.1:3001'\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("url = '127.0.0.1:3001'", "10: accounts[2].url: the address must begin with ws://, wss://, http:// or https://"),
        ("url = 'ws://:3001'", "10: accounts[2].url: the address has no host"),
        ("url = 'ws://h:99999'", "10: accounts[2].url: the port must be a number from 1 to 65535"),
        ("url = ''", "10: accounts[2].url: must not be empty"),
        ("", "7: accounts[2].url: missing: one of url | listen is needed"),
        ("url = 'ws://h:1'\nmouse = true", "11: accounts[2].mouse: this is a global key"),
        ("url = 'ws://h:1'\nmark-read = true", "11: accounts[2].mark-read: there is no such key; did you mean mark_read?"),
        ("url = 'ws://h:1'\ntoken = 123456", "11: accounts[2].token: must be text in quotes"),
        ("url = 'ws://h:1'\ntoken = 'a'\ntoken_env = 'B'", "12: accounts[2].token_env: only one of these may be given: token |"),
        ("url = 'ws://h:1'\ntoken_env = ''", "11: accounts[2].token_env: must not be empty"),
        ("url = 'ws://h:1'\ntoken_command = 'pass \"show'", "11: accounts[2].token_command: the command can not be taken apart"),
        ("url = 'ws://h:1'\nlisten = '127.0.0.1:1'", "11: accounts[2].listen: only one of these may be given: url | listen"),
        ("listen = '127.0.0.1'", "10: accounts[2].listen: the port must be"),
        ("listen = 'ws://127.0.0.1:1'", "10: accounts[2].listen: must be host:port"),
        ("listen = '0.0.0.0:8082'", "10: accounts[2].listen: with this value token | token_env | token_command must be given"),
        ("listen = '0.0.0.0:8082'\ntoken = ' '", "10: accounts[2].listen: with this value token |"),
        ("url = 'ws://h:1'\nwebhook = '127.0.0.1:2'", "11: accounts[2].webhook: this is only for a url that begins with http"),
        ("listen = '127.0.0.1:1'\nwebhook = '127.0.0.1:2'", "11: accounts[2].webhook: this is only for a url that begins"),
        ("url = 'http://h:1'\nsecret = 'x'", "11: accounts[2].secret: the secret checks what is posted to webhook"),
        ("url = 'http://h:1'\nsecret_env = 'X'", "11: accounts[2].secret_env: the secret checks what is posted to webhook"),
        ("url = 'http://h:1'\nwebhook = '8083'", "11: accounts[2].webhook: the port must be"),
        ("url = 'http://h:1'\nwebhook = '0.0.0.0:2'", "11: accounts[2].webhook: with this value secret | secret_env | secret_"),
        ("url = 'http://h:1'\nwebhook = '[::]:2'\ntoken = 'x'", "11: accounts[2].webhook: with this value secret |"),
        ("url = 'ws://h:1'\nread_only = 'no'", "11: accounts[2].read_only: must be true or false"),
    ],
)
def test_wrong_accounts(read: Read, text: str, expected: str) -> None:
    (problem,) = wrong(read, f"{GOOD}\n[[accounts]]\nname = 'b'\nprotocol = 'onebot11'\n{text}")
    assert problem.startswith(expected)


def test_unknown_protocol_names_the_known_ones_and_nothing_else(read: Read) -> None:
    problems = wrong(read, "[[accounts]]\nname = 'a'\nprotocol = 'icq'\nuin = 1")
    assert problems == ["3: accounts[1].protocol: allowed are onebot11"]


def test_duplicate_name_names_the_first_line(read: Read) -> None:
    (problem,) = wrong(read, GOOD + GOOD)
    assert problem == "8: accounts[2].name: the name good is already used on line 3; each account needs a name of its own"


@pytest.mark.parametrize("name", ["x" * 41, "a\\u001bb", "a\\u202eb", "a\\nb"])
def test_names_that_would_break_the_sidebar(read: Read, name: str) -> None:
    (problem,) = wrong(read, f'[[accounts]]\nname = "{name}"\nprotocol = "onebot11"\nurl = "ws://h:1"')
    assert "at most 40 characters" in problem


def test_all_problems_are_named_in_the_order_of_their_lines(read: Read) -> None:
    text = "mouze = true\n[[accounts]]\nname = 'a'\nprotocol = 'onebot11'\nurl = 'x'\n[keys]\na = 1\n"
    assert [problem.split(":")[0] for problem in wrong(read, text)] == ["1", "5", "7"]


def test_error_knows_the_language_of_the_file(read: Read) -> None:
    with pytest.raises(ConfigError) as caught:
        read('language = "zh"\nmouse = 1')
    assert caught.value.language == "zh"


@pytest.mark.parametrize(
    ("text", "line"),
    [("a = \n", 1), ("a = 1\n\nb == 2", 3), ('\na = """\n\n', 2), ("[keys]\n[keys]\n", 2), ("a = 1\na = 2", 2), ("[x", 1)],
)
def test_syntax_errors_name_the_line(read: Read, text: str, line: int) -> None:
    with pytest.raises(ConfigError) as caught:
        read(text)
    (problem,) = caught.value.problems
    assert (problem.line, problem.reason) == (line, "syntax")
    assert "at line" not in str(problem)


def test_not_utf8_names_the_line(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_bytes(b"mouse = true\n# \xb2\xe2\xca\xd4\n")
    with pytest.raises(ConfigError, match=r"config\.toml:2: the file is not UTF-8"):
        load(path, ACCOUNT_FIELDS)


def test_file_that_can_not_be_read(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="can not be read"):
        load(tmp_path, ACCOUNT_FIELDS)


def test_absurd_nesting_is_an_error_in_words(read: Read) -> None:
    with pytest.raises(ConfigError):
        read("a = " + "[" * 100_000)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such modes")
@pytest.mark.parametrize(("mode", "count"), [(0o644, 1), (0o640, 1), (0o600, 0)])
def test_warns_of_a_token_that_others_can_read(write: Write, mode: int, count: int) -> None:
    path = write(WHOLE)
    path.chmod(mode)
    warnings = load(path, ACCOUNT_FIELDS).warnings
    assert len(warnings) == count
    assert all(f"chmod 600 {path}" in str(warning) for warning in warnings)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such modes")
def test_no_warning_without_a_token_in_the_file(write: Write) -> None:
    path = write(GOOD)
    path.chmod(0o644)
    assert load(path, ACCOUNT_FIELDS).warnings == ()


def test_problem_of_somebody_else_gets_its_line(read: Read) -> None:
    problem = read(WHOLE).problem(("keys", "message.recall"), "bad_keys", words="no such key")
    assert (problem.line, problem.key) == (8, 'keys."message.recall"')
    assert str(problem).endswith("no such key")


REPLIES = """
[[accounts]]
name = "main"
protocol = "onebot11"
url = "ws://127.0.0.1:3001"
[[replies]]
name = "hello"
text = '''
Hello {name},
got it.
'''
[[replies]]
name = "hello"
text = "only here"
account = "main"
"""


def test_canned_replies(read: Read) -> None:
    assert read(REPLIES).replies == (Reply("hello", "Hello {name},\ngot it."), Reply("hello", "only here", "main"))
    assert read("").replies == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("replies = 1", "1: replies: must be a table that begins with [[replies]]"),
        ("[[replies]]\nname = 'a'", "1: replies[1].text: this key is missing"),
        ("[[replies]]\nname = 'a'\ntext = ' '", "3: replies[1].text: must not be empty"),
        ("[[replies]]\nname = 'a'\ntext = 1", "3: replies[1].text: must be text"),
        ("[[replies]]\nname = 'a'\ntext = '" + "x" * 2001 + "'", "3: replies[1].text: at most 2000 characters"),
        ('[[replies]]\nname = "a\\n"\ntext = "\\u202e"', "3: replies[1].text: must not be empty"),
        ('[[replies]]\nname = "a\\u0007"\ntext = "x"', "2: replies[1].name: at most 40 characters"),
        ("[[replies]]\nname = 'a'\ntekst = 'b'", "3: replies[1].tekst: there is no such key; did you mean text?"),
        ("[[replies]]\nname = 'a'\ntext = 'b'\naccount = 'x'", "4: replies[1].account: no account is called x"),
        ("[[replies]]\nname = 'a'\ntext = 'b'\nmouse = true", "4: replies[1].mouse: this is a global key"),
        (
            "[[replies]]\nname = 'a'\ntext = 'b'\n[[replies]]\nname = 'a '\ntext = 'c'",
            "5: replies[2].name: the name a is already used on line 2",
        ),
    ],
)
def test_a_canned_reply_that_is_wrong_is_named_with_its_line(read: Read, text: str, expected: str) -> None:
    assert any(problem.startswith(expected) for problem in wrong(read, text)), wrong(read, text)
