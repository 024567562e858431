"""A replay over files, folders and archives alike: what each holds, what of it is wanted, and where to go on."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from pathlib import Path

from monitor.errors import ReplayError
from monitor.replay import packed, warc
from monitor.replay.files import from_file, from_record, from_stdin
from monitor.replay.record import Found, Reader, Record, Unreadable, unreadable
from monitor.replay.sidecar import BESIDE, sidecar, sidecar_path
from monitor.replay.wanted import Wanted
from monitor.types import Page

READERS: dict[str, Reader] = {
    ".warc": warc.records,
    ".warc.gz": warc.records,
    ".warc.zst": warc.records,
    ".wacz": warc.members,
    ".zip": packed.zipped,
    ".tar": packed.tarred,
    ".tar.gz": packed.tarred,
    ".tgz": packed.tarred,
    ".tar.bz2": packed.tarred,
    ".tar.xz": packed.tarred,
    ".tar.zst": packed.tarred,
    ".jsonl": packed.lines,
    ".jsonl.gz": packed.lines,
    ".jsonl.zst": packed.lines,
    ".ndjson": packed.lines,
}


def reader_of(path: Path) -> Reader | None:
    """Who reads an archive of this name; None for a page of its own."""
    name = path.name.lower()
    return next((reader for suffix, reader in READERS.items() if name.endswith(suffix)), None)


def pages(paths: Iterable[str | Path], *, now: datetime) -> Iterator[Page | Unreadable]:
    """Every page of files, folders (searched through, sorted by name) and archives; "-" is one page on standard input.

    now: when the replay runs, aware; stands in for a fetch time that nothing else tells.
    """
    for found in replay(paths, now=now):
        if found.item is not None:
            yield found.item


def replay(
    paths: Iterable[str | Path],
    *,
    now: datetime,
    wanted: Wanted | None = None,
    start: Callable[[Path], int | None] = lambda _: 0,
) -> Iterator[Found]:
    """Every step of a replay, in order. wanted: what is to be taken, None for all.

    start: where to begin in an archive; None where there is nothing left to read in it. The step behind an archive's
    last record has no item and the reason "end".
    """
    for path in paths:
        if str(path) == "-":
            yield _attempt("stdin", lambda: from_stdin(now))
            continue
        for file in files(Path(path)):
            if isinstance(file, Unreadable):
                yield Found(document=file.document, item=file)
            elif reader := reader_of(file):
                place = start(file)
                if place is None:
                    yield Found(document=file.name, item=None, reason="read before")
                else:
                    yield from _archive(file, reader, place, wanted, now)
            else:
                yield from _single(file, wanted)


def files(path: Path) -> Iterator[Path | Unreadable]:
    """The files that `replay` would read, so that a progress bar knows their number."""
    if path.is_dir():
        for file in sorted(path.rglob("*")):
            hidden = any(part.startswith(".") for part in file.relative_to(path).parts)
            if file.is_file() and not hidden and file.suffix.lower() not in BESIDE:
                yield file
    elif path.exists():
        yield path
    else:
        yield Unreadable(document=str(path), reason="missing", detail=f"{path}: there is no such file or folder.")


def _archive(file: Path, reader: Reader, start: int, wanted: Wanted | None, now: datetime) -> Iterator[Found]:
    after = start
    try:
        for record in reader(file, start):
            if isinstance(record, Unreadable):
                yield Found(document=record.document, item=record, archive=file, after=after, share=0)
                continue
            after = record.after
            reason = record.skip or (wanted and wanted.refuses_capture(record.url, record.at))
            if reason:
                yield Found(
                    document=record.document, item=None, reason=reason, archive=file, after=after, share=record.share
                )
            else:
                yield _taken(file, record, wanted, now)
        yield Found(document=file.name, item=None, reason="end", archive=file, after=after)
    except ReplayError as error:
        yield Found(document=file.name, item=unreadable(file.name, error), archive=file, after=after)
    except OSError as error:
        detail = f"{file}: cannot be read: {error.strerror or error}."
        item = Unreadable(document=file.name, reason="unreadable", detail=detail)
        yield Found(document=file.name, item=item, archive=file, after=after)


def _taken(file: Path, record: Record, wanted: Wanted | None, now: datetime) -> Found:
    item: Page | Unreadable | None
    reason = None
    try:
        body = record.read()
        reason = wanted and wanted.refuses_body(body, record.headers.get("content-type", ""))
        item = None if reason else from_record(record, body, now)
    except ReplayError as error:
        item = unreadable(record.document, error)
    return Found(
        document=record.document, item=item, reason=reason or "", archive=file, after=record.after, share=record.share
    )


def _single(file: Path, wanted: Wanted | None) -> Iterator[Found]:
    try:
        facts = sidecar(file)
    except ReplayError as error:
        # The page itself is good: it is replayed without its sidecar, and the sidecar is reported.
        beside = sidecar_path(file).name
        yield Found(document=beside, item=unreadable(beside, error))
        facts = {}
    found = _attempt(file.name, lambda: from_file(file, facts))
    if wanted and isinstance(found.item, Page):
        page = found.item
        reason = wanted.refuses_capture(page.url, page.fetched_at) or wanted.refuses_body(
            page.body, page.headers.get("content-type", "")
        )
        if reason:
            found = Found(document=file.name, item=None, reason=reason)
    yield found


def _attempt(document: str, make: Callable[[], Page]) -> Found:
    try:
        return Found(document=document, item=make())
    except ReplayError as error:
        return Found(document=document, item=unreadable(document, error))
