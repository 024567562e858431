"""The machine: database, disk, clock, time zones, reader processes, fonts, browser, daemon."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy import func, select

from monitor import __version__
from monitor.config import Config
from monitor.doctor.finding import Finding
from monitor.doctor.views import views
from monitor.errors import MonitorError, StoreError
from monitor.pipeline.status import SCARCE, free_bytes
from monitor.sandbox import Pool
from monitor.store import Store
from monitor.store.daemons import daemons
from monitor.store.figures import database_size
from monitor.store.meta import last_tick
from monitor.store.migrate import HEAD, revision
from monitor.store.owner import is_dead
from monitor.store.tables import polls
from monitor.types import Page

_SKEW = timedelta(minutes=2)


def place(store: Store, config: Config, *, now: datetime) -> Iterator[Finding]:
    """What can be seen without the network."""
    yield from _database(store)
    yield from _disk(store)
    yield from _clock(store, config, now)
    yield _readers(now)
    yield _fonts()
    yield from _browser(config)
    yield from views(store, config)
    yield from _daemon(store, now)


def _database(store: Store) -> Iterator[Finding]:
    try:
        with store.write() as connection:  # whether a write begins; nothing is changed
            size = database_size(connection)
        schema = revision(store.engine)
        store.check()
    except StoreError as error:
        yield Finding(
            check="database", grade="problem", detail=str(error), advice="docs/operations.md, «Troubleshooting»."
        )
        return
    if schema != HEAD:
        yield Finding(
            check="schema", grade="problem", detail=f"is {schema}, wanted {HEAD}", advice="Start any command once."
        )
    yield Finding(
        check="database", grade="ok", detail=f"{store.name}: whole, schema {schema}, {(size or 0) / 1e6:,.1f} MB"
    )


def _disk(store: Store) -> Iterator[Finding]:
    free = free_bytes(store)
    if free is not None:
        scarce = free < SCARCE
        yield Finding(
            check="disk",
            grade="warning" if scarce else "ok",
            detail=f"{free / 1e9:,.1f} GB free where the database lies",
            advice="Make room, or keep raw pages for a shorter time (settings.keep)." if scarce else "",
        )
        folder = Path(str(store.engine.url.database)).resolve().parent
        if not os.access(folder, os.W_OK):
            yield Finding(
                check="disk", grade="problem", detail=f"{folder} cannot be written to", advice=f"chown it to {_user()}."
            )
    try:
        with tempfile.TemporaryFile():
            return
    except OSError as error:
        yield Finding(
            check="disk",
            grade="problem",
            detail=f"no temporary file can be made: {error.strerror}",
            advice="Free some room in /tmp, or set TMPDIR.",
        )


def _clock(store: Store, config: Config, now: datetime) -> Iterator[Finding]:
    with store.read() as connection:
        last = connection.execute(select(func.max(polls.c.ended))).scalar()
        tick = last_tick(connection)
    ahead = max((when for when in (last, tick) if when), default=now) - now
    if ahead > _SKEW:
        yield Finding(
            check="clock",
            grade="problem",
            detail=f"this machine's clock is {ahead} behind what the database has seen",
            advice="Set the clock (timedatectl set-ntp true); digests wait until it has caught up.",
        )
    else:
        zone = config.settings.timezone
        yield Finding(check="clock", grade="ok", detail=f"{now.astimezone(ZoneInfo(zone)):%Y-%m-%d %H:%M} in {zone}")


def _readers(now: datetime) -> Finding:
    body = "<title>试读</title><h1>试读</h1><article><p>" + "今日天气晴朗，适合阅读。" * 30 + "</p></article>"
    try:
        with Pool(1) as pool:
            result = pool.understand(Page(url=None, body=body.encode(), fetched_at=now, document="doctor"))
    except (RuntimeError, OSError) as error:
        return Finding(
            check="readers",
            grade="problem",
            detail=f"the process that reads pages does not start: {error}",
            advice="Run `python -m monitor.sandbox.child </dev/null` and see what it says; 1 GB of memory is needed.",
        )
    if getattr(result, "reason", "") == "quarantined":
        return Finding(
            check="readers",
            grade="problem",
            detail=f"a plain page could not be read: {result}",
            advice="Is memory scarce?",
        )
    return Finding(check="readers", grade="ok", detail="a page was read in a limited process")


def _fonts() -> Finding:
    from monitor.plots import paint

    why = paint.missing()
    if why is None:
        return Finding(check="fonts", grade="ok", detail="drawings have a font with Chinese characters")
    return Finding(check="fonts", grade="note", detail="digests come without drawings", advice=why)


def _browser(config: Config) -> Iterator[Finding]:
    if not any(getattr(source, "render", False) for source in config.sources if source.enabled):
        return
    from monitor.fetch import browser_trouble

    why = browser_trouble()
    yield Finding(check="browser", grade="problem" if why else "ok", detail=why or "a browser is there")


def _daemon(store: Store, now: datetime) -> Iterator[Finding]:
    try:
        with store.read() as connection:
            found = [daemon for daemon in daemons(connection) if not is_dead(daemon.owner)]
    except MonitorError as error:
        yield Finding(check="daemon", grade="problem", detail=str(error))
        return
    if not found:
        yield Finding(
            check="daemon", grade="note", detail="none works on this database", advice="`monitor run` starts one."
        )
    for daemon in found:
        if not daemon.alive(now):
            yield Finding(
                check="daemon",
                grade="problem",
                detail=f"{daemon.owner} has said nothing since {daemon.tick:%Y-%m-%d %H:%M} UTC",
                advice="Look at its log, and restart it.",
            )
        elif daemon.version != __version__:
            yield Finding(
                check="daemon",
                grade="warning",
                detail=f"{daemon.owner} is release {daemon.version}, this is {__version__}",
                advice="Restart it, so that it runs what is installed.",
            )
        else:
            yield Finding(check="daemon", grade="ok", detail=f"{daemon.owner} is alive")


def _user() -> str:
    return str(os.getuid()) if hasattr(os, "getuid") else "this user"
