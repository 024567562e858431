"""`monitor worker`: the cluster's hands."""

from __future__ import annotations

import os

import click

from monitor.cli.app import open_client, open_config, open_database
from monitor.cli.run import speak


@click.command()
@click.option(
    "--queues",
    default="fetch,compose,deliver",
    show_default=True,
    help="What this worker does: polls, digests and alerts, sending.",
)
@click.option("--threads", type=click.IntRange(1, 64), default=8, show_default=True, help="Jobs at once.")
@click.option("--verbose", "-v", is_flag=True, help="Say more; the same as MONITOR_LOG_LEVEL=debug.")
@click.pass_context
def worker(ctx: click.Context, queues: str, threads: int, verbose: bool) -> int:
    """Run the jobs that `monitor run --engine cluster` schedules, until SIGTERM or Ctrl-C; any number, on any machine.

    Needs PostgreSQL and the same sources.yaml everywhere. One of several workers may be killed at any time: what it
    had in work begins again elsewhere.
    """
    from monitor.sandbox import Pool
    from monitor.worker import Worker
    from monitor.worker.queue import QUEUES, check_engine

    asked = {name.strip() for name in queues.split(",") if name.strip()}
    if not asked or asked - set(QUEUES):
        raise click.UsageError(f"--queues takes {', '.join(QUEUES)}.")
    config = open_config(ctx, needed=True)
    speak(config, verbose=verbose)
    store = open_database(ctx, config)
    check_engine(store)
    pool = Pool(min(threads, os.cpu_count() or 1))
    chosen = [queue for queue in QUEUES if queue in asked]
    Worker(config, store, open_client(config), pool, queues=chosen, threads=threads).run()
    return 0
