"""Articles that may carry the same text: by the hashes that they share, asked for many articles at once."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import chain

from sqlalchemy import Connection, bindparam, select, text

from monitor.decide import Candidate, index_hashes
from monitor.store.tables import articles
from monitor.store.writing import Writing

_MOST_CANDIDATES = 20

_COMMON = 32
"""Articles that are looked at of one hash, the oldest. What more of them share is a stock phrase, or a text with so
many copies that these lead to it; both would be read whole for every article that comes."""

_RARE = 1 << 16  # a sketch has fewer hashes

_OF_HASH = f"(SELECT article_id FROM shingles WHERE hash = h.value ORDER BY article_id LIMIT {_COMMON})"  # noqa: S608
_SQLITE = text(
    f"SELECT h.value AS hash, (SELECT json_group_array(article_id) FROM {_OF_HASH}) AS ids "  # noqa: S608
    "FROM json_each(:hashes) AS h"
)
_POSTGRESQL = text(
    f"SELECT h.value AS hash, (SELECT CAST(json_agg(article_id) AS text) FROM {_OF_HASH} AS s) AS ids "  # noqa: S608
    "FROM (SELECT CAST(value AS bigint) FROM json_array_elements_text(CAST(:hashes AS json))) AS h(value)"
)
_SKETCHES = select(articles.c.id, articles.c.sketch).where(articles.c.id.in_(bindparam("ids", expanding=True)))


class Copies:
    """What is indexed under the hashes of some sketches."""

    def __init__(self, connection: Connection, sketches: Sequence[bytes]) -> None:
        self._connection = connection
        self._articles: dict[int, list[int]] = {}
        self._sketches: dict[int, bytes] = {}
        wanted = {value for sketched in sketches for value in index_hashes(sketched)}
        if wanted:
            statement = _SQLITE if connection.dialect.name == "sqlite" else _POSTGRESQL
            rows = connection.execute(statement, {"hashes": json.dumps(sorted(wanted))}).all()
            lists = json.loads(f"[{','.join([ids or '[]' for _, ids in rows])}]")
            self._articles = {value: ids for (value, _), ids in zip(rows, lists, strict=True)}
        self._get({one for sketched in sketches for one in self._near(sketched, 2 * _MOST_CANDIDATES)})

    def similar(self, sketched: bytes, *, besides: int | None) -> list[Candidate]:
        """Articles that share indexed hashes with one of the sketches, those that share the most first."""
        near = self._near(sketched, _MOST_CANDIDATES)
        self._get(near)  # where articles came since, others may be among those that share the most
        return [Candidate(id=one, sketch=self._sketches[one]) for one in near if one != besides]

    def add(self, article_id: int, sketched: bytes) -> None:
        """Take note of an article that was stored since."""
        self._sketches[article_id] = sketched
        for value in index_hashes(sketched):
            found = self._articles.get(value)
            if found is not None and len(found) < _COMMON:
                found.append(article_id)

    def _get(self, ids: Iterable[int]) -> None:
        if missing := sorted([one for one in ids if one not in self._sketches]):
            # Articles that wait to be written are known already, and need not be written for this.
            ask = self._connection.look if isinstance(self._connection, Writing) else self._connection.execute
            for row in ask(_SKETCHES, {"ids": missing}):
                self._sketches[row.id] = row.sketch

    def _near(self, sketched: bytes, most: int) -> list[int]:
        """Those that share the most hashes that few have; where that gives too few, stock phrases count too."""
        lists = [self._articles[value] for value in index_hashes(sketched)]
        scores = Counter(chain.from_iterable([found for found in lists if len(found) < _COMMON]))
        if len(scores) < most:
            common = Counter(chain.from_iterable([found for found in lists if len(found) == _COMMON]))
            scores = Counter({one: scores[one] * _RARE + common[one] for one in scores.keys() | common.keys()})
        least = _least(scores, most)
        near = sorted([(-score, one) for one, score in scores.items() if score >= least])
        return [one for _, one in near[:most]]


def _least(scores: Counter[int], most: int) -> int:
    """A score that as many candidates reach, if there are so many."""
    left = most
    for score, count in sorted(Counter(scores.values()).items(), reverse=True):
        left -= count
        if left <= 0:
            return score
    return 0
