"""`monitor sources add`: from an address, or a list of them, to entries of sources.yaml."""

from __future__ import annotations

import sys
import textwrap
from collections.abc import Collection, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from typing import TYPE_CHECKING, Any, BinaryIO

import click

from monitor.cli.app import (
    NOTHING_MATCHED,
    clean,
    json_option,
    local,
    open_client,
    open_config,
    print_json,
    print_table,
)
from monitor.errors import ConfigError

if TYPE_CHECKING:
    from monitor.config import Config
    from monitor.config.edit import Entry
    from monitor.pipeline.probe import Candidate, Sample, Trouble

_AT_ONCE = 8
"""Sites of a list that are looked at at a time; the client keeps the limits of each host."""


@click.command()
@click.argument("url", required=False)
@click.option(
    "--file", "file", type=click.File("rb"), metavar="LIST", help="A list of addresses, one a line, # comments."
)
@click.option("--name", help="How commands will call it; made from the address otherwise.")
@click.option("--choose", type=click.IntRange(1), metavar="N", help="Take the Nth proposal instead of the first.")
@click.option("--yes", is_flag=True, help="Write it without asking.")
@json_option
@click.pass_context
def add(
    ctx: click.Context,
    url: str | None,
    file: BinaryIO | None,
    name: str | None,
    choose: int | None,
    yes: bool,
    as_json: bool,
) -> int:
    """Look at the site at URL, propose how to watch it, show its newest articles as they would be read, and on yes
    write the entry to sources.yaml. Without a terminal and without --yes it only shows."""
    if (url is None) == (file is None):
        raise click.UsageError("Name one address, or --file LIST.")
    config = config_to_edit(ctx)
    if file is not None:
        if name or choose:
            raise click.UsageError("--name and --choose go with one address.")
        return _add_list(config, file.read(), yes=yes, as_json=as_json)
    return _add_one(config, _address(url or ""), name=name, choose=choose, yes=yes, as_json=as_json)


def config_to_edit(ctx: click.Context) -> Config:
    """The configuration of a file that is there to be written to. Raises ConfigError without one."""
    config = open_config(ctx, needed=True)
    if config.path is None:
        raise ConfigError("There is no sources.yaml here; `monitor init` writes one, --config names another.")
    return config


def write(config: Config, entries: Sequence[Entry]) -> bool:
    """Add entries to the file of the configuration; False where there are none."""
    from monitor.config.edit import add_sources

    if not entries or config.path is None:
        return False
    add_sources(config.path, entries)
    return True


def _add_one(config: Config, url: str, *, name: str | None, choose: int | None, yes: bool, as_json: bool) -> int:
    from monitor.pipeline.probe import Trouble, candidates, samples
    from monitor.sandbox import Pool

    asks = not yes and not as_json and sys.stdin.isatty()
    client = open_client(config)
    try:
        found = candidates(url, client)
        if isinstance(found, Trouble):
            return _not_had(url, found, as_json=as_json)
        readable = [one for one in found if one.entries]
        record: dict[str, Any] = {"url": url, "proposals": [_proposal(one) for one in found], "written": False}
        if not readable:
            return _nothing(record, as_json=as_json)
        if not as_json:
            _show_proposals(found, config.settings.timezone)
        place = choose or 1
        if asks and choose is None and len(readable) > 1:
            place = click.prompt("Which one", type=click.IntRange(1, len(readable)), default=1)
        if place > len(readable):
            raise click.UsageError(f"There are {len(readable)} proposals that can be read.")
        chosen = readable[place - 1]
        with Pool(1) as pool:
            articles = list(samples(chosen.source, chosen.entries, client, pool))
    finally:
        client.close()
    known = next((source.name for source in config.sources if source.url == chosen.source.url), None)
    entry = _entry(chosen, name, {source.name for source in config.sources})
    if not as_json:
        _show_articles(articles, config.settings.timezone)
        _show_entry(entry)
    record |= {"chosen": place, "articles": [asdict(one) for one in articles], "entry": entry, "watched_as": known}
    if known is None and (yes or (asks and click.confirm(f"Write it to {config.path} as {entry['name']}?"))):
        record["written"] = write(config, [entry])
    if as_json:
        print_json(record)
    elif record["written"]:
        click.echo(f"Wrote {entry['name']} to {config.path}. Next: monitor poll {entry['name']}")
    elif known:
        click.echo(f"It is watched already, as {known}; nothing was written.")
    else:
        click.echo("Nothing was written." if asks else f"Nothing was written; --yes writes it as {entry['name']}.")
    return 1 if known else 0


def _add_list(config: Config, data: bytes, *, yes: bool, as_json: bool) -> int:
    """Looks at every address of a list, and adds the best proposal of each in one go."""
    from monitor.article import decode
    from monitor.pipeline.probe import candidates

    lines = (line.partition(" #")[0].strip() for line in decode(data, {})[0].splitlines())
    addresses = list(dict.fromkeys(_address(line) for line in lines if line and not line.startswith("#")))
    client = open_client(config)
    watched = {source.url: source.name for source in config.sources}
    rows = []
    with ThreadPoolExecutor(_AT_ONCE) as threads:
        for url, found in zip(addresses, threads.map(lambda one: candidates(one, client), addresses), strict=True):
            row = _listed(url, found, watched)
            rows.append(row)
            if row["entry"]:
                watched[row["entry"]["url"]] = row["entry"]["name"]
            if not as_json:
                click.echo(clean(f"{url}: {row['why']}"))
    client.close()
    entries = [row["entry"] for row in rows if row["entry"]]
    asks = not yes and not as_json and sys.stdin.isatty() and bool(entries)
    written = write(config, entries) if yes or (asks and click.confirm(f"Write {len(entries)} sources?")) else False
    if as_json:
        print_json({"sources": rows, "written": written})
    else:
        hint = "" if written or asks or not entries else "; --yes writes them"
        fate = f"written to {config.path}" if written else "can be written"
        click.echo(f"{len(entries)} of {len(addresses)} addresses {fate}{hint}.")
    return 1 if any(row["failed"] for row in rows) else 0 if entries else NOTHING_MATCHED


def _listed(url: str, found: tuple[Candidate, ...] | Trouble, watched: Mapping[str, str]) -> dict[str, Any]:
    """What becomes of one address of a list. watched: addresses of sources and their names."""
    from monitor.pipeline.probe import Trouble

    row: dict[str, Any] = {"url": url, "entry": None, "failed": isinstance(found, Trouble)}
    if isinstance(found, Trouble):
        return row | {"why": f"{found.reason}: {found.detail}"}
    best = next((one for one in found if one.entries), None)
    if best is None:
        return row | {"why": "nothing to watch was found"}
    if best.source.url in watched:
        return row | {"why": f"watched already, as {watched[best.source.url]}"}
    entry = _entry(best, None, set(watched.values()))
    return row | {"entry": entry, "why": f"{entry['name']}: {best.why}, {len(best.entries)} articles, {entry['url']}"}


def _address(text: str) -> str:
    """An address as people write it; without a scheme it is http, from where sites lead on to https."""
    return text.strip() if "://" in text else f"http://{text.strip()}"


def _entry(chosen: Candidate, name: str | None, taken: Collection[str]) -> dict[str, Any]:
    from monitor.config.edit import entry_of, name_for

    return entry_of(chosen.source) | {"name": name or name_for(chosen.source.url, taken)}


def _not_had(url: str, trouble: Trouble, *, as_json: bool) -> int:
    if as_json:
        print_json({"url": url, "trouble": asdict(trouble), "proposals": [], "written": False})
    else:
        click.echo(clean(f"{url}: {trouble.reason}: {trouble.detail}"), err=True)
    return 1


def _nothing(record: dict[str, Any], *, as_json: bool) -> int:
    if as_json:
        print_json(record)
        return NOTHING_MATCHED
    click.echo(
        f"{record['url']}: nothing to watch was found; the address of a column or a board is a better try.", err=True
    )
    for one in record["proposals"]:
        click.echo(
            clean(f"    {one['kind']} {one['url']}: {one['trouble']['reason']}: {one['trouble']['detail']}"), err=True
        )
    return NOTHING_MATCHED


def _proposal(one: Candidate) -> dict[str, Any]:
    return {
        "kind": one.source.kind,
        "url": one.source.url,
        "title": one.source.title,
        "why": one.why,
        "articles": len(one.entries),
        "newest": one.newest,
        "trouble": asdict(one.trouble) if one.trouble else None,
    }


def _show_entry(entry: Entry) -> None:
    from monitor.config.edit import as_written

    click.echo(clean(f"The entry:\n{textwrap.indent(as_written(entry), '  ')}\n"))


def _show_proposals(found: Sequence[Candidate], zone: str) -> None:
    print_table(
        ("", "kind", "articles", "newest", "address", "why"),
        (
            (
                str(place) if one.entries else "-",
                one.source.kind,
                str(len(one.entries)),
                local(one.newest, zone),
                one.source.url,
                f"{one.why}; {one.trouble.reason}" if one.trouble else one.why,
            )
            for place, one in enumerate(found, 1)
        ),
    )
    click.echo()


def _show_articles(articles: Sequence[Sample], zone: str) -> None:
    print_table(
        ("newest articles", "published", "source", "length", "sure", "events"),
        (
            (
                one.title or one.url,
                local(one.published, zone),
                one.source or "-",
                str(one.length),
                f"{one.confidence:.2f}",
                ", ".join(one.events) or "-",
            )
            if one.refused is None
            else (one.title or one.url, local(one.published, zone), "-", "-", "-", f"refused: {one.refused.reason}")
            for one in articles
        ),
    )
    click.echo()
