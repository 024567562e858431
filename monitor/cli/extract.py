"""`monitor extract`: what saved pages tell, one JSON line each. Needs no database; it is how quality is measured."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import click

from monitor.cli.app import now


@click.command()
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option("--jobs", type=click.IntRange(1, 64), default=None, help="Reader processes. [default: one a core]")
def extract(paths: tuple[str, ...], jobs: int | None) -> int:
    """Print one JSON line a document: document, url, source, title, published, script, body, events.

    Title and source are simplified whatever the page's script; body and quotes are as published. A page that is no
    article gets a line with "rejected". The events' form is described in docs/events.md.
    """
    from monitor.replay import Unreadable, files, pages
    from monitor.sandbox import Pool
    from monitor.types import Page

    total = sum(1 for path in paths for _ in (files(Path(path)) if path != "-" else [path]))
    size = min(jobs or os.cpu_count() or 1, max(1, total // 20))
    failed = False

    def readable() -> Iterator[Page]:
        nonlocal failed
        for found in pages(paths, now=now()):
            if isinstance(found, Unreadable):
                failed = True
                click.echo(found.detail, err=True)
            else:
                yield found

    with Pool(size) as pool:
        for page, result in pool.map(readable()):
            json.dump(_record(page, result), sys.stdout, ensure_ascii=False)
            sys.stdout.write("\n")
    return 1 if failed else 0


def _record(page: Any, result: Any) -> dict[str, Any]:
    from monitor.chinese.script import convert
    from monitor.events import as_record
    from monitor.types import Refusal

    if isinstance(result, Refusal):
        return {
            "document": page.document,
            "url": page.url,
            "rejected": f"not an article: {result.reason}",
            "detail": result.detail,
            "events": [],
        }
    article = result.article
    simplified = convert if article.script == "hant" else str
    published = article.published.astimezone(ZoneInfo("Asia/Shanghai")).date() if article.published else None
    return {
        "document": page.document,
        "url": article.url or page.url,
        "source": simplified(article.source) if article.source else None,
        "title": simplified(article.title) if article.title else None,
        "published": published.isoformat() if published else None,
        "script": article.script,
        "body": article.body,
        "events": [as_record(event) for event in result.events],
    }
