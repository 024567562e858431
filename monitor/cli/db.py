"""`monitor db`: the database itself."""

from __future__ import annotations

import sys
import time

import click

from monitor.cli.app import json_option, print_json


@click.group()
def db() -> None:
    """Work on the database itself."""


@db.command()
@click.argument("source", metavar="FROM")
@click.argument("target", metavar="TO")
@json_option
def copy(source: str, target: str, as_json: bool) -> int:
    """Copy the whole store at the URL FROM into the empty database at the URL TO: SQLite and PostgreSQL, either way.

    FROM is read as it is at one moment; end its daemon first, for what it takes in afterwards is not copied. TO is kept
    only when it holds as many rows of every table; broken off, it stays empty, and the command can be run again.
    """
    from sqlalchemy.engine import make_url

    from monitor.errors import StoreError
    from monitor.store import open_store
    from monitor.store.move import move

    try:
        address = make_url(source)
    except Exception as error:
        raise click.UsageError("FROM is no database URL; write sqlite:////path/file or postgresql://….") from error
    if address.get_backend_name() == "sqlite" and not _file_exists(address.database):
        raise StoreError(f"{address.database}: there is no such file.")
    told = _Progress()
    old = open_store(source, {})
    try:
        new = open_store(target, {})
        try:
            moved = move(old, new, told.step, known=told.begin)
            names = old.name, new.name
        finally:
            new.close()
    finally:
        old.close()
    told.end()
    if as_json:
        print_json({"from": names[0], "to": names[1], "rows": moved.rows})
    else:
        total = sum(moved.rows.values())
        click.echo(f"Copied {total:,} rows of {len(moved.rows)} tables into {names[1]}; the counts are the same.")
        click.echo("Set MONITOR_DATABASE_URL (or settings.database) to it, and start the daemon again.")
    return 0


class _Progress:
    """How far a copy is, on standard error: a line that stays in its place on a terminal, else one every five seconds.
    What is found by words is made anew at the end; that has no share in it."""

    def __init__(self) -> None:
        self._live = sys.stderr.isatty()
        self._total = self._done = 0
        self._began = self._said = time.monotonic()

    def begin(self, total: int) -> None:
        self._total = total

    def step(self, table: str, rows: int, new: int) -> None:
        self._done += new
        now = time.monotonic()
        if now - self._said < (0.1 if self._live else 5):
            return
        self._said = now
        took = now - self._began
        words = f"{table}: {rows:,} rows; {self._done:,} of {self._total:,} in all, {self._done / took:,.0f}/s"
        words += f", {took * (self._total - self._done) / self._done:,.0f} s left"
        click.echo(f"\r\x1b[K{words}" if self._live else words, nl=not self._live, err=True)

    def end(self) -> None:
        if self._live:
            click.echo("\r\x1b[K", nl=False, err=True)


def _file_exists(path: str | None) -> bool:
    from pathlib import Path

    return bool(path) and Path(str(path)).is_file()
