"""`monitor sources`: the list with each one's state, a trial of one, and lists from and for other programs."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

import click

from monitor.cli.app import (
    NOTHING_MATCHED,
    ListByDefault,
    clean,
    json_option,
    local,
    now,
    open_client,
    open_config,
    open_database,
    print_json,
    print_table,
    source_named,
)
from monitor.cli.sources_add import add, config_to_edit, write
from monitor.errors import ConfigError

if TYPE_CHECKING:
    from monitor.sources.opml import Outline

_FEED_SCHEME = ("feed://", "http://"), ("feed:http", "http")


@click.group(cls=ListByDefault)
def sources() -> None:
    """List the sources with their state; add, test, import and export them. Without a word it lists."""


sources.add_command(add)


@sources.command("list")
@click.option("--state", multiple=True, metavar="STATE", help="Only those: fine, quiet, walled, broken, redesigned, …")
@json_option
@click.pass_context
def list_(ctx: click.Context, state: tuple[str, ...], as_json: bool) -> int:
    """List the sources: state and its cause, polls, newest article, new articles of each of the last 14 days."""
    from monitor.pipeline.notes import rhythm_row, source_row

    config = open_config(ctx, needed=True)
    zone, moment = config.settings.timezone, now()
    store = open_database(ctx, config)
    rows = []
    with store.read() as connection:
        for source in config.sources:
            row = source_row(connection, source, moment)
            if not state or row["state"] in state:
                rows.append(row | rhythm_row(connection, source, moment, zone))
    store.close()
    if as_json:
        print_json(rows)
    else:
        print_table(
            ("name", "state", "polled", "next", "14 days, newest"),
            (_row(row, zone, moment) for row in rows),
            whole=("name", "polled"),
        )
    return 0 if rows else NOTHING_MATCHED


@sources.command()
@click.argument("name")
@json_option
@click.pass_context
def test(ctx: click.Context, name: str, as_json: bool) -> int:
    """Try the source NAME step by step, without storing anything, and say which step fails and why."""
    from monitor.pipeline.trial import STEPS, trial
    from monitor.sandbox import Pool

    config = open_config(ctx, needed=True)
    source = source_named(config, name)
    client = open_client(config)
    done = []
    with Pool(1) as pool:
        for step in trial(source, client, pool):
            step = replace(step, detail=source.shown(step.detail))
            done.append(step)
            if not as_json:
                click.echo(clean(f"{'ok' if step.ok else 'FAILS':6}{step.name:9}{_line(step.reason, step.detail)}"))
    client.close()
    left = STEPS[len(done) :]
    if as_json:
        steps = [{"step": step.name, "ok": step.ok, "reason": step.reason, "detail": step.detail} for step in done]
        print_json({"source": name, "ok": all(step.ok for step in done), "steps": steps, "not_reached": list(left)})
    elif left:
        click.echo(f"{'':6}not reached: {', '.join(left)}")
    return 0 if all(step.ok for step in done) else 1


@sources.command()
@click.argument("name")
@click.option("--output", "-o", type=click.File("wb"), default="-", help="A file instead of standard output.")
@click.pass_context
def page(ctx: click.Context, name: str, output: BinaryIO) -> int:
    """Write out the newest page that the trouble of NAME is about, as it came: what came instead of its listing, or an
    article on which a field is missing."""
    from monitor.pipeline.watch import page_behind

    config = open_config(ctx)
    store = open_database(ctx, config)
    with store.read() as connection:
        found = page_behind(connection, name)
    store.close()
    if found is None:
        click.echo(f"No page of a trouble is kept of {name}.", err=True)
        return NOTHING_MATCHED
    said = f"{found.url}, {local(found.at, config.settings.timezone)}: {found.reason}, {len(found.body):,} bytes"
    click.echo(clean(said), err=True)
    output.write(found.body)
    return 0


@sources.command("import")
@click.argument("file", type=click.File("rb"))
@json_option
@click.pass_context
def import_(ctx: click.Context, file: BinaryIO, as_json: bool) -> int:
    """Add the feeds of an OPML file, as feed readers export it, to sources.yaml. An address stands there once."""
    from monitor.config import Source
    from monitor.config.edit import entry_of, name_for
    from monitor.sources import opml
    from monitor.types import Refusal

    config = config_to_edit(ctx)
    found = opml.read(file.read())
    if isinstance(found, Refusal):
        raise ConfigError(f"{file.name}: {found.detail}")
    names = {source.name for source in config.sources}
    known = {_key(source.url) for source in config.sources}
    added: list[Source] = []
    skipped: list[dict[str, str]] = []
    for outline in found:
        url = _web_address(outline.url)
        name = outline.name if outline.name and outline.name not in names else name_for(url, names)
        try:
            source = Source.model_validate(_values(outline, name, url))
        except ValueError:
            skipped.append({"url": url, "why": "is no source: no web address, or keys that do not fit"})
            continue
        if _key(url) in known:
            skipped.append({"url": url, "why": "watched already"})
            continue
        added.append(source)
        names.add(name)
        known.add(_key(url))
    written = write(config, [entry_of(source) for source in added])
    if as_json:
        print_json({"added": [source.name for source in added], "skipped": skipped, "written": written})
    else:
        for item in skipped:
            click.echo(clean(f"{item['url']}: {item['why']}"))
        click.echo(f"Added {len(added)} sources to {config.path}; {len(skipped)} were left out.")
    return 0 if added else NOTHING_MATCHED


@sources.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False), required=False)
@click.pass_context
def export(ctx: click.Context, file: Path | None) -> int:
    """Write the sources as OPML 2.0 to FILE, or to standard output. Cookies, headers and proxies stay at home."""
    from monitor.config.edit import entry_of
    from monitor.sources import opml

    config = open_config(ctx, needed=True)
    if not config.sources:
        click.echo("There is no source in sources.yaml.", err=True)
        return NOTHING_MATCHED
    text = opml.write([entry_of(source) for source in config.sources], now=now())
    if file is None:
        click.echo(text, nl=False)
        return 0
    try:
        file.write_text(text, encoding="utf-8")
    except OSError as error:
        raise ConfigError(f"{file}: cannot be written: {error.strerror}.") from error
    click.echo(f"Wrote {len(config.sources)} sources to {file}.")
    return 0


def _values(outline: Outline, name: str, url: str) -> dict[str, Any]:
    return {**outline.keys, "name": name, "kind": outline.kind, "url": url, "title": outline.title}


def _web_address(url: str) -> str:
    """An address with the scheme that it is fetched by; some readers write feed: before it, or instead of it."""
    for written, meant in _FEED_SCHEME:
        if url.lower().startswith(written):
            return meant + url[len(written) :]
    return url


def _key(url: str) -> str:
    """What two spellings of one address share."""
    from monitor.urls import canonical

    try:
        return canonical(url)
    except ValueError:  # sources.yaml asks less of an address
        return url


def _row(row: dict[str, Any], zone: str, moment: datetime) -> tuple[str, ...]:
    due = _short(row["next_due"], zone, moment)
    return (
        row["name"],
        _state(row),
        _short(row["last_poll"], zone, moment),
        f"{due} ({row['why_then']})" if row["why_then"] else due,
        f"{row['sparkline']} {_short(row['newest'], zone, moment)} {row['article'] or ''}".strip(),
    )


def _short(value: datetime | None, zone: str, moment: datetime) -> str:
    """A time without the day where it is today's, without the year where it is this year's."""
    said, today = local(value, zone), local(moment, zone)
    if value is None:
        return said
    day, hour = said.split()
    if day == today.split()[0]:
        return hour
    return f"{day[5:]} {hour}" if day[:4] == today[:4] else day


def _state(row: dict[str, Any]) -> str:
    """The state with its cause, and a failure that may become one."""
    words = _line(row["state"], row["detail"] or "")
    if failed := row["pending"]:
        words += f"; the last poll failed ({_line(failed['reason'], failed['detail'])}), another makes it a state"
    return words


def _line(word: str, words: str) -> str:
    return ": ".join(part for part in (word, words) if part)
