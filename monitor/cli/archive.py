"""`monitor backfill NAME --since DAY`: a source's own past, read from its site."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING

import click

from monitor.cli.app import clean, local, moment, now, open_client, open_config, open_database, print_json, source_named
from monitor.errors import ConfigError

if TYPE_CHECKING:
    from monitor.pipeline.archive import Progress, Walk

_SECONDS = 5.0
_SAYS = {
    "date": "reached the date",
    "end": "the source names no older page",
    "repeats": "its older pages only repeat what others name",
    "known": "an earlier run went as far; --again begins anew",
    "limit": "read as many pages as --pages allows; run it again to go on",
}


def walk_back(
    ctx: click.Context, name: str, *, since: str, until: str | None, pages: int, again: bool, as_json: bool
) -> int:
    """Read the past of the source `name` and say how it went; the exit code."""
    from monitor.pipeline.archive import walk
    from monitor.pipeline.second import second_reader
    from monitor.sandbox import Pool

    config = open_config(ctx, needed=True)
    source = source_named(config, name)
    if source.kind in ("imap", "folder"):
        raise ConfigError(
            f"{name} is of kind {source.kind}: its polls read all that is there, so it has no past to read."
        )
    first, last = moment(since, source.timezone), moment(until, source.timezone) if until else None
    if last is not None and last <= first:
        raise click.UsageError("--until is after --since.")
    store = open_database(ctx, config)
    client = open_client(config)
    began = time.monotonic()
    with Pool(1) as pool, _progress(source.timezone) as step:
        done = walk(
            source,
            since=first,
            until=last,
            store=store,
            client=client,
            pool=pool,
            clock=now,
            step=step,
            most=pages,
            again=again,
            second=second_reader(config, store, now),
        )
    client.close()
    seconds = time.monotonic() - began
    store.close()
    if as_json:
        record = {"source": name, "reason": done.reason, "detail": done.detail, "pages": done.pages}
        record |= {"oldest": done.oldest, "resumed": done.resumed, "failed": done.failed, "skipped": done.skipped}
        print_json(record | done.summary.record() | {"seconds": round(seconds, 2), "database": store.name})
    else:
        _show(done, seconds, source.timezone)
    return 0 if done.whole or done.reason == "limit" else 1


def _show(done: Walk, seconds: float, zone: str) -> None:
    summary = done.summary
    rate = f", {summary.read / seconds:.1f} articles/s" if summary.read and seconds > 0.5 else ""
    begun = "went on where it was broken off; " if done.resumed else ""
    click.echo(f"pages of the source {done.pages:>6}   in {seconds:.1f} s{rate}")
    click.echo(f"articles got        {summary.read:>6}   back to {local(done.oldest, zone)}")
    click.echo(f"  new               {summary.new:>6}")
    click.echo(f"  copies            {summary.copies:>6}")
    click.echo(f"  rejected          {len(summary.rejected):>6}")
    click.echo(f"not had yet         {done.failed:>6}")
    click.echo(f"events new          {summary.events_new:>6}")
    for line in done.skipped:
        click.echo(clean(f"    {line}"))
    click.echo(clean(f"ended: {begun}{_SAYS.get(done.reason, f'{done.reason}: {done.detail}')}"))


@contextmanager
def _progress(zone: str) -> Iterator[Callable[[Progress], None]]:
    """A function that shows how far the walk is: one line on a terminal that is written anew, else a line now and
    then, on standard error."""
    began = last = time.monotonic()
    shown = sys.stderr.isatty()

    def step(progress: Progress) -> None:
        nonlocal last
        moment_now = time.monotonic()
        if moment_now - last < (0.2 if shown else _SECONDS):
            return
        last = moment_now
        line = _line(progress, moment_now - began, zone)
        click.echo(f"\r\033[K{line}" if shown else line, nl=not shown, err=True)

    try:
        yield step
    finally:
        if shown:
            click.echo("\r\033[K", nl=False, err=True)


def _line(progress: Progress, seconds: float, zone: str) -> str:
    back = f", back to {_day(progress.oldest, zone)}" if progress.oldest else ""
    rate = progress.articles / seconds if seconds else 0.0
    failed = f", {progress.failed} not had" if progress.failed else ""
    return f"{progress.pages} pages, {progress.articles} articles ({rate:.1f}/s){failed}{back}"


def _day(when: datetime, zone: str) -> str:
    return local(when, zone)[:10]
