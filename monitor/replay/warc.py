"""Web archives: WARC (ISO 28500), plain or compressed, by FastWARC; and WACZ, a zip of them.

A damaged record is named, and reading goes on at the next one: archives of terabytes have bad blocks.
"""

from __future__ import annotations

import json
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from monitor.errors import ReplayError
from monitor.replay.export import FACTS, PART
from monitor.replay.files import from_record
from monitor.replay.record import LARGEST, Record, Unreadable
from monitor.replay.sidecar import facts_of
from monitor.types import Page

if TYPE_CHECKING:
    from fastwarc.warc import WarcRecord

_PAGES = ("text/html", "application/xhtml+xml", "text/plain")
_GZIP = b"\x1f\x8b\x08"  # how a record of .warc.gz begins: each is a gzip member of its own
_WARC = b"WARC/1."
_BLOCK = 1 << 20


def records(path: Path, start: int) -> Iterator[Record | Unreadable]:
    """The captures of a .warc, .warc.gz or .warc.zst file; a place is the offset of a record in the file as it is."""
    size = path.stat().st_size or 1
    with path.open("rb") as file:
        while True:
            file.seek(start)
            last = start
            try:
                for record in _captures(file, path.name):
                    last = record.after
                    yield replace(record, share=last / size)
            except OSError as error:
                # FastWARC says neither where it stopped nor how to go on.
                detail = f"{path.name}: a record behind byte {last} is damaged ({error}); it was passed over."
                yield Unreadable(document=f"{path.name}#{last}", reason="damaged", detail=detail)
                following = _next_record(file, last)
                if following is None:
                    return
                start = following
                continue
            if _cut_short(file, last):
                raise ReplayError(
                    f"{path.name}: is cut short behind byte {last}; get the whole file.", reason="damaged"
                )
            return


def members(path: Path, start: int) -> Iterator[Record | Unreadable]:
    """The captures of a WACZ file; a place is their count."""
    count = 0
    with zipfile.ZipFile(path) as archive:
        names = [name for name in archive.namelist() if name.startswith("archive/") and ".warc" in name]
        if not names:
            raise ReplayError(f"{path.name}: holds no web archive under archive/.", reason="not an archive")
        for number, name in enumerate(sorted(names)):
            with archive.open(name) as file:
                try:
                    for record in _captures(file, f"{path.name}#{name.removeprefix('archive/')}"):
                        count += 1
                        if count > start:
                            yield replace(record, after=count, share=number / len(names))
                except OSError as error:
                    detail = f"{path.name}: {name} is damaged ({error}); what stands behind it was not read."
                    yield Unreadable(document=f"{path.name}#{name}", reason="damaged", detail=detail)


def _captures(file: IO[bytes], name: str) -> Iterator[Record]:
    try:
        from fastwarc.warc import ArchiveIterator, WarcRecordType
    except ModuleNotFoundError as error:
        raise ReplayError(f"{name}: web archives need FastWARC; install monitor[archives].", reason="extra") from error
    kinds = WarcRecordType.response | WarcRecordType.resource | WarcRecordType.conversion
    parts: list[Page] = []
    for record in ArchiveIterator(file, record_types=kinds, parse_http=True, auto_decode="all", fsspec_args=False):
        capture = _capture(record, name)
        if record.headers.get(PART):
            parts.append(from_record(capture, capture.read(), capture.at or datetime.now(UTC)))
            continue
        yield replace(capture, more=tuple(parts)) if parts else capture
        parts = []


def _capture(record: WarcRecord, name: str) -> Record:
    headers = record.http_headers.to_dict() if record.http_headers else {}
    headers = {key.lower(): value for key, value in headers.items()}
    kind = headers.get("content-type") or record.headers.get("Content-Type") or ""
    status = record.http_headers.status_code if record.http_headers else None
    skip = None
    if status is not None and not 200 <= status < 300:
        skip = "status"
    elif kind.split(";")[0].strip().lower() not in _PAGES:
        skip = "type"
    facts = _facts(record.headers.get(FACTS), name)
    if facts:  # an export of ours: what stands beside these was not there when the page came
        headers.pop("content-length", None)
        if facts.get("no_type"):
            headers.pop("content-type", None)
    elif not headers:
        headers = {"content-type": kind}
    # An address in angle brackets is a slip of early writers that archives still hold.
    url = (record.headers.get("WARC-Target-URI") or "").strip("<>")
    return Record(
        document=f"{name}#{record.stream_pos}",
        after=record.stream_pos,
        read=partial(_body, record, name),
        url=url if url.startswith(("http://", "https://")) else None,
        at=record.record_date,
        headers=headers,
        facts=facts,
        plain=bool(facts.get("plain")) if facts else kind.lower().startswith("text/plain"),
        skip=skip,
    )


def _facts(written: str | None, name: str) -> dict[str, Any]:
    """What an export of ours says of a page beside what WARC has names for; nothing where another tool wrote it."""
    if not written:
        return {}
    try:
        known = json.loads(written)
        return {**known, **facts_of(known, name)}
    except (ValueError, TypeError, ReplayError):
        return {}


def _body(record: WarcRecord, name: str) -> bytes:
    try:
        return record.reader.read(LARGEST + 1)
    except OSError as error:
        raise ReplayError(f"{name}#{record.stream_pos}: is damaged: {error}.", reason="damaged") from error


def _next_record(file: IO[bytes], last: int) -> int | None:
    """Where a record begins behind the damaged one that follows `last`; None at the end of the file."""
    file.seek(last)
    packed = file.read(3) == _GZIP
    sign = _GZIP if packed else b"\n" + _WARC
    place = (_member(file, last)[0] if packed else last) + 1
    while True:
        file.seek(place)
        block = file.read(_BLOCK)
        found = block.find(sign)
        if found >= 0:
            begin = place + found
            if not packed:
                return begin + 1
            file.seek(begin)
            if _unpacked_start(file.read(512)).startswith(_WARC):
                return begin
            place = begin + 1
        elif len(block) < _BLOCK:
            return None
        else:
            place += len(block) - len(sign)


def _unpacked_start(packed: bytes) -> bytes:
    try:
        return zlib.decompressobj(wbits=31).decompress(packed, 16)
    except zlib.error:
        return b""


def _member(file: IO[bytes], begin: int) -> tuple[int, bool]:
    """The offset behind a gzip member, or how far it could be read; and whether it is whole."""
    file.seek(begin)
    unpack = zlib.decompressobj(wbits=31)
    place = begin
    while block := file.read(_BLOCK):
        place += len(block)
        while block and not unpack.eof:
            try:
                unpack.decompress(block, _BLOCK)
            except zlib.error:
                return place, False
            block = unpack.unconsumed_tail
        if unpack.eof:
            return place - len(unpack.unused_data), True
    return place, False


def _cut_short(file: IO[bytes], last: int) -> bool:
    """Whether a .warc.gz ends in the middle of a member, which FastWARC takes for its end."""
    whole = True
    while whole:
        file.seek(last)
        if file.read(3) != _GZIP:
            return False
        last, whole = _member(file, last)
    return True
