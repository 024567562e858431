"""`monitor explain`: a page as it was understood, on the terminal or as an HTML file beside the page."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from monitor.cli.app import clean, json_option, now, open_client, open_config, open_database, print_json
from monitor.errors import MonitorError

if TYPE_CHECKING:
    from monitor.pipeline.revisions import Revision
    from monitor.sandbox import Pool
    from monitor.sandbox.work import Understood
    from monitor.types import Page

_COLOURS = {"event": "green", "field": "bright_green", "none": "yellow"}


@click.command()
@click.argument("target", metavar="FILE|URL|ID")
@click.option("--html", type=click.Path(path_type=Path), metavar="FILE", help="Write it beside the page, as HTML.")
@json_option
@click.pass_context
def explain(ctx: click.Context, target: str, html: Path | None, as_json: bool) -> int:
    """Show how a page was understood: FILE, a web address, or the number of a stored article.

    Green is what carries an event and its fields, yellow what has the vocabulary and no event, with the reason; what
    was cut from the page stands at the end. Nothing is stored.
    """
    from monitor.article import decode
    from monitor.events import as_record
    from monitor.explain import page as as_html
    from monitor.sandbox import Pool
    from monitor.types import Refusal

    page = _page(ctx, target)
    with Pool(1) as pool:
        result = pool.understand(page)
        changed = _revisions(ctx, target, pool)
    refused = isinstance(result, Refusal)
    if html:
        source = None if page.plain else decode(page.body, page.headers)[0]
        if isinstance(result, Refusal):
            text = as_html(result, (), (), source=source)
        else:
            text = as_html(result.article, result.events, result.findings, source=source)
        html.write_text(text, encoding="utf-8", errors="replace")
        click.echo(f"Wrote {html}.")
    elif as_json:
        if isinstance(result, Refusal):
            print_json({"rejected": result.reason, "detail": result.detail})
        else:
            print_json(
                {
                    "article": {
                        name: str(getattr(result.article, name)) for name in ("title", "url", "layout", "body")
                    },
                    "cuts": [{"reason": cut.reason, "text": cut.text} for cut in result.article.cuts],
                    "events": [as_record(event) for event in result.events],
                    "revisions": [
                        {"at": one.at, "title": one.title, "removed": one.removed, "added": one.added}
                        for one in changed
                    ],
                    "findings": [
                        {name: getattr(finding, name) for name in finding.__dataclass_fields__}
                        for finding in result.findings
                    ],
                }
            )
    elif isinstance(result, Refusal):
        click.echo(f"not an article: {result.reason}\n{result.detail}")
    else:
        _show(result)
        _show_revisions(changed)
    return 1 if refused else 0


def _page(ctx: click.Context, target: str) -> Page:
    from monitor.replay import Unreadable, pages

    if target.startswith(("http://", "https://")):
        from monitor.fetch import Fetched, Request

        client = open_client(open_config(ctx))
        answer = client.get(Request(url=target))
        client.close()
        if not isinstance(answer, Fetched):
            raise MonitorError(f"{target}: {getattr(answer, 'reason', 'no answer')}: {getattr(answer, 'detail', '')}")
        return answer.page
    if target.isdigit() and not Path(target).exists():
        from monitor.store.articles import page_of_article
        from monitor.store.pages import page_by_id

        store = open_database(ctx)
        with store.read() as connection:
            page_id = page_of_article(connection, int(target))
            if page_id is None:
                raise MonitorError(f"There is no article {target}; `monitor articles` lists them.")
            page = page_by_id(connection, page_id)
        store.close()
        return page
    found = [item for item in pages([target], now=now()) if not isinstance(item, Unreadable)]
    if len(found) != 1:
        problem = next((item.detail for item in pages([target], now=now()) if isinstance(item, Unreadable)), None)
        raise MonitorError(problem or f"{target} holds {len(found)} pages; name one.")
    return replace(found[0], document=Path(target).name)


def _revisions(ctx: click.Context, target: str, pool: Pool) -> list[Revision]:
    """How a stored article was changed by its site; [] for what is not stored."""
    from monitor.pipeline.revisions import revisions

    if not target.isdigit() or Path(target).exists():
        return []
    store = open_database(ctx)
    found = revisions(store, pool, int(target))
    store.close()
    return found


def _show_revisions(changed: list[Revision]) -> None:
    for one in changed:
        click.secho(f"revised, fetched {one.at:%Y-%m-%d %H:%M} UTC", bold=True)
        if one.title:
            click.secho(clean(f"- {one.title[0]}"), fg="red")
            click.secho(clean(f"+ {one.title[1]}"), fg="green")
        for sign, colour, paragraphs in (("-", "red", one.removed), ("+", "green", one.added)):
            for paragraph in paragraphs:
                click.secho(clean(f"{sign} {paragraph}"), fg=colour)


def _show(result: Understood) -> None:
    from monitor.explain.marks import marks, told
    from monitor.explain.page import facts_of

    article = result.article
    click.secho(clean(article.title or "(no title)"), bold=True)
    click.secho(clean(" · ".join(f"{name} {value}" for name, value in facts_of(article))), dim=True)
    click.echo()
    for mark in marks(article.body, result.events, result.findings):
        click.secho(clean(mark.text), fg=_COLOURS.get(mark.kind), nl=False)
    click.echo("\n")
    for number, event in enumerate(result.events, 1):
        click.secho(f"{number} {event.type}, confidence {event.confidence:.2f}", bold=True)
        for field, value, item in told(event):
            click.echo(clean(f"    {field:14} {value}  ← {item.quote}  ({item.rule})"))
    for finding in result.findings:
        if finding.is_reason:
            words = article.body[finding.start : finding.end]
            click.secho(clean(f"no {finding.kind}: {finding.verdict}: {words}  ({finding.rule})"), fg="yellow")
    for cut in article.cuts:
        click.secho(clean(f"cut, {cut.reason}: {cut.text[:200]}"), fg="red", dim=True)
