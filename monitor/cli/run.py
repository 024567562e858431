"""`monitor run`: the daemon."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import click

from monitor.cli.app import open_client, open_config, open_database
from monitor.cli.serve import beside
from monitor.errors import ConfigError

if TYPE_CHECKING:
    from monitor.config import Config

_LEVELS = ("debug", "info", "warning", "error")
_FORMATS = ("auto", "human", "json")


@click.command()
@click.option("--verbose", "-v", is_flag=True, help="Say more; the same as MONITOR_LOG_LEVEL=debug.")
@click.option(
    "--engine",
    type=click.Choice(["local", "cluster"]),
    default="local",
    show_default=True,
    help="local: this process does the work. cluster: it only schedules, on PostgreSQL, for `monitor worker`.",
)
@click.pass_context
def run(ctx: click.Context, verbose: bool, engine: str) -> int:
    """Watch the sources and send the digests, until SIGTERM or Ctrl-C. SIGHUP (`monitor reload`) reads sources.yaml
    again. With settings.web (or MONITOR_WEB), 127.0.0.1:8420, the web pages are served as well."""
    config = open_config(ctx, needed=True)
    speak(config, verbose=verbose)
    store = open_database(ctx, config)
    with beside(config, store) as serve_by:
        if engine == "cluster":
            from monitor.worker import Scheduler

            Scheduler(config, store).run()
            return 0
        from monitor.daemon import Service
        from monitor.sandbox import Pool

        def reloaded(config: Config) -> None:
            speak(config, verbose=verbose)
            serve_by(config)

        Service(config, store, open_client(config), Pool(1), reloaded=reloaded).run()
    return 0


def speak(config: Config, *, verbose: bool = False) -> None:
    """Set up the log as environment and configuration ask for, with the configuration's secrets kept out of it."""
    from monitor.logs.pipe import configure

    settings = config.settings
    level = "debug" if verbose else _one_of("MONITOR_LOG_LEVEL", _LEVELS) or settings.log_level
    shape = _one_of("MONITOR_LOG_FORMAT", _FORMATS) or settings.log_format
    configure(level=level, format=shape, secrets=config.secrets() | environment_secrets())  # type: ignore[arg-type]


def environment_secrets() -> frozenset[str]:
    """What the environment holds by itself: the password of MONITOR_DATABASE_URL, and of the web pages' first user."""
    from monitor.config import Settings
    from monitor.config.secrets import secrets_in

    found = frozenset(secrets_in(Settings(database=os.environ.get("MONITOR_DATABASE_URL"))))
    return found | {value for name, value in os.environ.items() if name == "MONITOR_ADMIN_PASSWORD" and value}


def _one_of(name: str, known: tuple[str, ...]) -> str | None:
    value = os.environ.get(name, "").lower()
    if value and value not in known:
        raise ConfigError(f"{name} must be one of {', '.join(known)}.")
    return value or None
