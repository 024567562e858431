"""The full-text index: terms by row number, on SQLite's FTS5 and PostgreSQL's tsvector alike.

The terms are `monitor.search`'s: letters, figures and Han only, so that neither engine's own rules for words matter.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from sqlalchemy import TextualSelect, column, text

from monitor.search import Phrase
from monitor.search.tokens import is_beginning
from monitor.store.writing import Writing

Table = Literal["search_articles", "search_events"]

_TAKE_OUT = text("DELETE FROM search_events WHERE rowid = :row")
_PUT_IN = {
    table: text(f"INSERT INTO {table} (rowid, terms) VALUES (:row, :terms)")  # noqa: S608 (a literal)
    for table in ("search_articles", "search_events")
}
_PUT_VECTOR = {
    table: text(
        f"INSERT INTO {table} (id, terms) VALUES (:row, CAST(:terms AS tsvector)) "  # noqa: S608 (a literal)
        "ON CONFLICT (id) DO UPDATE SET terms = EXCLUDED.terms"
    )
    for table in ("search_articles", "search_events")
}
_FURTHEST = 16_383  # positions that a tsvector knows
_PLACES = 255  # and how often one term may stand in it


def put(connection: Writing, table: Table, row: int, terms: str, *, new: bool = False) -> None:
    """Let a row be found by these terms, and by no others. new: there is none with this number."""
    if connection.dialect.name == "sqlite":
        if table == "search_events" and not new:  # the other keeps no content, so nothing can be taken out of it
            connection.execute(_TAKE_OUT, {"row": row})
        connection.add(_PUT_IN[table], [{"row": row, "terms": terms}])
    else:
        connection.add(_PUT_VECTOR[table], [{"row": row, "terms": _vector(terms)}])


def matching(
    dialect: str,
    table: Table,
    phrases: Sequence[Phrase],
    most: int | None = None,
    between: tuple[int, int] | None = None,
) -> TextualSelect:
    """The numbers of the rows that hold the phrases, as a select of one column `row`, the newest first; of those at
    most `most`, and only those in `between`, ends included. At least one phrase is needed."""
    wanted = [phrase for phrase in phrases if not phrase.without]
    without = [phrase for phrase in phrases if phrase.without]
    sqlite = dialect == "sqlite"
    write, both, either, but = (_fts5, " AND ", " OR ", " NOT ") if sqlite else (_tsquery, " & ", " | ", " & !")
    row = "rowid" if sqlite else "id"
    match = f"{table} MATCH :asked" if sqlite else "terms @@ CAST(:asked AS tsquery)"
    asked = both.join(f"({write(phrase)})" for phrase in wanted)
    never = either.join(f"({write(phrase)})" for phrase in without)
    if not wanted:
        condition = f"{row} NOT IN (SELECT {row} FROM {table} WHERE {match})"  # noqa: S608 (literals)
        asked = never
    else:
        condition = match
        asked = f"({asked}){but}({never})" if never else asked
    if between:
        condition = f"{condition} AND {row} BETWEEN {between[0]:d} AND {between[1]:d}"
    statement = f"SELECT {row} AS row FROM {table} WHERE {condition} ORDER BY {row} DESC"  # noqa: S608 (literals)
    if most:
        statement += f" LIMIT {most:d}"
    return text(statement).bindparams(asked=asked).columns(column("row"))


def _fts5(phrase: Phrase) -> str:
    def row(terms: tuple[str, ...]) -> str:
        return f'"{" ".join(terms)}"' + ("*" if is_beginning(terms[-1]) else "")

    return " OR ".join("(" + " AND ".join(row(terms) for terms in way) + ")" for way in phrase.ways)


def _tsquery(phrase: Phrase) -> str:
    def row(terms: tuple[str, ...]) -> str:
        return " <-> ".join(f"'{term}'" + (":*" if is_beginning(term) else "") for term in terms)

    return " | ".join("(" + " & ".join(f"({row(terms)})" for terms in way) + ")" for way in phrase.ways)


def _vector(terms: str) -> str:
    """A tsvector as PostgreSQL writes it; made here, its parser has no say in what a word is."""
    places: dict[str, list[str]] = {}
    for place, term in enumerate(terms.split(), 1):
        found = places.setdefault(term, [])
        if len(found) < _PLACES:
            found.append(str(min(place, _FURTHEST)))
    return " ".join(f"'{term}':{','.join(found)}" for term, found in places.items())
