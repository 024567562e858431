"""`monitor health`: is the daemon alive? For a container's health check."""

from __future__ import annotations

from datetime import timedelta

import click

from monitor.cli.app import json_option, now, open_config, open_database, print_json

_SILENCE = timedelta(minutes=3)


@click.command()
@json_option
@click.pass_context
def health(ctx: click.Context, as_json: bool) -> int:
    """Say whether a daemon works on this database: exit code 0 if it ticked within three minutes, else 1."""
    from monitor.store.meta import last_tick

    store = open_database(ctx, open_config(ctx))
    with store.read() as connection:
        tick = last_tick(connection)
    store.close()
    alive = tick is not None and now() - tick <= _SILENCE
    if as_json:
        print_json({"alive": alive, "last_tick": tick})
    else:
        click.echo(f"{'alive' if alive else 'not alive'}; last tick: {tick.isoformat() if tick else 'never'}")
    return 0 if alive else 1
