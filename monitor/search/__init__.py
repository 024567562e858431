"""Search as a reader asks it: words of any length, quotes, and fields. Pure; `monitor.store.search` holds the index."""

from monitor.search.errors import QueryError
from monitor.search.parts import Part, with_part, without_part, written_parts
from monitor.search.query import Bound, Phrase, Query, parse_query
from monitor.search.snippet import Snippet, snippet
from monitor.search.tokens import terms, tokens

__all__ = [
    "Bound",
    "Part",
    "Phrase",
    "Query",
    "QueryError",
    "Snippet",
    "parse_query",
    "snippet",
    "terms",
    "tokens",
    "with_part",
    "without_part",
    "written_parts",
]
