"""The figures of /metrics: counters of this process, and what the database holds. The only importer of
prometheus_client; a registry of its own, no text of pages, no label that grows with what is read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from prometheus_client import CollectorRegistry, Counter, Gauge, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from monitor import __version__
from monitor.errors import StoreError
from monitor.pipeline.polled import Polled
from monitor.pipeline.sending import Sending
from monitor.store.figures import Figures

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"

_STATES = ("waiting", "sending", "sent", "dead")


class Metrics:
    """figures: reads the database's counts; age: seconds since the last tick, None before the first."""

    def __init__(self, figures: Callable[[], Figures], age: Callable[[], float | None]) -> None:
        self._registry = registry = CollectorRegistry()
        self.ticks = Counter(
            "monitor_ticks", "Looks at what is due, by job and outcome.", ["job", "outcome"], registry=registry
        )
        self._polls = Counter(
            "monitor_polls", "Polls of sources by reason; ok and unchanged are well.", ["reason"], registry=registry
        )
        self._pages = Counter("monitor_pages", "Article pages by what became of them.", ["verdict"], registry=registry)
        self._deaths = Counter(
            "monitor_sandbox_deaths",
            "Pages that ended their reader process or ran out of its limits.",
            registry=registry,
        )
        self._found = Counter("monitor_events_found", "New events.", registry=registry)
        self._tries = Counter(
            "monitor_delivery_tries", "Tries to send a message, by reason; sent is well.", ["reason"], registry=registry
        )
        self._digests = Counter(
            "monitor_digests", "Digests, alerts and summaries made.", ["occasion"], registry=registry
        )
        self._heartbeats = Counter(
            "monitor_heartbeats", "Pings of the heartbeat address.", ["outcome"], registry=registry
        )
        build = Gauge(
            "monitor_build_info", "Always 1; the release stands in the label.", ["version"], registry=registry
        )
        build.labels(version=__version__).set(1)
        registry.register(_Stored(figures, age))

    def page(self) -> bytes:
        """The text of /metrics."""
        return generate_latest(self._registry)

    def polled(self, polled: Polled) -> None:
        """Count a poll and its pages."""
        self._polls.labels(reason=polled.reason).inc()
        for outcome in polled.outcomes:
            self._pages.labels(verdict=outcome.verdict).inc()
            if outcome.reason.startswith("quarantined:"):
                self._deaths.inc()
            self._found.inc(len(outcome.events.new))
        if polled.failed:
            self._pages.labels(verdict="failed").inc(polled.failed)

    def sent(self, item: Sending) -> None:
        """Count a try to send."""
        self._tries.labels(reason="sent" if item.sent else item.detail.partition(":")[0][:40]).inc()

    def made(self, occasion: str) -> None:
        """Count a digest."""
        self._digests.labels(occasion=occasion).inc()

    def pinged(self, ok: bool) -> None:
        """Count a heartbeat."""
        self._heartbeats.labels(outcome="ok" if ok else "failed").inc()


class _Stored(Collector):
    """What is read from the database at every look. Where it cannot be read, monitor_database_up is 0."""

    def __init__(self, figures: Callable[[], Figures], age: Callable[[], float | None]) -> None:
        self._figures = figures
        self._age = age

    def describe(self) -> Iterator[Metric]:
        return iter(())  # or the registry would read the database when it is built

    def collect(self) -> Iterator[Metric]:
        if (age := self._age()) is not None:
            yield _one("monitor_tick_age_seconds", "Since the last look at what is due.", age)
        try:
            found = self._figures()
        except StoreError:
            yield _one("monitor_database_up", "Whether the database could be read.", 0)
            return
        yield _one("monitor_database_up", "Whether the database could be read.", 1)
        yield _one("monitor_articles", "Articles in the database.", found.articles)
        yield _one("monitor_quarantined_pages", "Pages that are laid aside.", found.quarantined)
        yield _one("monitor_sources_overdue", "Sources that are due and not polled.", found.overdue)
        yield _one("monitor_poll_lag_seconds", "How long the longest due source has waited.", found.longest_overdue)
        if found.database is not None:
            yield _one("monitor_database_bytes", "Size of the database.", found.database)
        yield _by("monitor_events", "Events in the database.", "type", found.events)
        yield _by("monitor_sources", "Enabled sources by state.", "state", found.sources)
        yield _by(
            "monitor_page_retries",
            "Article pages that could not be had: to be tried again, or given up.",
            "state",
            {"waiting": found.retries, "given_up": found.given_up},
        )
        yield _one("monitor_outbox", "Messages that wait to be sent.", found.waiting())
        yield _one("monitor_outbox_oldest_age_seconds", "Age of the oldest message that waits.", found.outbox_age)
        deliveries = GaugeMetricFamily(
            "monitor_deliveries", "Messages by state and reason.", labels=["state", "reason"]
        )
        for state in _STATES:
            reasons = {reason: count for (of, reason), count in found.deliveries.items() if of == state} or {"": 0}
            for reason, count in sorted(reasons.items()):
                deliveries.add_metric([state, reason], count)
        yield deliveries


def _one(name: str, words: str, value: float) -> Metric:
    return GaugeMetricFamily(name, words, value=value)


def _by(name: str, words: str, label: str, counts: dict[str, int]) -> Metric:
    family = GaugeMetricFamily(name, words, labels=[label])
    for value, count in sorted(counts.items()):
        family.add_metric([value], count)
    return family
