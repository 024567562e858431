"""The types that travel between rooms: frozen, keyword-only where they have many fields, times aware (UTC inside)."""

from monitor.types.digest import ArticleLink, Change, Digest, Message, Occasion, SourceNote, StoredEvent, Totals
from monitor.types.event import Chain, Event, Evidence, Finding, Leader, Signing, Trip
from monitor.types.page import Article, Cut, Entry, Page, Refusal, Script
from monitor.types.text import (
    Anchor,
    Bound,
    Count,
    Money,
    Organisation,
    PersonMention,
    Place,
    Precision,
    Sentence,
    Text,
    When,
)

__all__ = [
    "Anchor",
    "Article",
    "ArticleLink",
    "Bound",
    "Chain",
    "Change",
    "Count",
    "Cut",
    "Digest",
    "Entry",
    "Event",
    "Evidence",
    "Finding",
    "Leader",
    "Message",
    "Money",
    "Occasion",
    "Organisation",
    "Page",
    "PersonMention",
    "Place",
    "Precision",
    "Refusal",
    "Script",
    "Sentence",
    "Signing",
    "SourceNote",
    "StoredEvent",
    "Text",
    "Totals",
    "Trip",
    "When",
]
