"""What an event is found by beside its words: the names in its fields, and the places that its places lie in."""

from __future__ import annotations

from functools import lru_cache

from sqlalchemy import bindparam, delete, insert

from monitor.search import tokens
from monitor.search.tokens import folded
from monitor.store import index
from monitor.store.tables import facets
from monitor.store.writing import Writing
from monitor.types import Chain, Event, Signing, Trip

_DELETE = delete(facets).where(facets.c.event_id == bindparam("of_event"))
_INSERT = insert(facets)
_LONGEST = 120


def write_facets(connection: Writing, event_id: int, event: Event, *, new: bool = False) -> None:
    """Let an event be found by what it says now, and by nothing that it said before. new: it said nothing before."""
    if not new:
        connection.execute(_DELETE, {"of_event": event_id})
    rows = sorted({(name, value[:_LONGEST]) for name, value in _facets(event)})
    connection.add(_INSERT, [{"name": name, "value": value, "event_id": event_id} for name, value in rows])
    index.put(connection, "search_events", event_id, tokens(folded("\n".join(_words(event)))), new=new)


def _facets(event: Event) -> list[tuple[str, str]]:
    found = [("region", name) for name in areas(event.region or "")]
    if isinstance(event, Trip):
        found += [("leader", leader.name) for leader in event.leaders]
        found += [("destination", name) for place in event.destinations for name in areas(place)]
        found += [("company", name) for name in event.visited]
        found += [("status", event.status), ("direction", event.direction)]
    elif isinstance(event, Signing):
        found += [("company", name) for name in event.parties]
    elif isinstance(event, Chain):
        found += [("company", name) for name in event.members]
        found += [("chain", event.name), ("action", event.action)]
    return [(name, value) for name, value in found if value]


@lru_cache(maxsize=65_536)
def areas(place: str) -> tuple[str, ...]:
    """A place and all that it lies in. A name that several places share lies in what all of them lie in."""
    if not place:
        return ()
    from monitor.chinese.regions import regions_named

    found = [{region.name, *region.parents} for region in regions_named(place)]
    return tuple(sorted({place, *(set.intersection(*found) if found else ())}))


def _words(event: Event) -> list[str]:
    words = [event.region or ""]
    if isinstance(event, Trip):
        words += [f"{leader.title or ''}{leader.name}" for leader in event.leaders]
        words += [*event.destinations, *event.visited]
    elif isinstance(event, Signing):
        words += [event.name or "", *event.parties]
    else:
        words += [event.name, *event.members]
    words += [item.quote for item in event.evidence]
    return list(dict.fromkeys(word for word in words if word))
