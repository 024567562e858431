"""Brings a database's schema up to date with the migrations that are shipped with the package."""

from __future__ import annotations

from importlib import resources
from pathlib import Path

from sqlalchemy import Engine, inspect, text

from monitor.errors import NewerSchema

HEAD = "0003"
"""The newest revision; known here so that a database that is up to date is opened without loading alembic."""

_LOCK = 0x6D6F6E69  # PostgreSQL's advisory lock: one migration at a time over all processes


def folder() -> Path:
    """Where the migrations are: inside the installed package, or beside it in a checkout."""
    shipped = Path(str(resources.files("monitor"))) / "_shipped" / "migrations"
    return shipped if shipped.is_dir() else Path(__file__).resolve().parents[2] / "migrations"


def revision(engine: Engine) -> str | None:
    """The database's revision, None for an empty database."""
    with engine.connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return None
        return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def migrate(engine: Engine) -> None:
    """Run what is missing, under a lock, so that several processes may start at once.

    Raises NewerSchema where the database has a revision that this release does not know.
    """
    if revision(engine) == HEAD:
        return
    from alembic import command
    from alembic.config import Config
    from alembic.util import CommandError

    config = Config()
    config.set_main_option("script_location", str(folder()).replace("%", "%%"))
    with engine.connect() as connection:
        connection = connection.execution_options(monitor_write=True)
        with connection.begin():
            if engine.dialect.name == "postgresql":
                connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
            config.attributes["connection"] = connection
            try:
                command.upgrade(config, "head")
            except CommandError as error:
                raise NewerSchema(
                    f"{engine.url.render_as_string(hide_password=True)}: it was made by a newer release of monitor "
                    "than this one; install that release."
                ) from error
