"""Every exception that httpx can raise has its named reason."""

from __future__ import annotations

from typing import get_args

import httpx
import pytest

from monitor.errors import FetchError
from monitor.fetch import MEANING, PASSING, Reason
from monitor.fetch.mapping import MAPPED, as_fetch_error

RAISED = sorted(
    {
        kind
        for kind in vars(httpx).values()
        if isinstance(kind, type) and issubclass(kind, Exception) and kind.__module__.startswith("httpx")
    },
    key=lambda kind: kind.__name__,
)


def test_the_list_is_not_empty() -> None:
    assert httpx.ReadTimeout in RAISED
    assert len(RAISED) > 20


@pytest.mark.parametrize("kind", RAISED)
def test_every_exception_of_httpx_is_mapped(kind: type[Exception]) -> None:
    error = kind.__new__(kind)
    error.args = ("said",)
    assert isinstance(error, MAPPED)
    mapped = as_fetch_error(error)
    assert isinstance(mapped, FetchError)
    assert mapped.reason in MEANING
    assert mapped.retry == (mapped.reason in PASSING)


def test_what_is_not_known_is_raised_again() -> None:
    with pytest.raises(ZeroDivisionError):
        as_fetch_error(ZeroDivisionError())


def test_every_reason_is_documented() -> None:
    assert set(get_args(Reason)) == set(MEANING)
    assert set(MEANING) >= PASSING


def test_a_message_is_one_printable_line() -> None:
    text = str(as_fetch_error(httpx.RemoteProtocolError("bad\r\nheader \x1b[31m" + "a" * 1000)))
    assert text.isprintable()
    assert len(text) < 300


@pytest.mark.parametrize(
    ("raised", "said"),
    [
        ("[Errno 111] Connection refused", "no connection could be made: Connection refused."),
        (
            "[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: self-signed certificate (_ssl.c:1006)",
            "no connection could be made: certificate verify failed: self-signed certificate.",
        ),
    ],
)
def test_a_message_has_no_numbers_for_programmers(raised: str, said: str) -> None:
    assert str(as_fetch_error(httpx.ConnectError(raised))) == said
