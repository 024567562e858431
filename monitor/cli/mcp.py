"""`monitor mcp`: the store for an assistant, by the Model Context Protocol."""

from __future__ import annotations

import click

from monitor.cli.app import now, open_config, open_database
from monitor.errors import ConfigError


@click.command()
@click.pass_context
def mcp(ctx: click.Context) -> None:
    """Answer an assistant's questions on standard input and output, until it hangs up. Only looks, never changes.

    \b
    In the assistant's settings:  {"command": "monitor", "args": ["-c", "/path/sources.yaml", "mcp"]}
    """
    from monitor.assistant import create_server

    config = open_config(ctx)
    store = open_database(ctx, config)
    try:
        create_server(store, config, now).run("stdio")
    except ModuleNotFoundError as error:
        raise ConfigError(f"Assistants need the package {error.name}; install monitor[mcp].") from error
    finally:
        store.close()
