"""What commands share: the configuration, the database, the clock, and how results are printed."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import UTC, date, datetime, timedelta
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar
from zoneinfo import ZoneInfo

import click

from monitor.errors import ConfigError

if TYPE_CHECKING:
    from monitor.config import Config, Source
    from monitor.fetch import Client
    from monitor.store import Store

_F = TypeVar("_F", bound=Callable[..., Any])

NOTHING_MATCHED = 3


class ListByDefault(click.Group):
    """A group whose command `list` may be left out: `monitor events` is `monitor events list`."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        if not args or (args[0] not in self.commands and args[0] not in ("-h", "--help")):
            args = ["list", *args]
        return super().parse_args(ctx, args)


def json_option(function: _F) -> _F:
    """`--json` for a command that shows a list."""
    return click.option("--json", "as_json", is_flag=True, help="Print JSON instead of text.")(function)


def now() -> datetime:
    """The clock of the commands, UTC; everything below is handed the time."""
    return datetime.now(UTC)


def shipped(name: str) -> Path:
    """A file or folder that stands at the top of a checkout and inside the installed package: seeds, sources.yaml."""
    inside = Path(str(resources.files("monitor"))) / "_shipped" / name
    return inside if inside.exists() else Path(__file__).resolve().parents[2] / name


def config_path(ctx: click.Context) -> Path | None:
    """--config, else MONITOR_CONFIG, else ./sources.yaml, else the user's configuration folder; None without one."""
    named = ctx.obj[0] or os.environ.get("MONITOR_CONFIG")
    if named:
        return Path(named)
    base = os.environ.get("XDG_CONFIG_HOME")
    home = (Path(base) if base else Path.home() / ".config") / "monitor" / "sources.yaml"
    return next((path for path in (Path("sources.yaml"), home) if path.is_file()), None)


def open_config(ctx: click.Context, *, needed: bool = False) -> Config:
    """The configuration; an empty one where there is no file, unless it is needed."""
    from monitor.config import Config, load

    path = config_path(ctx)
    if path is not None:
        return load(path)
    if needed:
        raise ConfigError("There is no sources.yaml here; `monitor init` writes one, --config names another.")
    return Config()


def source_named(config: Config, name: str) -> Source:
    """The source of that name; ConfigError where there is none."""
    for source in config.sources:
        if source.name == name:
            return source
    known = ", ".join(source.name for source in config.sources) or "none yet"
    raise ConfigError(f"There is no source {name!r} in sources.yaml; known: {known}.")


def open_database(ctx: click.Context, config: Config | None = None) -> Store:
    """The database: --database, else MONITOR_DATABASE_URL, else the configuration's, else the default."""
    from monitor.store import open_store

    config = config or open_config(ctx)
    url = ctx.obj[1] or os.environ.get("MONITOR_DATABASE_URL") or config.settings.database
    return open_store(url)


def open_client(config: Config) -> Client:
    """What gets pages, with the manners that the configuration asks for."""
    from monitor.fetch import Client, Limits

    settings = config.settings
    limits = Limits(delay=settings.delay.total_seconds())
    return Client(contact=settings.contact, allow_private=settings.allow_private, limits=limits)


def print_json(value: Any) -> None:
    """Indented on a terminal, one line otherwise."""
    json.dump(value, sys.stdout, ensure_ascii=False, indent=2 if sys.stdout.isatty() else None, default=_plain)
    sys.stdout.write("\n")


def _plain(value: Any) -> Any:
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} is no JSON")


def print_table(columns: Sequence[str], rows: Iterable[Sequence[str]], *, whole: Collection[str] = ()) -> None:
    """A table that fits the terminal; wide characters are counted as wide. whole: columns whose cells are not
    broken, however narrow the terminal is."""
    from rich import box
    from rich.console import Console
    from rich.table import Table

    table = Table(box=box.SIMPLE_HEAD, padding=(0, 1, 0, 0), pad_edge=False, show_edge=False)
    for column in columns:
        table.add_column(column, overflow="fold", no_wrap=column in whole)
    for row in rows:
        table.add_row(*[clean(cell) for cell in row])
    width = None if sys.stdout.isatty() else 140
    Console(width=width, highlight=False, markup=False).print(table)


def clean(text: str) -> str:
    """Text from a page for a terminal: without control characters, which could rewrite the screen."""
    return "".join(char if char == "\n" or char.isprintable() else " " for char in text)


def moment(text: str, zone: str) -> datetime:
    """A user's point in time: a day, a time in ISO 8601, or a span back from now such as 7d or 12h."""
    unit = {"m": 60, "h": 3600, "d": 86400, "w": 604800}.get(text[-1:])
    try:
        if unit and text[:-1].isdigit():
            return now() - timedelta(seconds=int(text[:-1]) * unit)
        found = datetime.fromisoformat(text)
    except ValueError as error:
        raise click.UsageError(f"{text!r} is no time; write 2025-05-09, 2025-05-09T08:00 or 7d.") from error
    return found if found.tzinfo else found.replace(tzinfo=ZoneInfo(zone))


def local(value: datetime | None, zone: str) -> str:
    """A time as a table shows it."""
    return value.astimezone(ZoneInfo(zone)).strftime("%Y-%m-%d %H:%M") if value else "-"


def counted(number: int, one: str, many: str | None = None) -> str:
    """A number with what it counts.

    >>> counted(1, "copy", "copies"), counted(1200, "entry", "entries"), counted(0, "source")
    ('1 copy', '1,200 entries', '0 sources')
    """
    return f"{number:,} {one if number == 1 else many or one + 's'}"
