"""`monitor init` and `monitor check-config`: getting a configuration, and knowing that it is right."""

from __future__ import annotations

import os
from pathlib import Path

import click

from monitor.cli.app import config_path, counted, json_option, now, print_json, shipped
from monitor.errors import ConfigError

SCHEMA = "sources.schema.json"


@click.command()
@click.argument("path", type=click.Path(path_type=Path), default=Path("sources.yaml"))
@click.option("--force", is_flag=True, help="Write over a file that is there.")
def init(path: Path, force: bool) -> int:
    """Write a commented sources.yaml to PATH (default: ./sources.yaml), and beside it its schema for editors."""
    text = shipped("sources.yaml").read_text(encoding="utf-8")
    schema = path.with_name(SCHEMA)
    try:
        # The file will hold addresses of chats and mailboxes, which are secrets.
        mode = os.O_WRONLY | os.O_CREAT | (os.O_TRUNC if force else os.O_EXCL)
        with os.fdopen(os.open(path, mode, 0o600), "w", encoding="utf-8") as file:
            file.write(text)
        schema.write_text(shipped(SCHEMA).read_text(encoding="utf-8"), encoding="utf-8")
    except FileExistsError as error:
        raise ConfigError(f"{path} is there already; --force writes over it.") from error
    except OSError as error:
        raise ConfigError(f"{path}: cannot be written: {error.strerror}.") from error
    click.echo(f"Wrote {path}. Switch sources on in it, add a receiver, then: monitor check-config, monitor run")
    return 0


@click.command("check-config")
@json_option
@click.option("--schema", "as_schema", is_flag=True, help="Print the JSON Schema of sources.yaml, for editors.")
@click.pass_context
def check_config(ctx: click.Context, as_json: bool, as_schema: bool) -> int:
    """Read sources.yaml as the service would; name every mistake with line and key, and what looks unfinished."""
    if as_schema:
        from monitor.config.schema import schema_text

        click.echo(schema_text(), nl=False)
        return 0
    from monitor.config import load
    from monitor.delivery import check
    from monitor.digest import sample
    from monitor.pipeline.messages import strict_message, unable

    path = config_path(ctx)
    if path is None:
        raise ConfigError("There is no sources.yaml here; `monitor init` writes one, --config names another.")
    config = load(path)
    enabled = [source.name for source in config.sources if source.enabled]
    notes = []
    if not enabled:
        notes.append("No source is enabled: nothing will be polled.")
    if not config.receivers:
        notes.append("There is no receiver: nothing will be sent.")
    problems = [
        f"receiver {receiver.name}, channel {place + 1}: {problem}"
        for receiver in config.receivers
        for place, channel in enumerate(receiver.channels)
        if (problem := check(channel.get_secret_value()))
    ]
    for receiver in config.receivers:
        try:
            strict_message(config, receiver, sample(receiver, now()))
        except ConfigError as error:
            problems.append(str(error))
    if any(receiver.plots == "always" or receiver.summaries for receiver in config.receivers) and (why := unable()):
        notes.append(f"Messages go without drawings. {why}")
    if as_json:
        print_json(
            {
                "path": str(path),
                "sources": len(config.sources),
                "enabled": len(enabled),
                "receivers": len(config.receivers),
                "notes": notes,
                "problems": problems,
            }
        )
    else:
        click.echo(
            f"{path}: {counted(len(config.sources), 'source')} ({len(enabled)} enabled), "
            f"{counted(len(config.receivers), 'receiver')}."
        )
        for line in (*notes, *problems):
            click.echo(line)
    return 2 if problems else 0
