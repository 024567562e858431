"""Secrets in text: those that are known by value, and those that are known by their look."""

from __future__ import annotations

from urllib.parse import quote

import pytest

from monitor.logs.redact import HIDDEN, Redactor, secret_name

SECRET = "k3y+of/the house"


@pytest.mark.parametrize(
    "text",
    [
        SECRET,
        f"the server said {SECRET!r}",
        f"https://a.example/x?y={quote(SECRET)}",
        f"https://a.example/x?y={quote(SECRET, safe='')}",
        "x k3y%2Bof%2Fthe+house y",
    ],
)
def test_a_known_value_goes_in_every_form(text: str) -> None:
    hidden = Redactor([SECRET])(text)
    assert "k3y" not in hidden
    assert HIDDEN in hidden


@pytest.mark.parametrize(
    ("text", "gone"),
    [
        ("https://user:geheim99@a.example/x", "geheim99"),
        ("postgresql+psycopg://me:p@ss/word@db.a.example/monitor", "p@ss/word"),
        ("GET https://a.example/api?access_token=abc123&page=2", "abc123"),
        ("https://a.example/api?page=2&API-Key=abc123", "abc123"),
        ("tgram://123456:AAbbCC/987654", "AAbbCC"),
        ("slack://T1AAAA/B2BBBB/c3c3c3", "c3c3c3"),
        ("mailto://desk:geheim99@smtp.a.example?to=b@a.example", "geheim99"),
        ("json://hooks.a.example/path/abc123?secret=geheim99", "abc123"),
        ("https://hooks.slack.com/services/T0001/B0002/abcdefg9", "abcdefg9"),
        ("https://open.feishu.cn/open-apis/bot/v2/hook/aaaa-1111-bbbb", "aaaa-1111"),
        ("https://api.telegram.org/bot123456:AAbbCC/sendMessage", "AAbbCC"),
        ("Authorization: Bearer abc.def.ghi", "abc.def"),
        ("{'authorization': 'Basic dXNlcjpnZWhlaW0='}", "dXNlcjpn"),
        ("Cookie: sid=abc123; theme=dark", "abc123"),
        ("Set-Cookie: sid=abc123; Path=/", "abc123"),
        ("password=geheim99 was wrong", "geheim99"),
        ('{"api_key": "geheim99"}', "geheim99"),
    ],
)
def test_a_secret_is_known_by_its_look(text: str, gone: str) -> None:
    assert gone not in Redactor()(text)


@pytest.mark.parametrize(
    "text",
    [
        "https://news.a.example/2026/0301/c1024-334.html?page=2&id=77",
        "mailto://127.0.0.1:2525 to desk@a.example #a1b2c3",
        "sqlite:////var/lib/monitor/monitor.sqlite",
        "阳江市党政代表团赴苏州考察：签约12个项目",
        "2 tokens were used; the key of the digest is desk/2026-03-01T08:30",
    ],
)
def test_what_is_no_secret_stays(text: str) -> None:
    assert Redactor()(text) == text


def test_fields_are_secret_by_name() -> None:
    assert all(secret_name(name) for name in ("password", "Cookie", "smtp_password", "api_key", "authorization"))
    assert not any(secret_name(name) for name in ("source", "url", "reason", "monkey", "keyword"))


def test_nothing_of_it_is_in_its_representation() -> None:
    assert SECRET not in repr(Redactor([SECRET]))
