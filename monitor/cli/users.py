"""`monitor users` and `monitor tokens`: who may log in, and what programs ask with."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, cast

import click

from monitor.cli.app import ListByDefault, json_option, now, open_database, print_json, print_table
from monitor.errors import ConfigError
from monitor.store.people import ROLES, Role

if TYPE_CHECKING:
    from sqlalchemy import Connection

_role = click.option("--role", type=click.Choice(ROLES), default="reader", show_default=True, help="What they may do.")


@click.group(cls=ListByDefault)
def users() -> None:
    """List, add or remove who may log in. Without a word it lists."""


@click.group(cls=ListByDefault)
def tokens() -> None:
    """List, add or remove tokens of programs. Without a word it lists."""


@users.command("list")
@json_option
@click.pass_context
def list_users(ctx: click.Context, as_json: bool) -> int:
    """List the users."""
    from monitor.store import people

    return _listed(ctx, people.list_users, ("name", "role", "created"), as_json)


@tokens.command("list")
@json_option
@click.pass_context
def list_tokens(ctx: click.Context, as_json: bool) -> int:
    """List the tokens by name; what they are cannot be shown again."""
    from monitor.store import people

    return _listed(ctx, people.list_tokens, ("name", "role", "created", "used"), as_json)


@users.command("add")
@click.argument("name")
@_role
@click.pass_context
def add_user(ctx: click.Context, name: str, role: str) -> int:
    """Make the user NAME, or give one another password and role. The password is asked for, or read from standard
    input where that is no terminal."""
    try:
        from monitor.web.access import hashed
    except ModuleNotFoundError as error:
        raise ConfigError(f"Users need {error.name}; install monitor[web].") from error
    from monitor.store.people import put_user

    if sys.stdin.isatty():
        password = click.prompt("Password", hide_input=True, confirmation_prompt=True, err=True)
    else:
        password = sys.stdin.readline().rstrip("\n")
    known = hashed(password)
    _written(ctx, lambda connection: put_user(connection, name, known, cast("Role", role), now=now()))
    click.echo(f"{name} may log in ({role}).")
    return 0


@tokens.command("add")
@click.argument("name")
@_role
@click.pass_context
def add_token(ctx: click.Context, name: str, role: str) -> int:
    """Make a token for the program NAME and print it, once."""
    from monitor.store import people

    click.echo(_written(ctx, lambda connection: people.add_token(connection, name, cast("Role", role), now=now())))
    click.echo("Keep it now; only a digest of it is stored.", err=True)
    return 0


@users.command("remove")
@click.argument("name")
@click.pass_context
def remove_user(ctx: click.Context, name: str) -> int:
    """Take the user NAME away and close their sessions."""
    from monitor.store import people

    _written(ctx, lambda connection: people.remove_user(connection, name))
    click.echo(f"{name} may not log in any more.")
    return 0


@tokens.command("remove")
@click.argument("name")
@click.pass_context
def remove_token(ctx: click.Context, name: str) -> int:
    """Take the token of the program NAME away."""
    from monitor.store import people

    _written(ctx, lambda connection: people.remove_token(connection, name))
    click.echo(f"The token of {name} is of no use any more.")
    return 0


def _written(ctx: click.Context, work: Callable[[Connection], Any]) -> Any:
    store = open_database(ctx)
    try:
        with store.write() as connection:
            return work(connection)
    finally:
        store.close()


def _listed(
    ctx: click.Context,
    rows_of: Callable[[Connection], list[dict[str, object]]],
    columns: tuple[str, ...],
    as_json: bool,
) -> int:
    store = open_database(ctx)
    with store.read() as connection:
        rows = rows_of(connection)
    store.close()
    if as_json:
        print_json(rows)
    else:
        print_table(columns, ([str(row[name] or "-") for name in columns] for row in rows))
    return 0
