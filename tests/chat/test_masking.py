"""No secret survives masking, wherever it stands; and what is no secret stays readable."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.chat.masking import MASK, is_secret_name, mask, mask_part

SECRET = "s3cr3tV4lue"
NAMES = (
    "token", "access_token", "Authorization", "cookie", "cookies", "Set-Cookie", "csrf_token", "bkn", "skey", "p_skey", "rkey",
    "client_key", "clientkey", "clientKey", "credentials", "password", "passwd", "secret", "app_secret", "sessionKey",
    "verifyKey", "SESSDATA", "bili_jct", "api_key", "apiKey", "private-key", "auth", "pt4_token", "ptKey", "sessionId",
    "refresh_token", "qrcode_key", "csrf", "refresh_csrf", "ac_time_value", "buvid3", "buvid4", "DedeUserID__ckMd5", "sessdata",
    "session", "verify_key",
)  # fmt: skip
PLAIN_NAMES = (
    "user_id",
    "group_id",
    "message",
    "raw_message",
    "nickname",
    "file",
    "url",
    "author",
    "sessions",
    "keyboard",
    "key",
    "echo",
    "flag",
)


@pytest.mark.parametrize("name", NAMES)
def test_a_key_that_names_a_secret_hides_its_value(name: str) -> None:
    for value in (SECRET, [SECRET], {"a": SECRET}, 12345678, [{"x": [SECRET]}]):
        text = json.dumps({"data": {name: value}, "user_id": 20001})
        for shown in (mask(text), mask_part(text), mask_part(text[:-2])):
            assert SECRET not in shown and "12345678" not in shown, shown
        assert json.loads(mask(text))["user_id"] == 20001


@pytest.mark.parametrize("name", PLAIN_NAMES)
def test_other_keys_hide_nothing(name: str) -> None:
    text = json.dumps({name: "plain", "n": 1})
    assert not is_secret_name(name)
    assert mask(text) == mask_part(text) == text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (f"https://host/a?rkey={SECRET}&spec=0", "https://host/a?rkey=***&spec=0"),
        (f"[CQ:image,file=a.png,url=https://h/?a=1&amp;rkey={SECRET}]", "[CQ:image,file=a.png,url=https://h/?a=1&amp;rkey=***]"),
        (f"ws://127.0.0.1:3001/?access_token={SECRET}", "ws://127.0.0.1:3001/?access_token=***"),
        (f"ws://127.0.0.1:8080/all?verifyKey={SECRET}&qq=10001", "ws://127.0.0.1:8080/all?verifyKey=***&qq=10001"),
        (f"http://127.0.0.1:8080/friendList?sessionKey={SECRET}", "http://127.0.0.1:8080/friendList?sessionKey=***"),
        (f"http://127.0.0.1:8080/all?qq=1&session={SECRET}", "http://127.0.0.1:8080/all?qq=1&session=***"),
        (f"verifyKey: {SECRET}", "verifyKey: ***"),
        (f"sessionKey: {SECRET}", "sessionKey: ***"),
        (f"Authorization: session {SECRET}", "Authorization: ***"),
        (f"Authorization: sessionKey {SECRET}", "Authorization: ***"),
        (f"https%3A%2F%2Fh%3Frkey%3D{SECRET}%26a", "https%3A%2F%2Fh%3Frkey%3D***"),
        (f"Authorization: Bearer {SECRET}", "Authorization: ***"),
        (f"bearer {SECRET}, then", "bearer ***, then"),
        (f"Cookie: uin=o1; p_skey={SECRET}; x=y", "Cookie: ***"),
        (f"uin=o1; skey={SECRET} and on", "uin=o1; skey=*** and on"),
        (f"http://me:{SECRET}@proxy:80/", "http://me:***@proxy:80/"),
        (f"token：{SECRET}", "token：***"),
        (f"token＝{SECRET}", "token＝***"),
        (f"https://{SECRET}@host/a@b", "https://***@host/a@b"),
        (f"a?u=b%253Ftoken%253D{SECRET}", "a?u=b%253Ftoken%253D***"),
        (f"eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.{SECRET}", "***"),
        (f"https://h/scan-web?navhide=1&qrcode_key={SECRET}&from=x", "https://h/scan-web?navhide=1&qrcode_key=***&from=x"),
        (
            f"https://h/crossDomain?DedeUserID=1&SESSDATA={SECRET}%2C17%2Cb&bili_jct={SECRET}",
            "https://h/crossDomain?DedeUserID=1&SESSDATA=***&bili_jct=***",
        ),
        (f"talker_id=7&csrf={SECRET}&csrf_token={SECRET}&build=0", "talker_id=7&csrf=***&csrf_token=***&build=0"),
        (f"Set-Cookie: SESSDATA={SECRET}%2C17; Path=/; HttpOnly", "Set-Cookie: ***"),
        ("https://example.com/a@b", "https://example.com/a@b"),
        ("pass: the exam", "pass: *** exam"),
        (f"İİİİİİİİ token={SECRET} x", "İİİİİİİİ token=*** x"),  # its small form is two characters
        ("token验证失败", "token验证失败"),
        ("http://cookie://x", "http://cookie://x"),
        ("keyboard=1 author=me", "keyboard=1 author=me"),
    ],
)
def test_running_text(text: str, shown: str) -> None:
    assert mask_part(text) == shown
    assert json.loads(mask(json.dumps({"message": text}))) == {"message": shown}


@pytest.mark.parametrize(
    "text",
    [
        f'{{"token": "{SECRET}',
        f'{{"token": {SECRET}',
        f"{{'token': '{SECRET}'}}",
        f'{{"token": "{SECRET}", "token": "***"}}',
        f'{{"data": {{"token": "{SECRET}"}}, "data": 1}}',
        f'{{"to\\u006ben": "{SECRET}"',
        f'{{"token": {{"deep": "{SECRET}", "er": ["{SECRET}"]',
        f'x "log": "{{\\"token\\": \\"a\\\\\\"b {SECRET}\\"}}"',
        f'{{"headers": [{{"name": "X-Token", "value": "{SECRET}"}}]}}',
        f'{{"Bearer {SECRET}": 1}}',
        f'{"[" * 100_000}"token": "{SECRET}"',
        f'{{"rkey":"a","rkey":"{SECRET}"}}',
        f'{{"n": {"1" * 5000}, "token": "{SECRET}"}}',
        f'{{"url": "http:\\/\\/me:{SECRET}@host\\/"}}',
        f'{{"headers": [["Cookie", "{SECRET}"], ["a", "b"]]}}',
        f'{{"rawHeaders": ["Host", "h", "Authorization", "{SECRET}"]}}',
        f'{{"k": "token", "v": "{SECRET}"}}',
        json.dumps({"x": f'<a token="{SECRET}" b="c"/>'}),
        json.dumps({"x": f"<Password>{SECRET}</Password>"}),
        json.dumps({"x": f"&quot;token&quot;:&quot;{SECRET}&quot;"}),
        json.dumps({"x": f"pass  =  'a {SECRET}'"}),
        json.dumps({"x": f'Authorization: Digest username="a", response="{SECRET}"'}),
        json.dumps({"x": f"{{'token': 'a\\'{SECRET}'}}"}),
        json.dumps({"x": f"Bearer\n{SECRET}"}),
    ],
)
def test_hostile_shapes(text: str) -> None:
    assert SECRET not in mask(text)
    assert SECRET not in mask_part(text)


@pytest.mark.parametrize(
    "data",
    ["plain", 42, ["a", {"b": "c"}], {"name": "value", "ok": True}, [["deep"]]],
)
def test_the_answer_that_is_a_secret_shows_only_its_form(data: Any) -> None:
    shown = mask(json.dumps({"status": "ok", "data": data, "echo": "e-1"}), hides_data=True)
    row = json.loads(shown)
    assert (row["status"], row["echo"]) == ("ok", "e-1")
    for word in ("plain", "42", '"a"', '"c"', "value", "deep"):
        assert word not in json.dumps(row["data"])
    assert mask('{"data": "cut', hides_data=True) == MASK
    assert mask('"bare"', hides_data=True) == MASK


def test_an_answer_that_is_a_secret_shows_nothing_wherever_it_stands() -> None:
    shown = json.loads(mask(json.dumps({"status": "ok", "data": None, "result": SECRET, "echo": "e-1"}), hides_data=True))
    assert shown == {"status": "ok", "data": None, "result": MASK, "echo": "e-1"}


def test_names_of_actions_in_a_list_are_no_names_of_secrets() -> None:
    text = json.dumps({"data": ["get_cookies", "get_csrf_token", "send_msg"]})
    assert mask(text) is text


def test_a_frame_without_secrets_is_the_very_text_that_came() -> None:
    text = '{"b" : 1,  "a":[1.50, "é\\u00e9", null]}'
    assert mask(text) is text


def test_masked_once_is_masked_for_good() -> None:
    text = json.dumps({"token": SECRET, "url": f"https://h/?rkey={SECRET}", "x": f'{{"token": "{SECRET}"}}'})
    assert mask(mask(text)) == mask(text)


secrets = st.text(
    st.characters(min_codepoint=33, max_codepoint=0x2FFF, exclude_categories=("Cs", "Zs", "Zl", "Zp", "Cc")), min_size=6
)
url_secrets = st.text("abcdefghijkmnoqrstuvwxyzABCDEFGHXYZ0123456789-_.~%", min_size=6, max_size=60)
noise = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


def _in_noise(name: str, value: Any, around: list[Any], depth: int) -> Any:
    made: Any = {name: value}
    for part in around[:depth]:
        made = [part, made] if depth % 2 else {"more": part, "in": made}
    return made


@given(st.sampled_from(NAMES), secrets, st.lists(noise, max_size=4), st.booleans())
def test_no_value_of_a_secret_key_survives(name: str, secret: str, around: list[Any], is_ascii: bool) -> None:
    secret = f"\x01{secret}"  # nothing else holds it
    text = json.dumps(_in_noise(name, secret, around, len(around)), ensure_ascii=is_ascii)
    plain = json.dumps(secret, ensure_ascii=is_ascii)[1:-1]
    for shown in (mask(text), mask(json.dumps({"log": text})), mask_part(text), mask_part(text[:-1])):
        assert plain not in shown and secret not in shown


@given(st.sampled_from(NAMES), url_secrets, st.sampled_from("?&;"), st.integers(1, 3))
def test_no_parameter_of_a_url_survives_however_often_it_is_quoted(name: str, secret: str, mark: str, times: int) -> None:
    text = f"https://host/path{mark}{name}={secret}&spec=0"
    for _ in range(times):
        text = json.dumps({"url": text})
    assert secret not in mask(text)
    assert secret not in mask_part(text)
    assert secret not in mask_part(text[:-1])


@given(st.text(max_size=200), st.booleans())
def test_nothing_makes_it_stumble(text: str, hides_data: bool) -> None:
    mask(text, hides_data)
    mask_part(text)


@given(noise)
def test_what_has_no_secret_stays_the_same_data(value: Any) -> None:
    text = json.dumps(value)
    shown = mask(text)
    if MASK not in shown:
        assert json.loads(shown) == value
