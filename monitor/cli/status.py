"""`monitor status`: everything on one screen."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import click

from monitor.cli.app import clean, json_option, local, now, open_config, open_database, print_json

if TYPE_CHECKING:
    from monitor.config import Config

_SECONDS = 5.0
_ONE_BY_ONE = 6  # workers that have a line each


@click.command()
@click.option("--watch", "-w", is_flag=True, help="Show it again every few seconds, until Ctrl-C.")
@click.option("--every", type=click.FloatRange(0.5), default=_SECONDS, show_default=True, help="Seconds, for --watch.")
@json_option
@click.pass_context
def status(ctx: click.Context, watch: bool, every: float, as_json: bool) -> int:
    """Show the daemon, the sources, what came in, what waits and what went wrong.

    Exit code 1 where somebody should look after something; what it is stands in the last lines.
    """
    from monitor.pipeline.status import status as look

    config = open_config(ctx)
    store = open_database(ctx, config)
    try:
        while True:
            record = look(store, config, now=now())
            if as_json:
                print_json(record)
            else:
                if watch:
                    click.clear()
                click.echo("\n".join(clean(line) for line in lines(record, config)))
            if not watch:
                return 1 if record["problems"] else 0
            time.sleep(every)
    except KeyboardInterrupt:
        return 0  # the way to end --watch
    finally:
        store.close()


def lines(record: dict[str, Any], config: Config) -> Iterator[str]:
    """A status as lines that fit a terminal of 80 columns, wide characters counted as two."""
    from monitor.pipeline.status import counted

    zone = config.settings.timezone
    when: datetime = record["at"]
    workers = [daemon for daemon in record["daemons"] if daemon["role"] == "worker"]
    one_by_one = [daemon for daemon in record["daemons"] if daemon["role"] != "worker" or len(workers) <= _ONE_BY_ONE]
    for daemon in one_by_one or ([] if workers else [None]):
        yield _line(daemon["role"] if daemon else "daemon", _daemon(daemon, when))
    if len(workers) > _ONE_BY_ONE:
        yield _line("workers", _workers(workers, when))
    database = record["database"]
    free = f", {_bytes(database['free'])} free on its disk" if database["free"] is not None else ""
    yield _line("database", f"{_bytes(database['bytes'])}{free}")
    sources = record["sources"]
    states = ", ".join(f"{count:,} {state}" for state, count in sorted(sources["states"].items()))
    late = (
        f"; {sources['overdue']:,} overdue, by up to {_span(sources['longest_overdue'])}" if sources["overdue"] else ""
    )
    yield _line("sources", f"{sources['enabled']:,} watched: {states or 'none'}{late}")
    for item in sources["troubled"][:5]:
        yield _line("", f"{item['name']}: {item['state']}: {item['cause']}")
    if len(sources["troubled"]) > 5:
        yield _line("", f"and {len(sources['troubled']) - 5:,} more; `monitor sources` lists them")
    polls = record["polls_last_hour"]
    yield _line("polls", f"{polls['all']:,} in the last hour, {polls['all'] - polls['well']:,} of them failed")
    articles = record["articles"]
    again = f"; {articles['retries']:,} pages to be tried again" if articles["retries"] else ""
    lost = f", {articles['given_up']:,} given up" if articles["given_up"] else ""
    yield _line("articles", f"{articles['all']:,}, {articles['today']:,} of them today{again}{lost}")
    for item in articles["newest"][:3]:
        yield _line("", f"{local(item['first_seen'], zone)}  {item['title'] or '-'}")
    events = record["events"]
    kinds = ", ".join(f"{count:,} {kind}" for kind, count in sorted(events["kinds"].items()))
    yield _line("events", f"{events['all']:,}{f' ({kinds})' if kinds else ''}, {events['today']:,} new today")
    outbox, dead = record["outbox"], record["dead_letters"]
    oldest = f", the oldest for {_span(outbox['oldest_seconds'])}" if outbox["waiting"] else ""
    yield _line("outbox", f"{outbox['waiting']:,} waiting{oldest}; {dead['all']:,} laid aside")
    for item in dead["newest"][:3]:
        yield _line("", f"{item['id']} to {item['receiver']}: {item['answer'] or '-'}")
    yield _line("quarantine", counted(record["quarantine"], "page"))
    digests = [f"{item['receiver']} {local(item['at'], zone)}" for item in record["next_digests"][:4]]
    more = len(record["next_digests"]) - len(digests)
    yield _line("next digest", ", ".join(digests) + (f" and {more:,} more" if more > 0 else "") if digests else "none")
    yield ""
    yield from (f"! {problem}" for problem in record["problems"])
    if not record["problems"]:
        yield "All is well."


def _daemon(daemon: dict[str, Any] | None, when: datetime) -> str:
    if daemon is None:
        return "none"
    word = ("alive" if daemon["alive"] else "silent") + (", leads" if daemon["leads"] else "")
    if daemon["role"] == "worker":
        word += f", polls {daemon['jobs']}"
    up, ago = (_span((when - daemon[name]).total_seconds()) for name in ("started", "tick"))
    return f"{word}; up {up}, ticked {ago} ago; {daemon['version']}, process {daemon['pid']} on {daemon['host']}"


def _workers(workers: list[dict[str, Any]], when: datetime) -> str:
    alive = [worker for worker in workers if worker["alive"]]
    hosts = len({worker["host"] for worker in alive})
    words = f"{len(alive):,} alive on {hosts:,} hosts, poll {sum(worker['jobs'] for worker in alive):,}"
    silent = [worker for worker in workers if not worker["alive"]]
    if silent:
        last = max(worker["tick"] for worker in silent)
        words += f"; {len(silent):,} silent, the last for {_span((when - last).total_seconds())}"
    return words


def _line(name: str, text: str) -> str:
    """One line, cut to the terminal's width."""
    import shutil

    from rich.cells import cell_len, set_cell_size

    width = min(shutil.get_terminal_size((100, 24)).columns, 140) - 13
    text = text.replace("\n", " ")
    if cell_len(text) > width:
        text = set_cell_size(text, width - 1).rstrip() + "…"
    return f"{name:<12} {text}"


def _span(seconds: float) -> str:
    whole = timedelta(seconds=int(max(seconds, 0)))
    hours, rest = divmod(whole.seconds, 3600)
    if whole.days:
        return f"{whole.days} d {hours} h"
    if hours:
        return f"{hours} h {rest // 60} min"
    return f"{rest // 60} min" if rest >= 60 else f"{rest} s"


def _bytes(size: int | None) -> str:
    if size is None:
        return "-"
    return f"{size / 1e9:,.1f} GB" if size >= 1e9 else f"{size / 1e6:,.1f} MB"
