"""`monitor doctor`: what is wrong with this installation, and what to do."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from monitor.cli.app import clean, json_option, now, open_client, open_config, open_database, print_json
from monitor.errors import ConfigError, StoreError

if TYPE_CHECKING:
    from monitor.doctor import Finding

_MARKS = {"ok": "ok", "note": "note", "warning": "WARNING", "problem": "PROBLEM"}


@click.command()
@click.option("--reach", is_flag=True, help="Also connect to the channels' servers and compare the clock with others.")
@json_option
@click.pass_context
def doctor(ctx: click.Context, reach: bool, as_json: bool) -> int:
    """Look at configuration, secrets, channels, database, disk, clock, readers, fonts, extras, names and the daemon.

    Nothing is sent and nothing changed. Exit code 0 where there is no problem (there may be warnings), else 1.
    """
    found = []
    for finding in _look(ctx, reach):
        found.append(finding)
        if not as_json:
            mark = click.style(
                f"{_MARKS[finding.grade]:<8}", fg={"warning": "yellow", "problem": "red"}.get(finding.grade)
            )
            click.echo(f"{mark} {finding.check:<14} {clean(finding.detail)}".replace("\n", f"\n{'':24}"))
            if finding.advice:
                click.echo(f"{'':24}→ {clean(finding.advice)}")
    problems = sum(finding.grade == "problem" for finding in found)
    warnings = sum(finding.grade == "warning" for finding in found)
    if as_json:
        print_json([asdict(finding) for finding in found])
    else:
        said = f"Problems: {problems}. Warnings: {warnings}." if problems or warnings else "Nothing is wrong."
        click.echo(f"\n{said}")
    return 1 if problems else 0


def _look(ctx: click.Context, reach: bool) -> Iterator[Finding]:
    from monitor.config import Config
    from monitor.doctor import Finding, network, place, settings
    from monitor.store import default_url

    config = Config()
    try:
        config = open_config(ctx)
    except ConfigError as error:
        for line in str(error).splitlines():
            yield Finding(check="configuration", grade="problem", detail=line, advice="Correct this line.")
    else:
        url = ctx.obj[1] or os.environ.get("MONITOR_DATABASE_URL") or config.settings.database or default_url()
        yield from settings(config, database=url)
    try:
        store = open_database(ctx, config)
    except StoreError as error:
        yield Finding(check="database", grade="problem", detail=str(error), advice="Nothing else can be looked at.")
        return
    try:
        yield from place(store, config, now=now())
    finally:
        store.close()
    client = open_client(config)
    try:
        yield from network(config, client, now=now(), reach=reach)
    finally:
        client.close()
