"""Alerts: what a receiver's rules tell at once. What an alert told, the next digest does not tell again."""

from __future__ import annotations

from datetime import datetime, timedelta

from monitor.config import Config
from monitor.digest import alert_due, compose_alert
from monitor.pipeline.waiting import send_out, waiting_for
from monitor.points import passed
from monitor.store import Store
from monitor.store.leases import SLACK
from monitor.store.meta import read_time, write_time
from monitor.store.outbox import know_receivers, mark_told
from monitor.types import Digest

_REACH = timedelta(days=2)
"""How long an event can wait for an alert: through quiet hours and intervals."""


def make_alerts(store: Store, config: Config, *, now: datetime) -> list[Digest]:
    """Compose every alert that has something to tell and put it into the outbox."""
    made: list[Digest] = []
    for receiver in config.receivers:
        for alert in receiver.alerts if receiver.enabled else ():
            mark = f"alert {alert.name} for {receiver.name}"
            with store.write() as connection:
                start, _ = know_receivers(connection, [receiver.name], now=now)[receiver.name]
                waiting = waiting_for(connection, config, receiver, start=start, since=now - _REACH, until=now, now=now)
                last = read_time(connection, mark)
                if last and last > now + SLACK:
                    last = None  # written before the clock was put back
                chosen = alert_due(alert, receiver, waiting.events, now=now, last=last)
                if not chosen:
                    continue
                digest = compose_alert(alert, receiver, chosen, now=now)
                send_out(connection, config, receiver, digest, chosen, now=now)
                passed("alert.posted")
                mark_told(connection, receiver.name, key=digest.key, listed=chosen, now=now)
                write_time(connection, mark, now)
                made.append(digest)
            passed("alert.made")
    return made
