"""`monitor serve`: the web pages."""

from __future__ import annotations

import ipaddress

import click

from monitor.cli.app import now, open_config, open_database
from monitor.errors import ConfigError


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--port", type=click.IntRange(0, 65535), default=8420, show_default=True)
@click.pass_context
def serve(ctx: click.Context, host: str, port: int) -> None:
    """Serve the web pages, until told to stop.

    On this machine's own address everybody may look and judge until there is a user (`monitor users add NAME`); on any
    other address there has to be one first.
    """
    try:
        import uvicorn

        from monitor.web import Site, create_app
    except ModuleNotFoundError as error:
        raise ConfigError(f"The web pages need {error.name}; install monitor[web].") from error
    from monitor.store.people import count_users

    config = open_config(ctx)
    store = open_database(ctx, config)
    own = _is_own(host)
    with store.read() as connection:
        users = count_users(connection)
    if not own and not users:
        store.close()
        raise ConfigError(f"{host} is reached from elsewhere: make a user first, with `monitor users add NAME`.")
    app = create_app(Site(config=config, store=store, clock=now, open=own))
    click.echo(f"Serving http://{f'[{host}]' if ':' in host else host}:{port}/ (Ctrl-C ends it)", err=True)
    try:
        uvicorn.run(app, host=host, port=port, log_level="warning", server_header=False, timeout_graceful_shutdown=5)
    finally:
        store.close()


def _is_own(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
