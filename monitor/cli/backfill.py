"""`monitor backfill`: saved pages through the same extractors as polled ones."""

from __future__ import annotations

import os
import re
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from monitor.cli.app import clean, json_option, moment, now, open_config, open_database, print_json

if TYPE_CHECKING:
    from monitor.pipeline.backfill import Summary
    from monitor.replay import Found

_PASSED = {
    "address": "not the address asked for",
    "date": "not the time asked for",
    "language": "not in Chinese",
    "vocabulary": "without a word that events are told with",
    "status": "answers without a page (moved, missing, failed)",
    "type": "not HTML or text",
    "read before": "archives that were read before (--again reads them)",
}


@click.command()
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option("--jobs", type=click.IntRange(1, 64), default=None, help="Reader processes. [default: one a core]")
@click.option("--address", metavar="PATTERN", help="Only pages whose address holds this regular expression.")
@click.option("--since", metavar="DAY", help="Only captures from then on (2025-05-09, 30d).")
@click.option("--until", metavar="DAY", help="Only captures from before then.")
@click.option("--chinese", is_flag=True, help="Only pages in Chinese.")
@click.option("--vocabulary", is_flag=True, help="Only pages that hold a word that events are told with.")
@click.option("--again", is_flag=True, help="Read archives that were read before; begin anew with a source.")
@click.option("--pages", type=click.IntRange(1), default=1000, show_default=True, help="Of a source: listings to read.")
@json_option
@click.pass_context
def backfill(
    ctx: click.Context,
    paths: tuple[str, ...],
    jobs: int | None,
    address: str | None,
    since: str | None,
    until: str | None,
    chinese: bool,
    vocabulary: bool,
    again: bool,
    pages: int,
    as_json: bool,
) -> int:
    """Replay saved pages (folders, files, archives, or - for standard input) into the database.

    monitor backfill NAME --since DAY reads the past of the source NAME from its site instead, politely.

    Reads .html .htm .txt .mhtml, each also .gz, and beside each an optional .json of the same name with url, source,
    published, fetched_at; and archives: .warc .wacz .zip .tar .jsonl, also compressed. The options that choose pages
    are judged before a page is parsed. Sends nothing. Can be interrupted and run again: it goes on where it stopped.
    """
    if len(paths) == 1 and since and paths[0] != "-" and not Path(paths[0]).exists():
        from monitor.cli.archive import walk_back

        return walk_back(ctx, paths[0], since=since, until=until, pages=pages, again=again, as_json=as_json)
    from monitor.replay import Wanted, files, reader_of
    from monitor.sandbox import Pool

    total, size = 0, jobs or os.cpu_count() or 1
    archives = False
    for path in paths:
        for file in files(Path(path)) if path != "-" else [Path(path)]:
            total += 1
            archives = archives or (isinstance(file, Path) and reader_of(file) is not None)
    if not archives:
        size = min(size, max(1, total // 20))
    with Pool(size) as pool:
        pool.warm_up()  # while this process loads what it needs itself
        from monitor.pipeline.backfill import backfill as run
        from monitor.pipeline.second import second_reader

        config = open_config(ctx)
        zone = str(config.settings.timezone)
        wanted = Wanted(
            address=_pattern(address),
            since=moment(since, zone) if since else None,
            until=moment(until, zone) if until else None,
            chinese=chinese,
            vocabulary=vocabulary,
        )
        store = open_database(ctx, config)
        second = second_reader(config, store, now)
        began = time.monotonic()
        with progress(total, "files") as advance:
            step = _stepper(advance)
            summary = run(store, pool, paths, now=now(), step=step, wanted=wanted, again=again, second=second)
        seconds = time.monotonic() - began
        store.close()
    if as_json:
        print_json(summary.record() | {"seconds": round(seconds, 2), "database": store.name})
    else:
        _show(summary, seconds, store.name)
    return 1 if summary.unreadable else 0


def _pattern(text: str | None) -> re.Pattern[str] | None:
    try:
        return re.compile(text) if text else None
    except re.error as error:
        raise click.UsageError(f"--address {text!r} is no regular expression: {error}.") from error


def _stepper(advance: Callable[[float], None]) -> Callable[[Found], None]:
    """Turns the steps of a replay into shares of its files."""
    before = 0.0

    def step(found: Found) -> None:
        nonlocal before
        if found.archive is None or found.reason == "end":
            share, before = 1.0 - before, 0.0
        else:
            share, before = max(0.0, found.share - before), max(before, found.share)
        advance(share)

    return step


def _show(summary: Summary, seconds: float, database: str) -> None:
    rate = f", {summary.read / seconds:.0f} pages/s" if seconds > 0.5 else ""
    rejected = len(summary.rejected) + len(summary.unreadable)
    click.echo(f"pages read        {summary.read:>6}   in {seconds:.1f} s{rate}")
    click.echo(f"new articles      {summary.new:>6}")
    click.echo(f"copies            {summary.copies:>6}")
    click.echo(f"revisions         {summary.revisions:>6}")
    click.echo(f"known             {summary.known:>6}")
    for reason, count in summary.passed_over.most_common():
        click.echo(f"passed over       {count:>6}   {_PASSED.get(reason, reason)}")
    click.echo(f"rejected          {rejected:>6}")
    for name, reason in (*summary.unreadable, *summary.rejected):
        click.echo(clean(f"    {name}: {reason}"))
    click.echo(f"events new        {summary.events_new:>6}")
    click.echo(f"events updated    {summary.events_updated:>6}")
    click.echo(f"database          {database}")


@contextmanager
def progress(total: float, what: str) -> Iterator[Callable[[float], None]]:
    """A function to call with each share of `total` that is done: a bar on a terminal, else a plain line now and then,
    on standard error. what: the unit, in the plural; the steps are pages."""
    if sys.stderr.isatty():
        from rich.console import Console
        from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

        columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeRemainingColumn())
        with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
            task = bar.add_task("reading", total=total)
            steps, began = 0, time.monotonic()

            def draw(share: float) -> None:
                nonlocal steps
                steps += 1
                rate = steps / max(0.1, time.monotonic() - began)
                bar.update(task, advance=share, description=f"{steps} pages, {rate:.0f}/s")

            yield draw
        return
    steps, done, began = 0, 0.0, time.monotonic()
    last = began

    def line(share: float) -> None:
        nonlocal steps, done, last
        steps += 1
        done += share
        now = time.monotonic()
        if now - last >= 5:
            last = now
            left = (now - began) * (total - done) / done if done else 0
            click.echo(
                f"{steps} pages, {steps / (now - began):.0f}/s, {done:.4g} of {total:g} {what}, {left:.0f} s left",
                err=True,
            )

    yield line
