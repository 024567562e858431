"""`monitor serve`, and the pages beside `monitor run`."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from monitor.cli.app import now, open_config, open_database
from monitor.errors import ConfigError, MonitorError

if TYPE_CHECKING:
    from monitor.config import Config
    from monitor.store import Store
    from monitor.web import Server


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--port", type=click.IntRange(0, 65535), default=8420, show_default=True)
@click.pass_context
def serve(ctx: click.Context, host: str, port: int) -> None:
    """Serve the web pages, until told to stop.

    On this machine's own address everybody may look and judge until there is a user (`monitor users add NAME`); on any
    other address, or under a public name (settings.link), there has to be one first. MONITOR_ADMIN_PASSWORD makes it.
    """
    from monitor.cli.run import speak

    config = open_config(ctx)
    speak(config)
    store = open_database(ctx, config)
    try:
        server = _server(config, store, host, port)
        click.echo(f"Serving {server.address} (Ctrl-C ends it)", err=True)
        server.run()
    finally:
        store.close()


@contextmanager
def beside(config: Config, store: Store) -> Iterator[Callable[[Config], None]]:
    """The pages at MONITOR_WEB or settings.web, where one of them is set, while a daemon works; gives what a new
    configuration is to be handed to. What is wrong with them is said in the log and does not keep the daemon."""
    address = os.environ.get("MONITOR_WEB") or config.settings.web
    if not address:
        yield lambda _: None
        return
    from monitor.logs import Log

    host, _, port = address.rpartition(":")
    try:
        server = _server(config, store, host.strip("[]"), int(port))
    except (MonitorError, ValueError) as error:
        Log("monitor.web").error("pages are not served", address=address, detail=str(error))
        yield lambda _: None
        return
    server.start()
    Log("monitor.web").info("pages are served", address=server.address)
    try:
        yield server.reload
    finally:
        server.close()


def _server(config: Config, store: Store, host: str, port: int) -> Server:
    try:
        from monitor.web import Server, open_site
    except ModuleNotFoundError as error:
        raise ConfigError(f"The web pages need {error.name}; install monitor[web].") from error
    return Server(open_site(config, store, host=host, clock=now), host, port)
