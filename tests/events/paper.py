"""A paper of one day: invented texts become its articles, and the events of one kind that they tell are handed out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Generic, TypeVar

from monitor.events import find, read
from monitor.events.reading import Reading
from monitor.types import Article, Chain, Script, Signing, Trip

PUBLISHED = datetime(2025, 6, 12, 4, 0, tzinfo=UTC)  # noon of a Thursday in China

Kind = TypeVar("Kind", Trip, Signing, Chain)


@dataclass(frozen=True)
class Paper(Generic[Kind]):
    kind: type[Kind]
    title: str | None = None
    """Of each article to which the test gives none."""

    def article(
        self,
        body: str,
        title: str | None = None,
        *,
        source: str | None = None,
        published: datetime | None = PUBLISHED,
        script: Script = "hans",
    ) -> Article:
        """Each line of the body is a paragraph."""
        return Article(
            url=None,
            title=title or self.title,
            paragraphs=tuple(line for line in body.split("\n") if line),
            layout="test/1",
            confidence=1.0,
            published=published,
            source=source,
            script=script,
        )

    def reading(self, body: str, title: str | None = None, **more: Any) -> Reading:
        return read(self.article(body, title, **more))

    def judged(self, body: str, title: str | None = None, **more: Any) -> tuple[list[Kind], set[str]]:
        """The events of the kind, and the verdicts on what is none."""
        reading = self.reading(body, title, **more)
        events = [event for event in find(reading) if isinstance(event, self.kind)]
        return events, {one.verdict for one in reading.findings if one.kind == self.kind.__name__.lower()}

    def events(self, body: str, title: str | None = None, **more: Any) -> list[Kind]:
        return self.judged(body, title, **more)[0]

    def only(self, body: str, title: str | None = None, **more: Any) -> Kind:
        events, verdicts = self.judged(body, title, **more)
        assert len(events) == 1, (events, verdicts)
        return events[0]
