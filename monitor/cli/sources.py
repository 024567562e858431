"""`monitor sources`: the sources with their state."""

from __future__ import annotations

import click

from monitor.cli.app import NOTHING_MATCHED, json_option, local, open_config, open_database, print_json, print_table


@click.command()
@json_option
@click.pass_context
def sources(ctx: click.Context, as_json: bool) -> int:
    """List the sources of sources.yaml: state, last poll, next poll, newest article."""
    from monitor.pipeline.notes import source_row

    config = open_config(ctx, needed=True)
    zone = config.settings.timezone
    store = open_database(ctx, config)
    with store.read() as connection:
        rows = [source_row(connection, source) for source in config.sources]
    store.close()
    if as_json:
        print_json(rows)
    else:
        print_table(
            ("name", "kind", "state", "last poll", "next poll", "newest article"),
            (
                (
                    row["name"],
                    row["kind"],
                    f"{row['state']}: {row['detail']}" if row["detail"] else row["state"],
                    local(row["last_poll"], zone),
                    local(row["next_due"], zone),
                    f"{local(row['newest'], zone)} {row['article'] or ''}".strip(),
                )
                for row in rows
            ),
        )
    return 0 if rows else NOTHING_MATCHED
