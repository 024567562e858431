"""Everything that is to be known of the service at one look, as one record. Reads only."""

from __future__ import annotations

import shutil
from dataclasses import asdict
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import func, select

from monitor.config import Config
from monitor.digest import next_due
from monitor.store import Store
from monitor.store.articles import list_articles
from monitor.store.daemons import Daemon, daemons
from monitor.store.figures import figures
from monitor.store.outbox import list_deliveries
from monitor.store.owner import is_dead
from monitor.store.states import judged_states
from monitor.store.tables import leases, polls

_SHOWN = 5


def status(store: Store, config: Config, *, now: datetime) -> dict[str, Any]:
    """daemons (owner, alive, leads, started, tick …), sources (by state, overdue, troubled), polls of the last hour,
    articles and events, the outbox and what was laid aside, the quarantine, room on the disk, the next digests, and
    `problems`: what somebody should look after, in plain words. Times are aware, sizes in bytes."""
    enabled = {source.name for source in config.sources if source.enabled}
    day = now.astimezone(ZoneInfo(config.settings.timezone))
    today = day.replace(hour=0, minute=0, second=0, microsecond=0)
    with store.read() as connection:
        counts = figures(connection, enabled, now=now, today=today)
        running = [daemon for daemon in daemons(connection) if not is_dead(daemon.owner)]
        leader = connection.execute(
            select(leases.c.owner).where(leases.c.name == "lead", leases.c.until > now)
        ).scalar()
        judged = judged_states(connection)
        dead = list_deliveries(connection, state="dead", limit=_SHOWN)
        newest = list_articles(connection, limit=_SHOWN)
        hour = connection.execute(
            select(func.count(), func.count().filter(polls.c.reason.in_(("ok", "unchanged"))))
            .select_from(polls)
            .where(polls.c.started >= now - timedelta(hours=1))
        ).one()
    record: dict[str, Any] = {
        "at": now,
        "database": {"name": store.name, "bytes": counts.database, "free": free_bytes(store)},
        "daemons": [_daemon(daemon, leader, now) for daemon in running],
        "sources": {
            "enabled": len(enabled),
            "states": counts.sources,
            "overdue": counts.overdue,
            "longest_overdue": round(counts.longest_overdue),
            "troubled": [
                {"name": name, "state": state.health, "since": state.since, "cause": state.cause}
                for name, state in sorted(judged.items())
                if name in enabled and state.health != "fine"
            ],
        },
        "polls_last_hour": {"all": hour[0], "well": hour[1]},
        "articles": {
            "all": counts.articles,
            "today": counts.articles_today,
            "newest": [
                {"title": row["title"], "source": row["source_name"], "first_seen": row["first_seen"]} for row in newest
            ],
            "retries": counts.retries,
            "given_up": counts.given_up,
        },
        "events": {"all": sum(counts.events.values()), "today": counts.events_today, "kinds": counts.events},
        "outbox": {"waiting": counts.waiting(), "oldest_seconds": round(counts.outbox_age)},
        "dead_letters": {
            "all": counts.dead(),
            "newest": [
                {name: row[name] for name in ("id", "receiver", "channel", "subject", "answer")} for row in dead
            ],
        },
        "quarantine": counts.quarantined,
        "next_digests": sorted(
            (
                {"receiver": receiver.name, "at": when}
                for receiver in config.receivers
                if receiver.enabled and (when := next_due(receiver, now))
            ),
            key=lambda item: item["at"],
        ),
    }
    return record | {"problems": problems(record)}


def problems(record: dict[str, Any]) -> list[str]:
    """What of a status somebody should look after, most urgent first."""
    found = []
    alive = {daemon["role"] for daemon in record["daemons"] if daemon["alive"]}
    if not alive:
        found.append("No daemon is alive; `monitor run` starts one.")
    elif alive == {"worker"}:
        found.append("Workers without a scheduler get no work; `monitor run --engine cluster` starts one.")
    elif alive == {"scheduler"}:
        found.append("A scheduler without workers polls nothing; `monitor worker` starts one.")
    free = record["database"]["free"]
    if free is not None and free < SCARCE:
        found.append(f"Only {free / 1e6:,.0f} MB are free where the database lies.")
    for daemon in record["daemons"]:
        if daemon["problem"]:
            found.append(f"The configuration was not reloaded: {daemon['problem']}")
    if record["dead_letters"]["all"]:
        found.append(
            f"Laid aside: {counted(record['dead_letters']['all'], 'message')}; see `monitor deliveries --state dead`."
        )
    if record["outbox"]["oldest_seconds"] > LATE:
        found.append(f"A message has waited for {counted(record['outbox']['oldest_seconds'] // 60, 'minute')}.")
    if record["sources"]["longest_overdue"] > LATE:
        found.append(f"Overdue: {counted(record['sources']['overdue'], 'source')}; the daemon does not keep up.")
    broken = sum(count for state, count in record["sources"]["states"].items() if state in FAILING)
    if broken:
        found.append(f"Failing: {counted(broken, 'source')}; see `monitor sources`.")
    if record["quarantine"]:
        found.append(f"In the quarantine: {counted(record['quarantine'], 'page')}; see `monitor quarantine`.")
    return found


def counted(number: int, word: str) -> str:
    """A number with its noun.

    >>> counted(1, "page"), counted(2_000, "page")
    ('1 page', '2,000 pages')
    """
    return f"{number:,} {word}{'' if number == 1 else 's'}"


FAILING = frozenset({"broken", "redesigned", "walled"})
"""States of sources that somebody should look after; one that is quiet may have nothing to say."""

SCARCE = 500_000_000
"""Bytes of free room below which somebody should see to it."""

LATE = 3_600
"""Seconds that a message or a source may wait."""


def free_bytes(store: Store) -> int | None:
    """Free room on the disk of a SQLite database; None for a server's, which is not ours to see."""
    file = store.engine.url.database
    if store.engine.dialect.name != "sqlite" or not file or file == ":memory:":
        return None
    try:
        return shutil.disk_usage(Path(file).resolve().parent).free
    except OSError:
        return None


def _daemon(daemon: Daemon, leader: str | None, now: datetime) -> dict[str, Any]:
    shown = {name: value for name, value in asdict(daemon).items() if name != "birth"}
    return shown | {"alive": daemon.alive(now), "leads": daemon.leads or daemon.owner == leader}
