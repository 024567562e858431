"""`monitor users` and `monitor tokens`: who may log in, and what programs ask with."""

from __future__ import annotations

import sys
from typing import cast

import click

from monitor.cli.app import ListByDefault, json_option, now, open_database, print_json, print_table
from monitor.errors import ConfigError, MonitorError
from monitor.store.people import ROLES, Role

_SHORTEST = 10

_role = click.option("--role", type=click.Choice(ROLES), default="reader", show_default=True, help="What they may do.")


@click.group(cls=ListByDefault)
def users() -> None:
    """List, add or remove who may log in. Without a word it lists."""


@users.command("list")
@json_option
@click.pass_context
def list_users_(ctx: click.Context, as_json: bool) -> int:
    """List the users."""
    from monitor.store.people import list_users

    store = open_database(ctx)
    with store.read() as connection:
        rows = list_users(connection)
    store.close()
    return _listed(rows, ("name", "role", "created"), as_json)


@users.command("add")
@click.argument("name")
@_role
@click.pass_context
def add_user(ctx: click.Context, name: str, role: str) -> int:
    """Make the user NAME, or give one another password and role. The password is asked for, or read from standard
    input where that is no terminal."""
    try:
        from monitor.web.access import hasher
    except ModuleNotFoundError as error:
        raise ConfigError(f"Users need {error.name}; install monitor[web].") from error
    from monitor.store.people import put_user

    if sys.stdin.isatty():
        password = click.prompt("Password", hide_input=True, confirmation_prompt=True, err=True)
    else:
        password = sys.stdin.readline().rstrip("\n")
    if len(password) < _SHORTEST:
        raise MonitorError(f"A password has at least {_SHORTEST} characters.")
    store = open_database(ctx)
    with store.write() as connection:
        put_user(connection, name, hasher().hash(password), cast("Role", role), now=now())
    store.close()
    click.echo(f"{name} may log in ({role}).")
    return 0


@users.command("remove")
@click.argument("name")
@click.pass_context
def remove_user_(ctx: click.Context, name: str) -> int:
    """Take the user NAME away and close their sessions."""
    from monitor.store.people import remove_user

    store = open_database(ctx)
    with store.write() as connection:
        remove_user(connection, name)
    store.close()
    click.echo(f"{name} may not log in any more.")
    return 0


@click.group(cls=ListByDefault)
def tokens() -> None:
    """List, add or remove tokens of programs. Without a word it lists."""


@tokens.command("list")
@json_option
@click.pass_context
def list_tokens_(ctx: click.Context, as_json: bool) -> int:
    """List the tokens by name; what they are cannot be shown again."""
    from monitor.store.people import list_tokens

    store = open_database(ctx)
    with store.read() as connection:
        rows = list_tokens(connection)
    store.close()
    return _listed(rows, ("name", "role", "created", "used"), as_json)


@tokens.command("add")
@click.argument("name")
@_role
@click.pass_context
def add_token_(ctx: click.Context, name: str, role: str) -> int:
    """Make a token for the program NAME and print it, once."""
    from monitor.store.people import add_token

    store = open_database(ctx)
    with store.write() as connection:
        secret = add_token(connection, name, cast("Role", role), now=now())
    store.close()
    click.echo(secret)
    click.echo("Keep it now; only a digest of it is stored.", err=True)
    return 0


@tokens.command("remove")
@click.argument("name")
@click.pass_context
def remove_token_(ctx: click.Context, name: str) -> int:
    """Take the token of the program NAME away."""
    from monitor.store.people import remove_token

    store = open_database(ctx)
    with store.write() as connection:
        remove_token(connection, name)
    store.close()
    click.echo(f"The token of {name} is of no use any more.")
    return 0


def _listed(rows: list[dict[str, object]], columns: tuple[str, ...], as_json: bool) -> int:
    if as_json:
        print_json(rows)
    else:
        print_table(columns, ([str(row[name] or "-") for name in columns] for row in rows))
    return 0
