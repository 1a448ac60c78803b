"""What a key may hold."""

import pytest

from tui.config import Field, FieldError


def test_keys_of_a_secret() -> None:
    assert Field("token", is_secret=True).keys == ("token", "token_env", "token_command")
    assert Field("url").keys == ("url",)


@pytest.mark.parametrize(
    ("field", "value", "reason"),
    [
        (Field("a"), 1, "want_text"),
        (Field("a", bool), "true", "want_flag"),
        (Field("a", bool), 1, "want_flag"),
        (Field("a", int), True, "want_number"),
        (Field("a", int), "1", "want_number"),
        (Field("a", choices=("x", "y")), "z", "choice"),
        (Field("a", required=True), "  ", "empty"),
    ],
)
def test_refused(field: Field, value: object, reason: str) -> None:
    with pytest.raises(FieldError) as caught:
        field.accept(value)
    assert caught.value.reason == reason


@pytest.mark.parametrize(
    ("field", "value"), [(Field("a"), ""), (Field("a", bool), False), (Field("a", int), 3), (Field("a", choices=("x",)), "x")]
)
def test_accepted(field: Field, value: object) -> None:
    assert field.accept(value) == value
