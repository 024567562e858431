"""One saved page, of a file, an archive or standard input, as the `Page` that polling would have made of it."""

from __future__ import annotations

import gzip
import sys
import zlib
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

from monitor.errors import ReplayError
from monitor.replay.mail import page_of_mail
from monitor.replay.record import LARGEST, Record
from monitor.types import Page

_PAGES = (".html", ".htm", ".xhtml", ".shtml", ".txt", ".mhtml", ".mht", ".eml")
_MAGIC = (
    (b"\x89PNG", "picture"),
    (b"\xff\xd8\xff", "picture"),
    (b"GIF8", "picture"),
    (b"RIFF", "picture"),
    (b"%PDF", "PDF"),
    (b"PK\x03\x04", "zip archive"),
    (b"\x7fELF", "program"),
    (b"SQLite format 3", "database"),
)


def from_stdin(now: datetime) -> Page:
    """The page on standard input. Raises ReplayError."""
    body = sys.stdin.buffer.read(LARGEST + 1)
    return _page(_checked(body, "stdin"), "stdin", {}, now)


def from_file(file: Path, facts: Mapping[str, Any]) -> Page:
    """The page in a file; facts: of its sidecar. Raises ReplayError."""
    try:
        status = file.stat()
        if status.st_size > LARGEST:
            raise _too_large(file.name)
        body = file.read_bytes()
    except OSError as error:
        raise ReplayError(f"{file}: cannot be read: {error.strerror}.", reason="unreadable") from error
    if file.suffix.lower() == ".gz" or body.startswith(b"\x1f\x8b"):
        body = _gunzip(body, file.name)
    changed = datetime.fromtimestamp(status.st_mtime, UTC)
    return _page(_checked(body, file.name), file.name, facts, changed)


def from_record(record: Record, body: bytes, now: datetime) -> Page:
    """The page in an archive. Raises ReplayError."""
    name = record.document
    if body.startswith(b"\x1f\x8b"):
        body = _gunzip(body, name)
    page = _page(_checked(body, name), name, record.facts, record.at or now)
    headers = {**page.headers, **record.headers}
    plain = page.plain if record.plain is None else record.plain
    document = record.facts.get("document") or page.document
    return replace(page, url=page.url or record.url, headers=headers, plain=plain, document=document, more=record.more)


def _page(body: bytes, document: str, facts: Mapping[str, Any], otherwise: datetime) -> Page:
    stem = document.lower().removesuffix(".gz")
    suffix = Path(stem).suffix
    url = facts.get("url")
    headers: dict[str, str] = {}
    if suffix == ".eml":
        return _told(page_of_mail(body, document, otherwise), facts)
    if suffix in (".mhtml", ".mht") or body[:200].lstrip().lower().startswith((b"from: <saved by", b"mime-version:")):
        body, saved_url, headers = _first_html_part(body, document)
        url = url or saved_url
    elif suffix and suffix not in _PAGES and not _looks_like_text(body):
        raise ReplayError(f"{document}: is neither a page nor text.", reason="not a page")
    published = facts.get("published")
    return Page(
        url=url,
        body=body,
        headers=headers,
        fetched_at=facts.get("fetched_at") or published or otherwise,
        source=facts.get("source"),
        document=document,
        plain=suffix == ".txt" or (suffix not in _PAGES and b"<" not in body[:2000]),
        hint_title=facts.get("title"),
        hint_published=published,
    )


def _told(page: Page, facts: Mapping[str, Any]) -> Page:
    """A page with what its sidecar says of it."""
    return replace(
        page,
        url=facts.get("url") or page.url,
        fetched_at=facts.get("fetched_at") or facts.get("published") or page.fetched_at,
        source=facts.get("source"),
        hint_title=facts.get("title") or page.hint_title,
        hint_published=facts.get("published") or page.hint_published,
    )


def _checked(body: bytes, name: str) -> bytes:
    if not body.strip():
        raise ReplayError(f"{name}: is empty.", reason="empty")
    for sign, what in _MAGIC:
        if body.startswith(sign) and not body[:200].lstrip().startswith(b"<"):
            raise ReplayError(f"{name}: is a {what}, not a page.", reason=what)
    if len(body) > LARGEST:
        raise _too_large(name)
    if body.count(b"\0", 0, 4096) > 64 and not body.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise ReplayError(f"{name}: is binary data, not a page.", reason="not a page")
    return body


def _too_large(name: str) -> ReplayError:
    return ReplayError(
        f"{name}: is larger than {LARGEST // 1024 // 1024} MB, too large for a page.", reason="too large"
    )


def _gunzip(body: bytes, name: str) -> bytes:
    # Bounded: a bomb of a few kilobytes unpacks to gigabytes.
    unpack = zlib.decompressobj(wbits=31)
    try:
        body = unpack.decompress(body, LARGEST + 1)
    except (zlib.error, gzip.BadGzipFile) as error:
        raise ReplayError(f"{name}: is damaged: {error}.", reason="damaged") from error
    if not unpack.eof and len(body) <= LARGEST:
        raise ReplayError(f"{name}: is cut short; save it again.", reason="damaged")
    return body


def _first_html_part(body: bytes, name: str) -> tuple[bytes, str | None, dict[str, str]]:
    """The page inside a web archive (RFC 2557), its address and content type."""
    archive = message_from_bytes(body, policy=policy.default)
    for part in archive.walk():
        if part.get_content_type() in ("text/html", "application/xhtml+xml"):
            payload = part.get_payload(decode=True)
            if isinstance(payload, bytes) and payload.strip():
                address = archive.get("Snapshot-Content-Location") or part.get("Content-Location")
                kind = str(part.get("Content-Type", "text/html"))
                return payload, str(address) if address else None, {"content-type": kind}
    raise ReplayError(f"{name}: holds no HTML page.", reason="not a page")


def _looks_like_text(body: bytes) -> bool:
    return b"\0" not in body[:4096]
