"""`monitor reprocess`: stored pages through today's extractors, with a diff of events."""

from __future__ import annotations

import os
from typing import Any

import click

from monitor.cli.app import clean, json_option, now, open_config, open_database, print_json
from monitor.cli.backfill import progress


@click.command()
@click.option("--jobs", type=click.IntRange(1, 64), default=None, help="Reader processes. [default: one a core]")
@json_option
@click.pass_context
def reprocess(ctx: click.Context, jobs: int | None, as_json: bool) -> int:
    """Read all stored pages again, settle what they tell, and show which events change. Sends nothing.

    What readers said of events stays on top. Can be interrupted and run again.
    """
    from monitor.pipeline.filters import refilter
    from monitor.pipeline.reprocess import reprocess as run
    from monitor.sandbox import Pool
    from monitor.store.pages import current_pages

    config = open_config(ctx)
    store = open_database(ctx, config)
    with store.read() as connection:
        total = len(current_pages(connection))
    size = min(jobs or os.cpu_count() or 1, max(1, total // 20))
    with Pool(size) as pool, progress(total, "pages") as advance:
        differences = run(store, pool, now=now(), step=lambda _: advance(1))
    refilter(store, config.sources, force=True)
    store.close()
    if as_json:
        print_json([{"id": item.id, "before": item.before, "after": item.after} for item in differences])
        return 0
    for item in differences:
        sign = "+" if item.before is None else "-" if item.after is None else "~"
        click.echo(clean(f"{sign} event {item.id}: {_said(item.before, item.after)}"))
    click.echo(f"{total} pages read again, {len(differences)} events differ.")
    return 0


def _said(before: dict[str, Any] | None, after: dict[str, Any] | None) -> str:
    if before is None or after is None:
        record = after or before or {}
        return f"{record['type']} {record.get('region')} {record.get('name') or ''} {record.get('quote') or ''}"
    fields = [name for name in after if name not in ("evidence", "confidence") and before.get(name) != after[name]]
    return "; ".join(f"{name}: {before.get(name)} → {after[name]}" for name in fields)
