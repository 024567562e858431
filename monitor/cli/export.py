"""`monitor export`: events taken away as a table, a feed or a calendar."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path
from typing import IO, TYPE_CHECKING

import click

from monitor.cli.app import NOTHING_MATCHED, json_option, now, open_config, open_database, print_json
from monitor.export import FEEDS, FORMATS, IN_FEED, FeedInfo, write_table

if TYPE_CHECKING:
    from sqlalchemy import Connection

_ALL = 10_000_000


@click.command()
@click.argument("words", nargs=-1, metavar="[QUERY]...")
@click.option("--format", "form", type=click.Choice([*FORMATS, *FEEDS]), help="[default: by the file's name, else csv]")
@click.option("--output", "-o", type=click.Path(dir_okay=False, path_type=Path), help="[default: standard output]")
@click.option("--language", type=click.Choice(["zh-Hans", "zh-Hant", "en"]), default="zh-Hans", show_default=True)
@json_option
@click.pass_context
def export(
    ctx: click.Context, words: tuple[str, ...], form: str | None, output: Path | None, language: str, as_json: bool
) -> int:
    """Write events to a file: a table (csv, xlsx, jsonl, parquet), a feed (rss, atom, feed.json) or a calendar (ics).

    QUERY is as in `monitor search`; without it all events are written. A feed holds the newest 100.

    \b
    monitor export kind:signing 2025.. -o signings.xlsx
    monitor export region:济南市 -o jinan.ics
    """
    from monitor.search import parse_query
    from monitor.store.search import search_events

    form = form or _by_name(output)
    if output is None and form in ("xlsx", "parquet") and sys.stdout.isatty():
        raise click.UsageError(f"{form} is no text for a terminal; name a file with -o.")
    query = parse_query(" ".join(words))
    config = open_config(ctx)
    zone = config.settings.timezone
    store = open_database(ctx, config)
    # The file takes its name when it is whole.
    unfinished = output.with_name(f"{output.name}.part") if output else None
    with store.read() as connection:
        ids = search_events(connection, query, limit=IN_FEED if form in FEEDS else _ALL).ids
        if unfinished:
            with unfinished.open("wb") as file:
                _write(connection, ids, form, file, zone, language, now())
        else:
            _write(connection, ids, form, sys.stdout.buffer, zone, language, now())
            sys.stdout.buffer.flush()
    store.close()
    if unfinished and output:
        unfinished.replace(output)
        if as_json:
            print_json({"file": str(output), "format": form, "events": len(ids), "bytes": output.stat().st_size})
        else:
            click.echo(f"{len(ids)} events written to {output}", err=True)
    return 0 if ids else NOTHING_MATCHED


def _by_name(output: Path | None) -> str:
    name = output.name.lower() if output else ""
    found = next((form for form in (*FORMATS, *FEEDS) if name.endswith(f".{form}")), None)
    if found or not output:
        return found or "csv"
    raise click.UsageError(f"{output.name}: name it with one of {', '.join((*FORMATS, *FEEDS))}, or give --format.")


def _write(
    connection: Connection,
    ids: tuple[int, ...],
    form: str,
    file: IO[bytes],
    timezone: str,
    language: str,
    made: datetime,
) -> None:
    from monitor.language import Tongue
    from monitor.store.events import events_of

    events = events_of(connection, ids)
    if form in FORMATS:
        write_table(form, events, file)
        return
    tongue = Tongue(language)  # type: ignore[arg-type]
    place = "http://localhost/events"
    info = FeedInfo(title="monitor", page=place, address=place, made=made, timezone=timezone, tongue=tongue)
    file.write(FEEDS[form][0](list(events), info))
