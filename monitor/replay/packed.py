"""Pages packed together: zip and tar files, and JSON Lines with one saved page a line."""

from __future__ import annotations

import base64
import binascii
import bz2
import gzip
import io
import json
import lzma
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import IO, Any

import zstandard

from monitor.errors import ReplayError
from monitor.replay.record import LARGEST, Record, Unreadable
from monitor.replay.sidecar import BESIDE, beside, facts_of

_LINE = 2 * LARGEST  # a page in base64 and what stands around it


def zipped(path: Path, start: int) -> Iterator[Record | Unreadable]:
    """The files in a zip file, each with the sidecar beside it; a place is the number of files before it."""
    try:
        archive = zipfile.ZipFile(path)
    except zipfile.BadZipFile as error:
        raise ReplayError(f"{path.name}: is a damaged zip file: {error}.", reason="damaged") from error
    with archive:
        infos = [info for info in archive.infolist() if not info.is_dir() and _wanted(info.filename)]
        names = set(archive.namelist())
        for place, info in enumerate(infos[start:], start + 1):
            document = f"{path.name}#{info.filename}"
            facts: Mapping[str, Any] = {}
            sidecar = beside(info.filename)
            if sidecar in names:
                try:
                    facts = facts_of(_member_bytes(archive, archive.getinfo(sidecar)), sidecar)
                except ReplayError as error:
                    yield Unreadable(document=sidecar, reason=error.reason, detail=str(error))
            at = datetime(*info.date_time, tzinfo=UTC) if info.date_time > (1980, 1, 1, 0, 0, 0) else None
            read = partial(_member_bytes, archive, info)
            yield Record(
                document=document,
                after=place,
                read=read,
                at=at,
                facts=facts,
                url=facts.get("url"),
                share=place / len(infos),
            )


def _member_bytes(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
    try:
        with archive.open(info) as member:
            return member.read(LARGEST + 1)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError) as error:
        raise ReplayError(f"{info.filename}: is damaged: {error}.", reason="damaged") from error
    except RuntimeError as error:  # how zipfile says that a password is missing
        raise ReplayError(f"{info.filename}: {error}; unpack it first.", reason="encrypted") from error


def tarred(path: Path, start: int) -> Iterator[Record | Unreadable]:
    """The files in a tar file, compressed or not; a place is the number of files before it.

    A tar file is read front to back, so the sidecar of a page counts only where it stands before the page.
    """
    sidecars: dict[str, Mapping[str, Any]] = {}
    place = 0
    try:
        with _opened(path) as (raw, share), tarfile.open(fileobj=raw, mode="r|") as archive:
            for member in archive:
                if not member.isfile():
                    continue
                if member.name.lower().endswith(".json"):
                    try:
                        sidecars[member.name] = facts_of(_tar_bytes(archive, member), member.name)
                    except ReplayError as error:
                        yield Unreadable(document=member.name, reason=error.reason, detail=str(error))
                if not _wanted(member.name):
                    continue
                place += 1
                if place <= start:
                    continue
                facts = sidecars.get(beside(member.name), {})
                yield Record(
                    document=f"{path.name}#{member.name}",
                    after=place,
                    read=partial(_tar_bytes, archive, member),
                    at=datetime.fromtimestamp(member.mtime, UTC) if member.mtime else None,
                    facts=facts,
                    url=facts.get("url"),
                    share=share(),
                )
    except (tarfile.TarError, zlib.error, EOFError, OSError, lzma.LZMAError, zstandard.ZstdError) as error:
        raise ReplayError(f"{path.name}: is damaged behind file {place}: {error}.", reason="damaged") from error


def _tar_bytes(archive: tarfile.TarFile, member: tarfile.TarInfo) -> bytes:
    file = archive.extractfile(member)
    return file.read(LARGEST + 1) if file else b""


def lines(path: Path, start: int) -> Iterator[Record | Unreadable]:
    """JSON Lines, compressed or not: one page a line; a place is the number of lines before it.

    A line is an object with `html` or `text`, or `body` in base64 (as it came, in any encoding), and url, source,
    title, published, fetched_at and headers where they are known.
    """
    place = 0
    try:
        with _opened(path) as (file, share):
            while line := file.readline(_LINE):
                place += 1
                if place > start and line.strip():
                    yield _line(line, f"{path.name}#{place}", place, share())
    except (zlib.error, EOFError, OSError, lzma.LZMAError, zstandard.ZstdError) as error:
        raise ReplayError(f"{path.name}: is damaged behind line {place}: {error}.", reason="damaged") from error


def _line(line: bytes, document: str, place: int, share: float) -> Record | Unreadable:
    try:
        record = json.loads(line)
        if not isinstance(record, dict):
            raise ReplayError(f"{document}: holds no JSON object.", reason="not a page")
        facts = facts_of(record, document)
        body = _body(record, document)
        headers = record.get("headers") or {}
        if not isinstance(headers, dict):
            raise ReplayError(f"{document}: `headers` must be an object.", reason="not a page")
    except ReplayError as error:
        return Unreadable(document=document, reason=error.reason, detail=str(error))
    except ValueError as error:
        return Unreadable(document=document, reason="damaged", detail=f"{document}: is no JSON: {error}.")
    text = not record.get("html") and not record.get("body")
    return Record(
        document=document,
        after=place,
        read=lambda: body,
        url=facts.get("url"),
        at=facts.get("fetched_at"),
        headers={str(key).lower(): str(value) for key, value in headers.items()},
        facts=facts,
        plain=text or bool(record.get("plain")),
        share=share,
    )


def _body(record: dict[str, Any], document: str) -> bytes:
    packed = record.get("body")
    text = record.get("html") or record.get("text")
    try:
        if isinstance(packed, str):
            return base64.b64decode(packed, validate=True)
    except binascii.Error as error:
        raise ReplayError(f"{document}: `body` is not in base64: {error}.", reason="damaged") from error
    if isinstance(text, str):
        return text.encode("utf-8", "replace")
    raise ReplayError(f"{document}: has no `html`, `text` or `body`.", reason="not a page")


@contextmanager
def _opened(path: Path) -> Iterator[tuple[IO[bytes], Callable[[], float]]]:
    """A file's bytes, unpacked as they are read, and how much of the file was read so far."""
    with ExitStack() as stack:
        raw = stack.enter_context(path.open("rb"))
        size = path.stat().st_size or 1
        begin = raw.read(6)
        raw.seek(0)
        file: Any = raw
        if begin.startswith(b"\x1f\x8b"):
            file = stack.enter_context(gzip.open(raw))
        elif begin.startswith(b"\x28\xb5\x2f\xfd"):
            stream = zstandard.ZstdDecompressor().stream_reader(raw, read_across_frames=True)
            file = io.BufferedReader(stack.enter_context(stream))
        elif begin.startswith(b"BZh"):
            file = stack.enter_context(bz2.open(raw))
        elif begin.startswith(b"\xfd7zXZ"):
            file = stack.enter_context(lzma.open(raw))
        yield file, lambda: raw.tell() / size


def _wanted(name: str) -> bool:
    parts = name.split("/")
    hidden = any(part.startswith((".", "__MACOSX")) for part in parts)
    return not hidden and not name.lower().endswith(BESIDE)
