"""`monitor ask`: questions whose answer is a table, and saved views."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import click

from monitor.cli.app import NOTHING_MATCHED, json_option, now, open_config, open_database, print_json, print_table

if TYPE_CHECKING:
    from monitor.ask import Table


@click.command()
@click.argument("words", nargs=-1, metavar="[QUESTION]...")
@click.option("--views", is_flag=True, help="List the saved views.")
@click.option(
    "--save", metavar="NAME", help="Keep the question as a view: a table, or a question as in `monitor search`."
)
@click.option("--view", metavar="NAME", help="Ask what a saved view asks.")
@click.option("--remove", metavar="NAME", help="Forget a saved view.")
@json_option
@click.pass_context
def ask(
    ctx: click.Context,
    words: tuple[str, ...],
    views: bool,
    save: str | None,
    view: str | None,
    remove: str | None,
    as_json: bool,
) -> int:
    """Answer a question with a table.

    \b
    monitor ask visits place=深圳市 days=30          whose leaders went there
    monitor ask signings by=chain period=quarter     against as long a stretch of the quarter before
    monitor ask signings by=region days=90           (or by=month), against the 90 days before
    monitor ask unsigned days=365                    companies met and not yet signed with
    monitor ask quiet days=60 region=山东省          regions with events before and none since
    monitor ask signings by=region --save 签约榜     keep it; --view 签约榜 asks it again
    """
    from monitor.ask import parse_ask, written
    from monitor.ask.question import PREFIX
    from monitor.errors import MonitorError
    from monitor.search import parse_query
    from monitor.store.asked import answer
    from monitor.store.views import list_views, question_of, remove_view, save_view

    config = open_config(ctx)
    store = open_database(ctx, config)
    try:
        if views:
            with store.read() as connection:
                rows = list_views(connection)
            if as_json:
                print_json(rows)
            else:
                print_table(("view", "question", "by"), [(r["name"], r["question"], r["author"] or "-") for r in rows])
            return 0
        if remove:
            if users := [one.name for one in config.receivers if remove in one.views]:
                raise MonitorError(f"{', '.join(users)} still asks for this view in sources.yaml.")
            with store.write() as connection:
                return 0 if remove_view(connection, remove) else NOTHING_MATCHED
        question = " ".join(words)
        if view:
            with store.read() as connection:
                question = question_of(connection, view)
            if not question.startswith(PREFIX):
                click.echo(f"{view} is a search: monitor search '{question}'")
                return 0
        table_asked = question.removeprefix(PREFIX).split(" ")[0] in ("visits", "signings", "unsigned", "quiet")
        if save:
            kept = written(parse_ask(question)) if table_asked else question
            if not table_asked:
                parse_query(kept)
            with store.write() as connection:
                save_view(connection, save, kept, author=None, now=now())
            return 0
        asked = parse_ask(question)
        with store.read() as connection:
            table = answer(connection, asked, now().astimezone(ZoneInfo(config.settings.timezone)).date())
    finally:
        store.close()
    if as_json:
        names = [column.name for column in table.columns]
        print_json([dict(zip(names, map(_plain, row), strict=True)) for row in table.rows])
    else:
        _show(table)
    return 0 if table.rows else NOTHING_MATCHED


def _show(table: Table) -> None:
    from monitor.language import Tongue, money

    def cell(kind: str, value: Any) -> str:
        if value is None or value == ():
            return "-"
        if kind == "amount":
            return money(value, "CNY", None, Tongue("zh-Hans")) if value else "-"
        return "、".join(value) if isinstance(value, tuple) else str(value)

    heads = [column.name.replace("_", " ") for column in table.columns]
    kinds = [column.kind for column in table.columns]
    print_table(heads, [[cell(kind, value) for kind, value in zip(kinds, row, strict=True)] for row in table.rows])


def _plain(value: Any) -> Any:
    from decimal import Decimal

    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value.isoformat() if isinstance(value, date) else value
