"""What all tables share: the metadata, ids, references, times in UTC, and a clock that nobody sets."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import BigInteger, Column, DateTime, Dialect, Float, ForeignKey, Integer, MetaData, TypeDecorator
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement


class Utc(TypeDecorator[datetime]):
    """An aware time, kept in UTC. SQLite has no zones: there it is stored without and given back with UTC."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time without zone must not reach the database")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class SteadyClock(FunctionElement[float]):
    """Seconds by a clock of the database that nobody sets: SQLite's processes are all on one machine, and read the time
    since it started; PostgreSQL's read the server's clock, which is one for all."""

    name = "steady_clock"
    type = Float()
    inherit_cache = True


@compiles(SteadyClock)
def _on_sqlite(element: SteadyClock, _compiler: Any, **_: Any) -> str:
    return f"{element.name}()"  # defined for every connection by monitor.store.engine


@compiles(SteadyClock, "postgresql")
def _on_postgresql(_element: SteadyClock, _compiler: Any, **_: Any) -> str:
    return "CAST(EXTRACT(EPOCH FROM clock_timestamp()) AS DOUBLE PRECISION)"


metadata = MetaData(
    naming_convention={
        "ix": "ix_%(column_0_label)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)

# SQLite counts rows by INTEGER PRIMARY KEY only; PostgreSQL needs the room of a BIGINT.
Id = BigInteger().with_variant(Integer, "sqlite")


def id_column() -> Column[int]:
    """A table's own key."""
    return Column("id", Id, primary_key=True)


def reference(name: str, target: str, **options: Any) -> Column[int]:
    """A reference to another table's row, which goes with that row."""
    return Column(name, Id, ForeignKey(target, ondelete="CASCADE"), **options)
