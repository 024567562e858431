"""One HTTP POST of JSON, with time-outs, a bounded answer and every failure named.

`requests` because apprise stands on it: own senders and apprise's then share one client, with the same proxies and
certificates, and nothing more is installed. httpx stays in the fetch room.
"""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Any

from monitor.errors import DeliveryError

CONNECT, READ = 8.0, 20.0
"""Seconds to wait for a connection, and for each read of the answer."""
_ANSWER = 65_536
_CREDENTIALS = frozenset({401, 403, 407})


def post(
    url: str,
    body: bytes,
    *,
    now: datetime,
    headers: Mapping[str, str] | None = None,
    auth: tuple[str, str] | None = None,
    verify: bool = True,
) -> str:
    """Posts JSON and returns the first 64 KiB of the answer's text.

    Redirects are not followed: a webhook that moved is to be corrected. Raises DeliveryError for every other status
    than 2xx and for every failure on the way; neither address nor key is in its message.
    """
    import requests
    import urllib3

    # No compression: an answer of a few kilobytes could unfold to any size.
    sent = {
        "Content-Type": "application/json; charset=utf-8",
        "User-Agent": "monitor",
        "Accept-Encoding": "identity",
        **(headers or {}),
    }
    try:
        with requests.post(
            url,
            data=body,
            headers=sent,
            auth=auth,
            verify=verify,
            timeout=(CONNECT, READ),
            allow_redirects=False,
            stream=True,
        ) as answer:
            text = _read(answer.raw).decode("utf-8", "replace")
            _judge(answer.status_code, answer.headers, text, now)
            return text
    except requests.exceptions.SSLError as error:
        raise DeliveryError("The certificate of the server is not valid.", reason="tls", passing=True) from error
    except (requests.exceptions.Timeout, urllib3.exceptions.TimeoutError) as error:
        raise DeliveryError("The server did not answer in time.", reason="timeout", passing=True) from error
    except (requests.exceptions.InvalidURL, requests.exceptions.InvalidSchema, UnicodeError) as error:
        raise DeliveryError("The address cannot be used.", reason="bad address", passing=False) from error
    except (requests.exceptions.RequestException, urllib3.exceptions.HTTPError) as error:
        raise DeliveryError(
            f"No connection to the server, or it broke ({type(error).__name__}).", reason="connect", passing=True
        ) from error


def _read(raw: Any) -> bytes:
    """The first _ANSWER bytes. A server that drips its answer is left after READ seconds: what it meant stands in the
    status."""
    read, deadline = b"", time.monotonic() + READ
    while len(read) < _ANSWER and time.monotonic() < deadline:
        chunk = raw.read1(_ANSWER - len(read))
        if not chunk:
            break
        read += chunk
    return read


def _judge(status: int, headers: Mapping[str, str], text: str, now: datetime) -> None:
    if 200 <= status < 300:
        return
    said = f"The server answered {status}: {' '.join(text.split())[:200]}".rstrip(": ")
    if status == 429:
        raise DeliveryError(said, reason="rate", passing=True, retry_after=retry_after(headers, now))
    if status >= 500 or status == 408:
        raise DeliveryError(said, reason="server error", passing=True, retry_after=retry_after(headers, now))
    if status == 413:
        raise DeliveryError(said, reason="too large", passing=False)
    raise DeliveryError(said, reason="credentials" if status in _CREDENTIALS else "refused", passing=False)


def retry_after(headers: Mapping[str, str], now: datetime) -> float | None:
    """Seconds that a Retry-After header asks for, as a number or as a date (RFC 9110, 10.2.3); at most a day."""
    value = headers.get("Retry-After", "").strip()
    if not value:
        return None
    if value.isdigit():
        return float(min(int(value), 86_400))
    try:
        until = parsedate_to_datetime(value)
        return min(max((until - now).total_seconds(), 0.0), 86_400.0)
    except (TypeError, ValueError):
        return None


def answered(text: str) -> dict[str, Any]:
    """A vendor's JSON answer. Raises DeliveryError where it is none: then nobody knows whether it was taken."""
    try:
        value = json.loads(text)
    except ValueError:
        value = None
    if not isinstance(value, dict):
        raise DeliveryError("The server's answer is not what it should be.", reason="server error", passing=True)
    return value


def encoded(value: object) -> bytes:
    """JSON in UTF-8 with Chinese characters as they are: three bytes each, where the escapes take six."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")
