"""What the store knows of each source's state, for digests and lists."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from monitor.config import Config, Source
from monitor.store.sources import last_polls, newest_article, source_state
from monitor.types import SourceNote


def source_notes(connection: Connection, config: Config) -> tuple[SourceNote, ...]:
    """The state of every enabled source."""
    rows = (source_row(connection, source) for source in config.sources if source.enabled)
    return tuple(
        SourceNote(name=row["title"] or row["name"], state=row["state"], detail=row["detail"], newest=row["newest"])
        for row in rows
    )


def source_row(connection: Connection, source: Source) -> dict[str, Any]:
    """A source with its state as a record: name, title, kind, url, enabled, state, detail, last_poll, next_due, newest,
    article (the newest one's title)."""
    known = source_state(connection, source.name)
    polls = last_polls(connection, known.id, limit=1) if known else []
    newest = newest_article(connection, source.name)
    state, detail = "new", None
    if not source.enabled:
        state = "off"
    elif known and polls:
        last = polls[0]
        good = last.reason in ("ok", "unchanged")
        state = "fine" if good else "failing"
        detail = None if good else f"{last.reason}: {last.detail}"
    when: datetime | None = (newest.published or newest.first_seen) if newest else None
    return {
        "name": source.name,
        "title": source.title,
        "kind": source.kind,
        "url": source.url,
        "enabled": source.enabled,
        "state": state,
        "detail": detail,
        "last_poll": known.last_poll if known else None,
        "next_due": known.next_due if known and source.enabled else None,
        "newest": when,
        "article": newest.title if newest else None,
    }
