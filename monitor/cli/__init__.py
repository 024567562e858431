"""The commands. Each is one small file that is loaded when it is called, so that `monitor --help` is quick."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Mapping
from types import MappingProxyType

import click

from monitor import __version__
from monitor.errors import ConfigError, MonitorError

# Name: (module, what it does), in the order in which a newcomer meets them.
COMMANDS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "demo": ("demo", "Show it working: replay the shipped pages and open their digest."),
        "init": ("setup", "Write a commented sources.yaml to begin with."),
        "check-config": ("setup", "Say whether sources.yaml can be used, and what is wrong with it."),
        "run": ("run", "Watch the sources and send the digests, until told to stop."),
        "worker": ("worker", "Run the jobs of a cluster on this machine, until told to stop."),
        "serve": ("serve", "Serve the web pages: today, events, search, sources, deliveries."),
        "mcp": ("mcp", "Answer an assistant's questions from the store, with citations."),
        "users": ("users", "Who may log in to the web pages: list, add, remove."),
        "tokens": ("users", "What programs may ask the API with: list, add, remove."),
        "poll": ("poll", "Poll one source, or all, once, now."),
        "digest": ("digest", "Make and send what is due, or preview a receiver's digest."),
        "backfill": ("backfill", "Replay saved pages into the database; sends nothing."),
        "archive": ("archive_export", "Write stored pages as a web archive that can be replayed anywhere."),
        "extract": ("extract", "Print what saved pages tell, one JSON line each, without a database."),
        "explain": ("explain", "Show how a page was understood: what was kept, cut and found, and why."),
        "events": ("events", "List events, or show one; say that one is right or wrong."),
        "export": ("export", "Write events to a file: a table, a feed or a calendar."),
        "search": ("search", "Find articles and events by words and fields."),
        "ask": ("ask", "Answer a question with a table: visits, signings by chain, who is not signed with yet."),
        "articles": ("articles", "List the articles that came in."),
        "sources": ("sources", "List the sources with their state; add, test, import and export them."),
        "deliveries": ("deliveries", "List what was sent, to whom, and with what answer."),
        "silence": ("silence", "Hold events back for a while."),
        "test-channel": ("test_channel", "Send a made-up digest to every channel of a receiver."),
        "status": ("status", "Show on one screen how everything is."),
        "doctor": ("doctor", "Look for what is wrong with the installation, and say what to do."),
        "quarantine": ("quarantine", "List pages that killed their reader or were refused as hostile; try them again."),
        "reload": ("reload", "Let the running daemon read sources.yaml again."),
        "backup": ("backup", "Write the whole database into one file, also while the daemon works."),
        "restore": ("backup", "Put a backup back, into SQLite or PostgreSQL."),
        "db": ("db", "Copy the whole database into another one: SQLite to PostgreSQL, or back."),
        "prune": ("prune", "Drop what is kept too long already; the daemon does it once a day."),
        "health": ("health", "Say whether a daemon is alive on this database."),
        "reprocess": ("reprocess", "Read all stored pages again with today's extractors and show what changes."),
    }
)


class _Lazy(click.Group):
    """A group whose commands are loaded when they are called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if name not in COMMANDS:
            return None
        module = importlib.import_module(f"monitor.cli.{COMMANDS[name][0]}")
        command: click.Command = getattr(module, name.replace("-", "_"))
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, text) for name, (_, text) in COMMANDS.items()])


@click.group(cls=_Lazy, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, message="monitor %(version)s")
@click.option("--config", "-c", metavar="FILE", help="The configuration. [default: ./sources.yaml]")
@click.option("--database", "-d", metavar="URL", help="An SQLAlchemy URL. [default: SQLite in your data folder]")
@click.pass_context
def cli(ctx: click.Context, config: str | None, database: str | None) -> None:
    """Watch Chinese news for three things, and be told once, with the sentence that proves it: a delegation travels to
    seek investment, projects or agreements are signed, a region moves on an industrial chain.

    Begin with `monitor demo`, then `monitor init`.

    Exit codes: 0 done, 1 something failed, 2 wrong usage or configuration, 3 nothing matched.
    """
    ctx.obj = (config, database)


def main() -> None:
    """The entry point. What a user can act on is said in plain words on standard error, without a traceback."""
    try:
        status = cli.main(standalone_mode=False)
        sys.exit(status if isinstance(status, int) else 0)
    except click.UsageError as error:
        error.show()
        sys.exit(2)
    except click.ClickException as error:
        error.show()
        sys.exit(1)
    except (click.Abort, KeyboardInterrupt):
        click.echo("Interrupted; what was done is kept, and the command can be run again.", err=True)
        sys.exit(130)
    except ConfigError as error:
        click.echo(str(error), err=True)
        sys.exit(2)
    except MonitorError as error:
        click.echo(f"monitor: {error}", err=True)
        sys.exit(1)
    except BrokenPipeError:
        # The reader of our output went away (`monitor events | head`); the interpreter's last flush must stay quiet.
        sys.stdout = open("/dev/null", "w", encoding="utf-8")  # noqa: SIM115, PTH123
        sys.exit(0)
