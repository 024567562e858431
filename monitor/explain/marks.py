"""A body cut into marked stretches: what carries an event, what only looked like one, and the rest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from monitor.types import Event, Evidence, Finding

_PASSAGE = "event"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A stretch of the body. kind: "event" where a passage carries one, "field" for words that say one of its fields,
    "none" for the vocabulary without an event, "" for the rest. notes: what to say of it, most telling first."""

    text: str
    kind: str
    notes: tuple[str, ...] = ()


def marks(body: str, events: Sequence[Event], findings: Sequence[Finding]) -> list[Mark]:
    """The body in order, without gaps: "".join(mark.text for mark in marks(...)) == body."""
    spans: list[tuple[int, int, int, str, str]] = []
    for number, event in enumerate(events, 1):
        for item in event.evidence:
            if item.field == _PASSAGE:
                spans.append((item.start, item.end, 1, "event", f"{number} {event.type}"))
            else:
                spans.append((item.start, item.end, 0, "field", f"{number} {item.field}"))
    for finding in findings:
        if finding.is_reason:
            note = f"no {finding.kind}: {finding.verdict}"
            spans.append((finding.start, finding.end, 2, "none", note))
    edges = sorted({0, len(body), *(edge for span in spans for edge in span[:2] if 0 <= edge <= len(body))})
    found = []
    for start, end in pairwise(edges):
        over = sorted((span for span in spans if span[0] <= start and end <= span[1]), key=lambda span: span[2])
        notes = tuple(dict.fromkeys(span[4] for span in over))
        found.append(Mark(text=body[start:end], kind=over[0][3] if over else "", notes=notes))
    return found


def told(event: Event) -> list[tuple[str, str, Evidence]]:
    """The fields of an event that have words: name, value as shown, and the words."""
    return [
        (item.field, shown(getattr(event, item.field)), item)
        for item in event.evidence
        if item.field != _PASSAGE and hasattr(event, item.field)
    ]


def shown(value: object) -> str:
    """A field's value for people."""
    if isinstance(value, tuple):
        return "、".join(shown(item) for item in value)
    name = getattr(value, "name", None)
    if name is not None:
        return f"{getattr(value, 'title', None) or ''}{name}"
    return "-" if value is None else str(value)
