"""`monitor articles`: what came in."""

from __future__ import annotations

from typing import Any

import click

from monitor.cli.app import (
    NOTHING_MATCHED,
    json_option,
    local,
    moment,
    open_config,
    open_database,
    print_json,
    print_table,
)


@click.command()
@click.option("--source", help="Only from this source of sources.yaml.")
@click.option("--since", metavar="WHEN", help="Came in since a day, or 12h, 7d, 4w ago.")
@click.option("--held", is_flag=True, help="Only those that their source's filter holds back, with the reason.")
@click.option("--limit", type=click.IntRange(1), default=50, show_default=True, help="At most so many.")
@json_option
@click.pass_context
def articles(ctx: click.Context, source: str | None, since: str | None, held: bool, limit: int, as_json: bool) -> int:
    """List articles, those that came in last first."""
    from monitor.store.articles import list_articles

    config = open_config(ctx)
    zone = config.settings.timezone
    store = open_database(ctx, config)
    with store.read() as connection:
        rows: list[dict[str, Any]] = list_articles(
            connection, source=source, since=moment(since, zone) if since else None, held=held, limit=limit
        )
    store.close()
    if as_json:
        print_json(rows)
    else:
        print_table(
            ("id", "published", "source", "title", "events", "copies", *(["held back"] if held else [])),
            (
                (
                    str(row["id"]),
                    local(row["published"], zone),
                    row["source"] or "-",
                    row["title"] or "-",
                    str(row["events"]),
                    str(row["copies"]),
                    *([row["held"]] if held else []),
                )
                for row in rows
            ),
        )
    return 0 if rows else NOTHING_MATCHED
