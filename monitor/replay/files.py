"""Saved pages from folders, files and standard input, as the `Page` that polling would have made of them."""

from __future__ import annotations

import gzip
import json
import sys
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from monitor.errors import ReplayError
from monitor.types import Page

LARGEST = 5 * 1024 * 1024
"""Bytes of a page after decompression; the same cap as for polled pages."""

_PAGES = (".html", ".htm", ".xhtml", ".shtml", ".txt", ".mhtml", ".mht")
_BESIDE = (".json", ".md")  # what may stand beside pages in a folder: sidecars, gold, a note
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Unreadable:
    """A file that gave no page: its name, a short stable reason, and a sentence that says what to do."""

    document: str
    reason: str
    detail: str


def pages(paths: Iterable[str | Path], *, now: datetime) -> Iterator[Page | Unreadable]:
    """Every page of the given files and folders (searched through, sorted by name); "-" is one page on standard input.

    now: when the replay runs, aware; stands in for a fetch time that nothing else tells.
    """
    for path in paths:
        if str(path) == "-":
            yield _attempt("stdin", lambda: _from_stdin(now))
            continue
        for file in files(Path(path)):
            if isinstance(file, Unreadable):
                yield file
            else:
                yield from _with_sidecar(file)


def files(path: Path) -> Iterator[Path | Unreadable]:
    """The files that `pages` would read, so that a progress bar knows their number."""
    if path.is_dir():
        for file in sorted(path.rglob("*")):
            hidden = any(part.startswith(".") for part in file.relative_to(path).parts)
            if file.is_file() and not hidden and file.suffix.lower() not in _BESIDE:
                yield file
    elif path.exists():
        yield path
    else:
        yield Unreadable(document=str(path), reason="missing", detail=f"{path}: there is no such file or folder.")


def _attempt(document: str, make: Any) -> Page | Unreadable:
    try:
        page: Page = make()
    except ReplayError as error:
        return Unreadable(document=document, reason=error.reason, detail=str(error))
    return page


def _with_sidecar(file: Path) -> Iterator[Page | Unreadable]:
    try:
        facts = _sidecar(file)
    except ReplayError as error:
        # The page itself is good: it is replayed without its sidecar, and the sidecar is reported.
        yield Unreadable(document=_sidecar_path(file).name, reason=error.reason, detail=str(error))
        facts = {}
    yield _attempt(file.name, lambda: _from_file(file, facts))


def _from_stdin(now: datetime) -> Page:
    body = sys.stdin.buffer.read(LARGEST + 1)
    return _page(_checked(body, "stdin"), "stdin", {}, now)


def _from_file(file: Path, facts: dict[str, Any]) -> Page:
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


def _page(body: bytes, document: str, facts: dict[str, Any], otherwise: datetime) -> Page:
    stem = document.lower().removesuffix(".gz")
    suffix = Path(stem).suffix
    url = facts.get("url")
    headers: dict[str, str] = {}
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


def _sidecar_path(file: Path) -> Path:
    name = file.name[:-3] if file.name.lower().endswith(".gz") else file.name
    return file.with_name(Path(name).stem + ".json")


def _sidecar(file: Path) -> dict[str, Any]:
    """What stands beside a page: url, source, title, published, fetched_at (a day or a time in ISO 8601)."""
    path = _sidecar_path(file)
    if path == file or not path.is_file():
        return {}
    try:
        facts = json.loads(path.read_text(encoding="utf-8-sig"))
        if not isinstance(facts, dict):
            raise TypeError("expected an object")
        known = {name: facts.get(name) for name in ("url", "source", "title")}
        for name, value in known.items():
            if value is not None and not isinstance(value, str):
                raise TypeError(f"{name} must be a text")
        return known | {name: _moment(facts.get(name)) for name in ("published", "fetched_at")}
    except (OSError, ValueError, TypeError) as error:
        raise ReplayError(f"{path.name}: cannot be used: {error}.", reason="bad sidecar") from error


def _moment(value: Any) -> datetime | None:
    if value is None:
        return None
    moment = datetime.fromisoformat(value)
    if len(value) <= 10:
        moment = datetime.combine(moment.date(), time())
    # Without a zone it is what the page shows, and the pages are Chinese.
    return moment if moment.tzinfo else moment.replace(tzinfo=ZoneInfo("Asia/Shanghai"))
