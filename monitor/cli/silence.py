"""`monitor silence`: what nobody is to be told about for a while."""

from __future__ import annotations

import getpass
from datetime import timedelta

import click

from monitor.cli.app import (
    NOTHING_MATCHED,
    json_option,
    local,
    moment,
    now,
    open_config,
    open_database,
    print_json,
    print_table,
)


@click.group()
def silence() -> None:
    """Hold events back for a while: add, list, end. What was held is counted in the digest's footer."""


@silence.command()
@click.argument("matchers", nargs=-1, required=True, metavar="MATCHER...")
@click.option("--until", metavar="WHEN", help="A day or time; without one for a week.")
@click.option("--comment", default="", help="Why.")
@click.option("--author", default=None, help="Who. [default: you]")
@click.pass_context
def add(ctx: click.Context, matchers: tuple[str, ...], until: str | None, comment: str, author: str | None) -> int:
    """Hold back events that match all of MATCHER...: region=济南市, kind!=chain, leader=~林.*, event=17."""
    from monitor.digest import parse_matcher
    from monitor.store.silences import add_silence

    for matcher in matchers:
        try:
            parse_matcher(matcher)
        except ValueError as error:
            raise click.UsageError(f"{matcher}: {error}") from error
    config = open_config(ctx)
    store = open_database(ctx, config)
    start = now()
    end = moment(until, config.settings.timezone) if until else start + timedelta(days=7)
    if end <= start:
        raise click.UsageError("--until lies in the past.")
    with store.write() as connection:
        number = add_silence(
            connection, matchers, author=author or getpass.getuser(), comment=comment, start=start, end=end
        )
    store.close()
    click.echo(f"Silence {number} holds until {local(end, config.settings.timezone)}.")
    return 0


@silence.command("list")
@click.option("--all", "every", is_flag=True, help="Those that are over, too.")
@json_option
@click.pass_context
def list_(ctx: click.Context, every: bool, as_json: bool) -> int:
    """List silences, newest first."""
    from monitor.store.silences import list_silences

    config = open_config(ctx)
    store = open_database(ctx, config)
    with store.read() as connection:
        found = list_silences(connection, since=None if every else now())
    store.close()
    matchers = {number: [str(item) for item in held.matchers] for number, held in found}
    if as_json:
        print_json(
            [
                {
                    "id": number,
                    "matchers": matchers[number],
                    "author": held.author,
                    "comment": held.comment,
                    "start": held.start,
                    "end": held.end,
                }
                for number, held in found
            ]
        )
    else:
        zone = config.settings.timezone
        print_table(
            ("id", "matchers", "until", "author", "comment"),
            (
                (str(number), "; ".join(matchers[number]), local(held.end, zone), held.author, held.comment)
                for number, held in found
            ),
        )
    return 0 if found else NOTHING_MATCHED


@silence.command()
@click.argument("silence_id", type=int, metavar="ID")
@click.pass_context
def end(ctx: click.Context, silence_id: int) -> int:
    """End a silence now; what it held back is told with the next digest."""
    from monitor.store.silences import end_silence

    store = open_database(ctx)
    with store.write() as connection:
        done = end_silence(connection, silence_id, now=now())
    store.close()
    click.echo(f"Silence {silence_id} is over." if done else f"There is no silence {silence_id} that holds.")
    return 0 if done else NOTHING_MATCHED
