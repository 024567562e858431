"""`monitor archive export`: stored pages as a web archive."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from monitor.cli.app import json_option, moment, open_config, open_database, print_json
from monitor.cli.backfill import progress

if TYPE_CHECKING:
    from monitor.store import Store
    from monitor.types import Page


@click.group()
def archive() -> None:
    """Web archives of stored pages; `monitor backfill FILE` replays them."""


@archive.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--source", metavar="NAME", help="Only pages of this source.")
@click.option("--since", metavar="DAY", help="Only pages fetched from then on (2025-05-09, 30d).")
@click.option("--until", metavar="DAY", help="Only pages fetched before then.")
@click.option("--force", is_flag=True, help="Replace the file.")
@json_option
@click.pass_context
def export(
    ctx: click.Context,
    file: Path,
    source: str | None,
    since: str | None,
    until: str | None,
    force: bool,
    as_json: bool,
) -> int:
    """Write stored pages, all versions of them, to FILE (.warc.gz or .warc).

    Each is the page as it came, with its address, time, headers, and the source that led to it. Polling may go on
    meanwhile. The file takes its name when it is whole.
    """
    from monitor.replay import write_warc
    from monitor.store.pages import kept_pages

    if file.exists() and not force:
        raise click.UsageError(f"{file} is there already; --force replaces it.")
    config = open_config(ctx)
    zone = str(config.settings.timezone)
    store = open_database(ctx, config)
    with store.read() as connection:
        ids = kept_pages(
            connection,
            source=source,
            since=moment(since, zone) if since else None,
            until=moment(until, zone) if until else None,
        )
    began, count, size = time.monotonic(), 0, 0
    with progress(len(ids), "pages") as advance:
        for page in write_warc(file, _pages(store, ids)):
            count += 1
            size += len(page.body)
            advance(1)
    store.close()
    packed = file.stat().st_size
    if as_json:
        record = {"file": str(file), "pages": count, "bytes_of_pages": size, "bytes": packed}
        print_json(record | {"seconds": round(time.monotonic() - began, 2)})
    else:
        click.echo(f"{count} pages, {size / 1e6:.1f} MB, written to {file} ({packed / 1e6:.1f} MB)")
    return 0 if count else 3


def _pages(store: Store, ids: list[int]) -> Iterator[Page]:
    from monitor.store.pages import page_by_id

    for page_id in ids:
        with store.read() as connection:
            page = page_by_id(connection, page_id)
        yield page
