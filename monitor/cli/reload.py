"""`monitor reload`: let the running daemon read sources.yaml again."""

from __future__ import annotations

import time
from datetime import datetime

import click

from monitor.cli.app import json_option, now, open_config, open_database, print_json
from monitor.errors import ConfigError, MonitorError

_PATIENCE = 15.0


@click.command()
@click.option("--wait", type=click.FloatRange(0), default=_PATIENCE, show_default=True, help="Seconds for an answer.")
@json_option
@click.pass_context
def reload(ctx: click.Context, wait: float, as_json: bool) -> int:
    """Check sources.yaml, then let every daemon of this machine read it again, and say what each answered.

    A file with mistakes is not given to the daemon; it goes on with what it has.
    """
    from monitor.daemon.process import ask_to_reload, works
    from monitor.store.daemons import daemons

    config = open_config(ctx, needed=True)
    store = open_database(ctx, config)
    rows = []
    try:
        with store.read() as connection:
            found = [daemon for daemon in daemons(connection) if works(daemon, now())]
        if not found:
            raise MonitorError("No daemon works on this database; `monitor run` starts one.")
        for daemon in found:
            if daemon.config and config.path and daemon.config != str(config.path.resolve()):
                raise ConfigError(
                    f"The daemon {daemon.owner} reads {daemon.config}, not {config.path}; name that file with --config."
                )
        for daemon in found:
            ask_to_reload(daemon)
            answer = _answer(store, daemon.owner, since=daemon.reloaded, wait=wait)
            rows.append({"daemon": daemon.owner, "reloaded": answer == "", "problem": answer or None})
    finally:
        store.close()
    if as_json:
        print_json(rows)
    else:
        for row in rows:
            click.echo(f"{row['daemon']}: {row['problem'] or 'reloaded'}", err=bool(row["problem"]))
    return 0 if all(row["reloaded"] for row in rows) else 1


def _answer(store: object, owner: str, *, since: datetime | None, wait: float) -> str:
    """The empty text where the daemon read its file, else why not."""
    from monitor.store import Store
    from monitor.store.daemons import daemons

    assert isinstance(store, Store)  # noqa: S101 (for the type checker)
    end = time.monotonic() + wait
    while True:
        with store.read() as connection:
            daemon = next((one for one in daemons(connection) if one.owner == owner), None)
        if daemon is None:
            return "it ended meanwhile"
        if daemon.reloaded != since:
            return daemon.problem or ""
        if time.monotonic() > end:
            return f"it did not answer within {wait:g} s; look at its log"
        time.sleep(0.2)
