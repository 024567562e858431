"""`monitor demo`: the product on the shipped pages, nothing to configure and nothing sent."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import click

from monitor.cli.app import now, shipped

if TYPE_CHECKING:
    from monitor.config import Config, Receiver
    from monitor.fetch import Client
    from monitor.sandbox import Pool
    from monitor.store import Store


@click.command()
@click.option(
    "--folder",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("monitor-demo"),
    show_default=True,
    help="Where the demonstration's database and digest go.",
)
@click.option("--serve", is_flag=True, help="Keep the demonstration's web site open until Ctrl-C.")
def demo(folder: Path, serve: bool) -> int:
    """Replay the shipped pages, poll a small web site on this machine that shows the same, print the digest.

    Everything is kept in a folder of its own and begins anew each time.
    """
    from monitor.config import Config
    from monitor.demo import start
    from monitor.digest import render
    from monitor.fetch import Client, Limits
    from monitor.pipeline.digests import preview
    from monitor.sandbox import Pool
    from monitor.store import open_store

    folder.mkdir(parents=True, exist_ok=True)
    file = folder / "demo.sqlite"
    for old in folder.glob("demo.sqlite*"):
        old.unlink()  # every demonstration begins with an empty database
    store = open_store(f"sqlite:///{file.resolve()}")
    with Pool(1) as pool:
        _replay(store, pool)
        made, _ = preview(store, Config(), _reader(), since=now() - timedelta(days=1), now=now())
        message = render(made)
        page = folder / "digest.html"
        page.write_text(message.html, encoding="utf-8")
        click.echo(f"\n{message.text}\n")
        with start() as site:
            # The site is on this machine: neither its address nor its patience needs care.
            client = Client(allow_private=("127.0.0.1",), limits=Limits(delay=0.0))
            _poll(_config(site.url), store, pool, client)
            client.close()
            click.echo(f"\nThe digest as a mail shows it: {page}")
            click.echo(f"The database: {store.name}")
            if serve:
                click.echo(f"The demonstration's web site: {site.url} (Ctrl-C ends it)")
                click.pause(info="")
    store.close()
    return 0


def _replay(store: Store, pool: Pool) -> None:
    from monitor.pipeline.backfill import backfill

    summary = backfill(store, pool, [shipped("seeds")], now=now(), step=lambda _: None)
    click.echo(
        f"Replayed {summary.read} saved pages: {summary.new} new articles, {summary.copies} copies, "
        f"{summary.known} known; {summary.events_new} new events."
    )
    for name, reason in (*summary.unreadable, *summary.rejected):
        click.echo(f"    {name}: {reason}")


def _poll(config: Config, store: Store, pool: Pool, client: Client) -> None:
    from monitor.pipeline.poll import poll

    for source in config.sources:
        polled = poll(source, store=store, client=client, pool=pool, owner="demo", clock=now)
        click.echo(
            f"Polled {source.name} ({source.kind}): {polled.entries} entries, {polled.count('new')} new articles, "
            f"{polled.count('copy')} copies of what is known."
        )


def _config(url: str) -> Config:
    """The demonstration's sources of the shipped sources.yaml, switched on and led to where the site is today."""
    from monitor.config import Config, load

    found = load(shipped("sources.yaml"), {})
    sources = tuple(
        source.model_copy(update={"enabled": True, "url": source.url.replace("http://127.0.0.1:8765", url.rstrip("/"))})
        for source in found.sources
        if source.name.startswith("demo-")
    )
    return Config(sources=sources)


def _reader() -> Receiver:
    from pydantic import SecretStr

    from monitor.config import Receiver

    return Receiver(name="demo", channels=(SecretStr("json://127.0.0.1"),))
