"""What a daemon holds in the database while it lives: its polls, and the lead. What dead ones held, it frees."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import datetime, timedelta

from sqlalchemy import Connection

from monitor.points import passed
from monitor.store import Store
from monitor.store.leases import reap, release_lease, renew_polls, take_lease
from monitor.store.outbox import renew_deliveries
from monitor.store.owner import is_dead, owner_name
from monitor.store.sources import LEASE

LEAD = timedelta(minutes=1)
"""When the daemon that leads says nothing for so long, another one takes the lead. It speaks at every tick."""

_LEAD = "lead"


class Standing:
    """Of several daemons on one database each polls what it gets hold of; one, which leads, composes and sends."""

    def __init__(self, store: Store, clock: Callable[[], datetime]) -> None:
        self._store = store
        self._clock = clock
        self.leads = False
        self.owner = owner_name()

    def beat(self, connection: Connection, polling: Collection[str], sending: Collection[int]) -> int:
        """Keep what is held; to be called at every tick. polling: sources in work here; sending: messages, by their
        ids. How many leases it freed."""
        now = self._clock()
        freed = reap(connection, is_dead)
        renew_polls(connection, polling, owners=f"{self.owner}:", now=now, length=LEASE)
        if sending:
            renew_deliveries(connection, sending, owner=self.owner, now=now)
        if self.leads:
            self.leads = take_lease(connection, _LEAD, owner=self.owner, now=now, length=LEAD)
        return freed

    def lead(self) -> None:
        """Take or keep the lead; `leads` says whether it worked, or another daemon has it."""
        self.leads = False
        with self._store.write() as connection:
            leads = take_lease(connection, _LEAD, owner=self.owner, now=self._clock(), length=LEAD)
        self.leads = leads
        if leads:
            passed("lead.taken")

    def end(self) -> None:
        """Give the lead back."""
        self.leads = False
        with self._store.write() as connection:
            release_lease(connection, _LEAD, owner=self.owner)
