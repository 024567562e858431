"""`monitor poll`: one round by hand."""

from __future__ import annotations

import os
from typing import Any

import click

from monitor.cli.app import (
    NOTHING_MATCHED,
    clean,
    counted,
    json_option,
    now,
    open_client,
    open_config,
    open_database,
    print_json,
    source_named,
)


@click.command()
@click.argument("source", required=False)
@json_option
@click.pass_context
def poll(ctx: click.Context, source: str | None, as_json: bool) -> int:
    """Poll SOURCE, or every enabled source, once, now. The first poll of a source stores what is there."""
    from monitor.pipeline.filters import refilter
    from monitor.pipeline.poll import poll as run
    from monitor.pipeline.second import second_reader
    from monitor.pipeline.watch import judge_due
    from monitor.sandbox import Pool

    config = open_config(ctx, needed=True)
    chosen = [source_named(config, source)] if source else [item for item in config.sources if item.enabled]
    store = open_database(ctx, config)
    client = open_client(config)
    second = second_reader(config, store, now)
    owner = f"poll-{os.getpid()}"
    refilter(store, config.sources)
    records: list[dict[str, Any]] = []
    failed = False
    with Pool(1) as pool:
        for item in chosen:
            polled = run(item, store=store, client=client, pool=pool, owner=owner, clock=now, second=second)
            failed |= not polled.ok or polled.failed > 0
            events = sum(len(outcome.events.new) for outcome in polled.outcomes)
            record = {
                "source": polled.source,
                "reason": polled.reason,
                "detail": polled.detail,
                "entries": polled.entries,
                "new_articles": polled.count("new"),
                "copies": polled.count("copy"),
                "revisions": polled.count("revision"),
                "rejected": [
                    {"page": outcome.name, "reason": outcome.reason}
                    for outcome in polled.outcomes
                    if outcome.verdict == "rejected"
                ],
                "failed": polled.failed,
                "events_new": events,
            }
            records.append(record)
            if not as_json:
                _say(record)
    client.close()
    judge_due(store, config, now=now())
    store.close()
    if as_json:
        print_json(records)
    elif not chosen:
        click.echo("No source is enabled in sources.yaml.")
    return 1 if failed else 0 if chosen else NOTHING_MATCHED


def _say(record: dict[str, Any]) -> None:
    """What came of a poll, in a line, and each page that was no article."""
    found = (
        (record["new_articles"], "new article", None),
        (record["copies"], "copy", "copies"),
        (record["revisions"], "revision", None),
        (record["events_new"], "new event", None),
        (len(record["rejected"]), "page that is no article", "pages that are no articles"),
        (record["failed"], "page that could not be had", "pages that could not be had"),
    )
    if record["reason"] == "ok":
        head = counted(record["entries"], "entry", "entries")
    else:
        head = ": ".join(filter(None, (record["reason"], record["detail"])))
    said = [counted(*item) for item in found if item[0]] or ["nothing new"] * (record["reason"] in ("ok", "unchanged"))
    click.echo(clean(f"{record['source']}: {'; '.join(filter(None, (head, ', '.join(said))))}"))
    for item in record["rejected"]:
        click.echo(clean(f"    {item['page']}: {item['reason']}"))
