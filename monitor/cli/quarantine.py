"""`monitor quarantine`: pages that killed their reader, or were refused as hostile."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from monitor.cli.app import (
    NOTHING_MATCHED,
    ListByDefault,
    clean,
    json_option,
    local,
    now,
    open_config,
    open_database,
    print_json,
    print_table,
)


@click.group(cls=ListByDefault, invoke_without_command=True)
def quarantine() -> None:
    """Pages that are laid aside. Each keeps its bytes and the reason, and can be tried again."""


@quarantine.command("list")
@click.option("--limit", type=click.IntRange(1), default=50, show_default=True, help="At most so many.")
@json_option
@click.pass_context
def list_(ctx: click.Context, limit: int, as_json: bool) -> int:
    """List them, newest first. Exit code 3 where there is none."""
    from monitor.store.quarantine import list_quarantined

    config = open_config(ctx)
    store = open_database(ctx, config)
    with store.read() as connection:
        found = list_quarantined(connection, limit=limit)
    store.close()
    if as_json:
        print_json([_record(item) for item in found])
    elif found:
        zone = config.settings.timezone
        print_table(
            ("id", "source", "since", "bytes", "page", "reason"),
            (
                (
                    str(item.id),
                    item.source or "-",
                    local(item.at, zone),
                    f"{item.size:,}",
                    item.url or item.document or "-",
                    item.reason,
                )
                for item in found
            ),
        )
    else:
        click.echo("No page is in the quarantine.")
    return 0 if found else NOTHING_MATCHED


@quarantine.command("show")
@click.argument("page", type=int)
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="Write the page's bytes into this file.")
@json_option
@click.pass_context
def show(ctx: click.Context, page: int, out: Path | None, as_json: bool) -> int:
    """Say why PAGE is laid aside; with --out its bytes, as they came. Open them with care: not in a browser."""
    from monitor.store.pages import page_by_id
    from monitor.store.quarantine import find_quarantined

    config = open_config(ctx)
    store = open_database(ctx, config)
    with store.read() as connection:
        found = find_quarantined(connection, page)
        body = page_by_id(connection, page).body if found and found.size and out else b""
    store.close()
    if found is None:
        click.echo(f"Page {page} is not in the quarantine.", err=True)
        return NOTHING_MATCHED
    if out:
        with click.open_file(str(out), "xb" if str(out) != "-" else "wb") as file:
            file.write(body)
    if as_json:
        print_json(_record(found))
        return 0
    for name, value in _record(found).items():
        click.echo(clean(f"{name:9}{value if value is not None else '-'}").replace("\n", " "))
    return 0


@quarantine.command("retry")
@click.argument("page", type=int, nargs=-1)
@click.option("--all", "everything", is_flag=True, help="All of them.")
@click.option("--quiet/--tell", default=None, help="Whether events are stored only, or told. [default: as for a poll]")
@json_option
@click.pass_context
def retry(ctx: click.Context, page: tuple[int, ...], everything: bool, quiet: bool | None, as_json: bool) -> int:
    """Read each PAGE once more. What is an article now comes in; the others stay, with their new reason."""
    from monitor.pipeline.quarantine import retry as again
    from monitor.sandbox import Pool
    from monitor.store.quarantine import list_quarantined

    if bool(page) == everything:
        raise click.UsageError("Name pages by their ids (`monitor quarantine` lists them), or say --all.")
    config = open_config(ctx)
    store = open_database(ctx, config)
    try:
        with store.read() as connection:
            ids = [item.id for item in list_quarantined(connection)] if everything else list(page)
        rows = []
        with Pool(1) as pool:
            for page_id, outcome in again(store, pool, ids, now=now(), quiet=quiet):
                came = outcome.verdict not in ("rejected",) and outcome.article_id is not None
                rows.append(
                    {
                        "id": page_id,
                        "page": outcome.name,
                        "came_in": came,
                        "reason": outcome.reason,
                        "article": outcome.article_id,
                        "events": list(outcome.events.new),
                    }
                )
                if not as_json:
                    said = f"article {outcome.article_id}" if came else outcome.reason
                    click.echo(clean(f"{page_id}  {outcome.name}: {said}").replace("\n", " "))
    finally:
        store.close()
    if as_json:
        print_json(rows)
    elif not rows:
        click.echo("No page is in the quarantine.", err=True)
    if not rows:
        return NOTHING_MATCHED
    return 0 if all(row["came_in"] for row in rows) else 1


@quarantine.command("drop")
@click.argument("page", type=int, nargs=-1, required=True)
@json_option
@click.pass_context
def drop(ctx: click.Context, page: tuple[int, ...], as_json: bool) -> int:
    """Delete the bytes of each PAGE and list it no longer. It will not be fetched again."""
    from monitor.store.quarantine import drop as forget

    store = open_database(ctx, open_config(ctx))
    with store.write() as connection:
        done = {page_id: forget(connection, page_id) for page_id in page}
    store.close()
    if as_json:
        print_json([{"id": page_id, "dropped": dropped} for page_id, dropped in done.items()])
    else:
        for page_id, dropped in done.items():
            said = "dropped" if dropped else "is not in the quarantine"
            click.echo(f"Page {page_id} {said}.", file=sys.stdout if dropped else sys.stderr)
    return 0 if all(done.values()) else NOTHING_MATCHED


def _record(item: object) -> dict[str, object]:
    from dataclasses import asdict

    return asdict(item)  # type: ignore[call-overload, no-any-return]
