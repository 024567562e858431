"""Named points of the work, for whoever wants to watch it: tests that kill a daemon just there, traces, timings.

`passed("page.stored")` raises the audit event "monitor.point" (see `sys.audit`), which costs a tenth of a microsecond
while nobody listens. A listener is `sys.addaudithook(hook)` with `hook(event, arguments)`; it runs in the thread that
passed.
"""

from __future__ import annotations

import sys
from typing import Literal, get_args

EVENT = "monitor.point"

Point = Literal[
    # A poll. "in": inside a transaction that is not committed yet.
    "poll.leased",  # the source is ours, its listing not asked for
    "poll.listed",  # the listing is read, nothing of it kept
    "poll.wanted",  # what it names is kept, nothing fetched
    "page.fetched",  # an article's page has come, and is nowhere but in memory
    "page.further",  # so has a further page of it
    "page.understood",  # it was read by a child process
    "page.inserted",  # in: the page is written, its article and events are not
    "page.settled",  # in: so are article and events
    "page.stored",
    "page.failed",  # that it did not come is kept, with the time of the next try
    "poll.finishing",  # all pages are in; validators, watermark and the poll's row are not
    "poll.finished",
    # Telling.
    "lead.taken",  # this daemon is the one that composes and sends
    "operator.posted",  # in: a word on a source is in the outbox, not marked as told
    "alert.posted",  # in: an alert is in the outbox, its events not marked as told
    "alert.made",
    "digest.begun",  # in: nothing is written yet
    "digest.posted",  # in: the digest is in the outbox, its events not marked as told
    "digest.closed",  # in: they are, and the period is closed
    "digest.made",
    # Sending. From "accepted" to "marked" a kill makes the message go out again, with the same id.
    "outbox.taken",  # messages are leased, nothing sent
    "delivery.begun",  # the lease was confirmed, the server not called
    "delivery.part",  # a part of a message in parts is sent and written down
    "delivery.accepted",  # the server said yes
    "delivery.answered",  # what it said is known, and nowhere but in memory
    "delivery.marked",  # in: that is written
    "delivery.recorded",
    # Other work that may be cut short.
    "leases.reaped",  # in: what a dead process held is free
    "batch.stored",  # some pages of a backfill or reprocessing
    "schema.migrated",  # in
]

POINTS: tuple[str, ...] = get_args(Point)


def passed(point: Point) -> None:
    """Tell whoever listens that this point is reached."""
    sys.audit(EVENT, point)
