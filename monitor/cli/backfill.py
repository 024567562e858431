"""`monitor backfill`: saved pages through the same extractors as polled ones."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from monitor.cli.app import clean, json_option, now, open_config, open_database, print_json

if TYPE_CHECKING:
    from monitor.pipeline.backfill import Summary


@click.command()
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option("--jobs", type=click.IntRange(1, 64), default=None, help="Reader processes. [default: one a core]")
@json_option
@click.pass_context
def backfill(ctx: click.Context, paths: tuple[str, ...], jobs: int | None, as_json: bool) -> int:
    """Replay saved pages (folders, files, or - for standard input) into the database.

    Reads .html .htm .txt .mhtml, each also .gz, and beside each an optional .json of the same name with url, source,
    published, fetched_at. Sends nothing. Can be interrupted and run again: what is known is passed over.
    """
    from monitor.pipeline.backfill import backfill as run
    from monitor.pipeline.second import second_reader
    from monitor.replay import files
    from monitor.sandbox import Pool

    total = sum(1 for path in paths for _ in (files(Path(path)) if path != "-" else [path]))
    size = min(jobs or os.cpu_count() or 1, max(1, total // 20))
    config = open_config(ctx)
    store = open_database(ctx, config)
    second = second_reader(config, store, now)
    began = time.monotonic()
    with Pool(size) as pool, progress(total) as step:
        summary = run(store, pool, paths, now=now(), step=step, second=second)
    seconds = time.monotonic() - began
    store.close()
    if as_json:
        print_json(summary.record() | {"seconds": round(seconds, 2), "database": store.name})
    else:
        _show(summary, seconds, store.name)
    return 1 if summary.unreadable else 0


def _show(summary: Summary, seconds: float, database: str) -> None:
    rate = f", {summary.read / seconds:.0f} pages/s" if seconds > 0.5 else ""
    rejected = len(summary.rejected) + len(summary.unreadable)
    click.echo(f"pages read        {summary.read:>6}   in {seconds:.1f} s{rate}")
    click.echo(f"new articles      {summary.new:>6}")
    click.echo(f"copies            {summary.copies:>6}")
    click.echo(f"revisions         {summary.revisions:>6}")
    click.echo(f"known             {summary.known:>6}")
    click.echo(f"rejected          {rejected:>6}")
    for name, reason in (*summary.unreadable, *summary.rejected):
        click.echo(clean(f"    {name}: {reason}"))
    click.echo(f"events new        {summary.events_new:>6}")
    click.echo(f"events updated    {summary.events_updated:>6}")
    click.echo(f"database          {database}")


@contextmanager
def progress(total: int) -> Iterator[Callable[[str], None]]:
    """A function to call once a page: a bar on a terminal, else a plain line now and then, on standard error."""
    if sys.stderr.isatty():
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

        columns = (TextColumn("reading"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
        with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
            task = bar.add_task("pages", total=total)
            yield lambda _: bar.advance(task)
        return
    done = 0
    last = time.monotonic()

    def line(_: str) -> None:
        nonlocal done, last
        done += 1
        if time.monotonic() - last >= 5:
            last = time.monotonic()
            click.echo(f"{done} of {total} pages", err=True)

    yield line
