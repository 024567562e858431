"""`monitor prune`: drop what is kept too long already, by hand."""

from __future__ import annotations

from datetime import timedelta

import click

from monitor.cli.app import json_option, now, open_config, open_database, print_json


@click.command()
@click.option("--dry-run", is_flag=True, help="Only say what would go.")
@click.option("--keep", metavar="SPAN", help="Keep raw pages so long, such as 90d. [default: settings.keep]")
@click.option("--vacuum", is_flag=True, help="Rewrite the database too, so that the disk gets all room back.")
@json_option
@click.pass_context
def prune(ctx: click.Context, dry_run: bool, keep: str | None, vacuum: bool, as_json: bool) -> int:
    """Drop raw pages that are older than settings.keep (365d), and old polls that brought nothing.

    Articles, events, what readers said and the ledger stay. The daemon does this once a day by itself. A page without
    its bytes can no longer be explained or read again by `monitor reprocess`.
    """
    from monitor.store.prune import prune as drop
    from monitor.store.prune import vacuum as rewrite

    config = open_config(ctx)
    span = _span(keep) if keep else config.settings.keep
    store = open_database(ctx, config)
    try:
        done = drop(store, keep=span, now=now(), dry=dry_run)
        if vacuum and not dry_run:
            rewrite(store)
    finally:
        store.close()
    if as_json:
        print_json(
            {
                "dry_run": dry_run,
                "pages": done.pages,
                "page_bytes": done.page_bytes,
                "polls": done.polls,
                "answers": done.answers,
            }
        )
        return 0
    words = "would go" if dry_run else "went"
    click.echo(
        f"{done.pages:,} pages ({done.page_bytes / 1e6:,.1f} MB before compression), {done.polls:,} polls and "
        f"{done.answers:,} answers of a model {words}."
    )
    return 0


def _span(text: str) -> timedelta:
    from pydantic import TypeAdapter, ValidationError

    from monitor.config import Interval

    try:
        span: timedelta = TypeAdapter(Interval).validate_python(text)
    except ValidationError as error:
        raise click.UsageError(f"{text!r} is no span; write 90d or 26w.") from error
    if span < timedelta(days=1):
        raise click.UsageError("Pages are kept for at least 1d.")
    return span
