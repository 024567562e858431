"""`monitor run`: the daemon."""

from __future__ import annotations

import logging
import sys

import click

from monitor.cli.app import open_client, open_config, open_database


@click.command()
@click.option("--verbose", "-v", is_flag=True, help="Say more.")
@click.pass_context
def run(ctx: click.Context, verbose: bool) -> int:
    """Watch the sources and send the digests, until SIGTERM or Ctrl-C. SIGHUP reads sources.yaml again."""
    from monitor.daemon import Service
    from monitor.sandbox import Pool

    _log(verbose)
    config = open_config(ctx, needed=True)
    store = open_database(ctx, config)
    client = open_client(config)
    Service(config, store, client, Pool(1)).run()
    return 0


def _log(verbose: bool) -> None:
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)-7s %(message)s"))
    logger = logging.getLogger("monitor")
    logger.addHandler(handler)
    logger.setLevel(logging.DEBUG if verbose else logging.INFO)
