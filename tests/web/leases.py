"""Leases whose time is over, without waiting for it."""

from __future__ import annotations

from sqlalchemy import update

from monitor.store import Store
from monitor.store.tables import deliveries, leases, sources


def end_leases(store: Store) -> None:
    """As if more real time had gone by than a lease lasts: the steady clock holds none any more."""
    with store.write() as connection:
        for table, end in ((sources, "lease_steady"), (deliveries, "lease_steady"), (leases, "steady")):
            connection.execute(update(table).values({end: None}))
