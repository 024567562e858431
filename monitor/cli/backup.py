"""`monitor backup` and `monitor restore`: the whole database in one file, and back."""

from __future__ import annotations

import os
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from monitor.cli.app import json_option, now, open_config, open_database, print_json
from monitor.errors import BackupError, StoreError

if TYPE_CHECKING:
    from monitor.store.backup import Manifest


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--overwrite", is_flag=True, help="Replace FILE where it exists.")
@json_option
@click.pass_context
def backup(ctx: click.Context, file: Path, overwrite: bool, as_json: bool) -> int:
    """Write the whole database into FILE (.tar.zst), or into a file with the date in its name in the folder FILE.

    The daemon may go on working. The file can be read by its owner only; it holds no channel, cookie or password.
    """
    from monitor.store.backup import write_backup

    when = now()
    if file.is_dir():
        file = file / f"monitor-{when:%Y%m%dT%H%M%SZ}.tar.zst"
    if file.exists() and not overwrite:
        raise BackupError(f"{file} exists; --overwrite replaces it.")
    store = open_database(ctx, open_config(ctx))
    try:
        manifest = write_backup(store, file, now=when)
    finally:
        store.close()
    if as_json:
        print_json(_record(manifest) | {"file": str(file), "packed": file.stat().st_size})
    else:
        size = f"{file.stat().st_size / 1e6:,.1f} MB"
        click.echo(f"{file}: {size}, {_holds(manifest)}. Read back and found right.")
    return 0


@click.command()
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--replace", is_flag=True, help="Also where the database holds data; a SQLite file is kept aside.")
@click.option("--check", is_flag=True, help="Only say whether FILE is whole and what it holds.")
@json_option
@click.pass_context
def restore(ctx: click.Context, file: Path, replace: bool, check: bool, as_json: bool) -> int:
    """Put the backup FILE into the database that is configured, SQLite or PostgreSQL.

    The whole file is checked first. A database on which a daemon works is never touched: stop it before.
    """
    from monitor.store.backup import read_backup
    from monitor.store.restore import restore as put_back

    aside: Path | None = None
    if check:
        manifest = read_backup(file)
    else:
        url = _url(ctx)
        _nobody_works(url, now())
        manifest, aside = put_back(file, url, now=now(), replace=replace)
    if as_json:
        print_json(_record(manifest) | {"restored": not check, "aside": str(aside) if aside else None})
        return 0
    done = "is whole" if check else "restored"
    click.echo(f"{file} {done}: made {manifest.made:%Y-%m-%d %H:%M} UTC by {manifest.release}, {_holds(manifest)}.")
    if aside:
        click.echo(f"The database that stood there is now {aside}; delete it when all is well.")
    return 0


def _url(ctx: click.Context) -> str:
    from monitor.store import default_url

    config = open_config(ctx)
    return ctx.obj[1] or os.environ.get("MONITOR_DATABASE_URL") or config.settings.database or default_url()


def _nobody_works(url: str, when: datetime) -> None:
    """Raises BackupError where a daemon works on the database; a database that cannot be read has none."""
    from sqlalchemy.engine import make_url
    from sqlalchemy.exc import ArgumentError

    from monitor.daemon.process import works
    from monitor.store import open_store
    from monitor.store.daemons import daemons

    try:
        address = make_url(url)
        if address.get_backend_name() == "sqlite" and not Path(address.database or "").exists():
            return
        store = open_store(url)
        with store.read() as connection:
            found = [daemon for daemon in daemons(connection) if works(daemon, when)]
        store.close()
    except (StoreError, ArgumentError):
        return
    if found:
        raise BackupError(f"The daemon {found[0].owner} works on this database; stop it first.")


def _holds(manifest: Manifest) -> str:
    rows = manifest.rows
    return f"{rows['articles']:,} articles, {rows['events']:,} events, {rows['deliveries']:,} messages"


def _record(manifest: Manifest) -> dict[str, Any]:
    return asdict(manifest)
