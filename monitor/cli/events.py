"""`monitor events`: the list, one event, and what readers say of it."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from monitor.cli.app import (
    NOTHING_MATCHED,
    ListByDefault,
    clean,
    json_option,
    moment,
    now,
    open_config,
    open_database,
    print_json,
    print_table,
)

if TYPE_CHECKING:
    from monitor.types import StoredEvent


@click.group(cls=ListByDefault)
def events() -> None:
    """List events, show one, or say that one is right or wrong. Without a word it lists."""


@events.command("list")
@click.option("--kind", type=click.Choice(["trip", "signing", "chain"]))
@click.option("--region", help="Only of this region and its districts.")
@click.option("--since", metavar="WHEN", help="First seen since a day, or 12h, 7d, 4w ago.")
@click.option("--from", "first", type=click.DateTime(["%Y-%m-%d"]), help="Happened on or after this day.")
@click.option("--to", "last", type=click.DateTime(["%Y-%m-%d"]), help="Happened on or before this day.")
@click.option("--held", is_flag=True, help="Also those that sources' filters hold back.")
@click.option("--limit", type=click.IntRange(1), help="At most so many.")
@json_option
@click.pass_context
def list_(
    ctx: click.Context,
    kind: str | None,
    region: str | None,
    since: str | None,
    first: Any,
    last: Any,
    held: bool,
    limit: int | None,
    as_json: bool,
) -> int:
    """List events, those that happened last first."""
    from monitor.store.events import list_events

    config = open_config(ctx)
    store = open_database(ctx, config)
    with store.read() as connection:
        found = list_events(
            connection,
            kind=kind,
            since=moment(since, config.settings.timezone) if since else None,
            first_day=first.date() if first else None,
            last_day=last.date() if last else None,
            limit=None if region else limit,
            with_held=held,
        )
    store.close()
    if region:
        from monitor.chinese.regions import inside

        found = [item for item in found if item.event.region and inside(item.event.region, region)][:limit]
    if as_json:
        print_json([record(item) for item in found])
    else:
        print_table(("id", "kind", "region", "when", "what", "told by"), (_row(item) for item in found))
    return 0 if found else NOTHING_MATCHED


@events.command()
@click.argument("event_id", type=int, metavar="ID")
@json_option
@click.pass_context
def show(ctx: click.Context, event_id: int, as_json: bool) -> int:
    """Show one event: its fields, each with its words, its articles, and what else was said."""
    from monitor.store.events import event_record, find_event

    store = open_database(ctx)
    with store.read() as connection:
        found = find_event(connection, event_id)
        data = event_record(connection, found.id) if found else {}
    store.close()
    if found is None:
        click.echo(f"There is no event {event_id}.", err=True)
        return NOTHING_MATCHED
    if as_json:
        print_json(data | record(found))
        return 0
    for name, value in data.items():
        if name not in ("evidence", "alternatives", "quote") and value not in (None, []):
            click.echo(clean(f"{name:16}{_shown(value)}"))
            for passage in data["evidence"].get(name, ()):
                click.echo(clean(f"{'':16}「{passage['quote']}」"))
    click.echo(clean(f"{'quote':16}「{data['quote']}」"))
    for other in data["alternatives"]:
        click.echo(clean(f"{'also said':16}{other['field']} = {_shown(other['value'])} ({other['reports']} reports)"))
    for article in found.articles:
        click.echo(clean(f"{'told by':16}{article.source or '-'}: {article.title} {article.url or article.document}"))
    return 0


@events.command()
@click.argument("event_id", type=int, metavar="ID")
@click.option("--note", help="Why.")
@click.pass_context
def right(ctx: click.Context, event_id: int, note: str | None) -> int:
    """Say that an event is right."""
    return _judge(ctx, event_id, right=True, field=None, value=None, note=note)


@events.command()
@click.argument("event_id", type=int, metavar="ID")
@click.option("--field", help="Which field is wrong; without one the whole is no event.")
@click.option("--value", help="The right value, as JSON or plain text.")
@click.option("--note", help="Why.")
@click.pass_context
def wrong(ctx: click.Context, event_id: int, field: str | None, value: str | None, note: str | None) -> int:
    """Say that an event, or one of its fields, is wrong. It is kept, and stays on top of what extractors say."""
    if value is not None and field is None:
        raise click.UsageError("--value needs --field.")
    return _judge(ctx, event_id, right=False, field=field, value=_value(value), note=note)


@events.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@click.pass_context
def gold(ctx: click.Context, folder: Path) -> int:
    """Write what readers judged into FOLDER as gold: one JSON file a document, for measuring the extractors."""
    from monitor.store.gold import gold as records

    store = open_database(ctx)
    with store.read() as connection:
        found = records(connection)
    store.close()
    folder.mkdir(parents=True, exist_ok=True)
    for item in found:
        path = folder / f"{Path(item['document']).stem}.json"
        path.write_text(json.dumps(item, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    click.echo(f"Wrote {len(found)} documents to {folder}.")
    return 0 if found else NOTHING_MATCHED


def _judge(ctx: click.Context, event_id: int, *, right: bool, field: str | None, value: Any, note: str | None) -> int:
    from monitor.store.corrections import give_feedback
    from monitor.store.settle import refresh

    store = open_database(ctx)
    with store.write() as connection:
        give_feedback(connection, event_id, right=right, now=now(), field=field, value=value, note=note)
        refresh(connection, event_id, now=now())
    store.close()
    click.echo(f"Noted for event {event_id}.")
    return 0


def _value(text: str | None) -> Any:
    if text is None:
        return None
    try:
        return json.loads(text)
    except ValueError:
        return text


def record(item: StoredEvent) -> dict[str, Any]:
    """An event in the schema's form, plus id, first seen, and the articles that tell it."""
    from monitor.events import as_record

    return {
        "id": item.id,
        **as_record(item.event),
        "first_seen": item.first_seen,
        "articles": [
            {
                "url": article.url,
                "document": document,
                "title": article.title,
                "source": article.source,
                "published": article.published,
            }
            for article in item.articles
            for document in (article.document, *article.also)
        ],
    }


def _row(item: StoredEvent) -> tuple[str, ...]:
    event = item.event
    when = _days(event.start, event.end)
    if event.type == "trip":
        leaders = "、".join(leader.name for leader in event.leaders)
        arrow = "→" if event.direction == "outbound" else "←"
        what = f"{leaders} {arrow} {'、'.join(event.destinations)}".strip()
    elif event.type == "signing":
        projects = f"{event.projects}个项目" if event.projects else ""
        money = f"{event.amount_yuan / 10**8:g}亿元" if event.amount_yuan else ""
        what = " ".join(part for part in (event.name or "", projects, money) if part)
    else:
        what = f"{event.count}条{event.name}" if event.count else event.name
    return str(item.id), event.type, event.region or "-", when, what or "-", str(len(item.articles))


def _days(start: date | None, end: date | None) -> str:
    if start is None:
        return "-"
    return start.isoformat() if end in (None, start) else f"{start} – {end}"


def _shown(value: Any) -> str:
    if isinstance(value, list):
        return "、".join(_shown(item) for item in value)
    if isinstance(value, dict):
        return " ".join(str(part) for part in value.values() if part)
    return str(value)
