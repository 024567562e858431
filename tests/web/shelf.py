"""Invented events, and articles that tell them, put into a store in any order."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from sqlalchemy import Connection
from web.databases import database_at

from monitor.store import Store, open_store
from monitor.store.articles import add_article, join_copies
from monitor.store.events import list_events
from monitor.store.pages import add_page
from monitor.store.settle import Settled, settle
from monitor.store.sources import Known, SourceState, release, take_sources
from monitor.types import Article, Event, Evidence, Leader, Page, Signing, Trip

NOW = datetime(2026, 3, 10, tzinfo=UTC)


def words(text: str) -> tuple[Evidence, ...]:
    return (Evidence(field="event", start=0, end=len(text), quote=text, rule="test"),)


def trip(
    *leaders: str, to: tuple[str, ...] = ("苏州市",), day: int | None = 4, title: str = "市长", **more: Any
) -> Trip:
    start = date(2026, 3, day) if day else None
    return Trip(
        direction="outbound",
        region="阳江市",
        leaders=tuple(Leader(name=name, title=title) for name in leaders),
        start=start,
        end=start,
        date_precision="day" if day else None,
        destinations=to,
        evidence=words("、".join(leaders)),
        **more,
    )


def signing(amount: int | None = None, *, region: str = "肇庆市", day: int | None = 5, **more: Any) -> Signing:
    start = date(2026, 3, day) if day else None
    return Signing(
        region=region,
        start=start,
        end=start,
        date_precision="day" if day else None,
        amount_yuan=Decimal(amount) * 10**8 if amount else None,
        amount_bound=more.pop("amount_bound", "exact" if amount else None),
        evidence=words("签约"),
        **more,
    )


def known_source(connection: Connection, name: str, url: str) -> SourceState:
    """A source that has a row and that nobody polls."""
    (state,) = take_sources(connection, [Known(name=name, url=url)], owner="test", now=NOW)
    release(connection, [state.id], owner="test")
    return state


class Shelf:
    """Articles by number, each telling some events, put into a store in any order."""

    def __init__(self, path: Path) -> None:
        self.store: Store = open_store(database_at(path))
        self.ids: dict[int, int] = {}

    def put(
        self, number: int, *events: Event, day: int = 6, quiet: bool = False, copy_of: tuple[int, ...] = ()
    ) -> Settled:
        with self.store.write() as connection:
            if number not in self.ids:
                self.ids[number] = self._article(connection, number, day)
            copies = [self.ids[other] for other in copy_of if other in self.ids]
            moved = join_copies(connection, self.ids[number], copies)
            return settle(connection, self.ids[number], events, now=NOW, quiet=quiet, regrouped=moved)

    def _article(self, connection: Connection, number: int, day: int) -> int:
        page = Page(url=f"http://a.example/{number}", body=str(number).encode(), fetched_at=NOW)
        page_id = add_page(
            connection, page, key=f"{number:064d}", digest=f"{number}", verdict="new", reason="", now=NOW
        )
        published = datetime(2026, 3, 1, 1, tzinfo=UTC) + timedelta(days=day - 1)
        article = Article(
            url=page.url, title=f"t{number}", paragraphs=("p",), layout="test/1", confidence=1.0, published=published
        )
        return add_article(connection, article, page, page_id=page_id, key=f"{number:064d}", sketched=b"", now=NOW)

    def events(self) -> list[dict[str, Any]]:
        """The living events without ids and times, each with the articles that tell it."""
        with self.store.read() as connection:
            found = list_events(connection)
        return sorted(
            (
                {
                    "event": {
                        name: getattr(item.event, name)
                        for name in item.event.__dataclass_fields__
                        if name != "evidence"
                    },
                    "articles": sorted(str(article.url) for article in item.articles),
                }
                for item in found
            ),
            key=str,
        )

    def only(self) -> Event:
        with self.store.read() as connection:
            (item,) = list_events(connection)
        return item.event
