"""What a source's keys refuse, so that a mistake is found when the file is read and not at night."""

from __future__ import annotations

from typing import Any

import pytest
from making import source
from pydantic import ValidationError


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("headers", {"X-A": "a\r\nHost: other"}),
        ("headers", {"X A": "a"}),
        ("headers", {"X-A": "新闻"}),
        ("cookie", "a=1\nb=2"),
        ("proxy", "socks5://127.0.0.1:1080"),
        ("match", "("),
        ("charset", "gb-nothing"),
        ("every", "0s"),
        ("every", ["0s", "1h"]),
        ("every", ["2h", "15m"]),
        ("every", ["15m"]),
        ("every", "15m to 2h"),
        ("pages", 0),
        ("fields", {"author": "x"}),
        ("url", "example.com"),
        ("name", "a b"),
        ("kind", "forum"),
    ],
)
def test_a_mistake(key: str, value: Any) -> None:
    kind = "json" if key == "fields" else "listing"
    with pytest.raises(ValidationError) as caught:
        source(**({"kind": kind} | {key: value}))
    assert caught.value.errors()[0]["loc"][0] == key


def test_secrets_do_not_show() -> None:
    made = source("listing", cookie="login=secret1", proxy="http://user:secret2@proxy.example:8080")
    assert "secret" not in repr(made)
    assert "secret" not in str(made.model_dump())
