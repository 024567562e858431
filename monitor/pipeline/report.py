"""What the log says of the work: a line a poll, a page that was refused, an event, a digest, a message."""

from __future__ import annotations

from monitor.logs import Log
from monitor.pipeline.polled import Polled
from monitor.pipeline.sending import Sending
from monitor.types import Digest

_LOG = Log("monitor.daemon")


def report_poll(polled: Polled) -> None:
    """A poll, and what its pages brought."""
    if polled.reason == "stopped":
        return
    if not polled.ok:
        _LOG.warning("polled", source=polled.source, reason=polled.reason, detail=polled.detail)
        return
    _LOG.info(
        "polled",
        source=polled.source,
        reason=polled.reason,
        entries=polled.entries,
        new_articles=polled.count("new"),
        failed=polled.failed,
        new_events=sum(len(outcome.events.new) for outcome in polled.outcomes),
    )
    for outcome in polled.outcomes:
        if outcome.verdict == "rejected":
            # name: the page's address, as its site wrote it.
            _LOG.info("page refused", source=polled.source, url=outcome.name, reason=outcome.reason)
        for event in outcome.events.new:
            _LOG.info("event found", source=polled.source, article=outcome.article_id, event_id=event)


def report_digest(digest: Digest) -> None:
    """A digest, alert or summary that was made."""
    new, updated = len(digest.new), len(digest.updated)
    _LOG.info(f"{digest.occasion} made", receiver=digest.receiver, digest=digest.key, new=new, updated=updated)


def report_sent(item: Sending) -> None:
    """A try to send a message."""
    say = _LOG.info if item.sent else _LOG.warning
    fate = "sent" if item.sent else "kept for another try" if item.passing else "laid aside"
    say(
        f"message {fate}",
        delivery=item.id,
        owner=item.owner,
        receiver=item.receiver,
        channel=item.channel,
        answer=item.detail,
    )
