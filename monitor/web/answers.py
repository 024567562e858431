"""What the API answers, as OpenAPI describes it. Times are ISO 8601 with a zone, days ISO 8601, amounts as said."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field


class Problem(BaseModel):
    """Why a request was not answered, in plain words."""

    error: str = Field(examples=["There is no event 17."])


class Passage(BaseModel):
    """Words of an article that say a field."""

    start: int = Field(description="Where they begin in the article's body as published, in characters.")
    end: int
    quote: str
    rule: str = Field(description="What read them.")
    mention: int | None = Field(default=None, description="By which mention of the event; articles[].mention names it.")


class Alternative(BaseModel):
    """A value that other reports have for a field."""

    field: str
    value: Any
    reports: int
    mention: int


class Official(BaseModel):
    """A leader as reported."""

    name: str
    title: str | None


class Record(BaseModel):
    """What every event says; its kind's own fields besides."""

    region: str | None
    start: date | None
    end: date | None
    date_precision: Literal["day", "month", "year"] | None
    confidence: float = Field(description="From 0 to 1.")
    quote: str | None = Field(description="The passage that carries the whole.")
    evidence: dict[str, list[Passage]] = Field(description="By field, the words that say so; `event`: the whole.")
    alternatives: list[Alternative] = []
    reports: int | None = Field(default=None, description="How many reports tell it, copies counted as one.")
    corrected: list[str] = Field(default=[], description="Fields whose value is a reader's.")
    judged: Literal["right", "wrong"] | None = Field(default=None, description="What a reader said last of the whole.")


class TripRecord(Record):
    """A delegation on its way."""

    type: Literal["trip"]
    direction: Literal["outbound", "inbound"]
    leaders: list[Official]
    destinations: list[str]
    visited: list[str] = Field(description="Companies and bodies.")
    status: Literal["done", "planned"]


class SigningRecord(Record):
    """Projects that were signed."""

    type: Literal["signing"]
    name: str | None
    parties: list[str]
    projects: int | None
    amount_yuan: float | None = Field(description="In yuan; None where it is in another currency, or not said.")
    amount: float | None = Field(description="In units of `currency`.")
    currency: str | None = Field(description="ISO 4217.")
    amount_bound: Literal["exact", "over", "about", "under"] | None
    cumulative: bool = Field(description="Whether it is a running total and not one occasion.")


class ChainRecord(Record):
    """An industrial chain that is planned, built or reported on."""

    type: Literal["chain"]
    name: str
    action: Literal["define", "plan", "build", "recruit", "report"]
    count: int | None
    members: list[str]


AnyRecord = Annotated[TripRecord | SigningRecord | ChainRecord, Field(discriminator="type")]


class Snippet(BaseModel):
    """A passage that says what was asked for."""

    text: str
    marks: list[tuple[int, int]] = Field(description="Where its words stand in `text`, in characters.")
    cut: tuple[bool, bool] = Field(description="Whether more stands before it, and behind it.")


class FoundEvent(BaseModel):
    """An event that a question finds."""

    id: int
    type: Literal["trip", "signing", "chain"]
    region: str | None
    when: str | None = Field(description="A day, or the first and the last.")
    title: str = Field(description="The event in a line.")
    first_seen: datetime
    data: AnyRecord
    snippet: Snippet


class FoundArticle(BaseModel):
    """An article that a question finds. group_id: the same for all copies of a text."""

    id: int
    title: str | None
    url: str | None
    source: str | None = Field(description="Who published it, as the page says.")
    source_name: str | None = Field(description="The source of sources.yaml that led to it.")
    published: datetime | None
    group_id: int | None
    snippet: Snippet


class Page(BaseModel):
    """A part of a list."""

    total: int = Field(description="How many there are; 1000 stands for that many or more.")
    more_than_counted: bool
    following: bool = Field(description="Whether there are more behind these; go on with `offset`.")


class FoundEvents(Page):
    """Events, those that happened last first."""

    hits: list[FoundEvent]


class FoundArticles(Page):
    """Articles, those that came in last first."""

    hits: list[FoundArticle]


class Telling(BaseModel):
    """An article that tells an event. data: the event as it alone tells it."""

    id: int
    mention: int = Field(description="What evidence and alternatives name it by.")
    title: str | None
    url: str | None
    documents: list[str] = Field(description="The files that it was replayed from.")
    source: str | None
    source_name: str | None
    published: datetime | None
    first_seen: datetime
    group_id: int | None
    data: AnyRecord


class Feedback(BaseModel):
    """What a reader said of an event."""

    id: int
    right: bool
    field: str | None
    value: Any
    note: str | None
    author: str | None
    at: datetime


class Judged(BaseModel):
    """An event as it is after a reader spoke."""

    id: int
    record: AnyRecord


class OneEvent(Judged):
    """An event with what it is known by. said: the latest first."""

    articles: list[Telling]
    said: list[Feedback]


class OneArticle(BaseModel):
    """An article with its text."""

    id: int
    page_id: int
    title: str | None
    url: str | None
    documents: list[str]
    source: str | None
    source_name: str | None
    published: datetime | None
    first_seen: datetime
    fetched_at: datetime
    revised: datetime | None
    script: Literal["hans", "hant"] | None
    layout: str = Field(description="By which layout the page was read.")
    confidence: float
    body: str = Field(description="The text as published; spans of evidence are of it.")
    facts: dict[str, Any] = Field(description="What else the page says of it: author, editor, section, …")
    group_id: int | None
    held: str | None = Field(description="Why its source's filter holds it back.")


class Pending(BaseModel):
    """A failure that the next poll decides on."""

    at: datetime
    reason: str
    detail: str | None


class SourceState(BaseModel):
    """A source with its health and rhythm."""

    name: str
    title: str | None
    kind: str
    url: str
    enabled: bool
    state: str = Field(description="A health (fine, …), `new` before its first poll, `off` where it is disabled.")
    detail: str | None = Field(description="Why it is not fine.")
    since: datetime | None
    evidence: list[str]
    last_poll: datetime | None
    next_due: datetime | None
    why_then: str | None
    pending: Pending | None
    newest: datetime | None
    article: str | None = Field(description="The newest article's title.")
    daily: list[int] = Field(description="New articles on each of the last days, today last.")
    sparkline: str


class Due(BaseModel):
    """A source that is polled at the next tick."""

    source: str
    due: Literal["now"]


class Delivery(BaseModel):
    """A message in the ledger."""

    id: int
    key: str
    receiver: str
    channel: str = Field(description="Without its secrets.")
    subject: str
    events: list[int] = Field(description="Ids of what it tells.")
    state: Literal["waiting", "sending", "sent", "dead"]
    attempts: int
    parts_sent: int
    created: datetime
    next_try: datetime | None
    sent_at: datetime | None
    answer: str | None


class SilenceState(BaseModel):
    """A silence that has not ended."""

    id: int
    matchers: list[str]
    author: str
    comment: str
    start: datetime
    end: datetime


class Made(BaseModel):
    """What was made."""

    id: int
