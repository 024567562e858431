"""Pages written as a web archive (WARC 1.1), from which they can be replayed here and by every other tool.

What a Page knows and WARC has no name for stands in header fields of our own, which others pass over. The same pages
give the same file to the byte.
"""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import uuid
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any

from monitor.errors import ReplayError
from monitor.types import Page

FACTS = "Monitor-Page"
"""The header field that holds what only we know of a page, as JSON in ASCII."""

PART = "Monitor-Part"
"""The header field of a further page of an article; such records stand before the page that they belong to."""

_IDS = uuid.UUID("6ba7b811-9dad-11d1-80b4-00c04fd430c8")  # the name space of addresses (RFC 4122, appendix C)
_UNPACKED = ("content-encoding", "transfer-encoding", "content-length")  # true of the bytes on the wire, not of ours


def write_warc(path: Path, pages: Iterable[Page]) -> Iterator[Page]:
    """Write pages to a .warc or .warc.gz file, and give each on when it is written.

    The file takes its name when it is whole. Raises ReplayError where it cannot be written or FastWARC is missing.
    """
    packed = path.name.endswith(".gz")
    if not packed and not path.name.endswith(".warc"):
        raise ReplayError(f"{path.name}: name it .warc or .warc.gz.", reason="bad name")
    unfinished = path.with_name(path.name + ".part")
    try:
        with unfinished.open("wb") as file:
            for page in pages:
                for part in page.more:
                    _write(file, part, packed, part=True)
                _write(file, page, packed, part=False)
                yield page
        unfinished.replace(path)
    except OSError as error:
        raise ReplayError(f"{path}: cannot be written: {error.strerror or error}.", reason="unwritable") from error


def _write(file: IO[bytes], page: Page, packed: bool, *, part: bool) -> None:
    record = io.BytesIO()
    _record(page, part).write(record, checksum_data=True)
    # Each record is a gzip member of its own, so that readers can begin at any of them.
    file.write(gzip.compress(record.getvalue(), mtime=0) if packed else record.getvalue())


def _record(page: Page, part: bool) -> Any:
    try:
        from fastwarc.warc import WarcRecord, WarcRecordType
    except ModuleNotFoundError as error:
        raise ReplayError("Web archives need FastWARC; install monitor[archives].", reason="extra") from error
    record = WarcRecord()
    at = page.fetched_at.astimezone(UTC)
    name = page.url or f"urn:monitor:{page.document or 'page'}"
    number = uuid.uuid5(_IDS, f"{name} {at.isoformat()} {hashlib.sha256(page.body).hexdigest()}")
    kind = WarcRecordType.response if page.url else WarcRecordType.resource
    record.init_headers(record_type=kind, record_urn=f"uuid:{number}".encode())
    record.headers.set("WARC-Date", at.isoformat(timespec="microseconds").replace("+00:00", "Z"))
    record.headers.set("WARC-Target-URI", name)
    record.headers.set(FACTS, json.dumps(_facts(page)))
    if part:
        record.headers.set(PART, "1")
    if page.url:
        record.headers.set("Content-Type", "application/http; msgtype=response")
        record.set_bytes_content(_answer(page) + page.body)
    else:
        record.headers.set("Content-Type", page.headers.get("content-type", "text/html"))
        record.set_bytes_content(page.body)
    return record


def _answer(page: Page) -> bytes:
    headers = {name: value for name, value in page.headers.items() if name not in _UNPACKED}
    headers.setdefault("content-type", "text/plain" if page.plain else "text/html")
    lines = [f"{name}: {_one_line(value)}" for name, value in headers.items()]
    lines.append(f"content-length: {len(page.body)}")
    return ("HTTP/1.1 200 OK\r\n" + "\r\n".join(lines) + "\r\n\r\n").encode("utf-8", "replace")


def _one_line(value: str) -> str:
    return " ".join(value.split())


def _facts(page: Page) -> dict[str, Any]:
    known = {
        "source": page.source,
        "document": page.document,
        "plain": page.plain or None,
        "title": page.hint_title,
        "published": _iso(page.hint_published),
        "fetched_at": page.fetched_at.isoformat(),
        "no_type": None if "content-type" in page.headers else True,
    }
    return {name: value for name, value in known.items() if value is not None}


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
