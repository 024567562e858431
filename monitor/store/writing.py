"""A transaction that writes: rows that nothing looks at yet wait, and go in many at a time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import Connection, CursorResult, Engine, Executable, Insert, Select, Table, Update, func, select, text

from monitor.store.schema import metadata

_MOST_AHEAD = 128
_MOST_WAITING = 20_000
_NEXT_IDS = text(
    "SELECT nextval(pg_get_serial_sequence(:of_table, 'id')) FROM generate_series(1, :count)",
)


class Writing(Connection):
    """A connection of `Store.write`.

    A row that is added waits until something is asked of the database or changed in it, or the transaction ends: the
    rows of many pages go in by a few statements, which costs a fraction, and whoever executes anything sees all that
    was added before. Ids are given out here and not by the database, so that rows can name each other while they wait.
    """

    def __init__(self, engine: Engine) -> None:
        super().__init__(engine)
        self._rows: dict[Executable, list[Mapping[str, Any]]] = {}
        self._last: dict[str, int] = {}
        self._given: dict[Table, list[int]] = {}

    def add(self, statement: Executable, rows: Sequence[Mapping[str, Any]]) -> None:
        """Let rows wait to be written by an INSERT: always the same object for the same INSERT, and the same columns in
        all of its rows."""
        if rows:
            waiting = self._rows.setdefault(statement, [])
            waiting.extend(rows)
            if len(waiting) > _MOST_WAITING:
                self.flush()

    def new_id(self, table: Table) -> int:
        """The id of a row that will be added: the one that the database would give it."""
        if self.dialect.name != "sqlite":
            return self._from_sequence(table)
        if not self._last:
            self._last = dict(super().execute(_last_ids()).mappings().one())
        self._last[table.name] = (self._last[table.name] or 0) + 1
        return self._last[table.name]

    def _from_sequence(self, table: Table) -> int:
        if table not in self._given:
            self._given[table] = []
            count = 1
        else:
            count = _MOST_AHEAD
        if not self._given[table]:
            asked = {"of_table": table.name, "count": count}
            self._given[table] = sorted(super().execute(_NEXT_IDS, asked).scalars(), reverse=True)
        return self._given[table].pop()

    def look(self, statement: Select[Any], parameters: Mapping[str, Any]) -> CursorResult[Any]:
        """Read what no waiting row can be among; they wait on."""
        return super().execute(statement, parameters)

    def flush(self) -> None:
        """Write what waits, tables before those that refer to them."""
        waiting, self._rows = self._rows, {}
        for statement in sorted(waiting, key=_rank):
            super().execute(statement, waiting[statement])

    def execute(self, statement: Executable, *arguments: Any, **options: Any) -> CursorResult[Any]:
        """As of any connection; what waits is written before."""
        self._look(statement)
        return super().execute(statement, *arguments, **options)

    def scalar(self, statement: Executable, *arguments: Any, **options: Any) -> Any:
        """As of any connection; what waits is written before."""
        self._look(statement)
        return super().scalar(statement, *arguments, **options)

    def exec_driver_sql(self, statement: str, *arguments: Any, **options: Any) -> CursorResult[Any]:
        """As of any connection; what waits is written before."""
        self._look(None)
        return super().exec_driver_sql(statement, *arguments, **options)

    def _look(self, statement: Executable | None) -> None:
        if self._rows:
            self.flush()
        if self._last and not isinstance(statement, (Select, Update)):
            self._last.clear()  # a row may come by another way, or the last one go


def _rank(statement: Executable) -> int:
    """The full-text index, which has no table of ours, comes last."""
    return _ranks()[statement.table.name] if isinstance(statement, Insert) else len(metadata.tables)


@cache
def _ranks() -> dict[str, int]:
    return {table.name: number for number, table in enumerate(metadata.sorted_tables)}


@cache
def _last_ids() -> Select[Any]:
    numbered = [table for table in metadata.sorted_tables if "id" in table.c]
    return select(*(select(func.max(table.c.id)).scalar_subquery().label(table.name) for table in numbered))
