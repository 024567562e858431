"""Sources and pages of a few words, for the tests of this room."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from monitor import sources
from monitor.config import Source
from monitor.sources import Listing
from monitor.types import Page, Refusal

NOW = datetime(2025, 5, 8, 4, 0, tzinfo=UTC)  # noon in Shanghai


# Kinds whose addresses are not on the web.
_OWN = {
    "imap": {"url": "imaps://mail.example.com/INBOX", "user": "u", "password": "p"},
    "folder": {"url": "/srv/drop"},
}


def source(kind: str, url: str = "http://news.example.com/list/", **more: Any) -> Source:
    return Source.model_validate({"name": "s", "kind": kind, "url": url, **_OWN.get(kind, {}), **more})


def page(body: str | bytes, url: str | None = "http://news.example.com/list/", content_type: str = "") -> Page:
    raw = body.encode() if isinstance(body, str) else body
    return Page(url=url, body=raw, fetched_at=NOW, headers={"content-type": content_type} if content_type else {})


def read(kind: str, body: str | bytes, *, content_type: str = "", **more: Any) -> Listing | Refusal:
    made = source(kind, **more)
    return sources.read(made, page(body, made.url, content_type))


def listed(kind: str, body: str | bytes, **more: Any) -> Listing:
    result = read(kind, body, **more)
    assert isinstance(result, Listing), result
    return result


def refused(kind: str, body: str | bytes, **more: Any) -> str:
    result = read(kind, body, **more)
    assert isinstance(result, Refusal), result
    assert result.detail.endswith(".")
    return result.reason
