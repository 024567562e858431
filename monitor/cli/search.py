"""`monitor search`: articles and events by their words and fields."""

from __future__ import annotations

import sys
from typing import Any

import click

from monitor.cli.app import NOTHING_MATCHED, clean, json_option, local, open_config, open_database, print_json


@click.command()
@click.argument("words", nargs=-1, required=True)
@click.option("--events", "only", flag_value="events", help="Only events.")
@click.option("--articles", "only", flag_value="articles", help="Only articles.")
@click.option("--limit", type=click.IntRange(1, 1000), default=10, show_default=True, help="At most so many of each.")
@click.option("--offset", type=click.IntRange(0), default=0, help="Pass over so many first.")
@json_option
@click.pass_context
def search(ctx: click.Context, words: tuple[str, ...], only: str | None, limit: int, offset: int, as_json: bool) -> int:
    """Find articles and events.

    \b
    monitor search 人工智能 招商                 both words, in either script
    monitor search '"重点产业链" -债券'          exactly so, and without a word
    monitor search '机器人 OR 无人机'
    monitor search 'region:济南市 amount>10亿 kind:signing 2023..2025'
    monitor search 'leader:… company:… destination:… chain:… source:… status:planned confidence>=0.9'
    """
    from monitor.search import parse_query
    from monitor.store.found import found_articles, found_events

    query = parse_query(" ".join(words))
    config = open_config(ctx)
    zone = config.settings.timezone
    store = open_database(ctx, config)
    with store.read() as connection:
        events = found_events(connection, query, limit=limit, offset=offset) if only != "articles" else None
        articles = found_articles(connection, query, limit=limit, offset=offset) if only != "events" else None
    store.close()
    if as_json:
        print_json({name: part for name, part in (("events", events), ("articles", articles)) if part is not None})
    for name, part in (("events", events), ("articles", articles)):
        if part is not None and not as_json:
            _show(name, part, zone)
    return 0 if any(part and part["total"] for part in (events, articles)) else NOTHING_MATCHED


def _show(name: str, found: dict[str, Any], zone: str) -> None:
    count = f"{found['total']}{' or more' if found['more_than_counted'] else ''}"
    click.secho(f"{name}: {count}", bold=True)
    for hit in found["hits"]:
        when = local(hit["published"], zone) if name == "articles" else hit["when"] or "-"
        click.echo(clean(f"  {hit['id']:>7}  {when:21}  {hit['title'] or '-'}"))
        click.echo(f"           {_marked(hit['snippet'])}")


def _marked(passage: dict[str, Any]) -> str:
    """A snippet with its words in bold on a terminal, in 【】 elsewhere."""
    text, place, parts = passage["text"], 0, []
    styled = sys.stdout.isatty()
    for start, end in passage["marks"]:
        word = clean(text[start:end])
        parts += [clean(text[place:start]), click.style(word, bold=True, fg="yellow") if styled else f"【{word}】"]
        place = end
    parts.append(clean(text[place:]))
    before, behind = passage["cut"]
    return ("…" if before else "") + "".join(parts).replace("\n", " ") + ("…" if behind else "")
