"""Sources that nothing is asked of over HTTP: mails of a mailbox, files of a folder. Each page comes in once.

How far they were read is written after what was read is stored, so that a crash in between reads it again; the bytes
of a page make it known. Bad mails and files are named, and the mails kept as they came.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import islice
from pathlib import Path

from sqlalchemy import Connection

from monitor.config import Source
from monitor.errors import ReplayError
from monitor.fetch import Client, Failed, mail_request_for
from monitor.fetch.mailbox import Mail
from monitor.pipeline.filters import judge_of
from monitor.pipeline.ingest import ingest
from monitor.pipeline.listing import Listed
from monitor.pipeline.placing import Outcome, store_page
from monitor.pipeline.second import SecondReader
from monitor.replay import Unreadable, files, pages
from monitor.replay.mail import page_of_mail
from monitor.sandbox import Pool
from monitor.store import Store
from monitor.store.drops import read_watermark, taken, write_taken, write_watermark
from monitor.store.pages import address_key, seen
from monitor.store.sources import SourceState
from monitor.store.wanted import want
from monitor.types import Entry, Page, Refusal

DROPS = frozenset({"imap", "folder"})

_FILES = 500
"""Files that one poll takes in at the most; the next one goes on."""

_BATCHES = 20
"""Batches of mails that one poll takes in at the most."""

_LOOKED_AT = 50
"""Files that a trial looks at."""

_SETTLED = timedelta(seconds=2)
"""A file that was changed less than this ago may still be written to."""


def newest(source: Source, client: Client, *, now: datetime) -> list[Page | Unreadable] | Failed:
    """The newest mails or files that there are, newest first, without taking them in."""
    if source.kind == "imap":
        answer = client.mails(mail_request_for(source, None, newest=True))
        if isinstance(answer, Failed):
            return answer
        return [_mail_page(mail, source.name, now) for mail in answer.mails]
    folder = Path(source.url).expanduser()
    if not folder.is_dir():
        detail = f"{folder}: there is no such folder."
        return Failed(url=source.url, reason="not found", detail=detail, retry=False)
    changed = {file: _changed(file) for file in files(folder) if isinstance(file, Path)}
    there = sorted(changed, key=lambda file: changed[file], reverse=True)
    return list(islice(pages(there, now=now), _LOOKED_AT))


def _changed(file: Path) -> float:
    """When a file was changed, in seconds since 1970; the beginning of time where it went away meanwhile."""
    try:
        return file.stat().st_mtime
    except OSError:
        return 0.0


def _mail_page(mail: Mail, source: str, now: datetime) -> Page | Unreadable:
    """The page of a mail; Unreadable, with the reason, where it has none."""
    name = f"{source}-{mail.uid}.eml"
    if not mail.whole:
        return Unreadable(document=name, reason="too large", detail=f"{name}: the mail is too large.")
    try:
        return page_of_mail(mail.raw, name, now)
    except ReplayError as error:
        return Unreadable(document=name, reason=error.reason, detail=str(error))


@dataclass(slots=True, kw_only=True)
class Drop:
    """A poll of such a source. hold: called in every transaction; raises LeaseLost where the source is not ours any
    more. complete: whether nothing is left for the next poll."""

    source: Source
    state: SourceState
    store: Store
    client: Client
    pool: Pool
    now: datetime
    hold: Callable[[Connection], None]
    second: SecondReader | None = None
    outcomes: list[Outcome] = field(default_factory=list)
    complete: bool = True
    _named: int = 0

    def take(self) -> Listed:
        """Take in what is new; how it went, in the words of a listing. What it leads to is wanted from then on."""
        return self._mails() if self.source.kind == "imap" else self._files()

    def _mails(self) -> Listed:
        for _ in range(_BATCHES):
            with self.store.read() as connection:
                watermark = read_watermark(connection, self.state.id)
            answer = self.client.mails(mail_request_for(self.source, watermark))
            if isinstance(answer, Failed):
                return Listed(reason=answer.reason, detail=answer.detail, keys={}, reached=bool(self._named))
            entries = self._take([self._page(mail) for mail in answer.mails])
            with self.store.write() as connection:
                self.hold(connection)
                self._want(connection, entries)
                write_watermark(connection, self.state.id, answer.watermark)
            self.complete = not answer.more
            if self.complete:
                break
        return Listed(reason="ok", keys={})

    def _files(self) -> Listed:
        folder = Path(self.source.url).expanduser()
        if not folder.is_dir():
            return Listed(reason="not found", detail=f"{folder}: there is no such folder.", keys={}, reached=False)
        with self.store.read() as connection:
            known = taken(connection, self.source.name)
        for count, (file, key) in enumerate(self._new_files(folder, known)):
            if count == _FILES:
                self.complete = False
                break
            entries = self._take(list(pages([file], now=self.now)))
            with self.store.write() as connection:
                self.hold(connection)
                self._want(connection, entries)
                write_taken(connection, self.source.name, key, now=self.now)
        return Listed(reason="ok", keys={})

    def _new_files(self, folder: Path, known: set[str]) -> Iterator[tuple[Path, str]]:
        for file in files(folder):
            if isinstance(file, Unreadable):
                continue
            try:
                status = file.stat()
            except OSError:  # it went away meanwhile
                continue
            if self.now.timestamp() - status.st_mtime < _SETTLED.total_seconds():
                continue
            name = str(file.relative_to(folder))
            key = hashlib.sha256(f"{name}\0{status.st_size}\0{status.st_mtime_ns}".encode()).hexdigest()
            if key not in known:
                yield file, key

    def _page(self, mail: Mail) -> Page | Unreadable:
        """A mail without a page is kept as it came."""
        found = _mail_page(mail, self.source.name, self.now)
        if isinstance(found, Page):
            return found
        name, why = found.document, Refusal(reason=found.reason, detail=found.detail)
        headers = {"content-type": "message/rfc822"}
        page = Page(
            url=None, body=mail.raw, headers=headers, fetched_at=self.now, source=self.source.name, document=name
        )
        with self.store.write() as connection:
            self.hold(connection)
            store_page(connection, page, why, now=self.now, quiet=True)
        return found

    def _take(self, found: list[Page | Unreadable]) -> list[Entry]:
        """Store pages and name what is none; with `follow`, the articles that they lead to instead."""
        self._named += len(found)
        entries: list[Entry] = []
        articles: list[Page] = []
        for item in found:
            if isinstance(item, Unreadable):
                self.outcomes.append(Outcome(name=item.document, verdict="rejected", reason=item.detail))
                continue
            page = replace(item, source=self.source.name)
            listing = self.pool.read(self.source, page) if self.source.follow and not page.plain else None
            if listing is None or isinstance(listing, Refusal) or not listing.entries:
                articles.append(page)
            else:
                entries += listing.entries
        self.outcomes += ingest(
            self.store,
            self.pool,
            articles,
            now=self.now,
            quiet=self.state.first_done is None,
            batch=1,
            second=self.second,
            within=lambda connection, _: self.hold(connection),
            judge=judge_of(self.source),
        )
        return entries

    def _want(self, connection: Connection, entries: list[Entry]) -> None:
        keys = {address_key(entry.url): entry for entry in entries}
        known = seen(connection, list(keys))
        fresh = [entry for key, entry in keys.items() if key not in known]
        want(connection, fresh, source=self.source.name, now=self.now, quiet=self.state.first_done is None)
